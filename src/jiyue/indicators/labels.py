"""What measures, figures and marks are called on pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jiyue.engine.index import Measure, default_dictionary
from jiyue.engine.messages import N_, current_language, translate
from jiyue.engine.numbers import decimal_text, from_text
from jiyue.foundation.periods import Period
from jiyue.foundation.ui import figures
from jiyue.foundation.ui.listing import Column
from jiyue.indicators.frameworks import known_measures
from jiyue.indicators.models import PUBLISHED, RETIRED, SUBMITTED, VERIFIED, WITHDRAWN

ENDLESS = 6
"""Decimals of a figure that has no end."""
STATE_LAMPS = {SUBMITTED: "mind", VERIFIED: "good", WITHDRAWN: "idle"}
FRAMEWORK_LAMPS = {"draft": "mind", PUBLISHED: "good", RETIRED: "idle"}
EVALUATION_LAMPS = {"running": "mind", "done": "good", "failed": "bad"}
MARKS = {"doubtful": N_("doubtful"), "unverified_rule": N_("rule not verified")}
"""What is said beside a value."""


def title_of(line: Measure | None, code: str) -> str:
    if line is None:
        return code
    return (line.zh if current_language() == "zh" else line.en) or line.zh or code


class Titles(Mapping[str, str]):
    """The titles of all known measures in the language of the page, read once."""

    def __init__(self) -> None:
        self.lines = {line.code: line for line in known_measures()}

    def __getitem__(self, code: str) -> str:
        return title_of(self.lines[code], code)

    def __iter__(self) -> Any:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)


def figure_text(text: str, unit: str | None = None) -> str:
    """A figure as people read it: with the decimals that were delivered, an endless one with six."""
    shown = figures.number(decimal_text(from_text(text), ENDLESS) if "/" in text else text)
    return f"{shown} {unit}" if unit else shown


def period_text(period: str) -> str:
    return Period.parse(period).words()


def marks_text(marks: Iterable[str]) -> str:
    return "、".join(translate(MARKS.get(mark, mark)) for mark in marks)


@dataclass(frozen=True)
class FigureColumn(Column):
    """An exact figure that is kept as text."""

    def text(self, value: Any) -> str:
        return figure_text(value) if value else figures.DASH


@dataclass(frozen=True)
class PeriodColumn(Column):
    def text(self, value: Any) -> str:
        return period_text(value)


@dataclass(frozen=True)
class MeasureColumn(Column):
    """A measure by its title."""

    def text(self, value: Any) -> str:

        return title_of(default_dictionary().get(value), value)


@dataclass(frozen=True)
class MarksColumn(Column):
    def text(self, value: Any) -> str:
        return marks_text(value or ()) or figures.DASH
