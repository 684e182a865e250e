"""Evaluations with their units, measures and packages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.counties import County
from indicators.kept import Kept
from jiyue.indicators.models import Evaluation


def evaluation(here: County) -> Evaluation:
    return Kept(here.place, counties=[here.unit]).evaluation(title=here.called("2025 年度自评"))


def unit_of(row: Evaluation) -> int:
    """The one unit that is evaluated."""
    return int(row.results.get().unit_id)


def in_unit(**more: Any) -> Callable[[Evaluation], dict[str, Any]]:
    return lambda row: {"unit": unit_of(row), **more}


MEASURE = {"measure": "industrial_fixed_assets", "year": 2025}
MORE: dict[str, dict[str, Any] | Callable[[Any], dict[str, Any]]] = {
    "evaluation-as": {"form": "json"},
    "evaluation-unit": in_unit(),
    "evaluation-unit-as": in_unit(form="json"),
    "evaluation-indicator": in_unit(indicator="C12"),
    "evaluation-measure": in_unit(**MEASURE),
    "evaluation-measure-as": in_unit(**MEASURE, form="json"),
    "evaluation-across": {"indicator": "C12"},
    "evaluation-across-as": {"indicator": "C12", "form": "json"},
    "evaluation-missing-as": {"form": "json"},
    "evaluation-changes-as": {"form": "json"},
}
NAMES = (
    "evaluation",
    "evaluation-across-any",
    "evaluation-years",
    "evaluation-frameworks",
    "evaluation-missing",
    "evaluation-changes",
    "evaluation-package",
    "evaluation-package-file",
    *MORE,
)
BEHIND: dict[str, Callable[[County], Any]] = dict.fromkeys(NAMES, evaluation)
LISTED: dict[str, Callable[[County], Any]] = {}
