"""Who may do what: everything that one account may on a day, through which post, and where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from jiyue.engine.messages import N_, translate
from jiyue.foundation.access import permissions, roles
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.people.models import Account, Grant, now_in
from jiyue.foundation.people.pages.accounts import here, reached
from jiyue.foundation.ui import figures

REACH_WORDS = {
    "all": N_("everything"),
    "unit": N_("{unit} and all below it"),
    "own": N_("what belongs to {organisation}"),
    "part": N_("where the account was asked to join"),
    "self": N_("one's own"),
}


@dataclass(frozen=True)
class May:
    """One line of the overview."""

    room: str
    title: str
    where: str
    role: str
    post: str


def lines(account: Account, day: date) -> list[May]:
    """Every permission that the posts of ``account`` give on ``day``, by room."""
    if account.last_day is not None and account.last_day < day:
        return []
    held = Grant.objects.filter(now_in(day), post__closed_on=None).filter(
        now_in(day, "post__holdings__"), post__holdings__account=account
    )
    found = []
    for grant in held.select_related("post__organisation", "unit").distinct():
        names = {"unit": grant.unit.name, "organisation": str(grant.post.organisation)}
        role = roles()[grant.role]
        for permission in permissions().values():
            if reach := permission.reach.get(grant.role):
                where = translate(REACH_WORDS[reach], names)
                found.append(May(permission.room, permission.title(), where, role.title(), str(grant.post)))
    order = {p.title(): i for i, p in enumerate(permissions().values())}
    return sorted(set(found), key=lambda m: (order[m.title], m.post, m.where))


@page("people.read")
def account_may(request: ActorRequest, pk: int) -> HttpResponse:
    row = reached(request, pk)
    try:
        day = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        day = timezone.localdate()
    found = lines(row, day)
    by_title = [(title, list(group)) for title, group in groupby(found, key=lambda m: m.title)]
    count = {"count": len(by_title), "day": figures.day(day)}
    context = {
        "heading": translate(N_("What may {name} do?"), {"name": row.name}),
        "facts": [translate(N_("{count} permissions on {day}"), count)],
        "crumbs": here(row),
        "permissions": by_title,
        "day": day,
        "back": reverse("account", args=[pk]),
    }
    return render(request, "people/may.html", context)
