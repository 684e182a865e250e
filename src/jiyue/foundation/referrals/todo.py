"""Referrals in the inbox of those who take them up."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from jiyue.engine.contracts import Todo, TodoItem
from jiyue.engine.contracts.offers import Urgency
from jiyue.engine.messages import N_, Word
from jiyue.foundation.access import Actor
from jiyue.foundation.referrals.models import Referral, ReferralRows
from jiyue.foundation.referrals.rooms import ROOMS


def waiting(actor: Actor) -> ReferralRows:
    rows: ReferralRows = Referral.objects.reached(actor, "referrals.take")
    return rows.still_open()


def items(actor: Actor, on: date) -> list[TodoItem]:
    return [_item(r, on) for r in waiting(actor).order_by("deadline", "pk")]


def _item(found: Referral, on: date) -> TodoItem:
    urgency: Urgency = "normal"
    if found.deadline is not None:
        urgency = "overdue" if found.deadline < on else "soon"
    words = Word(N_("{room}: {matter}"), {"room": ROOMS[found.to_room], "matter": str(found)})
    return TodoItem(words, reverse("referral", args=[found.pk]), found.deadline, urgency)


def count(actor: Actor, on: date) -> int:
    return waiting(actor).count()


TODOS = [Todo(room="referrals", code="referrals", title=N_("Matters handed over"), count=count, items=items)]
