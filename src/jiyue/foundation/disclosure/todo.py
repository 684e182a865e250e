"""Objections in the inbox of those who answer them."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from jiyue.engine.contracts import Todo, TodoItem
from jiyue.engine.messages import N_, Word
from jiyue.foundation.access import Actor
from jiyue.foundation.disclosure.models import Objection, ObjectionRows


def waiting(actor: Actor) -> ObjectionRows:
    rows: ObjectionRows = Objection.objects.reached(actor, "notices.answer")
    return rows.still_open()


def items(actor: Actor, on: date) -> list[TodoItem]:
    return [
        TodoItem(
            Word(N_("Objection to {title}"), {"title": o.notice.title}),
            reverse("objection", args=[o.pk]),
            o.due,
            "overdue" if o.due < on else "soon",
        )
        for o in waiting(actor).select_related("notice")
    ]


def count(actor: Actor, on: date) -> int:
    return waiting(actor).count()


TODOS = [
    Todo(room="disclosure", code="objections", title=N_("Objections to answer"), count=count, items=items)
]
