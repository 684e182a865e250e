"""Evaluations as the engine knows them: packages opened again, and results read back from the tables."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jiyue.engine.index.framework_check import Compiled
from jiyue.engine.index.inputs import Inputs, read_inputs
from jiyue.engine.index.panel import Panel
from jiyue.engine.index.report_words import Words
from jiyue.engine.index.result import IndicatorResult, VetoResult
from jiyue.engine.index.result import UnitResult as EngineResult
from jiyue.engine.messages import N_, current_language
from jiyue.engine.numbers import Fraction, exact
from jiyue.engine.problems import Refused, define
from jiyue.indicators.models import Evaluation, UnitResult

PACKAGE_GONE = define(
    "PACKAGE_GONE",
    N_("The package of “{title}” is not where it was kept."),
    N_("Bring it back from the backup: its name is {name}. Until then only ranks and totals are shown."),
)
NOT_KEPT_YET = define(
    "EVALUATION_NOT_KEPT",
    N_("“{title}” has no result: {state}."),
    N_("Wait until it is computed, or look up why it was not."),
)
OPEN = 4
"""Packages that stay open: they never change."""
EXACT = ("value", "full", "score", "weight", "contribution", "standard", "excellence", "ideal", "best")


@lru_cache(maxsize=OPEN)
def _inputs(place: Path) -> Inputs:
    return read_inputs(place)


def opened(evaluation: Evaluation) -> Inputs:
    """What ``evaluation`` was computed from; :class:`Refused` when its package is not there."""
    if not evaluation.package:
        state = evaluation.get_state_display()
        raise Refused(NOT_KEPT_YET(title=evaluation.title, state=state))
    if not evaluation.place.is_file():
        raise Refused(PACKAGE_GONE(title=evaluation.title, name=evaluation.place.name))
    return _inputs(evaluation.place)


def words_of(compiled: Compiled) -> Words:
    """Titles, units and lamps of a framework in the language of the page."""
    return Words(compiled, Panel((), {}), current_language())


def number(said: Any) -> Fraction | None:
    """A figure of a result, as the table keeps it, as an exact number."""
    return None if said is None else exact(said)


def part_of(said: Mapping[str, Any]) -> IndicatorResult:
    """One indicator of a result read back."""
    figures: dict[str, Any] = {name: number(said.get(name)) for name in EXACT}
    if figures["full"] is None:
        figures["full"] = figures["value"]
    return IndicatorResult(
        **figures,
        level=said.get("level"),
        state=said["state"],
        missing=tuple(said.get("missing", ())),
        marks=tuple(said.get("marks", ())),
    )


def engine_result(row: UnitResult) -> EngineResult:
    """A result read back from its row."""
    return EngineResult(
        unit=row.code,
        name=row.name,
        kind=row.kind,
        total=number(row.total),
        lower=number(row.lower),
        upper=number(row.upper),
        rank=row.rank,
        standard=row.standard or None,
        excellence=row.excellence or None,
        vetoes={code: veto_of(row, code) for code in row.vetoes},
        groups={code: number(said) for code, said in row.groups.items()},
        indicators={code: part_of(said) for code, said in row.indicators.items() if code not in row.vetoes},
    )


def veto_of(row: UnitResult, code: str) -> VetoResult:
    """One veto of a result read back."""
    said = row.indicators.get(code, {})
    return VetoResult(row.vetoes[code], number(said.get("value")), tuple(said.get("missing", ())))
