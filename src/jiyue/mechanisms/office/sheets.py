"""The workbooks of the office: rules, meetings, briefs, instructions, problems that inspections found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import polars as pl
from django.db import models

from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, define
from jiyue.engine.sheet.columns import Column
from jiyue.foundation.imports.kinds import Context, Fact, SheetKind, columns_of, problem_at
from jiyue.foundation.units.models import Unit
from jiyue.mechanisms.office.models import OfficeRow
from jiyue.mechanisms.office.models.base import key_of
from jiyue.mechanisms.office.models.bodies import Rule
from jiyue.mechanisms.office.models.words import Brief
from jiyue.mechanisms.office.models.work import Finding, Inspection, Instruction, Meeting

TWICE = define(
    "OFFICE_TWICE",
    N_("“{value}” of this unit stands in row {first_row} of {first_file} already."),
    N_("Every row may occur once only: correct one of the two, or delete it."),
)
NO_INSPECTION = define(
    "OFFICE_NO_INSPECTION",
    N_("No inspection of this unit has the number “{value}”."),
    N_("Enter the inspection first, or correct the number."),
)
ALONG = ("key", "state", "entered_by_id", "verified_by_id")
KEPT = ("version", "withdrawn_because")
Codes = Mapping[str, Mapping[str, str]]


def _units(frame: pl.DataFrame) -> list[int | None]:
    """The number of the unit of each row; None for a code that no living unit has."""
    codes = frame["unit"].drop_nulls().unique().to_list()
    found = dict(Unit.objects.filter(code__in=codes, valid_to=None).values_list("code", "pk"))
    return [found.get(code) for code in frame["unit"].to_list()]


def _keyed(model: type[OfficeRow], frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Compute what tells the rows apart."""
    natural = [f"_{name}" if name == "inspection" else name for name in model.natural]
    rows = zip(_units(frame), frame.select(natural).iter_rows(), strict=True)
    keys = [None if unit is None or None in said else key_of(unit, *said) for unit, said in rows]
    return frame.with_columns(pl.Series("_key", keys, dtype=pl.String))


def _of_inspections(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Look up the inspections that the workbook names by their numbers."""
    numbers = frame["inspection"].drop_nulls().unique().to_list()
    living = Inspection.objects.reached(context.actor, "office.change").living().filter(number__in=numbers)
    found = {(unit, number): pk for unit, number, pk in living.values_list("unit", "number", "pk")}
    said = zip(_units(frame), frame["inspection"].to_list(), strict=True)
    frame = frame.with_columns(pl.Series("_inspection", [found.get(one) for one in said], dtype=pl.Int64))
    return _keyed(Finding, frame, context)


def _made(
    model: type[OfficeRow], facts: tuple[Fact, ...], codes: Codes, row: Mapping[str, Any], context: Context
) -> OfficeRow:
    """The row of a ledger that a row of the workbook says."""
    said: dict[str, Any] = {}
    for fact in facts:
        value = row["_unit"] if fact.column == "unit" else row.get(f"_{fact.column}", row[fact.column])
        if fact.column in codes and value is not None:
            value = codes[fact.column][value]
        if value is None and isinstance(
            model._meta.get_field(fact.field), models.CharField | models.TextField
        ):
            value = ""
        said[fact.field] = value
    return model(owner_id=context.organisation, entered_by_id=context.account, key=row["_key"] or "", **said)


def _checked(kind: SheetKind, frame: pl.DataFrame, context: Context) -> Iterator[Problem]:
    """Rows that stand there twice, and facts that do not go together."""
    seen: dict[str, Mapping[str, Any]] = {}
    for row in frame.iter_rows(named=True):
        first = seen.setdefault(row["_key"], row) if row["_key"] else row
        if first is not row:
            where = {"first_row": first["_row"], "first_file": first["_file"]}
            yield problem_at(TWICE, row, kind.naming, **where)
        made: Any = kind.make(row, context)
        for problem in made.contradictions():
            column = kind.column(str(problem.field))
            yield problem_at(problem.kind, row, column, **{"value": problem.value, **problem.params})


def _checked_findings(kind: SheetKind, frame: pl.DataFrame, context: Context) -> Iterator[Problem]:
    for row in frame.filter(pl.col("inspection").is_not_null()).iter_rows(named=True):
        if row["_inspection"] is None:
            yield problem_at(NO_INSPECTION, row, kind.column("inspection"))
    yield from _checked(kind, frame, context)


def _kind(code: str, title: str, model: type[OfficeRow], label: str, **more: Any) -> SheetKind:
    """A kind of workbook whose columns are named like the facts that they fill."""
    columns, codes = columns_of(f"office_{code}.yaml")
    facts = tuple(_fact(model, column, codes) for column in columns)
    check = more.pop("check", _checked)
    kind = SheetKind(
        code=f"office.{code}",
        title=title,
        model=model,
        permission="office.change",
        columns=columns,
        key="_key",
        label=label,
        facts=facts,
        make=partial(_made, model, facts, codes),
        living=lambda: model.objects.living(),
        along=ALONG,
        kept=KEPT,
        prepare=more.pop("prepare", partial(_keyed, model)),
        check=lambda frame, context: check(KINDS[code], frame, context),
    )
    return KINDS.setdefault(code, kind)


def _fact(model: type[OfficeRow], column: Column, codes: Codes) -> Fact:
    if column.name == "unit":
        return Fact("unit", "unit_id", shown="unit__code")
    if column.name == "inspection":
        return Fact("inspection", "inspection_id", shown="inspection__number")
    return Fact(column.name, column.name, words={c: word for word, c in codes.get(column.name, {}).items()})


KINDS: dict[str, SheetKind] = {}
SHEETS = [
    _kind("rules", N_("Rules in force"), Rule, "name"),
    _kind("meetings", N_("Meetings"), Meeting, "name"),
    _kind("briefs", N_("Briefs"), Brief, "name"),
    _kind("instructions", N_("Instructions of leaders"), Instruction, "number"),
    _kind(
        "problems",
        N_("List of problems"),
        Finding,
        "number",
        prepare=_of_inspections,
        check=_checked_findings,
    ),
]
