"""What anybody reads and sends without signing in."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from jiyue.engine.messages import N_, translate
from jiyue.engine.problems import Problem, Refused
from jiyue.foundation.access import ANYBODY
from jiyue.foundation.disclosure import objecting
from jiyue.foundation.disclosure.filters import Stage
from jiyue.foundation.disclosure.forms import ObjectionForm, ReceiptForm
from jiyue.foundation.disclosure.models import (
    ANNOUNCED,
    CLOSED,
    FINISHED,
    KINDS,
    OBJECTION_LAMPS,
    OBJECTION_STATES,
    OPEN,
    STAGE_LAMPS,
    STAGES,
    WITHDRAWN,
    Notice,
)
from jiyue.foundation.documents.made import TYPES, make
from jiyue.foundation.documents.models import ISSUED
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.ui.asking import given
from jiyue.foundation.ui.figures import day
from jiyue.foundation.ui.filters import Choice, Search
from jiyue.foundation.ui.listing import Column, ListPage

TITLE = N_("What is put up for objections")
SHOWN = {code: STAGES[code] for code in (ANNOUNCED, OPEN, CLOSED, FINISHED, WITHDRAWN)}
RECEIPT = "receipt"


class PublicNotices(ListPage):
    name = "public-notices"
    address = "public/notices"
    permission = "notices.read"
    title = TITLE
    columns = (
        Column("title", N_("Title"), to="public-notice"),
        Column("kind", N_("Kind"), words=KINDS),
        Column("unit__name", N_("Unit")),
        Column("organisation__name", N_("Office that puts it up")),
        Column("stands", N_("Stage"), kind="state", words=STAGES, lamps=STAGE_LAMPS),
        Column("start", N_("First day"), kind="day"),
        Column("last", N_("Last day"), kind="day"),
    )
    filters = (
        Search("q", N_("Title or unit"), fields=("title", "unit__name")),
        Choice("kind", N_("Kind"), choices=KINDS),
        Stage("stage", N_("Stage"), choices=SHOWN),
    )
    order = ("-start", "-pk")
    empty = N_("Nothing is put up at present.")

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        rows = Notice.objects.reached(request.actor, self.permission)
        return cast("QuerySet[Any]", rows.public().standing(timezone.localdate()))

    def actions(self, request: ActorRequest) -> list[tuple[str, str, bool]]:
        return [(translate(N_("Look up my objection")), reverse("public-receipt"), False)]


def one(pk: int) -> Notice:
    found = Notice.objects.public().select_related("unit", "organisation", "document").filter(pk=pk).first()
    if found is None:
        raise Http404
    return cast(Notice, found)


def crumbs() -> list[tuple[str, str]]:
    return [(translate(TITLE), reverse("public-notices"))]


@page("notices.read")
def notice(request: ActorRequest, pk: int) -> HttpResponse:
    found = one(pk)
    stage = found.stage(timezone.localdate())
    actions = [(translate(N_("Look up my objection")), reverse("public-receipt"), False)]
    if stage == OPEN:
        actions.append((translate(N_("Raise an objection")), reverse("public-object", args=[found.pk]), True))
    context = {
        "heading": found.title,
        "facts": [str(found.organisation), str(found.unit), translate(KINDS[found.kind])],
        "crumbs": crumbs(),
        "notice": found,
        "stage": translate(STAGES[stage]),
        "code": stage,
        "lamp": STAGE_LAMPS[stage],
        "paragraphs": [line for line in found.text.splitlines() if line.strip()],
        "document": found.document if found.document and found.document.state == ISSUED else None,
        "answers": found.objections.released(),
        "actions": actions,
    }
    return render(request, "disclosure/public_notice.html", context)


@page("notices.read")
def document(request: ActorRequest, pk: int) -> HttpResponse:
    """The document behind a notice, for everybody."""
    found = one(pk).document
    if found is None or found.state != ISSUED:
        raise Http404
    return HttpResponse(make(found, "pdf"), content_type=TYPES["pdf"])


@page("notices.object")
def objecting_to(request: ActorRequest, pk: int) -> HttpResponse:
    """The form of an objection; the receipt is shown on the page after it, once."""
    found = one(pk)
    form = ObjectionForm(given(request))
    problems: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("text", "name", "contact")}
        address = request.META.get("REMOTE_ADDR", "")
        try:
            _, receipt = objecting.raise_objection(ANYBODY, found, **said, address=address)
        except Refused as refused:
            problems = refused.problems
        else:
            request.session[RECEIPT] = (receipt, found.title, day(timezone.localdate()))
            return HttpResponseRedirect(reverse("public-received"))
    context = {
        "heading": translate(N_("Objection to {title}"), {"title": found.title}),
        "facts": [translate(N_("until {last}"), {"last": day(found.last)})],
        "crumbs": [*crumbs(), (found.title, reverse("public-notice", args=[found.pk]))],
        "form": form,
        "problems": problems,
        "verb": translate(N_("Send the objection")),
        "back": reverse("public-notice", args=[found.pk]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "disclosure/public_object.html", context, status=status)


@page("notices.object")
def received(request: ActorRequest) -> HttpResponse:
    """The receipt number: shown once, to be printed or written down."""
    kept = request.session.pop(RECEIPT, None)
    if kept is None:
        return HttpResponseRedirect(reverse("public-receipt"))
    receipt, title, on = kept
    context = {
        "heading": translate(N_("Your objection has been received")),
        "crumbs": crumbs(),
        "receipt": receipt,
        "title": title,
        "on": on,
    }
    return render(request, "disclosure/public_received.html", context)


@page("notices.read")
def by_receipt(request: ActorRequest) -> HttpResponse:
    """What became of an objection, for whoever holds its receipt."""
    form = ReceiptForm(given(request))
    context: dict[str, Any] = {
        "heading": translate(N_("What became of my objection?")),
        "crumbs": crumbs(),
        "form": form,
        "verb": translate(N_("Look up")),
    }
    if request.method == "POST" and form.is_valid():
        try:
            found = objecting.by_receipt(form.cleaned_data["receipt"])
        except Refused as refused:
            context["problems"] = refused.problems
        else:
            context |= {"asked": True, "found": found}
            if found:
                context |= {
                    "lamp": OBJECTION_LAMPS[found.state],
                    "state": translate(OBJECTION_STATES[found.state]),
                }
    return render(request, "disclosure/public_receipt.html", context)
