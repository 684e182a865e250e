"""The workbooks of a batch as one frame, with the answers of people applied. In the worker only."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from jiyue.engine.messages import current_language
from jiyue.engine.problems import Problem, Refused
from jiyue.engine.sheet.column_cells import BadCell, Target, convert
from jiyue.engine.sheet.columns import Column, Reading, read_columns, series_of
from jiyue.foundation.imports.kinds import SheetKind
from jiyue.foundation.imports.models import ImportBatch, ImportFile
from jiyue.foundation.imports.staging import file_path
from jiyue.foundation.imports.uploads import checked_content, limits

Place = tuple[str | None, str | None, int | None]
PLACE = ("_file", "_sheet", "_row")


@dataclass
class Read:
    """The rows of all files: columns of the kind, then ``_file``, ``_sheet``, ``_row``."""

    frame: pl.DataFrame
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    layouts: list[dict[str, Any]] = field(default_factory=list)
    """How each sheet was understood, as plain data: see :func:`_layouts`."""
    letters: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """The letter of a column by file, sheet and name."""

    def placed(self, problem: Problem) -> Problem:
        """``problem`` with the letter of its column."""
        at = (str(problem.file), str(problem.sheet), str(problem.params.get("name")))
        return dataclasses.replace(problem, column=problem.column or self.letters.get(at))

    def places(self) -> dict[Place, int]:
        """Number of the row in the frame by its place in the files; further lines of a row lead to it."""
        found = {place: i for i, place in enumerate(self.frame.select(*PLACE).iter_rows())}
        if "_lines" in self.frame.columns:
            further = enumerate(self.frame.select("_file", "_sheet", "_lines").iter_rows())
            found |= {(file, sheet, line): i for i, (file, sheet, lines) in further for line in lines}
        return found


def read_batch(
    batch: ImportBatch, kind: SheetKind, answers: Mapping[str, Any], told: Callable[[int, int], None]
) -> Read:
    """Read every file; what is wrong with one of them is a problem, never an error."""
    plain = [dataclasses.replace(column, unique=False) for column in kind.columns]
    files = list(batch.files.all())
    frames, read = [], Read(pl.DataFrame())
    for number, file in enumerate(files):
        told(number, len(files))
        found = _read_file(batch, file, plain, answers)
        if isinstance(found, Refused):
            read.problems += [dataclasses.replace(p, file=file.name) for p in found.problems]
            continue
        read.problems += found.problems
        read.notices += found.warnings
        read.layouts += _layouts(file.name, found, plain)
        read.letters |= {(file.name, *at): letter for at, letter in found.letters.items()}
        frames.append(found.frame.with_columns(pl.lit(file.name).alias("_file")))
    read.frame = _joined(frames, plain)
    _correct(read, plain, answers["cells"])
    _drop(read, answers["dropped"])
    return read


def _read_file(
    batch: ImportBatch, file: ImportFile, columns: Sequence[Column], answers: Mapping[str, Any]
) -> Reading | Refused:
    path = file_path(batch.pk, file.number, file.name)
    try:
        checked_content(path)
    except Refused as refused:
        return refused
    units = answers["units"].get(file.name)
    return read_columns(path, columns, mapping=answers["headings"], units=units, limits=limits())


def _layouts(file: str, found: Reading, columns: Sequence[Column]) -> list[dict[str, Any]]:
    """Each sheet with the rows of its heading, and its totals: label, figures checked, those that differ."""
    titles = {column.name: column.title for column in columns}
    out = []
    for layout in found.layouts:
        totals = []
        for row, label in layout.dropped:
            checked = [t for t in found.totals if (t.sheet, t.row) == (layout.sheet, row)]
            differ = [[titles[t.column], str(t.stated), str(t.counted)] for t in checked if not t.agrees]
            totals.append({"row": row, "label": label, "checked": len(checked), "differ": differ})
        place = {"file": file, "sheet": layout.sheet, "first": layout.first, "last": layout.last}
        out.append({**place, "totals": totals})
    return out


def _joined(frames: list[pl.DataFrame], columns: Sequence[Column]) -> pl.DataFrame:
    """The frames under one another, each decimal column with the places of the longest."""
    if not frames:
        empty = [series_of(column, []) for column in columns]
        place = {"_row": pl.Int64, "_sheet": pl.String, "_file": pl.String}
        return pl.DataFrame([*empty, *(pl.Series(n, [], dtype=t) for n, t in place.items())])
    for column in columns:
        if column.type == "decimal":
            scale = max(_scale(frame.schema[column.name]) for frame in frames)
            wanted = pl.col(column.name).cast(pl.Decimal(38, scale))
            frames = [frame.with_columns(wanted) for frame in frames]
    return pl.concat(frames)


def _scale(dtype: Any) -> int:
    return int(dtype.scale)


def _correct(read: Read, columns: Iterable[Column], cells: Sequence[Sequence[Any]]) -> None:
    """Put corrected cells in the place of what the file says; a correction may itself be wrong."""
    if not cells:
        return
    places = read.places()
    by_name = {column.name: column for column in columns}
    fresh: dict[str, dict[int, Any]] = {}
    for file, sheet, row, name, text in cells:
        at = places.get((file, sheet, row))
        if at is None or name not in by_name:
            continue
        column = by_name[name]
        here = (file, sheet, row, name)
        old = [p for p in read.problems if (p.file, p.sheet, p.row, p.params.get("name")) == here]
        read.problems = [p for p in read.problems if p not in old]
        try:
            fresh.setdefault(name, {})[at] = convert(text, Target(column, current_language())).value
        except BadCell as bad:
            fresh.setdefault(name, {})[at] = None
            place = {"file": file, "sheet": sheet, "row": row, "field": column.title, "name": name}
            read.problems.append(bad.kind(**place, value=bad.value, **bad.params))
    for name, changes in fresh.items():
        values = read.frame[name].to_list()
        for at, value in changes.items():
            values[at] = value
        read.frame = read.frame.with_columns(series_of(by_name[name], values))


def _drop(read: Read, dropped: Iterable[Sequence[Any]]) -> None:
    gone = {tuple(place) for place in dropped}
    if not gone:
        return
    kept = [place not in gone for place in read.frame.select(*PLACE).iter_rows()]
    read.frame = read.frame.filter(pl.Series(kept))
    read.problems = [p for p in read.problems if (p.file, p.sheet, p.row) not in gone]
