"""A workbook given back with what is wrong in it: a list with links, marked cells, a sentence a row."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from xlsxwriter.exceptions import OverlappingRange

from jiyue.engine.messages import N_, current_language, translate
from jiyue.engine.problems import Problem
from jiyue.engine.sheet import column_words as words
from jiyue.engine.sheet.column_match import letter
from jiyue.engine.sheet.grid import Grid, read_grids
from jiyue.engine.sheet.shapes import Cell
from jiyue.engine.sheet.template import HEAD
from jiyue.engine.sheet.writing import MAX_TEXT, Format, Sheet, width_of, writing

LIST_HEADINGS = (N_("No."), N_("Place"), N_("What is wrong"), N_("What to do"))
TO_SOLVE = N_("Problems to solve: {count}. Rows and columns stand where they stood in the file.")
WHOLE_FILE = N_("whole file")
WHOLE_SHEET = N_("whole sheet")

BAD: Format = {"bg_color": "#FBE3E4", "border": 2, "border_color": "#B3261E", "bold": True}
SAID: Format = {"text_wrap": True, "valign": "top", "font_color": "#B3261E"}
LINK: Format = {"font_color": "#0B5D4E", "underline": 1, "valign": "top"}
_WRAPPED: Format = {"text_wrap": True, "valign": "top"}
_MAX_LINKS = 60_000

Cells = dict[tuple[int, int], list[Problem]]


def write_annotated(
    source: Path | str, target: Path | str, problems: Iterable[Problem], *, lang: str | None = None
) -> None:
    """The workbook ``source`` regenerated as ``target`` (.xlsx) with ``problems`` in it.

    Every sheet keeps its rows and columns, so that a row number in a sentence stays true; bad cells are
    marked, and a last column says message and remedy in each row, at its top those of the sheet as a whole.
    A sheet in front lists all problems, those without a row first, each with a link to its place. Sentences
    of an earlier annotation are dropped; the file can be corrected and read again as it is. Raises Refused
    when ``source`` cannot be read or ``target`` cannot be written.
    """
    lang = lang or current_language()
    found = sorted(problems, key=lambda problem: problem.row is not None)
    grids = [grid for grid in read_grids(source) if grid.name not in _front_names()]
    with writing(target) as book:
        front = book.sheet(words.printed("problem_sheet", lang), len(found) + 2, len(LIST_HEADINGS))
        names: dict[str, str] = {}
        for number, grid in enumerate(grids):
            own = words.problem_columns(grid)
            width = max(map(len, grid.rows), default=0)
            sheet = book.sheet(grid.name, grid.first_row + len(grid.rows), width + 1)
            names[grid.name] = sheet.name
            mine = [p for p in found if p.sheet == grid.name or (p.sheet is None and number == 0)]
            _copy(sheet, grid, own, {(p.row or 0, p.column or "") for p in mine})
            _sentences(sheet, min(own, default=width), mine, lang)
        _list(front, found, names, lang)


def _front_names() -> set[str]:
    return set(words.words()["printed"]["problem_sheet"].values())


def _copy(sheet: Sheet, grid: Grid, own: frozenset[int], bad: set[tuple[int, str]]) -> None:
    above = grid.first_row - 1
    letters = [letter(place) for place in range(max(map(len, grid.rows), default=0))]
    for merge in grid.merges:
        try:
            sheet.raw.merge_range(merge.top + above, merge.left, merge.bottom + above, merge.right, "")
        except OverlappingRange:  # a damaged file may claim a cell twice
            continue
    for index, row in enumerate(grid.rows, above):
        for place, cell in enumerate(row):
            marked = (index + 1, letters[place]) in bad
            if place not in own and (marked or cell is not None):
                sheet.put(index, place, _fitting(cell), BAD if marked else None)
    for place, name in enumerate(letters):
        longest = max((width_of(str(row[place])[:40]) for row in grid.rows[:200] if row[place]), default=0)
        sheet.raw.set_column(place, place, min(max(longest + 2, len(name), 8), 24))


def _fitting(cell: Cell) -> Cell:
    return _cut(cell) if isinstance(cell, str) else cell


def _cut(text: str) -> str:
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "\u2026"


def _sentence(problem: Problem, lang: str) -> str:
    return f"{problem.message(lang)} {problem.remedy(lang)}"


def _sentences(sheet: Sheet, place: int, problems: list[Problem], lang: str) -> None:
    """The last column: its head with what concerns the whole sheet, then one cell a row."""
    by_row: dict[int, list[str]] = {1: [words.printed("problem_column", lang)]}
    for problem in problems:
        by_row.setdefault(problem.row or 1, []).append(_sentence(problem, lang))
    for row, sentences in by_row.items():
        sheet.put(row - 1, place, _cut("\n".join(sentences)), SAID)
    sheet.raw.set_column(place, place, 80)


def _list(sheet: Sheet, problems: list[Problem], names: dict[str, str], lang: str) -> None:
    sheet.put(0, 0, translate(TO_SOLVE, {"count": len(problems)}, lang), {"bold": True, "font_size": 13})
    for place, (heading, width) in enumerate(zip(LIST_HEADINGS, (6, 22, 70, 70), strict=True)):
        sheet.put(1, place, translate(heading, lang=lang), HEAD)
        sheet.raw.set_column(place, place, width)
    for number, problem in enumerate(problems, 1):
        row = number + 1
        sheet.put(row, 0, number, _WRAPPED)
        _place(sheet, row, problem, names, lang, linked=number <= _MAX_LINKS)
        sheet.put(row, 2, _cut(problem.message(lang)), _WRAPPED)
        sheet.put(row, 3, _cut(problem.remedy(lang)), _WRAPPED)
    sheet.raw.freeze_panes(2, 0)


def _place(
    sheet: Sheet, row: int, problem: Problem, names: dict[str, str], lang: str, *, linked: bool
) -> None:
    name = names.get(problem.sheet or "", problem.sheet)
    if problem.row is None or name is None:
        text = f"{name} {problem.column or ''}".strip() if name and problem.column else name
        whole = translate(WHOLE_SHEET if name else WHOLE_FILE, lang=lang)
        sheet.put(row, 1, text if name and problem.column else f"{text or ''} {whole}".strip(), _WRAPPED)
        return
    cell = f"{problem.column or 'A'}{problem.row}"
    sheet.put(row, 1, f"{name} {cell}", LINK)
    if linked and problem.sheet in names:
        quoted = name.replace("'", "''")
        form = sheet.book.format(LINK)
        sheet.raw.write_url(row, 1, f"internal:'{quoted}'!{cell}", form, f"{name} {cell}")
