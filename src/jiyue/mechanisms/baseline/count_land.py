"""Measures of the yearly land survey: whole area, areas of classes, gross inflow of construction land."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from jiyue.engine.contracts import Counted, Period, Values
from jiyue.engine.numbers import exact
from jiyue.mechanisms.baseline.areas import OWNERSHIPS
from jiyue.mechanisms.baseline.classes import Counts, classifications
from jiyue.mechanisms.baseline.counting import Frozen, frozen, table, units_of, verified
from jiyue.mechanisms.baseline.models import Survey

CELL = ("year", "classification", "land_class", "class_name", "ownership", "counted_by", "document")
INFLOW = ("year", "field", "document")
INFLOWS = {
    "new_construction_land": "new_construction",
    "new_urban_rural_construction_land": "new_urban_rural",
}
Given = Mapping[str, Values]


def _surveys(units: Sequence[str], period: Period) -> Iterator[tuple[str, Survey]]:
    found = units_of(units)
    for survey in verified(Survey, found, year=period.last.year):
        yield found[survey.unit_id], survey


def land_area(units: Sequence[str], period: Period, given: Given) -> Counted:
    """The whole area: the sum of all cells, which the survey was verified to close with."""
    surveys = list(_surveys(units, period))
    rows = [row for code, survey in surveys for row in _cells(code, survey, None, "")]
    return Counted.summed(table(rows, *CELL), [code for code, _ in surveys])


def of_classes(line: Counts, units: Sequence[str], period: Period, given: Given) -> Counted:
    """The area of the classes that ``line`` counts in the survey's own classification.

    A class without a cell is 0, because the cells of a verified survey sum to its whole area; where the
    classification cannot tell the measure, it is missing.
    """
    surveys = [(code, s) for code, s in _surveys(units, period) if line.classes[s.classification] is not None]
    rows = [
        row
        for code, survey in surveys
        for row in _cells(code, survey, line.classes[survey.classification], line.version)
    ]
    return Counted.summed(table(rows, *CELL), [code for code, _ in surveys])


def _cells(code: str, survey: Survey, wanted: frozenset[str] | None, version: str) -> Iterator[Frozen]:
    names = {one.code: one.zh for one in classifications()[survey.classification].classes}
    cells = survey.cells
    for land_class in sorted(cells):
        if wanted is not None and land_class not in wanted:
            continue
        for ownership in OWNERSHIPS:
            if (area := cells[land_class].get(ownership)) is not None:
                yield frozen(
                    survey,
                    code,
                    area,
                    year=survey.year,
                    classification=survey.classification,
                    land_class=land_class,
                    class_name=names[land_class],
                    ownership=ownership,
                    counted_by=version,
                    document=survey.document,
                )


def inflow(field: str, units: Sequence[str], period: Period, given: Given) -> Counted:
    """The gross area that the year's change survey moved into construction land; missing where not told."""
    said = [(code, s, getattr(s, field)) for code, s in _surveys(units, period)]
    known = [(code, survey, area) for code, survey, area in said if area is not None]
    rows = [
        frozen(survey, code, area, year=survey.year, field=field, document=survey.document)
        for code, survey, area in known
    ]
    return Counted({code: exact(area) for code, _, area in known}, table(rows, *INFLOW))
