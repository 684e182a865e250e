"""The workbooks of this room: land survey, statistics, targets, both sides of the farmland balance."""

from __future__ import annotations

from decimal import Decimal

from jiyue.engine.messages import N_
from jiyue.engine.numbers import decimal_text, exact
from jiyue.mechanisms.baseline.models import Compensation, Occupation, Statistic, Target
from jiyue.mechanisms.baseline.sheet_kinds import lines
from jiyue.mechanisms.baseline.survey_sheet import SURVEYS


def figure_text(value: Decimal) -> str:
    """A figure of a workbook as the ledger keeps it: exact, without the zeros that a column adds."""
    return decimal_text(exact(value))


STATISTICS = lines(
    "statistics.yaml",
    code="baseline.statistics",
    title=N_("Ledger of statistics"),
    model=Statistic,
    named_by=("unit", "measure", "year", "vintage"),
    living=lambda: Statistic.objects.living().newest(),
    texts={"figure": figure_text},
)
TARGETS = lines(
    "land_targets.yaml",
    code="baseline.targets",
    title=N_("Targets"),
    model=Target,
    named_by=("unit", "measure", "basis", "document_number", "year_from"),
    living=lambda: Target.objects.living(),
)
OCCUPATIONS = lines(
    "occupations.yaml",
    code="baseline.occupations",
    title=N_("Occupations"),
    model=Occupation,
    named_by=("unit", "number", "name"),
    living=lambda: Occupation.objects.living(),
)
COMPENSATIONS = lines(
    "compensations.yaml",
    code="baseline.compensations",
    title=N_("Compensation projects"),
    model=Compensation,
    named_by=("unit", "number", "name"),
    living=lambda: Compensation.objects.living(),
)
SHEETS = [*SURVEYS, STATISTICS, TARGETS, OCCUPATIONS, COMPENSATIONS]
