"""Evidence in the inbox: what one was asked to look at, and disposals that wait for a second person."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from jiyue.engine.contracts import Todo, TodoItem
from jiyue.engine.messages import N_, Word
from jiyue.foundation.access import Actor
from jiyue.foundation.files.models import Disposal, EvidenceShare, ShareRows
from jiyue.foundation.rows import Rows


def asked(actor: Actor) -> ShareRows:
    """Shares that let the actor look today, where his roles still reach what he was asked to look at."""
    rows: ShareRows = EvidenceShare.objects.running().filter(account=actor.account)
    return rows if actor.limits("evidence.read").part else rows.none()


def proposed(actor: Actor) -> Rows:
    rows: Rows = Disposal.objects.reached(actor, "evidence.dispose").filter(decided_at=None)
    return rows.exclude(proposed_by=actor.account)


def to_look_at(actor: Actor, on: date) -> list[TodoItem]:
    return [
        TodoItem(
            Word(N_("Look at the evidence “{title}”"), {"title": one.evidence.title}),
            reverse("evidence-one", args=[one.evidence_id]),
            one.last_day,
            "soon",
        )
        for one in asked(actor).select_related("evidence").order_by("last_day", "pk")
    ]


def to_dispose(actor: Actor, on: date) -> list[TodoItem]:
    return [
        TodoItem(
            Word(N_("Disposal of the evidence “{title}”"), {"title": one.evidence.title}),
            reverse("evidence-one", args=[one.evidence_id]),
            None,
            "soon",
        )
        for one in proposed(actor).select_related("evidence").order_by("pk")
    ]


TODOS = [
    Todo(
        room="files",
        code="evidence-shared",
        title=N_("Evidence to look at"),
        count=lambda actor, on: asked(actor).count(),
        items=to_look_at,
    ),
    Todo(
        room="files",
        code="evidence-disposals",
        title=N_("Disposals to confirm"),
        count=lambda actor, on: proposed(actor).count(),
        items=to_dispose,
    ),
]
