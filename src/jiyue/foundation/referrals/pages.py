"""Referrals: the list, one referral, and what the receiving room does with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from jiyue.engine.messages import N_, translate
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.referrals import actions
from jiyue.foundation.referrals.models import LAMPS, SENT, STATES, STILL_OPEN, TAKEN, Referral
from jiyue.foundation.referrals.rooms import ROOMS
from jiyue.foundation.ui.asking import Confirm, Reason, ask, given
from jiyue.foundation.ui.deeds import history_of
from jiyue.foundation.ui.figures import day
from jiyue.foundation.ui.filters import Choice, Search
from jiyue.foundation.ui.listing import Column, ListPage

TITLE = N_("Which matters were handed over, and to whom")


class ReferralList(ListPage):
    name = "referrals"
    address = "referrals"
    permission = "referrals.read"
    title = TITLE
    columns = (
        Column("pk", N_("Number"), to="referral"),
        Column("what", N_("Matter"), to="referral"),
        Column("from_room", N_("Handed over from"), words=ROOMS),
        Column("to_room", N_("Handed over to"), words=ROOMS),
        Column("unit__name", N_("Unit")),
        Column("state", N_("State"), kind="state", words=STATES, lamps=LAMPS),
        Column("deadline", N_("Deadline"), kind="day"),
        Column("sent_at", N_("Handed over at"), kind="day"),
        Column("sent_by__name", N_("By whom"), shown=False),
    )
    filters = (
        Search("q", N_("Matter"), fields=("what", "unit__name")),
        Choice("to", N_("Handed over to"), choices=lambda request: dict(ROOMS), lookup="to_room"),
        Choice("state", N_("State"), choices=STATES),
    )
    order = ("-pk",)
    empty = N_("Nothing was handed over. Rooms hand matters to each other from their own pages.")

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        return Referral.objects.reached(request.actor, self.permission)


def one(request: ActorRequest, pk: int, permission: str) -> Referral:
    found = Referral.objects.reached(request.actor, permission).filter(pk=pk).first()
    if found is None:
        raise Http404
    return cast(Referral, found)


@page("referrals.read")
def referral(request: ActorRequest, pk: int) -> HttpResponse:
    found = one(request, pk, "referrals.read")
    details = [
        (N_("Matter"), found.what),
        (N_("Handed over from"), ROOMS[found.from_room]),
        (N_("Handed over to"), ROOMS[found.to_room]),
        (N_("Unit"), found.unit),
        (N_("Handed over by"), found.sent_by or "—"),
        (N_("Handed over at"), day(found.sent_at)),
        (N_("Deadline"), day(found.deadline)),
        (N_("Evidence"), translate(N_("{count} pieces"), {"count": len(found.evidence)})),
        (N_("Taken up by"), found.taken_by or "—"),
        (N_("Answer or reason"), found.answer or "—"),
        (N_("Answered by"), found.answered_by or "—"),
    ]
    context = {
        "heading": str(found),
        "crumbs": [(translate(TITLE), reverse("referrals"))],
        "lamp": LAMPS[found.state],
        "state": translate(STATES[found.state]),
        "details": details,
        "history": history_of(found),
        "actions": deeds(request, found),
    }
    return render(request, "referrals/referral.html", context)


def deeds(request: ActorRequest, found: Referral) -> list[tuple[str, str, bool]]:
    where = {"path": found.unit.path, "organisation": found.organisation_id}
    if found.state not in STILL_OPEN or not request.actor.may("referrals.take", **where):
        return []
    steps = {SENT: (N_("Take up"), "referral-take"), TAKEN: (N_("Answer"), "referral-answer")}
    words, name = steps[found.state]
    return [
        (translate(N_("Return it")), reverse("referral-return", args=[found.pk]), False),
        (translate(words), reverse(name, args=[found.pk]), True),
    ]


class AnswerForm(forms.Form):
    text = forms.CharField(label=N_("What came of it"), widget=forms.Textarea({"rows": 5}))


def _deed(
    request: ActorRequest, found: Referral, form: forms.Form, act: Callable[[dict[str, Any]], str], verb: str
) -> HttpResponse:
    crumbs = [(translate(TITLE), reverse("referrals"))]
    to = reverse("referral", args=[found.pk])
    return ask(request, form, act, verb=verb, title=str(found), crumbs=crumbs, back=to)


@page("referrals.take")
def take(request: ActorRequest, pk: int) -> HttpResponse:
    found = one(request, pk, "referrals.take")

    def act(said: dict[str, Any]) -> str:
        actions.take(request.actor, found)
        return translate(N_("Taken up. Answer it, or return it with the reason."))

    return _deed(request, found, Confirm(given(request)), act, N_("Take up"))


@page("referrals.take")
def answer(request: ActorRequest, pk: int) -> HttpResponse:
    found = one(request, pk, "referrals.take")

    def act(said: dict[str, Any]) -> str:
        actions.answer(request.actor, found, said["text"])
        return translate(N_("Answered. The room that handed it over sees the answer."))

    return _deed(request, found, AnswerForm(given(request)), act, N_("Answer"))


@page("referrals.take")
def give_back(request: ActorRequest, pk: int) -> HttpResponse:
    found = one(request, pk, "referrals.take")

    def act(said: dict[str, Any]) -> str:
        actions.give_back(request.actor, found, said["reason"])
        return translate(N_("Returned with your reason."))

    return _deed(request, found, Reason(given(request)), act, N_("Return it"))
