"""Figures that are readable but not plausible: far from what stood there, or off by the factor of a unit."""

from __future__ import annotations

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
from jiyue.foundation.imports.kinds import Fact, SheetKind, problem_at
from jiyue.foundation.policy import policy

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
DOUBTS = frozenset({FAR.code, UNIT_DOUBT.code})


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
    if not isinstance(before, Decimal | int) or before <= 0 or value <= 0:
        return None
    share = Fraction(value) / Fraction(before)
    if abs(share - 1) <= Fraction(policy("imports.far_percent"), 100):
        return None
    said = {"value": decimal_text(Fraction(value)), "before": decimal_text(Fraction(before))}
    lang = current_language()
    tolerance = Fraction(policy("imports.unit_percent"), 100)
    for found, factor in _others(column.unit or ""):
        if abs(share * factor - 1) <= tolerance:
            figure = decimal_text(Fraction(value) * factor, places)
            units = {"found": printed_unit(found, lang), "unit": printed_unit(column.unit or "", lang)}
            return problem_at(UNIT_DOUBT, row, column, **said, **units, converted=figure)
    percent = f"{float(abs(share - 1) * 100):.1f}"
    return problem_at(FAR, row, column, **said, percent=percent)
