"""Plain data taken apart field by field: what is not allowed is collected, never only the first."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, define

BAD_FIELD = define(
    "BAD_FIELD",
    N_("{rule}: {field} is {value!r}, which is not allowed."),
    N_("Allowed: {allowed}."),
)
UNKNOWN_FIELD = define(
    "UNKNOWN_FIELD",
    N_("{rule} has an unknown field {value}.{near}"),
    N_("Remove it or correct its name."),
)


class Fields:
    """Reads fields of plain data that came from ``file``; ``problems`` holds everything that was wrong."""

    def __init__(self, file: str | None) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def bad(self, owner: str, field: str, value: object, allowed: str) -> None:
        self.problems.append(BAD_FIELD(file=self.file, rule=owner, field=field, value=value, allowed=allowed))

    def unknown(self, owner: str, data: Mapping[str, Any], known: set[str]) -> None:
        for name in sorted(set(map(str, data)) - known):
            self.problems.append(
                UNKNOWN_FIELD(file=self.file, rule=owner, value=name, near=nearest(name, known))
            )

    def flag(self, owner: str, field: str, value: object) -> bool:
        if isinstance(value, bool):
            return value
        if str(value).lower() in ("true", "1", "yes"):
            return True
        if str(value).lower() not in ("false", "0", "no", "", "none"):
            self.bad(owner, field, value, "true, false")
        return False

    def texts(self, owner: str, field: str, value: object) -> tuple[str, ...]:
        found = [value] if isinstance(value, str) else value or []
        if not isinstance(found, list | tuple) or not all(isinstance(v, str) for v in found):
            self.bad(owner, field, value, "[a, b]")
            return ()
        return tuple(found)

    def listed(self, owner: str, field: str, value: object) -> list[Any]:
        if value is None or isinstance(value, list | tuple):
            return list(value or ())
        self.bad(owner, field, value, "[...]")
        return []


def nearest(name: str, known: Iterable[str]) -> str:
    """`` (name?)`` of the known name that looks most like ``name``; empty when none does."""
    near = difflib.get_close_matches(name, list(known), n=1)
    return f" ({near[0]}?)" if near else ""
