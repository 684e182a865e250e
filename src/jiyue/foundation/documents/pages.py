"""Documents: the list, one document with its pages as pictures, and what may be done with it."""

from __future__ import annotations

import io
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from jiyue.engine.messages import N_, translate
from jiyue.foundation.documents import actions
from jiyue.foundation.documents.forms import PaperForm, initial_of, paper_of
from jiyue.foundation.documents.made import TYPES, Form, make
from jiyue.foundation.documents.models import CHECKED, DRAFT, ISSUED, LAMPS, STATES, Document, NumberPrefix
from jiyue.foundation.documents.paper import short
from jiyue.foundation.documents.style import KindWords, kinds
from jiyue.foundation.files import pdfs
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.people.models import Organisation
from jiyue.foundation.seen import carrying, onward
from jiyue.foundation.ui.asking import Confirm, Reason, ask, given
from jiyue.foundation.ui.deeds import day_field, do_by_form, history_of
from jiyue.foundation.ui.filters import Choice, Day, Search
from jiyue.foundation.ui.listing import Column, ListPage

DPI = 110
TITLE = N_("Which documents are under way, and which in force")


class DocumentList(ListPage):
    name = "documents"
    address = "documents"
    permission = "documents.read"
    title = TITLE
    columns = (
        Column("number", N_("Document number"), to="document"),
        Column("title", N_("Title"), to="document"),
        Column("kind", N_("Kind"), words=KindWords()),
        Column("unit__name", N_("Unit")),
        Column("organisation__name", N_("Issued by"), shown=False),
        Column("state", N_("State"), kind="state", words=STATES, lamps=LAMPS),
        Column("issued_on", N_("Issued on"), kind="day"),
        Column("drafted_by__name", N_("Drafted by")),
        Column("hash", N_("Fingerprint"), shown=False),
    )
    filters = (
        Search("q", N_("Title or number"), fields=("title", "number")),
        Choice("kind", N_("Kind"), choices=lambda request: kinds()),
        Choice("state", N_("State"), choices=STATES),
        Day("from", N_("Issued from"), lookup="issued_on__gte"),
        Day("to", N_("Issued until"), lookup="issued_on__lte"),
    )
    order = ("-pk",)
    empty = N_("No document yet. Draft one here, or let a room make it from its rows.")

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        return Document.objects.reached(request.actor, self.permission)

    def actions(self, request: ActorRequest) -> list[tuple[str, str, bool]]:
        found = []
        if request.actor.can("documents.issue"):
            found.append((translate(N_("Document numbers")), reverse("document-prefixes"), False))
        if request.actor.can("documents.draft"):
            found.append((translate(N_("Draft a document")), reverse("document-new"), True))
        return found


class PrefixList(ListPage):
    name = "document-prefixes"
    address = "documents/numbers"
    permission = "documents.issue"
    title = N_("How documents are numbered")
    columns = (
        Column("organisation__name", N_("Organisation")),
        Column("kind", N_("Kind"), words=KindWords()),
        Column("prefix", N_("Prefix")),
    )
    order = ("organisation__name", "kind")
    crumbs = ((TITLE, "documents"),)
    empty = N_("No prefix yet. Set one for each kind before the first document is issued.")

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        return NumberPrefix.objects.reached(request.actor, self.permission)

    def actions(self, request: ActorRequest) -> list[tuple[str, str, bool]]:
        return [(translate(N_("Set a prefix")), reverse("document-prefix"), True)]


def one(request: ActorRequest, pk: int, permission: str) -> Document:
    found = Document.objects.reached(request.actor, permission).filter(pk=pk).first()
    if found is None:
        raise Http404
    return cast(Document, found)


