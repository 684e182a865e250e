"""Figures that are readable but not plausible: far from what stood there, or off by the factor of a unit."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from jiyue.engine.messages import N_, current_language
from jiyue.engine.numbers import decimal_text
from jiyue.engine.problems import Problem, define
from jiyue.engine.sheet.column_units import factor_between, printed_unit, same_unit
from jiyue.engine.yamls import load_rules
from jiyue.foundation.imports.kinds import Fact, Former, SheetKind, problem_at
from jiyue.foundation.policy import policy
from jiyue.foundation.ui import figures

FAR = define(
    "IMPORT_FAR",
    N_("“{value}” differs by {percent} % from what stood there ({before})."),
    N_("Confirm it if it is right; otherwise correct the cell."),
)
UNIT_DOUBT = define(
    "IMPORT_UNIT_DOUBT",
    N_("“{value}” looks like {found}: {before} {unit} stood there."),
    N_("Is the figure in {found}? Then it is {converted} {unit}; otherwise keep it."),
)
FAR_FROM_EARLIER = define(
    "IMPORT_FAR_FROM_EARLIER",
    N_("“{value}” differs by {percent} % from that of {of} ({before})."),
    N_("Confirm it if it is right; otherwise correct the cell."),
)
UNIT_DOUBT_EARLIER = define(
    "IMPORT_UNIT_DOUBT_EARLIER",
    N_("“{value}” looks like {found}: that of {of} was {before} {unit}."),
    N_("Is the figure in {found}? Then it is {converted} {unit}; otherwise keep it."),
)
DOUBTS = frozenset({FAR.code, UNIT_DOUBT.code, FAR_FROM_EARLIER.code, UNIT_DOUBT_EARLIER.code})

PLACES = 4
"""Decimals of a figure that is converted where its field says nothing."""


@cache
def _pairs() -> list[tuple[str, str]]:
    pairs = load_rules("imports.yaml")["mistaken_units"]
    return [pair for a, b in pairs for pair in ((a, b), (b, a))]


def _others(unit: str) -> Iterator[tuple[str, Fraction]]:
    """Units that a figure may be in by mistake, and the factor that makes it right."""
    for found, wanted in _pairs():
        if same_unit(wanted, unit) and (factor := factor_between(found, wanted)) is not None:
            yield found, factor


def doubt(row: Mapping[str, Any], kind: SheetKind, fact: Fact, before: Any, value: Decimal) -> Problem | None:
    """The question that a figure raises against the one that stood ``before``; None when it is plausible."""
    column = kind.column(fact.column)
    places = getattr(kind.model._meta.get_field(fact.field), "decimal_places", 0) or 0
    if not isinstance(before, Decimal | int):
        return None
    asked = _asked(Decimal(before), value, column.unit or "", places)
    if asked is None:
        return None
    unit_doubt, said = asked
    return problem_at(UNIT_DOUBT if unit_doubt else FAR, row, column, **said)


def doubt_of_new(
    row: Mapping[str, Any], kind: SheetKind, fact: Fact, former: Former, value: Decimal
) -> Problem | None:
    """The question that the figure of a new row raises against the one that it replaces or follows."""
    asked = _asked(former.value, value, former.unit, PLACES) if former.asks else None
    if asked is None:
        return None
    unit_doubt, said = asked
    replaced, followed = (UNIT_DOUBT, UNIT_DOUBT_EARLIER) if unit_doubt else (FAR, FAR_FROM_EARLIER)
    if former.of:
        said["of"] = former.of
    problem = problem_at(followed if former.of else replaced, row, kind.column(fact.column), **said)
    return dataclasses.replace(problem, field=str(row[kind.label]))


def _asked(before: Decimal, value: Decimal, unit: str, places: int) -> tuple[bool, dict[str, str]] | None:
    """Whether a doubtful figure looks like one in another unit, and what is said of it."""
    if before <= 0 or value <= 0:
        return None
    share = Fraction(value) / Fraction(before)
    if abs(share - 1) <= Fraction(policy("imports.far_percent"), 100):
        return None
    said = {"value": decimal_text(Fraction(value)), "before": figures.number(before)}
    lang = current_language()
    tolerance = Fraction(policy("imports.unit_percent"), 100)
    for found, factor in _others(unit):
        if abs(share * factor - 1) <= tolerance:
            figure = decimal_text(Fraction(value) * factor, places)
            units = {"found": printed_unit(found, lang), "unit": printed_unit(unit, lang)}
            return True, {**said, **units, "converted": figure}
    return False, {**said, "percent": f"{float(abs(share - 1) * 100):.1f}"}
