"""The workbook of figures: unit, year, measure, figure. Each row is a declared value that others verify."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import polars as pl
from django.db.models import QuerySet

from jiyue.engine.index.dictionary import Measure
from jiyue.engine.index.report_words import unit_words
from jiyue.engine.messages import N_
from jiyue.engine.numbers import decimal_text, exact
from jiyue.engine.problems import Problem, Refused, define
from jiyue.engine.sheet.columns import Column
from jiyue.foundation.duties.actions import settle
from jiyue.foundation.imports.kinds import Context, Fact, Former, SheetKind, columns_of, problem_at
from jiyue.indicators.actions import fits
from jiyue.indicators.frameworks import known_measures
from jiyue.indicators.labels import period_text, title_of
from jiyue.indicators.models import DECLARED, FINAL, SUBMITTED, TRIAL, Value
from jiyue.indicators.superseding import PART, reinstate, supersede
from jiyue.indicators.values import counting

NO_MEASURE = define(
    "FIGURES_NO_MEASURE",
    N_("“{value}” is no measure of the dictionary."),
    N_("Write the code or the exact title of a measure; {near}"),
)
TWO_FIGURES = define(
    "FIGURES_TWICE",
    N_("{value} of this unit and year stands in row {first_row} as well."),
    N_("Keep one of the rows, or say in the column of the vintage what tells them apart."),
)

COLUMNS, CODES = columns_of("figures.yaml")
STATEMENT, NAMED = "statement", "named"
BY_JUMPS = (None, "", "count")
"""Units of figures that grow by jumps: twice as many of a few is nothing to ask about."""


def _measures() -> dict[str, str]:
    """Codes of measures by everything that a workbook may call them."""
    lines = list(known_measures())
    titles = {title: line.code for line in lines for title in (line.en, line.zh) if title}
    return titles | {line.code: line.code for line in lines}


def _named(said: str | None, line: Measure | None) -> str | None:
    """A measure as people know it, with its unit; what nobody knows as it was written."""
    if line is None:
        return said
    unit = unit_words(line.unit)
    return f"{title_of(line, line.code)}（{unit}）" if unit else title_of(line, line.code)


def _prepare(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Look up the measures, and say each row as one text: a workbook that comes again says nothing new."""
    known, dictionary = _measures(), known_measures()
    codes = [known.get((name or "").strip()) for name in frame["measure"].to_list()]
    lines = [dictionary.get(code) if code else None for code in codes]
    named = [_named(said, line) for said, line in zip(frame["measure"].to_list(), lines, strict=True)]
    figures = [None if v is None else decimal_text(exact(v)) for v in frame["value"].to_list()]
    vintages = [CODES["vintage"].get(v or "", FINAL) for v in frame["vintage"].to_list()]
    marks = [CODES["mark"].get(v or "") for v in frame["mark"].to_list()]
    rows = zip(frame["unit"].to_list(), codes, frame["year"].to_list(), vintages, figures, strict=True)
    texts = [
        None if None in row else "/".join([*map(str, row), *([mark] if mark else [])])
        for row, mark in zip(rows, marks, strict=True)
    ]
    return frame.with_columns(
        pl.Series("_measure", codes, dtype=pl.String),
        pl.Series("_figure", figures, dtype=pl.String),
        pl.Series("_vintage", vintages, dtype=pl.String),
        pl.Series("_mark", marks, dtype=pl.String),
        pl.Series(NAMED, named, dtype=pl.String),
        pl.Series(STATEMENT, texts, dtype=pl.String),
    )


def _check(frame: pl.DataFrame, context: Context) -> Iterator[Problem]:
    titles = list(_measures())
    unknown = frame.filter(pl.col("measure").is_not_null() & pl.col("_measure").is_null())
    for row in unknown.iter_rows(named=True):
        near = difflib.get_close_matches(row["measure"], titles, n=3)
        yield problem_at(NO_MEASURE, row, FIGURES.column("measure"), near=", ".join(near) or "—")
    key = ("unit", "_measure", "year", "_vintage")
    first: dict[Any, int] = {}
    twice = frame.filter(pl.all_horizontal(pl.col(key).is_not_null()) & pl.struct(key).is_duplicated())
    for row in twice.iter_rows(named=True):
        before = first.setdefault(tuple(row[name] for name in key), row["_row"])
        if before != row["_row"]:
            yield problem_at(TWO_FIGURES, row, FIGURES.column("measure"), first_row=before)
    yield from _unfit(frame)


