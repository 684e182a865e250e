"""Workbooks for people: the template of a known table, and plain tables out."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
from xlsxwriter.utility import xl_range_abs

from jiyue.engine.messages import N_, translate
from jiyue.engine.sheet.column_spec import Column, checked
from jiyue.engine.sheet.column_units import printed_unit
from jiyue.engine.sheet.column_words import LISTS_SHEET, printed
from jiyue.engine.sheet.writing import MAX_ROWS, Book, Format, Sheet, width_of, writing

TYPE_WORDS = {
    "text": N_("text"),
    "integer": N_("whole number"),
    "decimal": N_("number"),
    "boolean": N_("yes or no"),
    "date": N_("date, such as 2024-05-31"),
    "choice": N_("choose from the list"),
}
GUIDE_HEADINGS = (
    N_("Column"),
    N_("What belongs there"),
    N_("Required"),
    N_("Unit of measure"),
    N_("Least"),
    N_("Most"),
    N_("Only once"),
    N_("Choices"),
    N_("Also understood"),
    N_("Note"),
)
REQUIRED = N_("must be filled in")
UNIQUE = N_("no value twice")
IN_UNIT = N_("in {unit}")
AT_LEAST = N_("at least {limit}")
AT_MOST = N_("at most {limit}")
SEPARATOR = N_("; ")

TITLE: Format = {"bold": True, "font_size": 14, "align": "left", "valign": "vcenter"}
HEAD: Format = {"bold": True, "text_wrap": True, "valign": "vcenter", "align": "center", "border": 1}
_HEAD_COLOUR = {"bg_color": "#E7EFED"}
_WIDTHS = {"text": 18, "integer": 12, "decimal": 14, "boolean": 8, "date": 12, "choice": 14}
_NUMBER_LIMIT = 10**15 - 1
_COMMENT = {"x_scale": 2, "font_size": 9}


@dataclass(frozen=True)
class BookSheet:
    """``frame`` to write as the sheet ``name``; ``columns`` (all, or none) give headings and units."""

    name: str
    frame: pl.DataFrame
    columns: tuple[Column, ...] = ()
    title: str | None = None


def write_template(
    path: Path | str,
    columns: Sequence[Column],
    *,
    title: str,
    lang: str = "zh",
    rows: pl.DataFrame | None = None,
) -> None:
    """The workbook in which people fill in ``columns``; ``rows`` (by column name) are filled in already.

    The first sheet has the title, then the headings with units, notes, drop-downs and checks; the second one
    describes every column. :func:`~jiyue.engine.sheet.columns.read_columns` reads it back. Raises Refused if
    it cannot be written; ValueError if ``rows`` has a column that is none of ``columns``.
    """
    columns = checked(columns)
    frame = rows if rows is not None else pl.DataFrame(schema=[column.name for column in columns])
    if strange := set(frame.columns) - {column.name for column in columns}:
        raise ValueError(f"no such columns: {', '.join(sorted(strange))}")
    with writing(path) as book:
        sheet = book.sheet(title, len(frame) + 2, len(columns))
        _body(sheet, BookSheet(title, frame, columns, title), lang, marked=True)
        _guide(book, columns, lang)
        lists = book.sheet(LISTS_SHEET, MAX_ROWS, len(columns))
        lists.raw.hide()
        for place, column in enumerate(columns):
            sheet.raw.write_comment(1, place, describe(column, lang), _COMMENT)
            source = _list(lists, place, column, lang)
            check = _check(column, source) | _prompt(column, lang)
            sheet.raw.data_validation(2, place, MAX_ROWS - 1, place, check)


def write_book(path: Path | str, tables: Sequence[BookSheet], *, lang: str = "zh") -> None:
    """Frames as one workbook, a sheet each, values by their type, headings with units, frozen and filterable.

    Decimals keep every digit: one that a spreadsheet would round is written as text. Raises Refused when
    a table or text is too large for a sheet, or the file cannot be written; ValueError without tables.
    """
    if not tables:
        raise ValueError("a workbook needs a table")
    with writing(path) as book:
        for table in tables:
            columns = len(table.columns) or table.frame.width
            sheet = book.sheet(table.name, len(table.frame) + 2, columns)
            top = _body(sheet, table, lang, marked=False)
            if columns:
                sheet.raw.autofilter(top, 0, top + len(table.frame), columns - 1)


def describe(column: Column, lang: str) -> str:
    """One line on what belongs into a column."""
    parts = [translate(TYPE_WORDS[column.type], lang=lang)]
    if column.unit:
        parts.append(translate(IN_UNIT, {"unit": printed_unit(column.unit, lang)}, lang))
    if column.minimum is not None:
        parts.append(translate(AT_LEAST, {"limit": column.minimum}, lang))
    if column.maximum is not None:
        parts.append(translate(AT_MOST, {"limit": column.maximum}, lang))
    parts += [translate(REQUIRED, lang=lang)] if column.required else []
    parts += [translate(UNIQUE, lang=lang)] if column.unique else []
    return translate(SEPARATOR, lang=lang).join([*parts, column.note] if column.note else parts)


def _body(sheet: Sheet, table: BookSheet, lang: str, *, marked: bool) -> int:
    """Title, headings and rows; the 0-based row of the headings."""
    names = [column.name for column in table.columns] or table.frame.columns
    top = 0
    if table.title:
        sheet.put(0, 0, table.title, TITLE)
        sheet.raw.set_row(0, 28)
        top = 1
    for place, name in enumerate(names):
        column = table.columns[place] if table.columns else None
        heading = column.heading(lang) if column else name
        star = "*" if marked and column and column.required else ""
        sheet.put(top, place, heading + star, HEAD | _HEAD_COLOUR)
        values = table.frame[name].to_list() if name in table.frame.columns else []
        form = _form(column, table.frame.schema.get(name))
        width = max(_WIDTHS[column.type] if column else 10, width_of(heading + star) + 2)
        sheet.raw.set_column(place, place, min(width, 40), sheet.book.format(form))
        for index, value in enumerate(values, top + 1):
            if value is not None:
                sheet.put(index, place, _said(value, lang), form)
    sheet.raw.freeze_panes(top + 1, 0)
    return top


def _said(value: object, lang: str) -> object:
    return printed("yes" if value else "no", lang) if isinstance(value, bool) else value


def _form(column: Column | None, dtype: Any) -> Format:
    if column is not None and column.type in ("text", "choice", "boolean"):
        return {"num_format": "@"}
    if dtype == pl.Date or (column is not None and column.type == "date"):
        return {"num_format": "yyyy-mm-dd"}
    if dtype == pl.String or dtype == pl.Boolean:
        return {"num_format": "@"}
    if (column is not None and column.type == "integer") or (dtype is not None and dtype.is_integer()):
        return {"num_format": "#,##0"}
    if isinstance(dtype, pl.Decimal):
        scale = min(dtype.scale, 12)
        return {"num_format": "#,##0" + ("." + "0" * min(scale, 4) + "#" * (scale - 4) if scale else "")}
    return {}


def _guide(book: Book, columns: tuple[Column, ...], lang: str) -> None:
    sheet = book.sheet(printed("guide_sheet", lang), len(columns) + 1, len(GUIDE_HEADINGS))
    yes, no = printed("yes", lang), printed("no", lang)
    for place, heading in enumerate(GUIDE_HEADINGS):
        sheet.put(0, place, translate(heading, lang=lang), HEAD | _HEAD_COLOUR)
    for row, column in enumerate(columns, 1):
        cells = (
            column.heading(lang),
            translate(TYPE_WORDS[column.type], lang=lang),
            yes if column.required else no,
            printed_unit(column.unit, lang) if column.unit else None,
            column.minimum,
            column.maximum,
            yes if column.unique else no,
            ", ".join(column.choices),
            ", ".join(title for title in column.titles if not column.heading(lang).startswith(title)),
            column.note,
        )
        for place, cell in enumerate(cells):
            sheet.put(row, place, cell, {"text_wrap": True, "valign": "top"})
    for place, width in enumerate((24, 24, 8, 10, 10, 10, 10, 36, 36, 48)):
        sheet.raw.set_column(place, place, width)
    sheet.raw.freeze_panes(1, 1)


def _list(lists: Sheet, place: int, column: Column, lang: str) -> str | None:
    """Put the choices of a column into the sheet of lists; where they stand."""
    if column.type not in ("choice", "boolean"):
        return None
    choices = column.choices or (printed("yes", lang), printed("no", lang))
    for row, choice in enumerate(choices):
        lists.put(row, place, choice, {"num_format": "@"})
    return f"='{lists.name}'!{xl_range_abs(0, place, len(choices) - 1, place)}"


def _check(column: Column, source: str | None) -> dict[str, Any]:
    """What Excel lets people type into a column."""
    if source:
        return {"validate": "list", "source": source}
    if column.type == "date":
        return {"validate": "date", "criteria": ">=", "value": datetime.date(1900, 3, 1)}
    if column.is_number:
        low = Decimal(-_NUMBER_LIMIT) if column.minimum is None else column.minimum
        high = Decimal(_NUMBER_LIMIT) if column.maximum is None else column.maximum
        return {"validate": column.type, "criteria": "between", "minimum": f"{low:f}", "maximum": f"{high:f}"}
    return {"validate": "any"}


def _prompt(column: Column, lang: str) -> dict[str, Any]:
    text = describe(column, lang)[:255]
    return {
        "input_title": column.heading(lang)[:32],
        "input_message": text,
        "error_title": column.heading(lang)[:32],
        "error_message": text,
    }
