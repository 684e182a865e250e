"""What lets a person in or keeps one out: invitations, resets, unlocking, closing, links of enterprises."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from jiyue.engine.messages import N_, translate
from jiyue.foundation.access import Actor
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.people.actions import accounts as deeds
from jiyue.foundation.people.actions import enterprises
from jiyue.foundation.people.models import Account
from jiyue.foundation.people.pages.accounts import ReasonForm, here, reached
from jiyue.foundation.people.pages.kit import DayField, ask, done, posted
from jiyue.foundation.policy import security


def _confirm(
    request: ActorRequest,
    row: Account,
    do: Callable[[dict[str, Any]], HttpResponse],
    *,
    heading: str,
    verb: str,
    form: forms.Form | None = None,
    facts: tuple[str, ...] = (),
) -> HttpResponse:
    """Ask once more, on a page of its own."""
    return ask(
        request,
        forms.Form(posted(request)) if form is None else form,
        do,
        heading=translate(heading, {"name": row.name}),
        verb=translate(verb),
        back=reverse("account", args=[row.pk]),
        crumbs=here(row),
        facts=[translate(fact) for fact in facts],
    )


def _link(request: ActorRequest, row: Account, name: str, key: str) -> HttpResponse:
    """Show a link this once; nobody can read it again, since only its digest is kept."""
    hours = {"hours": security("link_hours")}
    context = {
        "heading": translate(N_("Copy the link for {name} now: it is not shown again"), {"name": row.name}),
        "facts": [translate(N_("It works once, within {hours} hours"), hours)],
        "label": translate(N_("Link")),
        "shown": request.build_absolute_uri(reverse(name, args=[key])),
        "back": reverse("account", args=[row.pk]),
        "crumbs": here(row),
        "help": translate(N_("Give it to this person only, in a way that others do not read.")),
    }
    return render(request, "people/shown_once.html", context)


def _giving(
    permission: str, deed: Callable[[Actor, Account], str], name: str, heading: str, verb: str, fact: str
) -> Callable[..., HttpResponse]:
    """A page that gives a link after asking."""

    @page(permission)
    def view(request: ActorRequest, pk: int) -> HttpResponse:
        row = reached(request, pk, permission)

        def do(said: dict[str, Any]) -> HttpResponse:
            return _link(request, row, name, deed(request.actor, row))

        return _confirm(request, row, do, heading=heading, verb=verb, facts=(fact,))

    return view


account_invite = _giving(
    "accounts.manage",
    deeds.invite,
    "welcome",
    N_("Give {name} an invitation?"),
    N_("Make the link"),
    N_("A link given before stops working."),
)
account_reset = _giving(
    "accounts.manage",
    deeds.reset_password,
    "welcome",
    N_("Reset the password of {name}?"),
    N_("Reset it"),
    N_("The present password and all sessions end at once; the person sets a new one by a link."),
)
enterprise_link = _giving(
    "enterprises.admit",
    enterprises.give_enterprise_link,
    "come-in",
    N_("Give {name} a one-time link?"),
    N_("Make the link"),
    N_("A link given before stops working."),
)


def _simple(
    permission: str,
    deed: Callable[[Actor, Account], None],
    heading: str,
    verb: str,
    said_then: str,
    fact: str = "",
) -> Callable[..., HttpResponse]:
    """A page that does one deed after asking."""

    @page(permission)
    def view(request: ActorRequest, pk: int) -> HttpResponse:
        row = reached(request, pk, permission)

        def do(said: dict[str, Any]) -> HttpResponse:
            deed(request.actor, row)
            words = translate(said_then, {"name": row.name})
            return done(request, reverse("account", args=[pk]), words)

        return _confirm(request, row, do, heading=heading, verb=verb, facts=(fact,) if fact else ())

    return view


account_revoke = _simple(
    "accounts.manage",
    deeds.revoke_invitation,
    N_("Revoke the invitation of {name}?"),
    N_("Revoke it"),
    N_("The link of {name} does not work any more. You can give a new one."),
)
enterprise_revoke = _simple(
    "enterprises.admit",
    enterprises.revoke_enterprise_link,
    N_("Revoke the one-time link of {name}?"),
    N_("Revoke it"),
    N_("The link of {name} does not work any more. You can give a new one."),
)
account_unlock = _simple(
    "accounts.manage",
    deeds.unlock,
    N_("Let {name} try to sign in again?"),
    N_("Unlock"),
    N_("{name} can sign in again."),
)
account_unlink = _simple(
    "accounts.manage",
    deeds.unlink,
    N_("Unlink {name} from the single sign-on?"),
    N_("Unlink"),
    N_("{name} can link the account again after signing in with the password."),
)
account_reopen = _simple(
    "accounts.manage",
    deeds.reopen_account,
    N_("Open the account of {name} again?"),
    N_("Open it again"),
    N_("{name} can sign in again. Name the account to its posts."),
    N_("Posts that were handed over stay where they are."),
)


@page("accounts.manage")
def account_second_step(request: ActorRequest, pk: int) -> HttpResponse:
    row = reached(request, pk, "accounts.manage")

    def do(said: dict[str, Any]) -> HttpResponse:
        deeds.drop_second_step(request.actor, row, said["reason"])
        words = translate(N_("{name} signs in with the password alone, and can turn the code on again."))
        return done(request, reverse("account", args=[pk]), words.format(name=row.name))

    return _confirm(
        request,
        row,
        do,
        heading=N_("Take the second step off the account of {name}?"),
        verb=N_("Take it off"),
        form=ReasonForm(posted(request)),
        facts=(N_("For a person who lost the telephone. Make sure that it is this person who asks."),),
    )


class CloseForm(forms.Form):
    last_day = DayField(label=N_("Last day"), help_text=N_("Yesterday: the account is closed at once"))


@page("accounts.manage")
def account_close(request: ActorRequest, pk: int) -> HttpResponse:
    row = reached(request, pk, "accounts.manage")
    yesterday = timezone.localdate() - timedelta(days=1)

    def do(said: dict[str, Any]) -> HttpResponse:
        deeds.close_account(request.actor, row, said["last_day"])
        words = translate(N_("The account of {name} is closed. You can open it again here."))
        return done(request, reverse("account", args=[pk]), words.format(name=row.name))

    return _confirm(
        request,
        row,
        do,
        heading=N_("Close the account of {name}?"),
        verb=N_("Close it"),
        form=CloseForm(posted(request), initial={"last_day": yesterday}),
        facts=(N_("Its posts stay vacant. Hand over instead when somebody follows."),),
    )
