"""The rows of a list as .json, .csv and .xlsx; a text is never a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

if TYPE_CHECKING:
    from jiyue.foundation.ui.listing import Column

Values = Iterable[Mapping[str, Any]]
MOST_ROWS = 1_048_575
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Also in full width, which spreadsheets of some regions take for the same."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Echo:
    """A file that hands back what is written."""

    def write(self, text: str) -> str:
        return text


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return "'" + text if text.startswith(RISKY) else text


def plain(value: Any) -> Any:
    """A value as JSON holds it: exact decimals stay numbers."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat() if timezone.is_aware(value) else value.isoformat()
    return value.isoformat() if isinstance(value, date) else value


def as_number(value: Any) -> float | None:
    """A figure as a spreadsheet holds it; None for one that is kept as text and is no decimal number."""
    try:
        return None if value is None else float(value)
    except ValueError:
        return None


def plain_cell(column: Column, row: Mapping[str, Any]) -> Any:
    """A cell as JSON holds it; where a column is a sentence made of the row, the sentence."""
    return column.said(row) if column.say else plain(row[column.name])


def as_json(name: str, columns: Sequence[Column], rows: Values) -> HttpResponseBase:
    def parts() -> Iterator[str]:
        yield '{"columns": ' + json.dumps({c.name: c.heading() for c in columns}, ensure_ascii=False)
        yield ', "rows": ['
        for i, row in enumerate(rows):
            text = json.dumps({c.name: plain_cell(c, row) for c in columns}, ensure_ascii=False)
            yield ("," if i else "") + "\n" + text
        yield "\n]}\n"

    return StreamingHttpResponse(parts(), content_type="application/json")


def as_csv(name: str, columns: Sequence[Column], rows: Values) -> HttpResponseBase:
    writer = csv.writer(Echo(), lineterminator="\r\n")

    def cell(column: Column, row: Mapping[str, Any]) -> str:
        value = row[column.name]
        if value is None or (value == "" and column.kind == "number"):
            return ""
        if column.kind == "number" and as_number(value) is not None:
            return str(value)
        return harmless(column.said(row))

    def parts() -> Iterator[str]:
        yield "\ufeff" + writer.writerow([harmless(c.heading()) for c in columns])
        for row in rows:
            yield writer.writerow([cell(c, row) for c in columns])

    answer = StreamingHttpResponse(parts(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def as_xlsx(name: str, columns: Sequence[Column], rows: Values) -> HttpResponseBase:
    file = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#eef3f2"})
        sheet.freeze_panes(1, 0)
        for j, column in enumerate(columns):
            sheet.set_column(j, j, 18)
            sheet.write_string(0, j, column.heading(), head)
        for i, row in enumerate(rows, start=1):
            if i > MOST_ROWS:
                break
            for j, column in enumerate(columns):
                value = row[column.name]
                number = as_number(value) if column.kind == "number" else None
                if number is not None:
                    sheet.write_number(i, j, number)
                elif value not in (None, ""):
                    sheet.write_string(i, j, column.said(row))
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


OUTPUTS: dict[str, Callable[[str, Sequence[Column], Values], HttpResponseBase]] = {
    "json": as_json,
    "csv": as_csv,
    "xlsx": as_xlsx,
}
