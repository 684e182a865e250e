"""What changed from one version of a framework to another, indicator by indicator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jiyue.engine.index import Framework
from jiyue.engine.messages import N_

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
KINDS = {ADDED: N_("new"), REMOVED: N_("left out"), CHANGED: N_("changed")}
QUIET = ("framework", "version", "indicators", "groups", "measures")
"""What tells versions apart anyway, or is compared line by line."""


@dataclass(frozen=True)
class Difference:
    """``code`` of an indicator, group or measure; '' for the framework as a whole."""

    kind: str
    code: str
    name: str
    field: str
    before: str
    after: str


def differences(old: Framework, new: Framework) -> list[Difference]:
    """Every field that differs: the framework's own first, then groups, measures and indicators by code."""
    before, after = old.as_dict(), new.as_dict()
    top = {name: {k: v for k, v in data.items() if k not in QUIET} for name, data in
           (("before", before), ("after", after))}  # fmt: skip
    found = list(_fields("", "", _flat(top["before"]), _flat(top["after"])))
    for part in ("groups", "measures", "indicators"):
        found += _lines(_by_code(before.get(part, ())), _by_code(after.get(part, ())))
    return found


def _by_code(lines: Any) -> dict[str, dict[str, str]]:
    return {line["code"]: _flat(line) for line in lines}


def _lines(old: Mapping[str, dict[str, str]], new: Mapping[str, dict[str, str]]) -> Iterator[Difference]:
    for code in [*old, *(code for code in new if code not in old)]:
        name = (new.get(code) or old[code]).get("zh", "")
        if code not in new:
            yield Difference(REMOVED, code, name, "", "", "")
        elif code not in old:
            yield Difference(ADDED, code, name, "", "", "")
        else:
            yield from _fields(code, name, old[code], new[code])


def _fields(code: str, name: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Difference]:
    for field in [*old, *(field for field in new if field not in old)]:
        before, after = old.get(field, ""), new.get(field, "")
        if before != after:
            yield Difference(CHANGED, code, name, field, before, after)


def _flat(data: Mapping[str, Any], above: str = "") -> dict[str, str]:
    """Nested data as one level of texts: ``weights.mixed`` is ``2``."""
    out: dict[str, str] = {}
    for key, value in data.items():
        name = f"{above}{key}"
        if isinstance(value, Mapping):
            out |= _flat(value, f"{name}." if key else above.rstrip("."))
        elif isinstance(value, list):
            out[name] = ", ".join(map(str, value))
        else:
            out[name] = str(value).lower() if isinstance(value, bool) else str(value)
    return out
