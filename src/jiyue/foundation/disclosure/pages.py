"""Notices and objections as the office works on them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from jiyue.engine.messages import N_, translate
from jiyue.foundation.crypto.fields import masked
from jiyue.foundation.disclosure import actions, objecting
from jiyue.foundation.disclosure.clock import CLOCKS
from jiyue.foundation.disclosure.filters import Stage
from jiyue.foundation.disclosure.forms import AnswerForm, FindingForm, NoticeForm, ResultForm, StartForm
from jiyue.foundation.disclosure.models import (
    ACCEPTED,
    CLOSED,
    DRAFT,
    KINDS,
    OBJECTION_LAMPS,
    OBJECTION_STATES,
    PUBLISHED,
    RECEIVED,
    STAGE_LAMPS,
    STAGES,
    VERIFIED,
    Notice,
    Objection,
)
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.people.models import Organisation
from jiyue.foundation.seen import carrying, onward
from jiyue.foundation.ui.asking import Confirm, Reason, ask, given
from jiyue.foundation.ui.deeds import do_by_form, history_of
from jiyue.foundation.ui.figures import day, yes_no
from jiyue.foundation.ui.filters import Choice, Search
from jiyue.foundation.ui.listing import Column, ListPage

NOTICES = N_("Which notices stand, and until when")
OBJECTIONS = N_("Which objections wait for an answer")


class NoticeList(ListPage):
    name = "notices"
    address = "notices"
    permission = "notices.draft"
    title = NOTICES
    columns = (
        Column("title", N_("Title"), to="notice"),
        Column("kind", N_("Kind"), words=KINDS),
        Column("unit__name", N_("Unit")),
        Column("stands", N_("Stage"), kind="state", words=STAGES, lamps=STAGE_LAMPS),
        Column("start", N_("First day"), kind="day"),
        Column("last", N_("Last day"), kind="day"),
        Column("drafted_by__name", N_("Drafted by"), shown=False),
    )
    filters = (
        Search("q", N_("Title"), fields=("title",)),
        Choice("kind", N_("Kind"), choices=KINDS),
        Stage("stage", N_("Stage"), choices=STAGES),
    )
    order = ("-pk",)
    empty = N_("No notice yet. Draft one; somebody else publishes it.")

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        return Notice.objects.reached(request.actor, self.permission).standing(timezone.localdate())

    def actions(self, request: ActorRequest) -> list[tuple[str, str, bool]]:
        return [(translate(N_("Draft a notice")), reverse("notice-new"), True)]


class ObjectionList(ListPage):
    name = "objections"
    address = "objections"
    permission = "notices.answer"
    title = OBJECTIONS
    columns = (
        Column("pk", N_("Number"), to="objection"),
        Column("notice__title", N_("Notice"), to="objection"),
        Column("state", N_("State"), kind="state", words=OBJECTION_STATES, lamps=OBJECTION_LAMPS),
        Column("at", N_("Received at"), kind="day"),
        Column("due", N_("Answer due"), kind="day"),
        Column("named", N_("Named"), kind="yes"),
        Column("upheld", N_("Objection is right"), kind="yes", shown=False),
    )
    filters = (
        Search("q", N_("Notice or text"), fields=("notice__title", "text")),
        Choice("state", N_("State"), choices=OBJECTION_STATES),
    )
    order = ("due", "pk")
    empty = N_("No objection came in. They come from the public page of a notice that is open.")

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        return Objection.objects.reached(request.actor, self.permission)


def one_notice(request: ActorRequest, pk: int, permission: str) -> Notice:
    found = Notice.objects.reached(request.actor, permission).filter(pk=pk).first()
    if found is None:
        raise Http404
    return cast(Notice, found)


def one_objection(request: ActorRequest, pk: int) -> Objection:
    rows = Objection.objects.reached(request.actor, "notices.answer").select_related("notice")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return cast(Objection, found)


@page("notices.draft")
def notice(request: ActorRequest, pk: int) -> HttpResponse:
    found = one_notice(request, pk, "notices.draft")
    stage = found.stage(timezone.localdate())
    details = [
        (N_("Kind"), translate(KINDS[found.kind])),
        (N_("Unit"), found.unit),
        (N_("Organisation"), found.organisation),
        (N_("Length of the period"), f"{found.count} {translate(CLOCKS[found.clock])}"),
        (N_("First day"), day(found.start)),
        (N_("Last day"), day(found.last)),
        (N_("Document behind it"), found.document or "—"),
        (N_("Drafted by"), found.drafted_by or "—"),
        (N_("Published by"), found.published_by or "—"),
    ]
    context = {
        "heading": found.title,
        "crumbs": [(translate(NOTICES), reverse("notices"))],
        "notice": found,
        "lamp": STAGE_LAMPS[stage],
        "stage": translate(STAGES[stage]),
        "details": details,
        "objections": _objections(request, found),
        "history": history_of(found),
        "actions": _notice_deeds(request, found, stage),
    }
    return render(request, "disclosure/notice.html", context)


def _objections(request: ActorRequest, found: Notice) -> list[tuple[Objection, str, str]]:
    rows = Objection.objects.reached(request.actor, "notices.answer").filter(notice=found)
    return [(o, OBJECTION_LAMPS[o.state], translate(OBJECTION_STATES[o.state])) for o in rows]


def _notice_deeds(request: ActorRequest, found: Notice, stage: str) -> list[tuple[str, str, bool]]:
    path = {"path": found.unit.path, "organisation": found.organisation_id}
    may_publish = request.actor.may("notices.publish", **path)
    out = []
    if found.start:
        out.append((translate(N_("Public page")), reverse("public-notice", args=[found.pk]), False))
    if stage == DRAFT:
        out.append((translate(N_("Edit")), reverse("notice-edit", args=[found.pk]), False))
    if may_publish and found.state in (DRAFT, PUBLISHED):
        out.append((translate(N_("Withdraw")), reverse("notice-withdraw", args=[found.pk]), False))
    if may_publish and stage == DRAFT and found.drafted_by_id != request.actor.account:
        to = onward(reverse("notice-publish", args=[found.pk]), found)
        out.append((translate(N_("Publish")), to, True))
    if may_publish and stage == CLOSED:
        out.append((translate(N_("Announce the result")), reverse("notice-finish", args=[found.pk]), True))
    return out


@page("notices.draft")
def new(request: ActorRequest) -> HttpResponse:
    office = Organisation.objects.get(pk=request.actor.organisation)
    form = NoticeForm(request.actor, given(request), initial={"unit": office.unit_id})

    def act(said: dict[str, Any]) -> tuple[str, str]:
        made = actions.draft(
            request.actor, unit=said["unit"], organisation=office, said=said, document=said["document"]
        )
        words = N_("The draft is kept. Somebody else publishes it.")
        return translate(words), reverse("notice", args=[made.pk])

    return do_by_form(request, form, act, _writing(reverse("notices")))


@page("notices.draft")
def edit(request: ActorRequest, pk: int) -> HttpResponse:
    found = one_notice(request, pk, "notices.draft")
    to = reverse("notice", args=[found.pk])
    shown = {name: getattr(found, name) for name in actions.FIELDS}
    form = NoticeForm(request.actor, given(request), initial={**shown, "unit": found.unit_id})
    del form.fields["unit"], form.fields["document"]
    carrying(form, request, found)

    def act(said: dict[str, Any]) -> tuple[str, str]:
        actions.redraft(request.actor, found, said, seen=said["seen"])
        return translate(N_("The draft is changed.")), to

    return do_by_form(request, form, act, _writing(to))


def _writing(back: str) -> dict[str, Any]:
    return {
        "heading": translate(N_("What is put up for objections?")),
        "crumbs": [(translate(NOTICES), reverse("notices"))],
        "verb": translate(N_("Keep the draft")),
        "back": back,
    }


def _deed(
    request: ActorRequest, found: Notice, form: forms.Form, act: Callable[[dict[str, Any]], str], verb: str
) -> HttpResponse:
    crumbs = [(translate(NOTICES), reverse("notices"))]
    to = reverse("notice", args=[found.pk])
    return ask(request, form, act, verb=verb, title=found.title, crumbs=crumbs, back=to)


@page("notices.publish")
def publish(request: ActorRequest, pk: int) -> HttpResponse:
    found = one_notice(request, pk, "notices.publish")

    def act(said: dict[str, Any]) -> str:
        made = actions.publish(request.actor, found, said["start"], seen=said["seen"])
        words = N_("Published until {last}. It can be withdrawn with a reason, not changed.")
        return translate(words, {"last": day(made.last)})

    form = carrying(StartForm(given(request), initial={"start": timezone.localdate()}), request, found)
    return _deed(request, found, form, act, N_("Publish"))


@page("notices.publish")
def withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    found = one_notice(request, pk, "notices.publish")

    def act(said: dict[str, Any]) -> str:
        actions.withdraw(request.actor, found, said["reason"])
        return translate(N_("Withdrawn. The public reads the reason in its place."))

    return _deed(request, found, Reason(given(request)), act, N_("Withdraw"))


@page("notices.publish")
def finish(request: ActorRequest, pk: int) -> HttpResponse:
    found = one_notice(request, pk, "notices.publish")

    def act(said: dict[str, Any]) -> str:
        actions.finish(request.actor, found, said["result"])
        return translate(N_("The result is announced."))

    return _deed(request, found, ResultForm(given(request)), act, N_("Announce the result"))


@page("notices.answer")
def objection(request: ActorRequest, pk: int) -> HttpResponse:
    return _show(request, one_objection(request, pk))


def _show(request: ActorRequest, found: Objection, who: tuple[str, str] | None = None) -> HttpResponse:
    """An objection; name and contact masked unless they were revealed just now."""
    name, contact = who or (masked(found.name, (1, 0)), masked(found.contact))
    details = [
        (N_("Notice"), found.notice),
        (N_("State"), translate(OBJECTION_STATES[found.state])),
        (N_("Received at"), day(found.at)),
        (N_("Answer due"), day(found.due)),
        (N_("Name of the person"), name or translate(N_("anonymous"))),
        (N_("Contact"), contact or "—"),
        (N_("Text of the objection"), found.text),
        (N_("What was found"), found.finding or "—"),
        (N_("Objection is right"), yes_no(found.upheld)),
        (N_("Answer"), found.answer or "—"),
        (N_("Answered by"), found.answered_by or "—"),
        (N_("Published with the notice"), yes_no(found.released)),
    ]
    context = {
        "heading": translate(N_("What does objection {number} say?"), {"number": found.pk}),
        "crumbs": [(translate(OBJECTIONS), reverse("objections"))],
        "objection": found,
        "lamp": OBJECTION_LAMPS[found.state],
        "state": translate(OBJECTION_STATES[found.state]),
        "details": details,
        "history": history_of(found),
        "actions": _objection_deeds(request, found),
    }
    return render(request, "disclosure/objection.html", context)


def _objection_deeds(request: ActorRequest, found: Objection) -> list[tuple[str, str, bool]]:
    steps = {
        RECEIVED: [
            (N_("Do not accept"), "objection-decline", False),
            (N_("Accept"), "objection-accept", True),
        ],
        ACCEPTED: [(N_("Note what was found"), "objection-verify", True)],
        VERIFIED: [(N_("Answer"), "objection-answer", True)],
    }
    out = []
    unit, office = found.notice.unit.path, found.notice.organisation_id
    sealed = found.name or found.contact
    if sealed and request.actor.may("personal.reveal", path=unit, organisation=office):
        out.append((N_("Reveal who it is"), "objection-reveal", False))
    out += steps.get(found.state, [])
    return [(translate(words), reverse(name, args=[found.pk]), filled) for words, name, filled in out]


def _step(
    request: ActorRequest, found: Objection, form: forms.Form, act: Callable[[dict[str, Any]], str], verb: str
) -> HttpResponse:
    crumbs = [(translate(OBJECTIONS), reverse("objections"))]
    to = reverse("objection", args=[found.pk])
    return ask(request, form, act, verb=verb, title=found.notice.title, crumbs=crumbs, back=to)


@page("notices.answer")
def accept(request: ActorRequest, pk: int) -> HttpResponse:
    found = one_objection(request, pk)

    def act(said: dict[str, Any]) -> str:
        objecting.accept(request.actor, found)
        return translate(N_("Accepted. Note what was found, then somebody else answers."))

    return _step(request, found, Confirm(given(request)), act, N_("Accept"))


@page("notices.answer")
def decline(request: ActorRequest, pk: int) -> HttpResponse:
    found = one_objection(request, pk)

    def act(said: dict[str, Any]) -> str:
        objecting.decline(request.actor, found, said["reason"])
        return translate(N_("Not accepted. Whoever holds the receipt reads the reason."))

    return _step(request, found, Reason(given(request)), act, N_("Do not accept"))


@page("notices.answer")
def verify(request: ActorRequest, pk: int) -> HttpResponse:
    found = one_objection(request, pk)

    def act(said: dict[str, Any]) -> str:
        objecting.verify(request.actor, found, said["finding"])
        return translate(N_("Noted. Another person answers now."))

    return _step(request, found, FindingForm(given(request)), act, N_("Note what was found"))


@page("notices.answer")
def answer(request: ActorRequest, pk: int) -> HttpResponse:
    found = one_objection(request, pk)

    def act(said: dict[str, Any]) -> str:
        right = said["upheld"] == "yes"
        objecting.answer(request.actor, found, said["text"], upheld=right, release=said["release"])
        return translate(N_("Answered. Whoever holds the receipt reads the answer."))

    return _step(request, found, AnswerForm(given(request)), act, N_("Answer"))


@page("personal.reveal")
def reveal(request: ActorRequest, pk: int) -> HttpResponse:
    """Who objected, shown once and noted in the trail with the reason."""
    found = one_objection(request, pk)
    form = Reason(given(request))
    if request.method == "POST" and form.is_valid():
        return _show(request, found, objecting.reveal(request.actor, found, form.cleaned_data["reason"]))
    return _step(request, found, form, lambda said: "", N_("Reveal who it is"))
