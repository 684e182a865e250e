"""Evidence of a row of another room, for its detail page (template ``files/of_row.html``)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from jiyue.foundation.access import Actor
from jiyue.foundation.files.models import Evidence


@dataclass(frozen=True)
class OfRow:
    """What a template shows: the pieces that the actor may see, and where to add one."""

    ref: str
    pieces: list[Evidence]
    add: str


def evidence_of(ref: str, actor: Actor, label: str = "", back: str = "") -> OfRow:
    """The living evidence of the row ``ref`` that ``actor`` may see, the newest first.

    Put it into the context of a detail page as ``evidence``. ``label`` says what the row is; ``back`` is the
    address to return to after adding.
    """
    found = Evidence.objects.reached(actor, "evidence.read").living().of(ref).select_related("file")
    add = ""
    if actor.can("evidence.add"):
        asked = {"ref": ref, "label": label, "back": back}
        add = f"{reverse('evidence-add')}?{urlencode({k: v for k, v in asked.items() if v})}"
    return OfRow(ref, list(found.prefetch_related("passages")), add)
