"""Parquet files as a grid: the names of the columns first, then the rows."""

from __future__ import annotations

import datetime
from decimal import Decimal
from io import BytesIO

import polars as pl

from jiyue.engine.problems import Refused
from jiyue.engine.sheet import shapes
from jiyue.engine.sheet.guard import parsing
from jiyue.engine.sheet.shapes import Cell, Grid, Limits


def read_parquet(data: bytes, file: str, name: str, limits: Limits) -> list[Grid]:
    """One grid. Decimals become int or float when that keeps every digit, else text; so do nested values."""
    import pyarrow.parquet as pq  # here, since it takes most of a second and few files are parquet

    with parsing(file, "parquet"):
        head = pq.ParquetFile(BytesIO(data)).metadata
        found = (head.num_rows + 1) * head.num_columns
        unpacked = sum(head.row_group(i).total_byte_size for i in range(head.num_row_groups))
    if found > limits.cells:
        raise Refused(shapes.TOO_MANY_CELLS(file=file, found=found, limit=limits.cells))
    if unpacked > limits.unpacked_bytes:
        raise Refused(shapes.PACKED_BOMB(file=file, found=unpacked, limit=limits.unpacked_bytes))
    with parsing(file, "parquet"):
        table = pl.read_parquet(BytesIO(data))
        body = tuple(tuple(_cell(value) for value in row) for row in table.iter_rows())
    return [Grid(name, (tuple(table.columns), *body))]


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, str | int | float | bool | datetime.datetime | datetime.date):
        return value
    if isinstance(value, Decimal):
        if value == value.to_integral_value():
            return int(value)
        return float(value) if Decimal(repr(float(value))) == value else str(value)
    return str(value)
