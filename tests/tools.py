"""Helpers of the tests: programs that a test needs, and small workbooks."""

import datetime
import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
import xlsxwriter


def require(command: str) -> str:
    """The path of a program; a test without it is skipped, or fails when JIYUE_STRICT is 1."""
    if found := shutil.which(command):
        return found
    reason = f"{command} is not installed"
    if os.environ.get("JIYUE_STRICT") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def office_csv(book: Path, folder: Path) -> list[str]:
    """Every sheet of ``book`` as LibreOffice reads it: the text of the CSV files that it writes."""
    options = "44,34,76,1,,0,false,true,false,false,false,-1"
    profile = (folder / "profile").as_uri()
    command = [require("soffice"), f"-env:UserInstallation={profile}", "--headless", "--convert-to"]
    command += [f"csv:Text - txt - csv (StarCalc):{options}", "--outdir", str(folder), str(book)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return [file.read_text("utf-8") for file in sorted(folder.glob("*.csv"))]


def save_rows(
    path: Path,
    rows: Sequence[Sequence[object]],
    *,
    merges: Iterable[tuple[int, int, int, int]] = (),
    name: str = "Sheet1",
) -> Path:
    """An .xlsx with one sheet of these cells; merges are (top, left, bottom, right), 0-based."""
    return save_sheets(path, {name: rows}, merges=merges)


def save_sheets(
    path: Path,
    sheets: dict[str, Sequence[Sequence[object]]],
    *,
    merges: Iterable[tuple[int, int, int, int]] = (),
) -> Path:
    """An .xlsx with these sheets; the merges apply to each. Texts are texts, never formulas."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for box in merges:
                sheet.merge_range(*box, "")
            for i, row in enumerate(rows):
                for j, cell in enumerate(row):
                    if isinstance(cell, datetime.date):
                        sheet.write_datetime(i, j, cell, day)
                    elif cell is not None:
                        sheet.write(i, j, cell)
    return path
