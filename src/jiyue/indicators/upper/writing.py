"""From a kept figure to the number in a cell, and from a kept fill to the workbook again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from io import BytesIO

import rfc8785

from jiyue.engine.index import Measure
from jiyue.engine.index.report_words import unit_words
from jiyue.engine.messages import N_
from jiyue.engine.numbers import decimal_text, from_text
from jiyue.engine.problems import Refused, define
from jiyue.engine.sheet.filling import fill
from jiyue.engine.units import dimension
from jiyue.indicators.labels import ENDLESS
from jiyue.indicators.upper.models import BlankTable, Fill, FilledCell

UNFIT = define(
    "CELL_UNIT_UNFIT",
    N_("{measure} is kept in {unit}, which cannot be written as {value}."),
    N_("Choose a unit of the same kind, or leave it as it is kept."),
)
UNITS = (
    *("ha", "mu", "m2", "km2", "10k_yuan", "yuan", "yi_yuan", "person", "10k_person", "t", "m3", "10k_m3"),
    *("tce", "10k_tce", "kWh", "10k_kWh", "percent", "permille"),
)
"""What a cell may be written in, where it is not the unit of the measure."""


def unit_fits(line: Measure, as_unit: str) -> None:
    """Raises :class:`Refused` (CELL_UNIT_UNFIT) where a figure of ``line`` cannot be said in ``as_unit``."""
    kept_in = line.unit or "1"
    if as_unit and dimension(as_unit).powers != dimension(kept_in).powers:
        raise Refused(
            UNFIT(
                field="as_unit",
                measure=line.zh,
                unit=unit_words(kept_in) or kept_in,
                value=unit_words(as_unit) or as_unit,
            )
        )


def written(figure: str, kept_in: str, as_unit: str = "", decimals: int | None = None) -> str:
    """The decimal text of ``figure`` in ``as_unit``: exact, or rounded once where ``decimals`` say so.

    A figure without an end, such as mu in hectares, has six decimals.
    """
    value = from_text(figure)
    if as_unit:
        value = value * dimension(kept_in).size / dimension(as_unit).size
    text = decimal_text(value, decimals)
    return decimal_text(value, ENDLESS) if "/" in text else text


def hash_of(table: BlankTable, unit: str, year: int, cells: Iterable[FilledCell]) -> str:
    """SHA-256 over the canonical form of what a fill says."""
    said = {
        "blank": table.file.sha256,
        "unit": unit,
        "year": year,
        "cells": [
            [c.sheet, c.cell, c.measure, c.unit.code, c.period, c.figure, c.as_unit, c.written] for c in cells
        ],
    }
    return hashlib.sha256(rfc8785.dumps(said)).hexdigest()


def workbook(made: Fill) -> bytes:
    """The blank table with what was filled in: from the kept rows, so it is the same at any later time."""
    figures: dict[str, dict[str, str]] = {}
    for sheet, cell, text in made.cells.exclude(written="").values_list("sheet", "cell", "written"):
        figures.setdefault(sheet, {})[cell] = text
    target = BytesIO()
    fill(made.binding.table.file.place, target, figures)
    return target.getvalue()
