"""What a printed sheet says, as canonical data (RFC 8785) with its hash."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import rfc8785

Value = None | str | int | Decimal | date
Rows = Sequence[Sequence[Value]]


def plain(value: Value) -> str | None:
    """A cell as canonical text: ``1.50`` and ``1.5`` are the same figure; missing stays missing."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | Decimal | date):
        raise TypeError(f"a sheet holds texts, whole numbers, decimals and days, not {value!r}")
    if isinstance(value, date):
        return value.isoformat()
    text = format(Decimal(value), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def plain_rows(rows: Rows) -> list[list[str | None]]:
    return [[plain(value) for value in row] for row in rows]


def sheet_hash(data: dict[str, Any]) -> str:
    return hashlib.sha256(rfc8785.dumps(data)).hexdigest()
