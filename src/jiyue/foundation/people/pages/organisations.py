"""Organisations of every department, and enterprises that are admitted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from jiyue.engine.messages import N_, translate
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.people.actions import enterprises
from jiyue.foundation.people.actions import organisations as deeds
from jiyue.foundation.people.models import SECTORS, Account, Holding, Organisation
from jiyue.foundation.people.pages.kit import (
    Named,
    ask,
    choose,
    done,
    history,
    organisation_field,
    posted,
    unit_field,
)
from jiyue.foundation.ui.figures import day
from jiyue.foundation.ui.filters import Choice, Search
from jiyue.foundation.ui.listing import Column, ListPage

Crumbs = list[tuple[str, str]]
STATES = {"open": N_("in being"), "closed": N_("closed")}


class Living(Choice):
    """Open rows, or closed ones."""

    def apply(self, rows: QuerySet[Any], said: str) -> QuerySet[Any]:
        return rows.filter(closed_on__isnull=said == "open")


def crumbs(*more: tuple[str, str]) -> Crumbs:
    return [(translate(OrganisationList.title), reverse("organisations")), *more]


class OrganisationList(ListPage):
    name = "organisations"
    address = "organisations"
    permission = "people.read"
    title = N_("Which organisations take part")
    columns = (
        Column("name", N_("Name"), to="organisation"),
        Column("sector", N_("Kind"), words=SECTORS),
        Column("unit__name", N_("Unit")),
        Column("parent__name", N_("Superior"), shown=False),
        Column("n_posts", N_("Posts"), kind="number"),
        Column("n_people", N_("Accounts"), kind="number"),
        Column("closed_on", N_("Closed on"), kind="day"),
    )
    filters = (
        Search("q", N_("Name or unit"), fields=("name", "short", "unit__name")),
        Choice("sector", N_("Kind"), choices=SECTORS),
        Living("state", N_("State"), choices=STATES),
    )
    order = ("unit__code", "name", "pk")
    empty = N_("No organisation is here yet. The system administrator opens the first one.")

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        today = timezone.localdate()
        living = Q(accounts__last_day=None) | Q(accounts__last_day__gte=today)
        found: QuerySet[Any] = Organisation.objects.reached(request.actor, self.permission)
        return found.annotate(
            n_posts=Count("posts", filter=Q(posts__closed_on=None), distinct=True),
            n_people=Count("accounts", filter=living, distinct=True),
        )

    def actions(self, request: ActorRequest) -> list[tuple[str, str, bool]]:
        found = []
        if request.actor.can("enterprises.admit"):
            found.append((translate(N_("Admit an enterprise")), reverse("enterprise-new"), False))
        if request.actor.can("people.manage"):
            found.append((translate(N_("Open an organisation")), reverse("organisation-new"), True))
        return found


class OrganisationForm(forms.Form):
    name = forms.CharField(label=N_("Full name"), max_length=120)
    short = forms.CharField(label=N_("Short name"), max_length=40, required=False)
    sector = forms.ChoiceField(
        label=N_("Kind"), choices=lambda: [(c, translate(words)) for c, words in SECTORS.items()]
    )
    unit: Named = unit_field(label=N_("Unit that it belongs to"))
    parent: Named = organisation_field(label=N_("Superior organisation"), required=False)


def reached(request: ActorRequest, pk: int, permission: str = "people.read") -> Organisation:
    rows = Organisation.objects.reached(request.actor, permission).select_related("unit", "parent")
    found: Organisation = get_object_or_404(rows, pk=pk)
    return found


@page("people.read")
def organisation(request: ActorRequest, pk: int) -> HttpResponse:
    row = reached(request, pk)
    today = timezone.localdate()
    manage = row.closed_on is None and request.actor.may("people.manage", path=row.unit.path)
    actions = []
    if manage:
        actions = [
            (translate(N_("Correct")), reverse("organisation-edit", args=[pk]), False),
            (translate(N_("Close")), reverse("organisation-close", args=[pk]), False),
            (translate(N_("Open a post")), reverse("post-new", args=[pk]), True),
        ]
    if row.closed_on is None and request.actor.may("accounts.manage", path=row.unit.path):
        actions.append((translate(N_("Open an account")), reverse("account-new", args=[pk]), True))
    holder = Holding.objects.on(today).filter(post=OuterRef("pk"), kind=Holding.HOLDER)
    context = {
        "heading": row.name,
        "facts": [translate(SECTORS[row.sector]), row.unit.name],
        "crumbs": crumbs(),
        "actions": actions,
        "details": [
            (N_("Short name"), row.short or day(None)),
            (N_("Superior organisation"), str(row.parent or day(None))),
            (N_("Closed on"), day(row.closed_on)),
        ],
        "posts": row.posts.living().annotate(holder=Subquery(holder.values("account__name")[:1])),
        "accounts": Account.objects.living(today).filter(organisation=row)[:200],
        "history": history(row.ref),
    }
    return render(request, "people/organisation.html", context)


@page("people.manage")
def organisation_new(request: ActorRequest) -> HttpResponse:
    form = OrganisationForm(posted(request))
    choose(form, request, "people.manage")

    def do(said: dict[str, Any]) -> HttpResponse:
        made = deeds.open_organisation(request.actor, **said)
        words = translate(N_("{name} is open. Open its posts next."), {"name": made.name})
        return done(request, reverse("organisation", args=[made.pk]), words)

    return ask(
        request,
        form,
        do,
        heading=translate(N_("Which organisation joins?")),
        verb=translate(N_("Open it")),
        back=reverse("organisations"),
        crumbs=crumbs(),
    )


@page("people.manage")
def organisation_edit(request: ActorRequest, pk: int) -> HttpResponse:
    row = reached(request, pk, "people.manage")
    first = {
        "name": row.name,
        "short": row.short,
        "sector": row.sector,
        "parent": row.parent.name if row.parent else "",
    }
    form = OrganisationForm(posted(request), initial=first)
    del form.fields["unit"]
    choose(form, request, "people.manage")

    def do(said: dict[str, Any]) -> HttpResponse:
        deeds.change_organisation(request.actor, row, **said)
        return done(request, reverse("organisation", args=[pk]), translate(N_("Saved.")))

    return ask(
        request,
        form,
        do,
        heading=translate(N_("Correct {name}"), {"name": row.name}),
        verb=translate(N_("Save")),
        back=reverse("organisation", args=[pk]),
        crumbs=crumbs((row.name, reverse("organisation", args=[pk]))),
    )


@page("people.manage")
def organisation_close(request: ActorRequest, pk: int) -> HttpResponse:
    row = reached(request, pk, "people.manage")

    def do(said: dict[str, Any]) -> HttpResponse:
        deeds.close_organisation(request.actor, row)
        words = translate(N_("{name} is closed; its past stays readable."), {"name": row.name})
        return done(request, reverse("organisations"), words)

    return ask(
        request,
        forms.Form(posted(request)),
        do,
        heading=translate(N_("Close {name}?"), {"name": row.name}),
        verb=translate(N_("Close it")),
        back=reverse("organisation", args=[pk]),
        crumbs=crumbs((row.name, reverse("organisation", args=[pk]))),
    )


class EnterpriseForm(forms.Form):
    name = forms.CharField(label=N_("Full name"), max_length=120)
    unit: Named = unit_field(label=N_("Town, zone or county where it is"))


@page("enterprises.admit")
def enterprise_new(request: ActorRequest) -> HttpResponse:
    form = EnterpriseForm(posted(request))
    choose(form, request)

    def do(said: dict[str, Any]) -> HttpResponse:
        account = enterprises.admit_enterprise(request.actor, **said)
        words = translate(N_("{name} is admitted. Give it a link to come in."), {"name": account.name})
        return done(request, reverse("account", args=[account.pk]), words)

    return ask(
        request,
        form,
        do,
        heading=translate(N_("Which enterprise will report?")),
        verb=translate(N_("Admit it")),
        back=reverse("organisations"),
        crumbs=crumbs(),
    )
