"""What the rows of the ledgers must keep to, and what a survey lacks before it is submitted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from jiyue.engine.messages import N_
from jiyue.engine.numbers import NOT_A_NUMBER, exact
from jiyue.engine.problems import Problem, Refused, define
from jiyue.foundation.ledger import DRAFT
from jiyue.mechanisms.baseline.areas import total
from jiyue.mechanisms.baseline.classes import classifications
from jiyue.mechanisms.baseline.figures import CONSTANT, GROWTH, TITLES, lines
from jiyue.mechanisms.baseline.models import (
    BaselineRow,
    Compensation,
    Link,
    Occupation,
    Statistic,
    Survey,
    Target,
    table_of,
)

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""They only catch slips of the hand."""
ALREADY_THERE = define(
    "BASELINE_ALREADY_THERE",
    N_("{value} is there already."),
    N_("Open that row and change it, or withdraw it first."),
)
ODD_YEAR = define(
    "BASELINE_ODD_YEAR",
    N_("{value} is no year that can be meant."),
    N_("Write the year with four digits, such as 2024."),
)
NOT_THIS_CLASSIFICATION = define(
    "BASELINE_OTHER_CLASSIFICATION",
    N_("The survey of {value} does not use “{classification}”."),
    N_("Choose the classification of that year, or correct the year."),
)
NOT_POSITIVE = define(
    "BASELINE_AREA_NOT_POSITIVE",
    N_("The area {value} is not greater than 0."),
    N_("Correct the area."),
)
NEGATIVE = define(
    "BASELINE_NEGATIVE",
    N_("{value} is less than 0."),
    N_("Correct the figure."),
)
PART_OVER_WHOLE = define(
    "BASELINE_PART_OVER_WHOLE",
    N_("New urban-rural construction land {value} is more than all new construction land {whole}."),
    N_("It is a part of it: correct one of the two areas."),
)
NO_TOTAL = define(
    "BASELINE_NO_TOTAL",
    N_("{which}: the land area is missing."),
    N_("Enter the control area of the unit, to which the classes must sum."),
)
NO_CELLS = define(
    "BASELINE_NO_CELLS",
    N_("{which}: no class has an area yet."),
    N_("Fill in the areas by class and ownership."),
)
SUM_DIFFERS = define(
    "BASELINE_SUM_DIFFERS",
    N_("{which}: the classes sum to {value} ha, the land area is {whole} ha; the difference is {rest} ha."),
    N_("Compare each class and the land area with the stamped table; they must agree to the last digit."),
)
UNKNOWN_FIGURE = define(
    "BASELINE_UNKNOWN_FIGURE",
    N_("The ledger of statistics has no figure {value}."),
    N_("Choose one of the figures that the form offers."),
)
NOT_WHOLE = define(
    "BASELINE_NOT_WHOLE",
    N_("{measure} is a whole number, {value} is none."),
    N_("Write the figure without decimals, in the unit that the dictionary names."),
)
NO_PRICE_BASE = define(
    "BASELINE_NO_PRICE_BASE",
    N_("It is not said on which year's prices the constant-price figure stands."),
    N_("Name the base year, such as 2020."),
)
STRAY_PRICE_BASE = define(
    "BASELINE_STRAY_PRICE_BASE",
    N_("{measure} is no figure at constant prices and has no base year."),
    N_("Leave the base year empty."),
)
ENDS_FIRST = define(
    "BASELINE_ENDS_FIRST",
    N_("The last year {value} is before the first year {first}."),
    N_("Correct one of the two years."),
)
LINKED_MORE = define(
    "BASELINE_LINKED_MORE",
    N_("{value} ha would be linked of {project}, which has {whole} ha."),
    N_("Link no more than is left, or correct the area."),
)
SAME_UNIT = define(
    "BASELINE_SAME_UNIT",
    N_("Area cannot move from {value} to itself."),
    N_("Choose the unit that received the area."),
)
YEARS = ("year", "year_from", "year_to", "price_base")


def problems_of(row: BaselineRow) -> list[Problem]:
    """Everything that is wrong with a row, whether it is kept already or not."""
    return [*wrong(row), *_same(row)]


def wrong(row: BaselineRow) -> list[Problem]:
    """What is wrong with the facts of a row, taken by themselves."""
    found = [
        ODD_YEAR(field=name, value=year)
        for name in YEARS
        if (year := getattr(row, name, None)) is not None and not FIRST_YEAR <= year <= LAST_YEAR
    ]
    if not isinstance(row, Survey) and getattr(row, "area", None) is not None and row.area <= 0:
        found.append(NOT_POSITIVE(field="area", value=row.area))
    return [*found, *CHECKS.get(table_of(row), _nothing)(row)]


def refuse(problems: list[Problem]) -> None:
    if problems:
        raise Refused(problems)


