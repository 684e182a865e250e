"""Staged rows become visible in one short transaction, or not at all; and they go the same way.

New rows are inserted a few at a time with ``staged`` set, where nobody sees them; changes to rows that are
there already are written down beside them. Then one transaction turns ``staged`` off and makes the changes.
A worker that dies before leaves staged rows, which the next attempt removes first. See
docs/explanation/imports.md.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
from django.db import models

from jiyue.engine.messages import N_, Word
from jiyue.engine.problems import Problem, Refused, define
from jiyue.foundation.access import Actor
from jiyue.foundation.audit.models import AuditRef
from jiyue.foundation.imports import staging
from jiyue.foundation.imports.existing import differing, existing_rows, mark
from jiyue.foundation.imports.judging import BAD, CHANGED, NEW
from jiyue.foundation.imports.kinds import Context, SheetKind
from jiyue.foundation.imports.models import Change, ImportBatch
from jiyue.foundation.imports.rowwriter import delete, insert, update_where

Changes = list[tuple[int, dict[str, Any], dict[str, Any]]]
Told = Callable[[str, int, int], None]
STAGING = N_("Writing the rows where nobody sees them yet")
LOOKING = N_("Looking whether others have worked on the rows")
STAGED_CHANGES = N_("Writing down what changes")

OVERTAKEN = define(
    "IMPORT_OVERTAKEN",
    N_("The register has changed since the check: {count} rows would do something else now."),
    N_("Let the workbooks be checked again, then publish them."),
)
STILL_BAD = define(
    "IMPORT_STILL_BAD",
    N_("{count} rows have problems that are not dealt with."),
    N_("Deal with them, or choose explicitly to publish the rows without problems only."),
)
CHANGED_SINCE = define(
    "IMPORT_CHANGED_SINCE",
    N_("{count} rows of this batch were changed or verified afterwards, such as “{value}”."),
    N_("Withdraw what is wrong row by row; undoing the batch would lose that work."),
)
CHANGED_MEANWHILE = define(
    "IMPORT_CHANGED_MEANWHILE",
    N_("Somebody is working on this register at this moment."),
    N_("Nothing was undone; try again in a moment."),
)
REFERRED_TO = define(
    "IMPORT_REFERRED_TO",
    N_("Rows of this batch are used elsewhere ({table})."),
    N_("Take those away first, or withdraw what is wrong row by row."),
)


def staged_rows(kind: SheetKind, batch: ImportBatch) -> models.QuerySet[Any]:
    return kind.model._base_manager.filter(batch=batch.pk, staged=True)


def sweep(kind: SheetKind, batch: ImportBatch) -> None:
    """Take away what an attempt that was broken off has left."""
    delete(staged_rows(kind, batch))
    delete(Change.objects.filter(batch=batch))


def context_of(batch: ImportBatch, actor: Actor) -> Context:
    return Context(actor, batch.organisation_id, batch.published_by_id or actor.account)


def stage(kind: SheetKind, batch: ImportBatch, actor: Actor, told: Told) -> tuple[int, int]:
    """Write the rows of the check invisibly; how many are new, and how many change."""
    frame = staging.read_rows(batch.pk)
    wrong = frame.filter(pl.col("_verdict") == BAD).height
    if wrong and not batch.faultless_only:
        raise Refused(STILL_BAD(count=wrong))
    context = context_of(batch, actor)
    _still_so(kind, batch, frame)
    new = frame.filter(pl.col("_verdict") == NEW)
    inserted = insert(_instances(kind, batch, context, new), lambda n: told(STAGING, n, new.height))
    changed = frame.filter(pl.col("_verdict") == CHANGED)
    noted = insert(_changes(kind, batch, context, changed), lambda n: told(STAGED_CHANGES, n, changed.height))
    return inserted, noted


def _still_so(kind: SheetKind, batch: ImportBatch, frame: pl.DataFrame) -> None:
    """Refuse when rows have come or gone since the check, or somebody has worked on one that would change."""
    sound = frame.filter(pl.col("_verdict") != BAD).select(kind.key, "_verdict", "_pk", "_before")
    now = existing_rows(kind, sound[kind.key].to_list(), batch.unit.path)
    other = 0
    for key, verdict, known, before in sound.iter_rows():
        found = now.get(key)
        same = (found.key if found else None) == known
        other += not (same and (found is None or verdict != CHANGED or mark(found) == before))
    if other:
        raise Refused(OVERTAKEN(count=other))


def _instances(
    kind: SheetKind, batch: ImportBatch, context: Context, frame: pl.DataFrame
) -> Iterator[models.Model]:
    for row in frame.iter_rows(named=True):
        made: Any = kind.make(row, context)
        made.batch, made.staged = batch.pk, True
        yield made


def _changes(kind: SheetKind, batch: ImportBatch, context: Context, frame: pl.DataFrame) -> Iterator[Change]:
    before = existing_rows(kind, frame[kind.key].to_list(), batch.unit.path)
    for row in frame.iter_rows(named=True):
        made, old = kind.make(row, context), before.get(row[kind.key])
        facts = differing(kind, row, made, old) if old else []
        if old is None or not facts or mark(old) != row["_before"]:
            raise Refused(OVERTAKEN(count=1))
        names = [*(fact.field for fact in facts), *kind.along]
        was, becomes = old.values, {name: getattr(made, name) for name in names}
        yield Change(
            batch=batch, row=old.key, before=_packed({n: was[n] for n in names}), after=_packed(becomes)
        )


def noted(batch: ImportBatch) -> Changes:
    """What was written down to be changed: read before the one moment, so that it stays short."""
    found = Change.objects.filter(batch=batch).order_by("pk")
    return [(c.row, _unpacked(c.before), _unpacked(c.after)) for c in found]


def turn_on(kind: SheetKind, batch: ImportBatch, inserted: int, changes: Changes) -> None:
    """The one moment: in the caller's transaction, staged rows become visible and changes are made.

    Refused (IMPORT_OVERTAKEN) when another writer was in between; the caller's transaction is rolled back.
    """
    mine = staged_rows(kind, batch)
    twins = kind.living().filter(**{f"{kind.key_field}__in": mine.values(kind.key_field)}).count()
    if twins:
        raise Refused(OVERTAKEN(count=twins))
    kind.on(mine)
    shown = mine.update(staged=False)
    made = update_where(kind.model, changes)
    if shown != inserted or made != len(changes):
        raise Refused(OVERTAKEN(count=abs(inserted - shown) + abs(len(changes) - made)))


def turn_off(kind: SheetKind, batch: ImportBatch, changes: Changes, seen: int) -> None:
    """Undo: in the caller's transaction, the rows become invisible and changed ones get back what they held.

    ``seen``: the last audit line before :func:`changed_since` looked. Refused when that would lose work.
    """
    if problems := list(_referred_to(kind, batch)):
        raise Refused(problems)
    meta = kind.model._meta
    later = AuditRef.objects.filter(
        line__seq__gt=seen, ref__startswith=f"{meta.app_label}/{meta.model_name}/"
    )
    if later.exists():
        raise Refused(CHANGED_MEANWHILE())
    made = update_where(kind.model, [(key, after, before) for key, before, after in changes])
    if made != len(changes):
        raise Refused(CHANGED_SINCE(count=len(changes) - made, value=f"#{changes[0][0]}"))
    kind.model._base_manager.filter(batch=batch.pk, staged=False).update(staged=True)
    kind.off(staged_rows(kind, batch))


def changed_since(kind: SheetKind, batch: ImportBatch, actor: Actor, told: Told) -> None:
    """Refuse when new rows of the batch no longer say what it wrote: somebody worked on them."""
    frame = staging.read_rows(batch.pk).filter(pl.col("_verdict") == NEW)
    context = context_of(batch, actor)
    names = [*(f.field for f in kind.facts), *kind.along, *kind.kept]
    rows = kind.model._base_manager.filter(batch=batch.pk, staged=False)
    key = names.index(kind.key_field)
    now = {values[key]: values for values in rows.values_list(*names)}
    worked = []
    for number, row in enumerate(frame.iter_rows(named=True)):
        told(LOOKING, number, frame.height)
        made = kind.make(row, context)
        if now.get(getattr(made, kind.key_field)) != tuple(getattr(made, name) for name in names):
            worked.append(row[kind.label])
    if worked:
        raise Refused(CHANGED_SINCE(count=len(worked), value=worked[0]))


def _referred_to(kind: SheetKind, batch: ImportBatch) -> Iterator[Problem]:
    """Other tables whose rows point at rows of the batch."""
    mine = kind.model._base_manager.filter(batch=batch.pk, staged=False)
    for relation in kind.model._meta.related_objects:
        if relation.related_model is kind.model:
            continue  # rows that these took the place of: what ``off`` of the kind puts right
        name = relation.field.name
        if relation.related_model._base_manager.filter(**{f"{name}__in": mine.values("pk")}).exists():
            table = getattr(relation.related_model, "title", relation.related_model.__name__)
            yield REFERRED_TO(table=Word(table))


def _packed(values: dict[str, Any]) -> str:
    return json.dumps({name: _json(value) for name, value in values.items()}, ensure_ascii=False)


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return {"decimal": f"{value:f}"}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return value


def _unpacked(text: str) -> dict[str, Any]:
    return {name: _value(value) for name, value in json.loads(text).items()}


def _value(value: Any) -> Any:
    if isinstance(value, dict):
        return Decimal(value["decimal"]) if "decimal" in value else date.fromisoformat(value["date"])
    return value
