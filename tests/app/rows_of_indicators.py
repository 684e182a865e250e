"""Figures, frameworks and evaluations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from app.counties import County
from jiyue.foundation.units.models import Unit
from jiyue.indicators.frameworks import framework_of, version_of
from jiyue.indicators.models import DRAFT, Evaluation, FrameworkVersion, Value

MEASURE, PERIOD = "land_area", "2025"


def figure(here: County) -> Unit:
    """The unit of a figure that the bureau delivered."""
    value(here)
    return here.unit


def value(here: County) -> Value:
    facts = {"unit": here.unit, "measure": MEASURE, "period": PERIOD, "source": "declared"}
    return Value.objects.get_or_create(
        **facts, defaults={"figure": "123", "organisation": here.bureau, "origin": here.called("年报")}
    )[0]


def framework(here: County) -> FrameworkVersion:
    """A draft of the county, from a framework that ships."""
    base = FrameworkVersion.objects.get(code="jintan-50", unit=None)
    facts = {"version": here.unit.code, "title": here.called("体系"), "unit": here.unit, "state": DRAFT}
    made = version_of(framework_of(base), **facts, base=base)
    return FrameworkVersion.objects.filter(version=made.version).first() or _saved(made)


def _saved(made: FrameworkVersion) -> FrameworkVersion:
    made.save()
    return made


def evaluation(here: County) -> Evaluation:
    base = FrameworkVersion.objects.get(code="jintan-50", unit=None)
    facts = {"framework": base, "unit": here.unit, "year": 2025, "purpose": "trial"}
    return Evaluation.objects.create(title=here.called("试测"), as_of=date(2026, 1, 1), **facts)


FIGURES = ("figure", "figure-override", "figure-review")
VALUES = ("value", "value-verify", "value-withdraw")
FRAMEWORKS = ("", "-difference", "-file", "-draft", "-upload", "-publish", "-retire", "-edit", "-confirm")
BEHIND: dict[str, Callable[[County], Any]] = {
    **dict.fromkeys(FIGURES, figure),
    **dict.fromkeys(VALUES, value),
    **{f"framework{deed}": framework for deed in FRAMEWORKS},
}
LISTED: dict[str, Callable[[County], Any]] = {
    "values": value,
    "frameworks": framework,
    "evaluations": evaluation,
}
MORE = {
    **{name: {"measure": MEASURE, "period": PERIOD} for name in FIGURES},
    "framework-file": {"form": "yaml"},
    "framework-edit": {"indicator": "C12"},
    "framework-confirm": {"indicator": "C12"},
}