def _unfit(frame: pl.DataFrame) -> Iterator[Problem]:
    """Figures that their measure cannot have."""
    dictionary = known_measures()
    strict = {line.code for line in dictionary if line.value_type != "decimal"}
    for row in frame.filter(pl.col("_measure").is_in(list(strict))).iter_rows(named=True):
        if row["_figure"] is None:
            continue
        try:
            fits(dictionary.get(row["_measure"]), row["_figure"])
        except Refused as refused:
            for problem in refused.problems:
                yield problem_at(problem.kind, row, FIGURES.column("value"), **problem.params)


def _former(frame: pl.DataFrame) -> list[Former | None]:
    """The figure that each row replaces; where there is none, that of the year before."""
    asked = list(frame.select("_unit", "_measure", "year", "_vintage").iter_rows())
    units = sorted({unit for unit, *_ in asked if unit is not None})
    years = {year for _, _, year, _ in asked if year is not None}
    wanted = {
        "measure__in": {measure for _, measure, *_ in asked if measure is not None},
        "period__in": {f"{y:04}" for year in years for y in (year - 1, year)},
    }
    there: dict[tuple[int, str, str], list[Value]] = {}
    for start in range(0, len(units), PART):
        for value in Value.objects.current().filter(unit__in=units[start : start + PART], **wanted):
            there.setdefault((value.unit_id, value.measure, value.period), []).append(value)
    dictionary = known_measures()
    return [
        _one_former(there, dictionary.get(measure or ""), unit, year, vintage)
        for unit, measure, year, vintage in asked
    ]


def _one_former(
    there: Mapping[Any, list[Value]], line: Measure | None, unit: int | None, year: int | None, vintage: str
) -> Former | None:
    if line is None or unit is None or year is None:
        return None
    same = there.get((unit, line.code, f"{year:04}"), ())
    found = next((v for v in same if v.source == DECLARED and v.vintage == vintage), None)
    of = "" if found else f"{year - 1:04}"
    found = found or counting(there.get((unit, line.code, of), ()), TRIAL)
    if found is None:
        return None
    value = Decimal(found.exact.numerator) / Decimal(found.exact.denominator)
    return Former(value, of and period_text(of), line.unit or "", line.unit not in BY_JUMPS)


def _value(row: Mapping[str, Any], context: Context) -> Value:
    return Value(
        unit_id=row["_unit"],
        measure=row["_measure"],
        period=f"{row['year']:04}",
        source=DECLARED,
        vintage=row["_vintage"],
        figure=row["_figure"],
        organisation_id=context.organisation,
        state=SUBMITTED,
        entered_by_id=context.account,
        origin=row["origin"] or row["_file"],
        statement=row[STATEMENT],
        marks=[row["_mark"]] if row["_mark"] else [],
    )


def _on(staged: QuerySet[Value]) -> None:
    """Former figures make way, and what was owed is handed in."""
    supersede(staged)
    settle(staged, staged.values_list("entered_by", flat=True).first())


FIGURES = SheetKind(
    code="indicators.figures",
    title=N_("Indicator data"),
    model=Value,
    permission="values.enter",
    columns=COLUMNS,
    computed=(
        Column(name=STATEMENT, titles=(N_("Indicator data"),)),
        Column(name=NAMED, titles=(N_("Measure"),)),
    ),
    key=STATEMENT,
    label=NAMED,
    facts=(
        Fact(STATEMENT, "statement"),
        Fact("unit", "unit_id", shown="unit__code"),
        Fact("value", "figure", watched=True, exact=True),
    ),
    make=_value,
    living=lambda: Value.objects.current().filter(source=DECLARED),
    along=("measure", "period", "vintage", "organisation_id", "entered_by_id", "state"),
    kept=("superseded_by_id",),
    former=_former,
    prepare=_prepare,
    check=_check,
    on=_on,
    off=reinstate,
)
SHEETS = [FIGURES]
