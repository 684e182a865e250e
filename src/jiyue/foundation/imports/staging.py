"""The staging folder: uploads and what the worker read from them, until they are published or forgotten."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings

from jiyue.engine.problems import Problem
from jiyue.foundation.kept import kept, restored

ROWS, ENTRIES, PROBLEMS, NOTICES = "rows.parquet", "entries.parquet", "problems.jsonl", "notices.jsonl"
LAYOUTS, RETURNED = "layouts.json", "returned"


def folder_of(batch: int) -> Path:
    """The folder of a batch; nobody but the program reads it."""
    folder = Path(settings.DATA) / "staging" / "imports" / str(batch)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def file_path(batch: int, number: int, name: str) -> Path:
    """Where the upload ``number`` lies; ``name`` was made harmless before."""
    folder = folder_of(batch) / f"{number}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / name


def returned_folder(batch: int, *, fresh: bool = False) -> Path:
    """The regenerated workbooks with the errors in them."""
    folder = folder_of(batch) / RETURNED
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def forget(batch: int) -> None:
    shutil.rmtree(folder_of(batch), ignore_errors=True)


def write_frame(batch: int, name: str, frame: pl.DataFrame) -> None:
    """The file appears whole or not at all."""
    draft = folder_of(batch) / f".{name}"
    frame.write_parquet(draft)
    draft.replace(folder_of(batch) / name)


def read_rows(batch: int) -> pl.DataFrame:
    return pl.read_parquet(folder_of(batch) / ROWS)


def entries(batch: int, verdict: str, start: int, count: int) -> list[dict[str, Any]]:
    """Lines of the preview, ``verdict`` "" for all."""
    path = folder_of(batch) / ENTRIES
    if not path.exists():
        return []
    found = pl.scan_parquet(path)
    if verdict:
        found = found.filter(pl.col("verdict") == verdict)
    return found.slice(start, count).collect().to_dicts()


def write_problems(batch: int, name: str, problems: Iterable[Problem]) -> None:
    draft = folder_of(batch) / f".{name}"
    with draft.open("w", encoding="utf-8") as file:
        for problem in problems:
            file.write(json.dumps(kept(problem), ensure_ascii=False) + "\n")
    draft.replace(folder_of(batch) / name)


def read_problems(batch: int, name: str, start: int = 0, count: int | None = None) -> list[Problem]:
    path = folder_of(batch) / name
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as file:
        return [restored(_mapping(line)) for line in islice(file, start, count and start + count)]


def write_layouts(batch: int, layouts: Iterable[Mapping[str, Any]]) -> None:
    """How the sheets were understood (``reading.py``)."""
    draft = folder_of(batch) / f".{LAYOUTS}"
    draft.write_text(json.dumps(list(layouts), ensure_ascii=False), encoding="utf-8")
    draft.replace(folder_of(batch) / LAYOUTS)


def read_layouts(batch: int) -> list[dict[str, Any]]:
    path = folder_of(batch) / LAYOUTS
    found: list[dict[str, Any]] = json.loads(path.read_text("utf-8")) if path.exists() else []
    return found


def _mapping(line: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(line)
    return found