@page("documents.read")
def document(request: ActorRequest, pk: int) -> HttpResponse:
    found = one(request, pk, "documents.read")
    later = found.superseded_by.first()
    details = [
        (N_("Document number"), found.number or translate(N_("given when it is issued"))),
        (N_("Kind"), kinds()[found.kind]),
        (N_("State"), translate(STATES[found.state])),
        (N_("Unit"), found.unit),
        (N_("Organisation"), found.organisation),
        (N_("Drafted by"), found.drafted_by or "—"),
        (N_("Checked by"), found.checked_by or "—"),
        (N_("Signed off by"), found.issued_by or "—"),
    ]
    if found.reason:
        details.append((N_("Reason"), found.reason))
    if found.hash:
        details.append((N_("Fingerprint of the data"), short(found.hash)))
    context = {
        "heading": found.title,
        "crumbs": [(translate(TITLE), reverse("documents"))],
        "document": found,
        "lamp": LAMPS[found.state],
        "state": translate(STATES[found.state]),
        "details": details,
        "later": later,
        "pages": range(1, page_count(found) + 1),
        "history": history_of(found),
        "actions": deeds(request, found),
    }
    return render(request, "documents/document.html", context)


def deeds(request: ActorRequest, found: Document) -> list[tuple[str, str, bool]]:
    """What may be done now; the next step of its way is the filled one."""
    path = {"path": found.unit.path, "organisation": found.organisation_id}
    may_issue = request.actor.may("documents.issue", **path)
    own = found.drafted_by_id == request.actor.account
    out = [(f".{form}", reverse("document-as", args=[found.pk, form]), False) for form in TYPES]
    if request.actor.may("documents.draft", **path):
        if found.state in (DRAFT, CHECKED) and initial_of(found.said()) is not None:
            out.append((translate(N_("Edit")), reverse("document-edit", args=[found.pk]), False))
        if found.state == ISSUED:
            out.append((translate(N_("Supersede")), reverse("document-supersede", args=[found.pk]), False))
    if may_issue and found.state in (DRAFT, CHECKED, ISSUED):
        out.append((translate(N_("Withdraw")), reverse("document-withdraw", args=[found.pk]), False))
    if may_issue and not own and found.state in (DRAFT, CHECKED):
        out.append((translate(N_("Send back")), reverse("document-back", args=[found.pk]), False))
        step = (
            ("document-check", N_("Let it pass")) if found.state == DRAFT else ("document-issue", N_("Issue"))
        )
        out.append((translate(step[1]), onward(reverse(step[0], args=[found.pk]), found), True))
    return out


def page_count(found: Document) -> int:
    with pdfs.opened(make(found, "pdf"), found.title) as pdf:
        return len(pdf)


@page("documents.read")
def as_picture(request: ActorRequest, pk: int, number: int) -> HttpResponse:
    """One page of the document as a picture."""
    found = one(request, pk, "documents.read")
    with pdfs.opened(make(found, "pdf"), found.title) as pdf:
        picture = pdf[number - 1].render(scale=DPI / 72).to_pil().copy() if 1 <= number <= len(pdf) else None
    if picture is None:
        raise Http404
    out = io.BytesIO()
    picture.save(out, "png", optimize=True)
    return HttpResponse(out.getvalue(), content_type="image/png")


@page("documents.read")
def as_file(request: ActorRequest, pk: int, kind: str) -> HttpResponse:
    """The document as .docx or PDF."""
    found = one(request, pk, "documents.read")
    answer = HttpResponse(make(found, cast(Form, kind)), content_type=TYPES[kind])
    name = f"document-{found.pk}-{found.hash[:8] or found.state}.{kind}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@page("documents.draft")
def new(request: ActorRequest) -> HttpResponse:
    return write(request, None, None)


@page("documents.draft")
def edit(request: ActorRequest, pk: int) -> HttpResponse:
    return write(request, one(request, pk, "documents.draft"), None)


@page("documents.draft")
def supersede(request: ActorRequest, pk: int) -> HttpResponse:
    """A new draft that begins with the words of the document it is to supersede."""
    return write(request, None, one(request, pk, "documents.draft"))


