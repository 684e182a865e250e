"""Accounts: the list, one account, and what the security administrator does with it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Case, OuterRef, QuerySet, Subquery, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from jiyue.engine.messages import N_, translate
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.people.actions import accounts as deeds
from jiyue.foundation.people.actions.enterprises import SECTOR
from jiyue.foundation.people.models import Account, Holding, OneTimeLink, now_in
from jiyue.foundation.people.pages.kit import ask, done, history, posted, span
from jiyue.foundation.people.pages.organisations import reached as reached_organisation
from jiyue.foundation.ui.figures import day, yes_no
from jiyue.foundation.ui.filters import Choice, Search
from jiyue.foundation.ui.listing import Column, ListPage

STATES = {"open": N_("open"), "leaving": N_("leaving"), "closed": N_("closed")}
LAMPS = {"open": "good", "leaving": "mind", "closed": "idle"}


class AccountList(ListPage):
    name = "accounts"
    address = "accounts"
    permission = "people.read"
    title = N_("Who has an account")
    columns = (
        Column("username", N_("User name"), to="account"),
        Column("name", N_("Name of the person")),
        Column("organisation__name", N_("Organisation"), to="organisation", key="organisation_id"),
        Column("post", N_("Post")),
        Column("state", N_("State"), kind="state", words=STATES, lamps=LAMPS),
        Column("last_login", N_("Last signed in"), kind="day"),
        Column("last_day", N_("Last day"), kind="day", shown=False),
    )
    filters = (
        Search("q", N_("Name or organisation"), fields=("username", "name", "organisation__name")),
        Choice("state", N_("State"), choices=STATES),
    )
    order = ("username",)
    empty = N_("No account is here yet. Open one on the page of its organisation.")

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        today = timezone.localdate()
        held = Holding.objects.filter(now_in(today), account=OuterRef("pk"), kind=Holding.HOLDER)
        found: QuerySet[Any] = Account.objects.reached(request.actor, self.permission)
        return found.annotate(
            post=Subquery(held.values("post__title")[:1]),
            state=Case(
                When(last_day__lt=today, then=Value("closed")),
                When(last_day__isnull=False, then=Value("leaving")),
                default=Value("open"),
            ),
        )

    def actions(self, request: ActorRequest) -> list[tuple[str, str, bool]]:
        if not request.actor.can("accounts.manage"):
            return []
        return [(translate(N_("Find by telephone number")), reverse("account-find"), False)]


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(translate(AccountList.title), reverse("accounts")), *more]


def here(row: Account) -> list[tuple[str, str]]:
    return crumbs((row.name, reverse("account", args=[row.pk])))


def reached(request: ActorRequest, pk: int, permission: str = "people.read") -> Account:
    rows = Account.objects.reached(request.actor, permission).select_related("organisation__unit")
    found: Account = get_object_or_404(rows, pk=pk)
    return found


def state_of(row: Account) -> str:
    return "closed" if not row.is_active else "open" if row.last_day is None else "leaving"


@page("people.read")
def account(request: ActorRequest, pk: int) -> HttpResponse:
    row = reached(request, pk)
    where, today = row.organisation, timezone.localdate()
    path = where.unit.path
    manages = request.actor.may("accounts.manage", path=path) and pk != request.actor.account
    watches = manages or pk == request.actor.account or request.actor.may("audit.read", path=path)
    held = Holding.objects.filter(account=row).not_over(today).select_related("post__organisation")
    links = OneTimeLink.objects.open().filter(account=row)
    state = state_of(row)
    context = {
        "row": row,
        "heading": row.name,
        "facts": [row.username, where.name],
        "crumbs": crumbs(),
        "actions": [(translate(N_("What may this account do?")), reverse("account-may", args=[pk]), False)],
        "lamp": (LAMPS[state], translate(STATES[state])),
        "details": [
            (N_("Organisation"), where.name),
            (N_("Telephone"), row.masked_phone or day(None)),
            (N_("E-mail"), row.email or day(None)),
            (N_("Last day"), day(row.last_day)),
            (N_("Last signed in"), day(row.last_login)),
            (N_("Second step"), yes_no(bool(row.totp))),
            (N_("Single sign-on"), yes_no(bool(row.subject))),
        ],
        "held": [(h, span(h.valid_from, h.valid_to)) for h in held],
        "links": links,
        "manages": manages,
        "admits": where.sector == SECTOR and request.actor.may("enterprises.admit", path=path),
        "reveals": bool(row.phone) and request.actor.may("personal.reveal", path=path),
        "history": history(row.ref) if watches else None,
    }
    return render(request, "people/account.html", context)


class AccountForm(forms.Form):
    username = forms.CharField(label=N_("User name"), max_length=60, help_text=N_("Used to sign in"))
    name = forms.CharField(label=N_("Name of the person"), max_length=60)
    phone = forms.CharField(label=N_("Telephone"), max_length=30, required=False)
    email = forms.EmailField(label=N_("E-mail"), max_length=120, required=False)


@page("accounts.manage")
def account_new(request: ActorRequest, pk: int) -> HttpResponse:
    where = reached_organisation(request, pk, "people.read")

    def do(said: dict[str, Any]) -> HttpResponse:
        made = deeds.open_account(request.actor, organisation=where, **said)
        words = N_("The account of {name} is open. Name it to a post, and give it an invitation.")
        return done(request, reverse("account", args=[made.pk]), translate(words, {"name": made.name}))

    return ask(
        request,
        AccountForm(posted(request)),
        do,
        heading=translate(N_("Who joins {name}?"), {"name": where.name}),
        verb=translate(N_("Open the account")),
        back=reverse("organisation", args=[pk]),
        crumbs=crumbs(),
    )


@page("accounts.manage")
def account_edit(request: ActorRequest, pk: int) -> HttpResponse:
    row = reached(request, pk, "accounts.manage")
    form = AccountForm(posted(request), initial={"name": row.name, "email": row.email})
    del form.fields["username"]
    form.fields["phone"].help_text = N_("Empty: stays as it is")

    def do(said: dict[str, Any]) -> HttpResponse:
        phone = said["phone"] or None
        deeds.change_account(request.actor, row, name=said["name"], email=said["email"], phone=phone)
        return done(request, reverse("account", args=[pk]), translate(N_("Saved.")))

    return ask(
        request,
        form,
        do,
        heading=translate(N_("Correct {name}"), {"name": row.name}),
        verb=translate(N_("Save")),
        back=reverse("account", args=[pk]),
        crumbs=here(row),
    )


class PhoneForm(forms.Form):
    phone = forms.CharField(label=N_("Telephone number"), max_length=30)


@page("accounts.manage")
def account_find(request: ActorRequest) -> HttpResponse:
    """Accounts with a telephone number. It is sent, not put into the address, where others would see it."""
    form = PhoneForm(posted(request))
    found = None
    if request.method == "POST" and form.is_valid():
        rows = Account.objects.reached(request.actor, "accounts.manage").select_related("organisation")
        found = rows.with_phone(form.cleaned_data["phone"])
    context = {
        "form": form,
        "found": found,
        "heading": translate(N_("Whose telephone number is it?")),
        "verb": translate(N_("Query")),
        "back": reverse("accounts"),
        "crumbs": crumbs(),
    }
    return render(request, "people/find.html", context)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=N_("Reason"), max_length=200, help_text=N_("Stands in the audit trail with your name")
    )


@page("personal.reveal")
def account_phone(request: ActorRequest, pk: int) -> HttpResponse:
    row = reached(request, pk, "personal.reveal")

    def do(said: dict[str, Any]) -> HttpResponse:
        number = deeds.reveal_phone(request.actor, row, said["reason"])
        context = {
            "heading": translate(N_("The telephone number of {name}"), {"name": row.name}),
            "label": translate(N_("Telephone number")),
            "shown": number,
            "back": reverse("account", args=[pk]),
            "crumbs": here(row),
            "help": translate(N_("That you looked at it stands in the audit trail.")),
        }
        return render(request, "people/shown_once.html", context)

    return ask(
        request,
        ReasonForm(posted(request)),
        do,
        heading=translate(N_("Why do you need the telephone number of {name}?"), {"name": row.name}),
        verb=translate(N_("Show it")),
        back=reverse("account", args=[pk]),
        crumbs=here(row),
    )
