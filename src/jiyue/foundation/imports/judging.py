"""What each row would do: new, changed, the same, or bad, with the figure that stood there before."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

import polars as pl

from jiyue.engine.messages import N_
from jiyue.engine.numbers import decimal_text, exact
from jiyue.engine.problems import Problem, define
from jiyue.foundation.imports.answers import fingerprint
from jiyue.foundation.imports.doubts import doubt, doubt_of_new
from jiyue.foundation.imports.existing import Before, differing, existing_rows, mark
from jiyue.foundation.imports.fitting import unfitting
from jiyue.foundation.imports.kinds import Context, Fact, Former, SheetKind, problem_at
from jiyue.foundation.imports.reading import PLACE, Place, Read
from jiyue.foundation.units.models import Unit, UnitCode

TWICE = define(
    "IMPORT_TWICE",
    N_("“{value}” stands in row {row} and already in row {first_row} of {first_file}."),
    N_("Every “{field}” may occur once only: correct one of the rows, or leave it out."),
)
NO_UNIT = define(
    "IMPORT_NO_UNIT",
    N_("{value} is no division in force."),
    N_("Look up the division code of the place and correct the cell."),
)
NO_UNIT_NEAR = define(
    "IMPORT_NO_UNIT_NEAR",
    N_("{value} is no division in force; should it be {near} {name_of}?"),
    N_("Take it over, or look up the division code of the place and correct the cell."),
)
UNIT_OUTSIDE = define(
    "IMPORT_UNIT_OUTSIDE",
    N_("{value} {name_of} does not belong to the units of this import."),
    N_("Leave the row out, or let somebody import it who works for that unit."),
)
KEPT_ELSEWHERE = define(
    "IMPORT_KEPT_ELSEWHERE",
    N_("“{value}” is kept by another unit ({name_of})."),
    N_("Leave the row out and ask that unit, or correct the cell if it is a mistake."),
)
NEW, CHANGED, SAME, BAD = "new", "changed", "same", "bad"


@dataclass
class Judged:
    """``rows``: the frame with ``_verdict``; of the row already there its ``_pk`` and mark ``_before``."""

    rows: pl.DataFrame
    entries: list[dict[str, Any]]
    problems: list[Problem]
    counts: Mapping[str, int]


@dataclass
class _Judge:
    kind: SheetKind
    context: Context
    read: Read
    scope: str
    confirmed: frozenset[str]
    problems: list[Problem]
    units: dict[str, Unit] = field(default_factory=dict)
    places: Mapping[Place, int] = field(default_factory=dict)

    def at(self, problem: Problem) -> int | None:
        """The number of the row that a problem is in; None for one of a whole file or sheet."""
        return self.places.get((problem.file, problem.sheet, problem.row))


def judge(kind: SheetKind, context: Context, read: Read, scope: str, confirmed: frozenset[str]) -> Judged:
    """``scope``: the path of the unit that the import is for; ``confirmed``: doubts that were answered."""
    work = _Judge(kind, context, read, scope, confirmed, list(read.problems))
    read.frame = kind.prepare(read.frame, context)
    work.problems += _twice(work)
    work.problems += _units(work)
    work.problems += unfitting(kind, read.frame)
    work.problems += kind.check(read.frame, context)
    before = existing_rows(kind, read.frame[kind.key].drop_nulls().unique().to_list(), scope)
    rows = list(read.frame.iter_rows(named=True))
    old = [before.get(row[kind.key]) for row in rows]
    work.problems += _elsewhere(work, rows, old)
    work.places = read.places()
    bad = _bad_rows(work)
    found = list(zip(rows, old, strict=True))
    changes = [_differences(work, r, b) if b and i not in bad else [] for i, (r, b) in enumerate(found)]
    former = _former(work, rows, old)
    doubts = [p for i, (r, b) in enumerate(found) if b and i not in bad for p in _doubts(work, r, b)]
    doubts += [
        p for i, f in enumerate(former) if f and i not in bad for p in _doubts_of_new(work, rows[i], f)
    ]
    bad |= {i for p in doubts if (i := work.at(p)) is not None}
    work.problems = [read.placed(p) for p in (*work.problems, *doubts)]
    verdicts = [
        BAD if i in bad else NEW if b is None else CHANGED if changes[i] else SAME for i, b in enumerate(old)
    ]
    frame = read.frame.with_columns(
        pl.Series("_verdict", verdicts, dtype=pl.String),
        pl.Series("_pk", [b.key if b else None for b in old], dtype=pl.Int64),
        pl.Series("_before", [mark(b) if b else None for b in old], dtype=pl.String),
    )
    counts = {verdict: verdicts.count(verdict) for verdict in (NEW, CHANGED, SAME, BAD)}
    shown = [b if b and _reaches(work, b.path) else None for b in old]
    told = [_Row(*parts) for parts in zip(rows, shown, former, changes, verdicts, strict=True)]
    return Judged(frame, list(_entries(work, told)), work.problems, counts)


def _twice(work: _Judge) -> Iterator[Problem]:
    """Values that may occur once, over all files."""
    for column in (*work.kind.columns, *work.kind.computed):
        if not column.unique:
            continue
        name, seen = column.name, dict[Any, dict[str, Any]]()
        again = work.read.frame.filter(pl.col(name).is_not_null() & pl.col(name).is_duplicated())
        for row in again.iter_rows(named=True):
            first = seen.setdefault(row[name], row)
            if first is not row:
                where = {"first_row": first["_row"], "first_file": first["_file"]}
                yield problem_at(TWICE, row, column, **where)


def _units(work: _Judge) -> Iterator[Problem]:
    """Which unit each row belongs to; rows of a unit that this import is not for are refused."""
    name = work.kind.unit
    column = work.kind.column(name)
    codes = work.read.frame[name].drop_nulls().unique().to_list()
    work.units = {u.code: u for u in Unit.objects.filter(code__in=codes, valid_to=None)}
    keys = {code: unit.pk for code, unit in work.units.items()}
    numbers = [keys.get(code) for code in work.read.frame[name].to_list()]
    work.read.frame = work.read.frame.with_columns(pl.Series("_unit", numbers, dtype=pl.Int64))
    outside = {code for code, unit in work.units.items() if not _reaches(work, unit.path)}
    unknown = set(codes) - work.units.keys()
    if not unknown and not outside:
        return
    near = _near(work, unknown)
    for row in work.read.frame.filter(pl.col(name).is_in(list(unknown | outside))).iter_rows(named=True):
        code = row[name]
        if code in outside:
            yield problem_at(UNIT_OUTSIDE, row, column, name_of=work.units[code].name)
        elif found := near.get(code):
            yield problem_at(NO_UNIT_NEAR, row, column, near=found.code, name_of=found.name)
        else:
            yield problem_at(NO_UNIT, row, column)


def _reaches(work: _Judge, path: str) -> bool:
    actor, permission = work.context.actor, work.kind.permission
    return path.startswith(work.scope) and actor.may(
        permission, path=path, organisation=work.context.organisation
    )


def _near(work: _Judge, unknown: set[str]) -> dict[str, Unit]:
    """The unit in scope that a code was meant for: one that had it, or one whose code is alike."""
    here = Unit.objects.filter(path__startswith=work.scope, valid_to=None)
    by_code = {u.code: u for u in here}
    former = UnitCode.objects.filter(code__in=unknown, unit__in=here).select_related("unit")
    found = {f.code: f.unit for f in former}
    for code in unknown - found.keys():
        if alike := difflib.get_close_matches(code, by_code, 1, 0.75):
            found[code] = by_code[alike[0]]
    return found


def _elsewhere(work: _Judge, rows: list[dict[str, Any]], old: list[Before | None]) -> Iterator[Problem]:
    for row, before in zip(rows, old, strict=True):
        if before is not None and not _reaches(work, before.path):
            yield problem_at(KEPT_ELSEWHERE, row, work.kind.naming, name_of=before.unit)


def _bad_rows(work: _Judge) -> set[int]:
    """Rows with a problem; a problem of a whole file or sheet makes all of its rows bad."""
    bad: set[int] = set()
    whole = set()
    for problem in work.problems:
        at = work.at(problem)
        if at is None:
            whole.add((problem.file, problem.sheet))
        else:
            bad.add(at)
    for file, sheet in whole:
        bad |= {i for place, i in work.places.items() if place[0] == file and sheet in (None, place[1])}
    return bad


def _differences(work: _Judge, row: Mapping[str, Any], before: Before) -> list[Fact]:
    made = work.kind.make(row, work.context)
    return differing(work.kind, row, made, before)


def _doubts(work: _Judge, row: Mapping[str, Any], before: Before) -> Iterator[Problem]:
    for fact in work.kind.facts:
        value = row.get(fact.column)
        if not fact.watched or not isinstance(value, Decimal | int):
            continue
        found = doubt(row, work.kind, fact, before.values[fact.field], Decimal(value))
        if found is not None and fingerprint(found) not in work.confirmed:
            yield found


def _former(work: _Judge, rows: list[dict[str, Any]], old: list[Before | None]) -> list[Former | None]:
    """What new rows are held against; nothing of units that the import does not reach."""
    said = work.kind.former(work.read.frame)
    units = [work.units.get(row[work.kind.unit] or "") for row in rows]
    return [
        found if before is None and unit is not None and _reaches(work, unit.path) else None
        for found, before, unit in zip(said, old, units, strict=True)
    ]


def _doubts_of_new(work: _Judge, row: Mapping[str, Any], former: Former) -> Iterator[Problem]:
    for fact in work.kind.facts:
        value = row.get(fact.column)
        if fact.watched and isinstance(value, Decimal | int):
            found = doubt_of_new(row, work.kind, fact, former, Decimal(value))
            if found is not None and fingerprint(found) not in work.confirmed:
                yield found


class _Row(NamedTuple):
    """A row with what the preview shows beside it."""

    row: dict[str, Any]
    old: Before | None
    former: Former | None
    changes: list[Fact]
    verdict: str


def _entries(work: _Judge, rows: list[_Row]) -> Iterator[dict[str, Any]]:
    """Lines of the preview: each problem, each change, then what is new (by its watched facts) or stays."""
    for number, problem in enumerate(work.problems):
        at = work.at(problem)
        if at is not None:
            yield _problem_entry(work, rows[at], problem, number)
    watched = [fact for fact in work.kind.facts if fact.watched]
    for verdict in (CHANGED, NEW, SAME):
        for one in rows:
            if one.verdict != verdict:
                continue
            shown = watched if verdict == NEW else one.changes
            if not shown:
                yield _entry(work, one.row, verdict)
            for fact in shown:
                for figures in _parts(fact, one) or [_figures(work, fact, one)]:
                    yield _entry(work, one.row, verdict) | figures


def _entry(work: _Judge, row: Mapping[str, Any], verdict: str) -> dict[str, Any]:
    unit = work.units.get(row[work.kind.unit] or "")
    return {
        **{name: row[name] for name in PLACE},
        "label": row[work.kind.label],
        "unit": unit.name if unit else None,
        "field": None,
        "before": None,
        "of": None,
        "now": None,
        "change": None,
        "number": False,
        "verdict": verdict,
        "problem": None,
    }


def _problem_entry(work: _Judge, one: _Row, problem: Problem, number: int) -> dict[str, Any]:
    fact = work.kind.fact(str(problem.params.get("name") or ""))
    entry = _entry(work, one.row, BAD) | {"field": problem.field, "problem": number, "_row": problem.row}
    if fact is None:
        return entry | {"now": None if problem.value is None else str(problem.value)}
    figures = _figures(work, fact, one)
    said = figures["now"] if figures["now"] is not None else _plain(fact, problem.value)
    return entry | figures | {"now": said}


def _parts(fact: Fact, one: _Row) -> list[dict[str, Any]]:
    """The figures within one value that differ; none where it is no such value or nothing was there."""
    if fact.parts is None or one.old is None:
        return []
    values = one.old.values[fact.field], one.row.get(fact.column)
    was, now = (fact.parts(str(said or "")) for said in values)
    return [
        {
            "field": name,
            "number": True,
            "before": None if name not in was else f"{was[name]:f}",
            "now": None if name not in now else f"{now[name]:f}",
            "change": _percent(was.get(name), now.get(name)),
        }
        for name in dict.fromkeys((*was, *now))
        if was.get(name) != now.get(name)
    ]


def _percent(was: Any, now: Any) -> str | None:
    """By how many percent a figure differs; None where there is none to compare it with, or it was 0."""
    if isinstance(was, Decimal | int) and isinstance(now, Decimal | int) and was:
        return f"{(Decimal(now) / Decimal(was) - 1) * 100:.1f}"
    return None


def _figures(work: _Judge, fact: Fact, one: _Row) -> dict[str, Any]:
    former = one.former if fact.watched else None
    was = one.old.values[fact.shown or fact.field] if one.old else former.value if former else None
    now = one.row.get(fact.column)
    column = work.kind.column(fact.column)
    said = {"before": _plain(fact, was), "of": former.of if former else None}
    said |= {"now": _plain(fact, now), "change": _percent(was, now)}
    return {"field": column.heading("zh"), "number": column.is_number, **said}


def _plain(fact: Fact, value: Any) -> str | None:
    """A value as the preview shows it; personal ones only say that they are there."""
    if value in (None, ""):
        return None
    if fact.personal:
        return "***"
    if isinstance(value, Decimal):
        return decimal_text(exact(value)) if fact.exact else f"{value:f}"
    return fact.words.get(str(value), str(value))
