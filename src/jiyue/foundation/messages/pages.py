"""Messages: the inbox, one message, and what is on its way out of the house."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from jiyue.engine.messages import N_, translate
from jiyue.foundation.messages import actions
from jiyue.foundation.messages.forms import MessageForm
from jiyue.foundation.messages.models import (
    OUT_LAMPS,
    OUT_STATES,
    READ_STATES,
    SENT,
    Message,
    Outgoing,
)
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.ui.asking import Confirm, ask, given
from jiyue.foundation.ui.deeds import do_by_form
from jiyue.foundation.ui.figures import day
from jiyue.foundation.ui.filters import Choice, Search
from jiyue.foundation.ui.listing import Column, ListPage

TITLE = N_("What was I told")
WAYS = {"mail": N_("e-mail"), "webhook": N_("group robot")}
OUTBOX = N_("What is on its way out")


def inbox(request: ActorRequest) -> QuerySet[Any]:
    """The messages to the reader, with whether they were read."""
    account = request.actor.account or 0
    rows = Message.objects.to(account, timezone.localdate()).with_reading(account)
    return cast("QuerySet[Any]", rows)


def _sentence(row: Mapping[str, Any]) -> str:
    sentence, params = row["sentence"], row["params"]
    return translate(sentence, {**params, "who": row["who"]} if params else None)


class MessageList(ListPage):
    name = "messages"
    address = "messages"
    permission = "messages.read"
    title = TITLE
    columns = (
        Column(
            "sentence",
            N_("Message"),
            say=_sentence,
            needs=("params", "who"),
            to="message",
            sortable=False,
        ),
        Column("who", N_("From whom")),
        Column("at", N_("Time"), kind="day"),
        Column(
            "reading", N_("State"), kind="state", words=READ_STATES, lamps={"unread": "mind", "read": "idle"}
        ),
    )
    filters = (
        Search("q", N_("Words"), fields=("sentence", "text", "params", "who")),
        Choice("reading", N_("State"), choices=READ_STATES),
    )
    order = ("-at", "-pk")
    empty = N_("No message yet. Rooms write here when something needs you.")

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        return inbox(request)

    def actions(self, request: ActorRequest) -> list[tuple[str, str, bool]]:
        if request.actor.can("messages.send"):
            return [(translate(N_("Write a message")), reverse("message-new"), True)]
        return []


class OutgoingList(ListPage):
    name = "messages-out"
    address = "messages/out"
    permission = "messages.manage"
    title = OUTBOX
    columns = (
        Column("pk", N_("Number"), to="message-again"),
        Column("adapter", N_("Way"), words=WAYS),
        Column("state", N_("State"), kind="state", words=OUT_STATES, lamps=OUT_LAMPS),
        Column("tries", N_("Tries"), kind="number"),
        Column("next_at", N_("Next try"), kind="day"),
        Column("error", N_("What went wrong")),
        Column("sent_at", N_("Sent at"), kind="day"),
    )
    filters = (Choice("state", N_("State"), choices=OUT_STATES),)
    order = ("-pk",)
    crumbs = ((TITLE, "messages"),)
    empty = N_("Nothing is on its way. Set JIYUE_MAIL_URL or JIYUE_WEBHOOK_URL to let messages leave.")

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        return Outgoing.objects.reached(request.actor, self.permission)


@page("messages.read")
def message(request: ActorRequest, pk: int) -> HttpResponse:
    """One message; opening it marks it as read."""
    found = inbox(request).filter(pk=pk).first()
    if found is None:
        raise Http404
    actions.mark_read(request.actor, found)
    context = {
        "heading": found.spoken(),
        "facts": [f for f in (found.who, day(found.at)) if f],
        "crumbs": [(translate(TITLE), reverse("messages"))],
        "message": found,
        "actions": [(translate(N_("Open what it is about")), found.link, True)] if found.link else [],
    }
    return render(request, "inapp/message.html", context)


@page("messages.send")
def new(request: ActorRequest) -> HttpResponse:
    form = MessageForm(request.actor, given(request))

    def act(said: dict[str, Any]) -> tuple[str, str]:
        to = actions.ToAccount(said["account"])
        actions.send(request.actor, to, said["subject"], text=said["text"])
        return translate(N_("The message is in the inbox of {name}."), {"name": to.account.name}), reverse(
            "messages"
        )

    context = {
        "heading": translate(N_("What should be said, and to whom?")),
        "crumbs": [(translate(TITLE), reverse("messages"))],
        "verb": translate(N_("Send")),
        "back": reverse("messages"),
    }
    return do_by_form(request, form, act, context)


@page("messages.manage")
def again(request: ActorRequest, pk: int) -> HttpResponse:
    found = (
        Outgoing.objects.reached(request.actor, "messages.manage").filter(pk=pk).exclude(state=SENT).first()
    )
    if found is None:
        raise Http404

    def act(said: dict[str, Any]) -> str:
        actions.try_again(request.actor, found)
        return translate(N_("It is tried again with the next delivery."))

    crumbs = [(translate(OUTBOX), reverse("messages-out"))]
    title = translate(N_("message {number}"), {"number": found.pk})
    back = reverse("messages-out")
    return ask(
        request, Confirm(given(request)), act, verb=N_("Try again"), title=title, crumbs=crumbs, back=back
    )
