"""Values that the field of the table has no room for."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
from django.db import models

from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, define
from jiyue.foundation.imports.kinds import SheetKind, problem_at

TOO_LONG = define(
    "IMPORT_TEXT_TOO_LONG",
    N_("The text has {found} characters; “{field}” takes {limit}."),
    N_("Shorten it."),
)
TOO_GREAT = define(
    "IMPORT_TOO_GREAT",
    N_("{value} is greater than “{field}” can hold ({limit} digits before the point)."),
    N_("Check the figure and its unit."),
)


def unfitting(kind: SheetKind, frame: pl.DataFrame) -> Iterator[Problem]:
    """Texts that are too long and figures that are too great for their fields."""
    for fact in kind.facts:
        column, field = kind.column(fact.column), kind.model._meta.get_field(fact.field)
        values = pl.col(column.name)
        if column.type == "text" and isinstance(field, models.CharField) and field.max_length:
            limit = field.max_length
            for row in frame.filter(values.str.len_chars() > limit).iter_rows(named=True):
                text = row[column.name]
                yield problem_at(TOO_LONG, row, column, value=text[:20], found=len(text), limit=limit)
        elif column.is_number and isinstance(field, models.DecimalField):
            limit = (field.max_digits or 0) - (field.decimal_places or 0)
            for row in frame.filter(values.abs() >= 10**limit).iter_rows(named=True):
                yield problem_at(TOO_GREAT, row, column, limit=limit)
