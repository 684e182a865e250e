"""The dictionary of measures: what a figure is, its unit, its owner, and how it rolls up to a parent."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jiyue.engine.formula import Item
from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, Refused, define
from jiyue.engine.units import dimension
from jiyue.engine.yamls import RULES_DIR

DUPLICATE_MEASURE = define(
    "DUPLICATE_MEASURE",
    N_("The measure {value} stands twice in the dictionary."),
    N_("Remove one of the rows, or give it a code of its own."),
)
BAD_MEASURE = define(
    "BAD_MEASURE",
    N_("The measure {value} has {what}, which is not allowed."),
    N_("Allowed: {allowed}."),
)

VALUE_TYPES = ("decimal", "integer", "boolean")
ROLLUPS = ("sum", "none")


@dataclass(frozen=True)
class Measure:
    """One line of the dictionary. ``unit`` None: a foreign table that states no unit we know."""

    code: str
    zh: str = ""
    en: str = ""
    unit: str | None = None
    value_type: str = "decimal"
    unit_kinds: tuple[str, ...] = ()
    period: str = "year"
    rollup: str = "none"
    owner_room: str = ""
    source: str = ""
    definition: str = ""
    terms_note: str = ""

    def item(self) -> Item:
        return Item(self.code, self.unit, truth=self.value_type == "boolean", zh=self.zh, en=self.en)


class Dictionary:
    """Measures by code, in the order of the table."""

    def __init__(self, measures: Iterable[Measure]) -> None:
        self.measures: dict[str, Measure] = {}
        problems: list[Problem] = []
        for row, measure in enumerate(measures, start=2):
            if measure.code in self.measures:
                problems.append(DUPLICATE_MEASURE(field="code", row=row, value=measure.code))
            problems.extend(_check(measure, row))
            self.measures[measure.code] = measure
        if problems:
            raise Refused(problems)

    def __iter__(self) -> Iterator[Measure]:
        return iter(self.measures.values())

    def __contains__(self, code: object) -> bool:
        return code in self.measures

    def get(self, code: str) -> Measure | None:
        return self.measures.get(code)

    def extended(self, measures: Iterable[Measure]) -> Dictionary:
        """This dictionary with a framework's own measures, which win over a line of the same code."""
        return Dictionary({**self.measures, **{m.code: m for m in measures}}.values())


def _check(measure: Measure, row: int) -> Iterator[Problem]:
    for field, value, allowed in (
        ("value_type", measure.value_type, VALUE_TYPES),
        ("rollup", measure.rollup, ROLLUPS),
    ):
        if value not in allowed:
            yield BAD_MEASURE(
                field=field,
                row=row,
                value=measure.code,
                what=f"{field} {value!r}",
                allowed=", ".join(allowed),
            )
    if measure.unit is not None:
        try:
            dimension(measure.unit)
        except Refused as refused:
            yield from refused.problems


def read_dictionary(path: Path) -> Dictionary:
    """The dictionary in a csv with the columns of ``rules/measures.csv``."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    names = set(Measure.__dataclass_fields__)
    return Dictionary(_measure({k: v for k, v in row.items() if k in names}) for row in rows)


def _measure(row: dict[str, Any]) -> Measure:
    return Measure(**{**row, "unit_kinds": tuple(str(row.get("unit_kinds") or "").split("|"))})


@lru_cache(maxsize=1)
def default_dictionary() -> Dictionary:
    """The dictionary that ships: ``rules/measures.csv``."""
    return read_dictionary(RULES_DIR / "measures.csv")
