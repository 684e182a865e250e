"""The workbook of the land survey: units down, land classes across, a line for each ownership."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, define
from jiyue.engine.sheet.columns import Column
from jiyue.foundation.imports.kinds import Context, Fact, SheetKind, columns_of, problem_at
from jiyue.mechanisms.baseline.areas import PLACES, packed, total, unpacked
from jiyue.mechanisms.baseline.checks import NO_CELLS, NO_TOTAL, SUM_DIFFERS, unready_areas, wrong
from jiyue.mechanisms.baseline.classes import Classification, classifications
from jiyue.mechanisms.baseline.models import Survey
from jiyue.mechanisms.baseline.sheet_kinds import ALONG, KEPT, KEY, said_by, with_units

SIDE_TWICE = define(
    "BASELINE_SIDE_TWICE",
    N_("{which}: the line of “{value}” stands twice."),
    N_("A unit has one line for each ownership: leave one of the two out, or correct its ownership."),
)
TOO_FINE = define(
    "BASELINE_TOO_FINE",
    N_("{value} has more than four decimals."),
    N_("Round the areas to four decimals so that they still sum to the total, as the official table does."),
)
FIXED, CODES = columns_of("land_survey.yaml")
NOISE = Decimal("0.000001")
"""What a spreadsheet adds to a sum by itself."""
SUMMED = ("land_area", "new_construction", "new_urban_rural")
AREAS = Column("areas", ("Areas by class",))
WHICH = Column("which", ("Unit and year",), unique=True)


class TotalOfAreas(dict[str, str]):
    """What the preview says of cells: their sum."""

    def get(self, text: str, default: Any = None) -> Any:
        return f"{total(unpacked(text)):f}" if text.startswith("{") else default


def _sum(values: list[Decimal | None]) -> Decimal | None:
    said = [value for value in values if value is not None]
    return sum(said, Decimal(0)).quantize(PLACES) if said else None


@dataclass(frozen=True)
class SurveySheet:
    """The workbook in one classification."""

    classification: Classification

    @property
    def class_columns(self) -> tuple[Column, ...]:
        return tuple(
            Column(
                f"c{one.code}",
                (one.zh, f"{one.code}{one.zh}", one.en),
                type="decimal",
                unit="ha",
                minimum=Decimal(0),
            )
            for one in self.classification.classes
        )

    def kind(self, title: str) -> SheetKind:
        facts = ("year", *SUMMED, "document")
        return SheetKind(
            code=f"baseline.survey_{self.classification.code}",
            title=title,
            model=Survey,
            permission="baseline.change",
            columns=(*FIXED, *self.class_columns),
            computed=(KEY, WHICH, AREAS),
            key="key",
            label="which",
            facts=(
                Fact("key", "key"),
                Fact("unit", "unit_id", shown="unit__code"),
                *(Fact(name, name, watched=name == "land_area") for name in facts),
                Fact("areas", "areas", words=TotalOfAreas(), parts=self.parts),
            ),
            make=self.make,
            living=lambda: Survey.objects.living(),
            along=(*ALONG, "classification"),
            kept=KEPT,
            prepare=self.prepare,
            check=self.check,
        )

    def parts(self, text: str) -> dict[str, Decimal]:
        """The cells by class and ownership, in the words of the workbook."""
        named = {one.code: one.zh for one in self.classification.classes}
        sides = {side: words for words, side in reversed(CODES["ownership"].items())}
        return {
            f"{code} {named.get(code, '')} {sides.get(side, side)}": area
            for code, cells in unpacked(text).items()
            for side, area in cells.items()
        }

    def make(self, row: Mapping[str, Any], context: Context) -> Survey:
        return Survey(
            unit_id=row["_unit"],
            owner_id=context.organisation,
            entered_by_id=context.account,
            year=row["year"] or 0,
            classification=self.classification.code,
            **{name: row[name] for name in SUMMED},
            areas=row["areas"],
            document=row["document"] or "",
        ).prepare()

    def prepare(self, frame: pl.DataFrame, context: Context) -> pl.DataFrame:
        """One row of the lines of a unit and a year in a sheet; ``_parts`` keeps what each line says."""
        frame = with_units(frame)
        groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
        for row in frame.iter_rows(named=True):
            place = tuple(row[name] for name in ("_file", "_sheet", "unit", "year"))
            groups.setdefault(place, []).append(row)
        schema: dict[str, Any] = dict(frame.schema)
        schema |= dict.fromkeys(SUMMED, pl.Decimal(38, 4))
        schema |= dict.fromkeys(("key", "which", "areas", "_parts"), pl.String)
        schema["_lines"] = pl.List(pl.Int64)
        return pl.DataFrame([self._gathered(rows, context) for rows in groups.values()], schema=schema)

    def _gathered(self, rows: list[dict[str, Any]], context: Context) -> dict[str, Any]:
        areas: dict[str, dict[str, Decimal]] = {}
        for row in rows:
            side = CODES["ownership"].get(row["ownership"])
            for code, area in self._cells(row):
                if side is not None:
                    areas.setdefault(code, {})[side] = area
        first = rows[0]
        record = {
            **first,
            **{name: _sum([row[name] for row in rows]) for name in SUMMED},
            "document": next((row["document"] for row in rows if row["document"]), None),
            "areas": packed(areas),
            "which": f"{first['unit'] or ''} {first['year'] or ''}",
            "_lines": [row["_row"] for row in rows[1:]],
            "_parts": json.dumps([self._part(row) for row in rows]),
        }
        return record | {"key": self.make(record, context).key}

    def _cells(self, row: Mapping[str, Any]) -> Iterator[tuple[str, Decimal]]:
        for one in self.classification.classes:
            if (area := row[f"c{one.code}"]) is not None:
                yield one.code, area.quantize(PLACES)

    def _part(self, row: Mapping[str, Any]) -> dict[str, Any]:
        names = [*SUMMED, *(column.name for column in self.class_columns)]
        whole = row["land_area"]
        return {
            "row": row["_row"],
            "side": row["ownership"],
            "whole": None if whole is None else f"{whole.quantize(PLACES):f}",
            "cells": f"{sum((area for _, area in self._cells(row)), Decimal(0)):f}",
            "fine": [
                [name, f"{value:f}"]
                for name in names
                if (value := row[name]) is not None and abs(value - value.quantize(PLACES)) > NOISE
            ],
        }

    def check(self, frame: pl.DataFrame, context: Context) -> Iterator[Problem]:
        columns = {column.name: column for column in (*FIXED, *self.class_columns)}
        closing = (NO_TOTAL, NO_CELLS, SUM_DIFFERS)
        for row in frame.iter_rows(named=True):
            seen: set[str] = set()
            for part in json.loads(row["_parts"]):
                at = {**row, "_row": part["row"]}
                for name, value in part["fine"]:
                    yield problem_at(TOO_FINE, at, columns[name], value=value)
                yield from self._line(at, part, seen, columns)
            if row["year"] is not None:
                for problem in wrong(self.make(row, context)):
                    if problem.kind not in closing:
                        column = columns.get(str(problem.field), columns["year"])
                        yield problem_at(problem.kind, row, column, **said_by(problem))

    @staticmethod
    def _line(
        at: Mapping[str, Any], part: Mapping[str, Any], seen: set[str], columns: Mapping[str, Column]
    ) -> Iterator[Problem]:
        """A line closes by itself, and there is one for each ownership."""
        name = f"{at['which']} {part['side'] or ''}".strip()
        if part["side"] in seen:
            yield problem_at(SIDE_TWICE, at, columns["ownership"], value=part["side"], which=at["which"])
        seen.add(part["side"])
        if part["whole"] is not None and not part["fine"]:
            for problem in unready_areas(name, Decimal(part["whole"]), Decimal(part["cells"])):
                yield problem_at(problem.kind, at, columns["land_area"], **said_by(problem))


SECOND, THIRD = (SurveySheet(classifications()[code]) for code in ("second", "third"))
SURVEYS = [
    THIRD.kind(N_("Land survey, classes of the third survey")),
    SECOND.kind(N_("Land survey, classes of the second survey")),
]
