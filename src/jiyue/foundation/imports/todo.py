"""Imports that were checked and wait for whoever uploaded them."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from jiyue.engine.contracts import Todo, TodoItem
from jiyue.engine.messages import N_, Word
from jiyue.foundation.access import Actor
from jiyue.foundation.imports.kinds import sheet_kind
from jiyue.foundation.imports.models import CHECKED, FAILED, ImportBatch
from jiyue.foundation.rows import Rows

TO_ANSWER = N_("Import of “{kind}”: {bad} rows need attention")
TO_PUBLISH = N_("Import of “{kind}”: {count} rows can be published")


def waiting(actor: Actor) -> Rows:
    """Own uploads; others of the unit are in the list of imports."""
    rows: Rows = ImportBatch.objects.reached(actor, "imports.run").filter(state__in=(CHECKED, FAILED))
    return rows.filter(account=actor.account) if actor.account else rows.none()


def items(actor: Actor, on: date) -> list[TodoItem]:
    return [_item(batch) for batch in waiting(actor).order_by("pk")]


def _item(batch: ImportBatch) -> TodoItem:
    kind = Word(sheet_kind(batch.kind).title)
    title = Word(TO_PUBLISH, {"kind": kind, "count": batch.new + batch.changed})
    if batch.questions or batch.state == FAILED:
        title = Word(TO_ANSWER, {"kind": kind, "bad": batch.bad})
    return TodoItem(title, reverse("import", args=[batch.pk]), None, "normal")


def count(actor: Actor, on: date) -> int:
    return waiting(actor).count()


TODOS = [Todo(room="imports", code="imports", title=N_("Imports to finish"), count=count, items=items)]
