"""What every measure of this room needs: the verified rows of the units asked for, as frozen rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl
from django.db.models import QuerySet

from jiyue.foundation.ledger import LedgerRow
from jiyue.foundation.units.models import Unit

Frozen = dict[str, str]


def units_of(codes: Sequence[str]) -> dict[int, str]:
    """The codes that are asked for, by the units that have them now, or had them last."""
    found = Unit.objects.filter(code__in=codes).order_by("valid_to", "pk")
    by_code: dict[str, int] = {}
    for unit in found:
        if unit.code not in by_code or unit.valid_to is None:
            by_code[unit.code] = unit.pk
    return {key: code for code, key in by_code.items()}


def verified(model: type[LedgerRow], units: Mapping[int, str], **where: Any) -> QuerySet[Any]:
    """The rows that count."""
    rows: QuerySet[Any] = model.objects.verified().filter(unit__in=units, **where)
    return rows.order_by("unit__code", "pk")


def frozen(row: LedgerRow, code: str, adds: object, **columns: object) -> Frozen:
    """A contributing row as an evaluation keeps it."""
    said = {"unit": code, "ref": str(row.as_it_stands), "adds": str(adds)}
    return said | {name: "" if value is None else str(value) for name, value in columns.items()}


def table(rows: Iterable[Frozen], *columns: str) -> pl.DataFrame:
    """The contributing rows of a measure, with the same text columns whether there are any or none."""
    names = ("unit", "ref", "adds", *columns)
    return pl.DataFrame(list(rows), schema=dict.fromkeys(names, pl.String))
