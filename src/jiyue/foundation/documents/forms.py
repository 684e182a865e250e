"""Writing a document by hand: from the fields of a form to a paper, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms

from jiyue.engine.messages import N_
from jiyue.foundation.access import Actor
from jiyue.foundation.documents.outline import as_text, read_text
from jiyue.foundation.documents.paper import Attachment, Paper
from jiyue.foundation.documents.style import kinds, layout_of
from jiyue.foundation.units.models import Unit

AREA = {"rows": 3}
BODY = N_("One paragraph a line. Lines that begin with the number of a heading become headings.")
PEOPLE = N_("One a line.")


class PaperForm(forms.Form):
    """The parts that a person writes; number and date come with the issue."""

    kind = forms.ChoiceField(label=N_("Kind of document"))
    unit = forms.ModelChoiceField(Unit.objects.none(), label=N_("Unit"))
    letterhead = forms.CharField(
        label=N_("Red letterhead"), max_length=40, required=False, help_text=N_("Empty for plain paper.")
    )
    title = forms.CharField(
        label=N_("Title"),
        max_length=190,
        widget=forms.Textarea(AREA),
        help_text=N_("Break the line where the title should break."),
    )
    addressee = forms.CharField(label=N_("Addressed to"), max_length=300, required=False)
    body = forms.CharField(label=N_("Text"), widget=forms.Textarea({"rows": 16}), help_text=BODY)
    attachments = forms.CharField(
        label=N_("Attachments"),
        required=False,
        widget=forms.Textarea(AREA),
        help_text=N_("One title a line."),
    )
    signer = forms.CharField(label=N_("Signed by"), max_length=60)
    present = forms.CharField(
        label=N_("Present (minutes)"), required=False, widget=forms.Textarea(AREA), help_text=PEOPLE
    )
    absent = forms.CharField(
        label=N_("Excused (minutes)"), required=False, widget=forms.Textarea(AREA), help_text=PEOPLE
    )
    copies = forms.CharField(
        label=N_("Copies to"), required=False, widget=forms.Textarea(AREA), help_text=N_("One office a line.")
    )
    printer = forms.CharField(label=N_("Printed by"), max_length=60, required=False)
    fingerprint = forms.BooleanField(label=N_("Print the fingerprint of the data"), required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = list(kinds().items())
        self.fields["unit"].queryset = Unit.objects.reached(actor, "documents.draft")


LINES = ("present", "absent", "copies")


def paper_of(said: Mapping[str, Any], before: Paper | None = None) -> Paper:
    """The paper that a form says; what the form has no field for stays as it was."""
    given: dict[str, Any] = {name: tuple(_lines(said[name])) for name in LINES}
    for name in ("letterhead", "addressee", "signer", "printer", "fingerprint"):
        given[name] = said[name]
    return replace(
        before or Paper(""),
        title="\n".join(_lines(said["title"])),
        layout=layout_of(said["kind"]),
        blocks=read_text(said["body"]),
        attachments=tuple(Attachment(title) for title in _lines(said["attachments"])),
        **given,
    )


def initial_of(paper: Paper) -> dict[str, Any] | None:
    """What the form shows of a paper; None for one with tables or pictures, which rooms make themselves."""
    body = as_text(paper.blocks)
    if body is None or any(a.blocks for a in paper.attachments):
        return None
    shown = {name: "\n".join(getattr(paper, name)) for name in LINES}
    for name in ("letterhead", "addressee", "signer", "printer", "fingerprint", "title"):
        shown[name] = getattr(paper, name)
    return {**shown, "body": body, "attachments": "\n".join(a.title for a in paper.attachments)}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
