"""How a line of a workbook becomes a row of a ledger: the part that all workbooks of this room share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from jiyue.engine.problems import Problem
from jiyue.engine.sheet.columns import Column
from jiyue.foundation.imports.kinds import Context, Fact, SheetKind, columns_of, problem_at
from jiyue.foundation.units.models import Unit
from jiyue.mechanisms.baseline.areas import PLACES
from jiyue.mechanisms.baseline.checks import wrong
from jiyue.mechanisms.baseline.models import BaselineRow

ALONG = ("key", "state", "entered_by_id", "verified_by_id")
KEPT = ("version", "withdrawn_because")
KEY = Column("key", ("Key",))


def with_units(frame: pl.DataFrame) -> pl.DataFrame:
    """With ``_unit``, the number of the unit that has the code now."""
    codes = frame["unit"].to_list()
    known = dict(Unit.objects.filter(code__in=set(codes) - {None}, valid_to=None).values_list("code", "pk"))
    return frame.with_columns(pl.Series("_unit", [known.get(code) for code in codes], dtype=pl.Int64))


@dataclass(frozen=True)
class Lines:
    """A workbook where each line is a row of a ledger, with a fact in each column.

    ``named_by``: the columns that say which row it is; they may occur together once.
    """

    code: str
    title: str
    model: type[BaselineRow]
    columns: tuple[Column, ...]
    codes: Mapping[str, Mapping[str, str]]
    named_by: tuple[str, ...]
    living: Callable[[], Any]
    texts: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    """Columns that the field keeps as a text, by what makes it."""

    def kind(self) -> SheetKind:
        titles = " / ".join(self._column(name).title for name in self.named_by)
        which = Column("which", (titles,), unique=True)
        return SheetKind(
            code=self.code,
            title=self.title,
            model=self.model,
            permission="baseline.change",
            columns=self.columns,
            computed=(KEY, which),
            key="key",
            label="which",
            facts=(Fact("key", "key"), *(self._fact(column) for column in self.columns)),
            make=self.make,
            living=self.living,
            along=ALONG,
            kept=KEPT,
            prepare=self.prepare,
            check=self.check,
        )

    def _column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def _fact(self, column: Column) -> Fact:
        if column.name == "unit":
            return Fact("unit", "unit_id", shown="unit__code")
        words = {code: word for word, code in self.codes.get(column.name, {}).items()}
        return Fact(column.name, column.name, words=words, watched=column.name == "area")

    def make(self, row: Mapping[str, Any], context: Context) -> BaselineRow:
        facts = {c.name: self._value(c, row[c.name]) for c in self.columns if c.name != "unit"}
        who = {"owner_id": context.organisation, "entered_by_id": context.account}
        return self.model(unit_id=row["_unit"], **who, **facts).prepare()

    def _value(self, column: Column, said: Any) -> Any:
        if said is None:
            return "" if column.type in ("text", "choice") else None
        if column.name in self.texts:
            return self.texts[column.name](said)
        if column.type == "decimal":
            return said.quantize(PLACES)
        return self.codes.get(column.name, {}).get(said, said)

    def prepare(self, frame: pl.DataFrame, context: Context) -> pl.DataFrame:
        frame = with_units(frame)
        rows = list(frame.iter_rows(named=True))
        return frame.with_columns(
            pl.Series("key", [self.make(row, context).key for row in rows], dtype=pl.String),
            pl.Series("which", [self._which(row) for row in rows], dtype=pl.String),
        )

    def _which(self, row: Mapping[str, Any]) -> str:
        return " ".join("" if row[name] is None else str(row[name]) for name in self.named_by)

    def check(self, frame: pl.DataFrame, context: Context) -> Iterator[Problem]:
        needed = [column.name for column in self.columns if column.required]
        for row in frame.drop_nulls(needed).iter_rows(named=True):
            for problem in wrong(self.make(row, context)):
                yield problem_at(problem.kind, row, self._column(str(problem.field)), **said_by(problem))


def said_by(problem: Problem) -> dict[str, Any]:
    """What a problem of a row says, for the same problem of a cell."""
    return {**problem.params, "value": problem.value}


def lines(file: str, **facts: Any) -> SheetKind:
    """The kind of workbook whose columns stand in ``rules/sheets/<file>``."""
    columns, codes = columns_of(file)
    return Lines(columns=columns, codes=codes, **facts).kind()
