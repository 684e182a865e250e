"""The rows that are there already, by the key that the workbook names them with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

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


def existing_rows(kind: SheetKind, keys: list[Any]) -> dict[Any, Before]:
    """The living row of each key that has one."""
    shown = [fact.shown for fact in kind.facts if fact.shown]
    fields = [*(fact.field for fact in kind.facts), *kind.along, *shown]
    scope = str(getattr(kind.model, "scope_unit", "unit__path"))
    unit_name = scope.removesuffix("path") + "name"
    found: dict[Any, Before] = {}
    for part in _parts(keys):
        rows = kind.living().filter(**{f"{kind.key_field}__in": part})
        for key, said, path, unit, *values in rows.values_list(
            "pk", kind.key_field, scope, unit_name, *fields
        ):
            found[said] = Before(key, path, unit, dict(zip(fields, values, strict=True)))
    return found


def _parts(keys: list[Any]) -> Iterable[list[Any]]:
    return (keys[i : i + CHUNK] for i in range(0, len(keys), CHUNK))


def differing(kind: SheetKind, row: Mapping[str, Any], made: Any, before: Before) -> list[Fact]:
    """Facts that ``row`` says otherwise than what is there; an empty cell says nothing."""
    said = (fact for fact in kind.facts if row.get(fact.column) is not None)
    return [fact for fact in said if before.values[fact.field] != getattr(made, fact.field)]
