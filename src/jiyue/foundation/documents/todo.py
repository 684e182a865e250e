"""Documents in the inbox: drafts to check, checked ones to issue, one's own that were sent back."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.urls import reverse

from jiyue.engine.contracts import Todo, TodoItem
from jiyue.engine.messages import N_, Word
from jiyue.foundation.access import Actor
from jiyue.foundation.documents.models import CHECKED, DRAFT, Document, DocumentRows

WORDS = {
    DRAFT: N_("Check {title}"),
    CHECKED: N_("Issue {title}"),
    "back": N_("Sent back: {title}"),
}


def waiting(actor: Actor) -> DocumentRows:
    """What others drafted and the actor may pass or issue, and what came back to the actor."""
    rows: DocumentRows = Document.objects.reached(actor, "documents.issue")
    others = rows.filter(state__in=(DRAFT, CHECKED), reason="").exclude(drafted_by=actor.account)
    back = Q(state=DRAFT, drafted_by=actor.account) & ~Q(reason="")
    found: DocumentRows = Document.objects.filter(Q(pk__in=others.values("pk")) | back)
    return found


def items(actor: Actor, on: date) -> list[TodoItem]:
    return [
        TodoItem(
            Word(WORDS["back" if d.reason else d.state], {"title": d.title}),
            reverse("document", args=[d.pk]),
            None,
            "normal",
        )
        for d in waiting(actor)
    ]


def count(actor: Actor, on: date) -> int:
    return waiting(actor).count()


TODOS = [
    Todo(room="documents", code="documents", title=N_("Documents on their way"), count=count, items=items)
]
