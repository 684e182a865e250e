"""Helpers of the tests: programs that a test needs, processes that end, and small workbooks."""

import datetime
import os
import shutil
import subprocess
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import psutil
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


def ended(pid: int) -> bool:
    """Whether a process is gone; one that nobody has buried yet counts as gone."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def wait_until_ended(*pids: int, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while still := [pid for pid in pids if not ended(pid)]:
        assert time.monotonic() < deadline, f"still running: {still}"
        time.sleep(0.01)


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