def write(request: ActorRequest, found: Document | None, older: Document | None) -> HttpResponse:
    """The form for a new draft, for one that is there, or for the successor of ``older``."""
    source = found or older
    office = Organisation.objects.get(pk=request.actor.organisation)
    shown: dict[str, Any] = {"signer": office.name, "printer": office.name, "unit": office.unit_id}
    if source:
        shown = {**shown, **(initial_of(source.said()) or {}), "kind": source.kind, "unit": source.unit_id}
    form = PaperForm(request.actor, given(request), initial=shown)
    if found:
        carrying(form, request, found)

    def act(said: dict[str, Any]) -> tuple[str, str]:
        if found:
            made = actions.redraft(request.actor, found, paper_of(said, found.said()), seen=said["seen"])
        else:
            made = actions.draft(
                request.actor,
                kind=said["kind"],
                organisation=office,
                unit=said["unit"],
                paper=paper_of(said),
                supersedes=older,
            )
        words = N_("The draft is kept. Somebody else checks it before it is issued.")
        return translate(words), reverse("document", args=[made.pk])

    context = {
        "heading": translate(N_("What does the document say?")),
        "crumbs": [(translate(TITLE), reverse("documents"))],
        "verb": translate(N_("Keep the draft")),
        "back": reverse("document", args=[source.pk]) if source else reverse("documents"),
    }
    return do_by_form(request, form, act, context)


class On(forms.Form):
    on = day_field(N_("Date of the document"))


@page("documents.issue")
def check(request: ActorRequest, pk: int) -> HttpResponse:
    found = one(request, pk, "documents.issue")

    def act(said: dict[str, Any]) -> str:
        actions.check(request.actor, found, seen=said["seen"])
        return translate(N_("Checked. It can be issued now; until then it can be sent back."))

    form = carrying(Confirm(given(request)), request, found)
    return deed(request, found, form, act, N_("Let it pass"))


@page("documents.issue")
def issue(request: ActorRequest, pk: int) -> HttpResponse:
    found = one(request, pk, "documents.issue")

    def act(said: dict[str, Any]) -> str:
        made = actions.issue(request.actor, found, said["on"], seen=said["seen"])
        words = N_("Issued as {number}. It stays as it is; it can be superseded or withdrawn.")
        return translate(words, {"number": made.number})

    form = carrying(On(given(request), initial={"on": timezone.localdate()}), request, found)
    return deed(request, found, form, act, N_("Issue"))


@page("documents.issue")
def send_back(request: ActorRequest, pk: int) -> HttpResponse:
    found = one(request, pk, "documents.issue")

    def act(said: dict[str, Any]) -> str:
        actions.send_back(request.actor, found, said["reason"])
        return translate(N_("Sent back to the drafter with your reason."))

    return deed(request, found, Reason(given(request)), act, N_("Send back"))


@page("documents.issue")
def withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    found = one(request, pk, "documents.issue")

    def act(said: dict[str, Any]) -> str:
        actions.withdraw(request.actor, found, said["reason"])
        return translate(N_("Withdrawn. Its number stays used, and what it said stays readable."))

    return deed(request, found, Reason(given(request)), act, N_("Withdraw"))


def deed(request: ActorRequest, found: Document, form: forms.Form, act: Any, verb: str) -> HttpResponse:
    """A page that asks for one deed on a document."""
    crumbs = [(translate(TITLE), reverse("documents"))]
    to = reverse("document", args=[found.pk])
    return ask(request, form, act, verb=verb, title=found.title, crumbs=crumbs, back=to)


class PrefixForm(forms.Form):
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=N_("Organisation"))
    kind = forms.ChoiceField(label=N_("Kind"))
    prefix = forms.CharField(
        label=N_("Prefix"),
        max_length=40,
        help_text=N_("What stands before the year. Kinds with the same prefix share one sequence."),
    )

    def __init__(self, request: ActorRequest) -> None:
        super().__init__(given(request), initial={"organisation": request.actor.organisation})
        self.fields["organisation"].queryset = Organisation.objects.reached(request.actor, "documents.issue")
        self.fields["kind"].choices = list(kinds().items())


@page("documents.issue")
def prefix(request: ActorRequest) -> HttpResponse:
    def act(said: dict[str, Any]) -> tuple[str, str]:
        actions.set_prefix(request.actor, said["organisation"], said["kind"], said["prefix"])
        return translate(N_("The prefix is set; set it again to change it.")), reverse("document-prefixes")

    context = {
        "heading": translate(N_("What do the numbers begin with?")),
        "crumbs": [(translate(PrefixList.title), reverse("document-prefixes"))],
        "verb": translate(N_("Set the prefix")),
        "back": reverse("document-prefixes"),
    }
    return do_by_form(request, PrefixForm(request), act, context)
