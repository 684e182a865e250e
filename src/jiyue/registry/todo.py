"""Entries of the registry that somebody else entered and that wait to be verified."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from jiyue.engine.contracts import Todo, TodoItem
from jiyue.engine.messages import N_, Word
from jiyue.foundation.access import Actor
from jiyue.registry.lists import LISTS
from jiyue.registry.models import SUBMITTED

WAITING = N_("{kind}: {count} entries wait to be verified")


def items(actor: Actor, on: date) -> list[TodoItem]:
    """One thing for each list with entries that the actor may verify."""
    found = []
    for listed in LISTS.values():
        rows = listed.model.objects.reached(actor, "registry.change").living().filter(state=SUBMITTED)
        number = rows.exclude(entered_by=actor.account).count() if actor.account else rows.count()
        if number:
            title = Word(WAITING, {"kind": Word(listed.model.title), "count": number})
            address = f"{reverse(listed.name)}?state={SUBMITTED}"
            found.append(TodoItem(title, address, None, "normal"))
    return found


def count(actor: Actor, on: date) -> int:
    return len(items(actor, on))


TODOS = [Todo(room="registry", code="registry", title=N_("Entries to verify"), count=count, items=items)]
