"""The rows that an evaluation froze behind a counted figure, beside what became of them in their ledgers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import polars as pl
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import CharField, QuerySet, Value
from django.urls import NoReverseMatch, reverse

from jiyue.engine.contracts import Ref
from jiyue.engine.index.inputs import Inputs
from jiyue.engine.messages import N_, translate
from jiyue.engine.problems import Refused

KEYS = ("unit", "ref", "adds")
SAME, CHANGED, GONE, UNKNOWN = "same", "changed", "gone", "unknown"
STANDINGS = {
    SAME: N_("unchanged"),
    CHANGED: N_("changed since"),
    GONE: N_("no longer counted"),
    UNKNOWN: "",
}
TONES = {SAME: "good", CHANGED: "mind", GONE: "bad", UNKNOWN: "idle"}


@dataclass(frozen=True)
class Frozen:
    """One row as it stood: what it added, its columns, where it stands now."""

    ref: str
    adds: str
    facts: Mapping[str, Any]
    to: str
    standing: str


def rows_behind(inputs: Inputs, unit: str, measure: str, year: int) -> list[tuple[str, str, dict[str, Any]]]:
    """Ref, what it adds and its columns, of every frozen row of a figure."""
    same = (pl.col("measure") == measure) & (pl.col("year") == f"{year:04}")
    found = inputs.rows.of(unit).filter(same).select("ref", "adds", "facts")
    return [(ref, adds, json.loads(facts or "{}")) for ref, adds, facts in found.iter_rows()]


def columns_of(rows: Iterable[tuple[str, str, Mapping[str, Any]]]) -> list[str]:
    """The columns that any of the rows has, in the order in which they appear."""
    return list(dict.fromkeys(name for _, _, facts in rows for name in facts))


def heading_of(name: str, refs: Sequence[str]) -> str:
    """What a room calls a column of its ledger; the column's own name where it says nothing."""
    for room in dict.fromkeys(ref.partition("/")[0] for ref in refs):
        if name in (labels := _labels(room)):
            return translate(labels[name])
    return translate(name)


def cell_of(name: str, value: Any, ref: str) -> Any:
    """What a column of a row says, in the words of its room where it holds one of a few codes."""
    words = _said_by(ref.partition("/")[0], "WORDS").get(name, {})
    return translate(words[value]) if value in words else value


def said(row: Frozen, names: Iterable[str]) -> list[str | None]:
    """The columns of a row in words; None where it says nothing."""
    return [cell_of(name, row.facts.get(name), row.ref) for name in names]


def _labels(room: str) -> Mapping[str, str]:
    return _said_by(room, "LABELS")


@cache
def _said_by(room: str, name: str) -> Mapping[str, Any]:
    """What a room says of its columns (``LABELS``) and of their codes (``WORDS``) in a module ``labels``."""
    try:
        module = f"{apps.get_app_config(room).name}.labels"
    except LookupError:
        return {}
    return getattr(import_module(module), name, {}) if find_spec(module) else {}


def beside_ledgers(rows: Iterable[tuple[str, str, Mapping[str, Any]]]) -> list[Frozen]:
    """The rows with their pages and standings; one query, whatever their ledgers."""
    listed = list(rows)
    parsed = [_parsed(ref) for ref, _, _ in listed]
    now = _versions(ref for ref in parsed if ref is not None)
    return [
        Frozen(text, adds, facts, _address(ref), _standing(ref, now))
        for (text, adds, facts), ref in zip(listed, parsed, strict=True)
    ]


def moved(rows: pl.DataFrame) -> dict[tuple[str, str, int], int]:
    """How many of the frozen ``rows`` changed in their ledgers since: by unit, measure and year, never 0."""
    parsed = [_parsed(ref) for ref in rows["ref"]]
    now = _versions(ref for ref in parsed if ref is not None)
    found: dict[tuple[str, str, int], int] = {}
    for ref, unit, measure, year in zip(parsed, *(rows[n] for n in ("unit", "measure", "year")), strict=True):
        if _standing(ref, now) in (CHANGED, GONE):
            key = unit, measure, int(year)
            found[key] = found.get(key, 0) + 1
    return found


def _parsed(ref: str) -> Ref | None:
    try:
        return Ref.parse(ref)
    except Refused:
        return None


def _versions(refs: Iterable[Ref]) -> dict[tuple[str, str], dict[str, int] | None]:
    """The version now of each row that is still there, by table; None for a ledger that keeps no versions."""
    keys: dict[tuple[str, str], set[int]] = {}
    for ref in refs:
        keys.setdefault((ref.room, ref.table), set()).update([int(ref.key)] if ref.key.isdecimal() else [])
    rows = {table: _rows(*table, numbers) for table, numbers in keys.items()}
    known = {table: query for table, query in rows.items() if query is not None}
    now: dict[tuple[str, str], dict[str, int]] = {table: {} for table in known}
    if known:
        first, *others = known.values()
        for room, table, pk, version in first.union(*others, all=True):
            now[room, table][str(pk)] = version
    return {table: now.get(table) for table in rows}


def _rows(room: str, table: str, numbers: Iterable[int]) -> QuerySet[Any] | None:
    """Room, table, key and version of the rows of a ledger that count, or may count again."""
    try:
        model = apps.get_model(room, table)
        model._meta.get_field("version")
    except (LookupError, FieldDoesNotExist):
        return None
    rows = model._base_manager.filter(pk__in=numbers).order_by()
    if any(f.name == "state" for f in model._meta.get_fields()):
        rows = rows.exclude(state="withdrawn")
    named = (Value(word, output_field=CharField()) for word in (room, table))
    found: QuerySet[Any] = rows.values_list(*named, "pk", "version")
    return found


def _standing(ref: Ref | None, now: Mapping[tuple[str, str], dict[str, int] | None]) -> str:
    versions = None if ref is None else now.get((ref.room, ref.table))
    if ref is None or versions is None:
        return UNKNOWN
    if ref.key not in versions:
        return GONE
    return SAME if versions[ref.key] == ref.version else CHANGED


def _address(ref: Ref | None) -> str:
    """The page of a row: rooms call it after the table, or after room and table."""
    if ref is None or not ref.key.isdecimal():
        return ""
    for name in (f"{ref.room}-{ref.table}", ref.table):
        try:
            return reverse(name, args=[int(ref.key)])
        except NoReverseMatch:
            continue
    return ""
