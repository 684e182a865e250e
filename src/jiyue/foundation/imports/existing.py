"""The rows that are there already, by the key that the workbook names them with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jiyue.foundation.crypto.fields import fingerprint
from jiyue.foundation.imports.kinds import Fact, SheetKind

CHUNK = 900
"""Keys in one query; older SQLite takes 999 parameters."""


@dataclass(frozen=True)
class Before:
    """A row as it stands: its key, where it is kept, its facts by field."""

    key: int
    path: str
    unit: str
    values: Mapping[str, Any]


def existing_rows(kind: SheetKind, keys: list[Any], scope: str) -> dict[Any, Before]:
    """The living row of each key that has one: the first under the path ``scope``, else the first of all."""
    shown = [fact.shown for fact in kind.facts if fact.shown]
    fields = [*(fact.field for fact in kind.facts), *kind.along, *shown]
    unit_path = str(getattr(kind.model, "scope_unit", "unit__path"))
    unit_name = unit_path.removesuffix("path") + "name"
    found: dict[Any, Before] = {}
    for part in _parts(keys):
        rows = kind.living().filter(**{f"{kind.key_field}__in": part})
        told = rows.order_by("pk").values_list("pk", kind.key_field, unit_path, unit_name, *fields)
        for key, said, path, unit, *values in told:
            first = found.get(said)
            if first is None or (path.startswith(scope) and not first.path.startswith(scope)):
                found[said] = Before(key, path, unit, dict(zip(fields, values, strict=True)))
    return found


def mark(before: Before) -> str:
    """A keyed digest of where the row is kept and what it says: it differs once somebody has worked on it."""
    return fingerprint(repr((before.path, sorted(before.values.items()))))


def _parts(keys: list[Any]) -> Iterable[list[Any]]:
    return (keys[i : i + CHUNK] for i in range(0, len(keys), CHUNK))


def differing(kind: SheetKind, row: Mapping[str, Any], made: Any, before: Before) -> list[Fact]:
    """Facts that ``row`` says otherwise than what is there; an empty cell says nothing."""
    said = (fact for fact in kind.facts if row.get(fact.column) is not None)
    return [fact for fact in said if before.values[fact.field] != getattr(made, fact.field)]
