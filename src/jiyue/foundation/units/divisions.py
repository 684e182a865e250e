"""The divisions that ship: the list of today, and what became of each code since 1981.

Sources: docs/reference/sources.md. The history compares the code books of successive years, so a change is
known by its year: a new code holds from 1 January of it.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from jiyue.engine.yamls import RULES_DIR, load_rules

FOLDER = RULES_DIR / "divisions"
KINDS = ("province", "prefecture", "county", "town", "village")
KEEPS = ("recoded", "renamed", "upgraded")
"""Events through which a unit stays the same unit."""
DIGITS = {"province": 2, "prefecture": 4, "county": 6, "town": 9, "village": 12}
FILES = {
    "province": "provinces",
    "prefecture": "cities",
    "county": "areas",
    "town": "streets",
    "village": "villages",
}
DownTo = Literal["county", "town", "village"]


@dataclass(frozen=True)
class Division:
    """A line of the list of today. ``code`` has 6 digits down to counties, 9 for towns, 12 for villages."""

    kind: str
    code: str
    name: str
    parent: str
    """Code of the kind above; empty for a province."""


@dataclass(frozen=True)
class Event:
    """A change between two code books. Codes have 6 digits; empty where none is given."""

    year: int
    kind: str
    level: int
    old_code: str
    old_name: str
    old_parent: str
    new_code: str
    new_name: str
    source: str
    note: str


@dataclass(frozen=True)
class Span:
    """A code and a name from the first to the last day; None where that is not known or goes on."""

    code: str
    name: str
    first: date | None
    last: date | None
    source: str


@cache
def words() -> Any:
    return load_rules("divisions/words.yaml")


def _lines(kind: str) -> Iterator[dict[str, str]]:
    with gzip.open(FOLDER / f"{FILES[kind]}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def six(code: str) -> str:
    """``3204`` as the six digits that stand in documents."""
    return code.ljust(6, "0")


def prefix_of(code: str) -> str:
    """The digits that count: ``320400`` is ``3204``, ``320000`` is ``32``; longer codes stay."""
    if len(code) != 6:
        return code
    return code.removesuffix("00").removesuffix("00") if code.endswith("0000") else code.removesuffix("00")


def listed(under: str, down_to: DownTo) -> list[Division]:
    """Every division under the prefix ``under`` with its ancestors, parents before children.

    Levels that exist in codes only (``words.yaml``: nominal) are left out; their counties hang on the
    province.
    """
    prefix = prefix_of(under)
    nominal = {line["code"] for line in _lines("prefecture") if line["name"] in words()["nominal"]}
    found = []
    for kind in KINDS[: KINDS.index(down_to) + 1]:
        for line in _lines(kind):
            code = line["code"]
            if not (code.startswith(prefix) or prefix.startswith(prefix_of(code))) or code in nominal:
                continue
            found.append(Division(kind, six(code), line["name"], _parent(kind, line, nominal)))
    return found


def _parent(kind: str, line: dict[str, str], nominal: set[str]) -> str:
    if kind == "province":
        return ""
    if kind == "prefecture" or (kind == "county" and line["cityCode"] in nominal):
        return six(line["provinceCode"])
    return {"county": six(line.get("cityCode", "")), "town": line.get("areaCode", "")}.get(
        kind, line.get("streetCode", "")
    )


@cache
def events() -> tuple[Event, ...]:
    """The whole history; KeyError for a kind of event that ``words.yaml`` does not name."""
    kinds = {word: kind for kind, said in words()["events"].items() for word in said}
    with gzip.open(FOLDER / "code_history.json.gz", "rt", encoding="utf-8") as file:
        raw = json.load(file)["events"]
    return tuple(
        Event(
            year=e["year"],
            kind=kinds[e["type"]],
            level=e["level"],
            old_code=_short(e["old"]["code"]),
            old_name=e["old"]["name"] or "",
            old_parent=_short(e["old"].get("parent_code")),
            new_code=_short(e["new"]["code"]),
            new_name=e["new"]["name"] or "",
            source=_source(e),
            note=e.get("detail") or "",
        )
        for e in raw
    )


def _source(event: dict[str, Any]) -> str:
    said = words()["sources"]
    source = event.get("source_official") or event.get("source") or ""
    if said["compared_by"] in source:
        source = said["compared"]
    number = event.get("doc_no") or ""
    return source if number in source else f"{source} {number}".strip()


def _short(code: str | None) -> str:
    return code[:6] if code else ""


@cache
def _by_new() -> dict[tuple[str, str], list[Event]]:
    found: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in events():
        if event.new_code:
            found[event.new_code, event.new_name].append(event)
    return found


def history(code: str, name: str, until: int | None = None) -> list[Span]:
    """The codes and names of the unit that has ``code`` and ``name`` now, oldest first.

    ``until``: the year from whose beginning it was no more. A unit is followed back through
    :data:`KEEPS`, by code and name together, because codes were given to other units again.
    """
    spans: list[Span] = []
    seen: set[Event] = set()
    limit, source = until, words()["sources"]["list" if until is None else "history"]
    while True:
        event = _last(code, name, limit, seen)
        first = event.year if event else None
        if first is None or limit is None or first < limit:
            since = _day(first)
            spans.append(Span(code, name, since, _eve(limit), event.source if event else source))
        if event is None or event.kind not in KEEPS or not event.old_code:
            return spans[::-1]
        seen.add(event)
        code, name, limit, source = event.old_code, event.old_name, event.year, event.source


def _last(code: str, name: str, limit: int | None, seen: set[Event]) -> Event | None:
    """The latest event that gave ``code`` to ``name``, up to the year ``limit``; one that keeps it first."""
    known = [
        e
        for e in _by_new().get((code, name), ())
        if e not in seen
        and (limit is None or e.year <= limit)
        and e.kind in (*KEEPS, "founded", "reassigned")
    ]
    return max(known, key=lambda e: (e.year, e.kind in KEEPS), default=None)


def _day(year: int | None) -> date | None:
    return date(year, 1, 1) if year else None


def _eve(year: int | None) -> date | None:
    return date(year - 1, 12, 31) if year else None


def abolished(parents: set[str]) -> list[Event]:
    """Counties that were abolished while they stood under one of the codes ``parents``."""
    return [e for e in events() if e.kind == "abolished" and e.level == 3 and e.old_parent in parents]


def about(codes: set[str]) -> list[Event]:
    """What the history says of any of these codes, oldest first."""
    found = [e for e in events() if e.old_code in codes or e.new_code in codes]
    return sorted(found, key=lambda e: e.year)
