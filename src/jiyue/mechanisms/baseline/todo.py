"""Rows of the ledgers that somebody else entered and that wait to be verified."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from jiyue.engine.contracts import Todo, TodoItem
from jiyue.engine.messages import N_, Word
from jiyue.foundation.access import Actor
from jiyue.foundation.ledger import SUBMITTED
from jiyue.mechanisms.baseline.lists import LISTS

WAITING = N_("{kind}: {count} rows wait to be verified")


def items(actor: Actor, on: date) -> list[TodoItem]:
    """One thing for each list with rows that the actor may verify."""
    found = []
    for listed in LISTS.values():
        rows = listed.model.objects.reached(actor, "baseline.verify").filter(state=SUBMITTED)
        number = rows.exclude(entered_by=actor.account).count() if actor.account else rows.count()
        if number:
            title = Word(WAITING, {"kind": Word(listed.model.title), "count": number})
            found.append(TodoItem(title, f"{reverse(listed.name)}?state={SUBMITTED}", None, "normal"))
    return found


def count(actor: Actor, on: date) -> int:
    return len(items(actor, on))


TODOS = [
    Todo(
        room="baseline",
        code="baseline",
        title=N_("Land survey and statistics to verify"),
        count=count,
        items=items,
    )
]
