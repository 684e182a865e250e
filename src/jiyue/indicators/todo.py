"""Figures that somebody else delivered and that wait to be verified."""

from __future__ import annotations

from datetime import date

from django.db.models import Count
from django.urls import reverse

from jiyue.engine.contracts import Todo, TodoItem
from jiyue.engine.messages import N_, Word
from jiyue.foundation.access import Actor
from jiyue.indicators.models import SUBMITTED, Value

WAITING = N_("{unit}: {count} figures wait to be verified")


def items(actor: Actor, on: date) -> list[TodoItem]:
    """One thing for each unit with figures that the actor may verify."""
    rows = Value.objects.reached(actor, "values.verify").filter(superseded_by=None, state=SUBMITTED)
    if actor.account:
        rows = rows.exclude(entered_by=actor.account)
    counted = rows.order_by().values("unit", "unit__name").annotate(n=Count("pk")).order_by("unit__code")
    return [
        TodoItem(
            Word(WAITING, {"unit": one["unit__name"], "count": one["n"]}),
            f"{reverse('values')}?state={SUBMITTED}&unit={one['unit']}",
            None,
            "normal",
        )
        for one in counted
    ]


def count(actor: Actor, on: date) -> int:
    return len(items(actor, on))


TODOS = [
    Todo(room="indicators", code="figures", title=N_("Figures to verify"), count=count, items=items),
]
