"""What a room offers in its ``sheets.py``: workbooks that people fill in, and what becomes of their rows."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import polars as pl
from django.apps import apps
from django.db import models

from jiyue.engine.messages import N_
from jiyue.engine.problems import Kind, Problem, Refused, define
from jiyue.engine.sheet.columns import Column
from jiyue.engine.yamls import load_rules
from jiyue.foundation.access import Actor

NO_KIND = define(
    "IMPORT_NO_SUCH_KIND",
    N_("There is no workbook of the kind “{value}”."),
    N_("Choose one of the kinds that the page offers."),
)


@dataclass(frozen=True)
class Context:
    """Who imports, and for which organisation."""

    actor: Actor
    organisation: int
    account: int | None
    """Who is said to have entered the rows."""


@dataclass(frozen=True)
class Former:
    """The figure that a new row replaces or follows; ``of``: of when it is where that is not the same time.

    ``unit``: the unit of measure of both. ``asks``: whether a great difference is asked about.
    """

    value: Decimal
    of: str
    unit: str = ""
    asks: bool = True


@dataclass(frozen=True)
class Fact:
    """A column of the workbook and the field of the model that it fills.

    ``words``: what a code of the field is called in the workbook; ``shown``: the lookup of what the workbook
    says where the field holds a number of a row. ``personal``: shown masked. ``watched``: a
    figure that is asked about when it is far from the former one. ``parts``: the figures that a value holds,
    by name; the preview lists each that differs. ``exact``: shown as it was delivered, without the zeros that
    the column adds.
    """

    column: str
    field: str
    shown: str = ""
    words: Mapping[str, str] = dataclasses.field(default_factory=dict)
    personal: bool = False
    watched: bool = False
    parts: Callable[[str], Mapping[str, Decimal]] | None = None
    exact: bool = False


@dataclass(frozen=True)
class SheetKind:
    """A kind of workbook.

    ``key``: the column that says which row it is, or one beginning with ``_`` that ``prepare`` computes for
    the field of that name; ``label``: the one that names it to people; ``unit``: the one with the division
    code. ``living``: the rows that count, without staged ones. ``prepare`` tidies codes and may add columns
    that begin with ``_``; ``check`` says what is wrong; the frame then has ``_unit``, the number of the unit.
    ``make`` gives a whole instance that is not saved, from a row of that frame alone; of
    a row that is there already, only the ``facts`` that the workbook says and that differ are taken over,
    with the fields ``along``. ``kept``: further fields that must stand as made for a row to be undone.
    ``on``, ``off``: what else happens in the moment at which rows, still staged, become visible, or are
    hidden again.

    ``computed``: columns that no workbook has and that ``prepare`` makes of others, such as a ``key`` of
    several cells. ``prepare`` may also make one row of several lines; it then names the further lines in
    ``_lines``.

    ``former``: for kinds of one watched figure a row, what each new row of the frame is held against.

    The model has ``batch`` (number of the batch or None) and ``staged`` (True until it is published): nobody
    else may see staged rows.
    """

    code: str
    title: str
    model: type[models.Model]
    permission: str
    columns: tuple[Column, ...]
    key: str
    label: str
    facts: tuple[Fact, ...]
    make: Callable[[Mapping[str, Any], Context], models.Model]
    living: Callable[[], models.QuerySet[Any]]
    unit: str = "unit"
    along: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    computed: tuple[Column, ...] = ()
    former: Callable[[pl.DataFrame], Sequence[Former | None]] = lambda frame: [None] * frame.height
    prepare: Callable[[pl.DataFrame, Context], pl.DataFrame] = lambda frame, context: frame
    check: Callable[[pl.DataFrame, Context], Iterable[Problem]] = lambda frame, context: ()
    on: Callable[[models.QuerySet[Any]], object] = lambda rows: None
    off: Callable[[models.QuerySet[Any]], object] = lambda rows: None

    def column(self, name: str) -> Column:
        return next(c for c in (*self.columns, *self.computed) if c.name == name)

    def fact(self, name: str) -> Fact | None:
        return next((f for f in self.facts if f.column == name), None)

    @property
    def key_field(self) -> str:
        found = self.fact(self.key)
        return found.field if found else self.key.removeprefix("_")

    @property
    def naming(self) -> Column:
        """The column that names a row to people: the key, or the label where the key is computed."""
        return self.column(self.key if self.key in {c.name for c in self.columns} else self.label)

    @property
    def table(self) -> str:
        return str(self.model._meta.db_table)


def problem_at(kind: Kind, row: Mapping[str, Any], column: Column, **params: Any) -> Problem:
    """A problem of a cell: its place comes from the row of the frame."""
    return kind(
        file=row["_file"],
        sheet=row["_sheet"],
        row=row["_row"],
        field=column.title,
        **{"value": row.get(column.name), "name": column.name, **params},
    )


def columns_of(file: str) -> tuple[tuple[Column, ...], dict[str, dict[str, str]]]:
    """The columns in ``rules/sheets/<file>``, and for each column of choices: word -> code."""
    columns, codes = [], {}
    for data in load_rules(f"sheets/{file}")["columns"]:
        said = dict(data)
        choices = said.pop("choices", None)
        if choices:
            codes[said["name"]] = {word: code for code, word in choices.items()}
            said |= {"type": "choice", "choices": tuple(choices.values())}
        for bound in ("minimum", "maximum"):
            if bound in said:
                said[bound] = Decimal(said[bound])
        columns.append(Column(**{**said, "titles": tuple(said["titles"])}))
    return tuple(columns), codes


@cache
def sheet_kinds() -> dict[str, SheetKind]:
    """The kinds that the installed rooms offer: modules ``sheets`` with a list ``SHEETS``."""
    found: dict[str, SheetKind] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.sheets"
        if config.name.startswith("jiyue.") and find_spec(name):
            for kind in import_module(name).SHEETS:
                if found.setdefault(kind.code, kind) is not kind:
                    raise ValueError(f"sheet {kind.code} is offered twice")
    return found


def sheet_kind(code: str) -> SheetKind:
    """Refused (IMPORT_NO_SUCH_KIND) for a kind that nobody offers."""
    found = sheet_kinds().get(code)
    if found is None:
        raise Refused(NO_KIND(field="kind", value=code))
    return found