def _nothing(row: Any) -> Iterator[Problem]:
    return iter(())


def _same(row: BaselineRow) -> Iterator[Problem]:
    """A living row that says the same; of statistics only the one that this row would supersede."""
    rows = type(row).objects.living().exclude(pk=row.pk)
    if isinstance(row, Statistic):
        series = {name: getattr(row, name) for name in ("unit", "measure", "year", "vintage", "price_base")}
        newest = rows.filter(**series).order_by("-pk").values_list("pk", flat=True)[:1]
        rows = rows.filter(pk__in=list(newest))
    if there := rows.filter(key=row.prepare().key).first():
        yield ALREADY_THERE(field="unit", value=str(there))


def _survey(row: Survey) -> Iterator[Problem]:
    found = classifications().get(row.classification)
    if found is None or not found.used_in(row.year):
        title = found.title() if found else row.classification
        yield NOT_THIS_CLASSIFICATION(field="classification", value=row.year, classification=title)
    for name in ("land_area", "new_construction", "new_urban_rural"):
        value = getattr(row, name)
        if value is not None and value < 0:
            yield NEGATIVE(field=name, value=value)
    part, whole = row.new_urban_rural, row.new_construction
    if part is not None and whole is not None and part > whole:
        yield PART_OVER_WHOLE(field="new_urban_rural", value=part, whole=whole)
    if row.state != DRAFT:
        yield from unready(row)


def unready(row: BaselineRow) -> list[Problem]:
    """What must be mended before the row may be submitted or verified."""
    return list(unready_areas(str(row), row.land_area, total(row.cells))) if isinstance(row, Survey) else []


def unready_areas(which: str, whole: Decimal | None, cells: Decimal) -> Iterator[Problem]:
    """A survey without its total or its cells, or whose cells do not sum to the total to the last digit."""
    if whole is None:
        yield NO_TOTAL(field="land_area", which=which)
    elif not cells:
        yield NO_CELLS(field="areas", which=which)
    elif cells != whole:
        rest = cells - whole
        yield SUM_DIFFERS(field="land_area", which=which, value=cells, whole=whole, rest=f"{rest:+f}")


def _statistic(row: Statistic) -> Iterator[Problem]:
    line = lines().get(row.measure)
    if line is None:
        yield UNKNOWN_FIGURE(field="measure", value=row.measure)
        return
    title = TITLES[row.measure]
    try:
        value = exact(row.figure)
    except Refused as refused:
        yield from (NOT_A_NUMBER(field="figure", value=p.value) for p in refused.problems)
        return
    if value < 0 and row.measure != GROWTH:
        yield NEGATIVE(field="figure", value=row.figure)
    if line.value_type == "integer" and value.denominator != 1:
        yield NOT_WHOLE(field="figure", value=row.figure, measure=title)
    if row.measure == CONSTANT and row.price_base is None:
        yield NO_PRICE_BASE(field="price_base")
    if row.measure != CONSTANT and row.price_base is not None:
        yield STRAY_PRICE_BASE(field="price_base", measure=title)


def _target(row: Target) -> Iterator[Problem]:
    if row.year_to < row.year_from:
        yield ENDS_FIRST(field="year_to", value=row.year_to, first=row.year_from)


def _linked(row: Occupation | Compensation, but: int | None = None) -> Decimal:
    """How much of a project is linked by living links."""
    links = Link.objects.living().filter(**{table_of(row): row}).exclude(pk=but)
    return sum((link.area for link in links), Decimal(0))


def left_of(row: Occupation | Compensation) -> Decimal:
    """The area of a project that no link stands for: open duty, or reserve."""
    return row.area - _linked(row)


def _project(row: Occupation | Compensation) -> Iterator[Problem]:
    """``row`` may come from a workbook: then the one that is kept has the links."""
    kept = row if row.pk else type(row).objects.living().filter(key=row.prepare().key).first()
    linked = _linked(kept) if kept else Decimal(0)
    if linked > row.area:
        yield LINKED_MORE(field="area", value=linked, project=str(row), whole=row.area)


def _link(row: Link) -> Iterator[Problem]:
    for side in (row.occupation, row.compensation):
        would = _linked(side, but=row.pk) + row.area
        if would > side.area:
            yield LINKED_MORE(field="area", value=would, project=str(side), whole=side.area)


def _boundary(row: Any) -> Iterator[Problem]:
    if row.unit_id == row.to_unit_id:
        yield SAME_UNIT(field="to_unit", value=str(row.unit))


CHECKS: dict[str, Callable[[Any], Iterator[Problem]]] = {
    "survey": _survey,
    "statistic": _statistic,
    "target": _target,
    "occupation": _project,
    "compensation": _project,
    "link": _link,
    "boundarychange": _boundary,
}
