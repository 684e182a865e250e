"""Posts: who holds them, who stands in, which roles hang on them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from jiyue.engine.messages import N_, translate
from jiyue.foundation.access import roles
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.people.actions import organisations as deeds
from jiyue.foundation.people.models import Grant, Holding, Post, not_over, now_in
from jiyue.foundation.people.pages.kit import ask, done, history, posted, span
from jiyue.foundation.people.pages.organisations import STATES, Living, crumbs, reached
from jiyue.foundation.ui.filters import Search
from jiyue.foundation.ui.listing import Column, ListPage


class PostList(ListPage):
    name = "posts"
    address = "posts"
    permission = "people.read"
    title = N_("Who holds which post")
    columns = (
        Column("title", N_("Post"), to="post"),
        Column("organisation__name", N_("Organisation"), to="organisation", key="organisation_id"),
        Column("organisation__unit__name", N_("Unit")),
        Column("holder", N_("Holder")),
        Column("deputy", N_("Deputy")),
        Column("closed_on", N_("Closed on"), kind="day", shown=False),
    )
    filters = (
        Search("q", N_("Post or organisation"), fields=("title", "organisation__name")),
        Living("state", N_("State"), choices=STATES),
    )
    order = ("organisation__name", "title", "pk")
    empty = N_("No post is here yet. Open one on the page of its organisation.")

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        held = Holding.objects.filter(now_in(timezone.localdate()), post=OuterRef("pk"))
        found: QuerySet[Any] = Post.objects.reached(request.actor, self.permission)
        return found.annotate(
            holder=Subquery(held.filter(kind=Holding.HOLDER).values("account__name")[:1]),
            deputy=Subquery(held.filter(kind=Holding.DEPUTY).values("account__name")[:1]),
        )


class PostForm(forms.Form):
    title = forms.CharField(label=N_("Title of the post"), max_length=60)


def reached_post(request: HttpRequest, pk: int, permission: str = "people.read") -> Post:
    rows = Post.objects.reached(request.actor, permission)
    found: Post = get_object_or_404(rows.select_related("organisation__unit"), pk=pk)
    return found


@page("people.read")
def post(request: ActorRequest, pk: int) -> HttpResponse:
    row = reached_post(request, pk)
    where, today = row.organisation, timezone.localdate()
    living = row.closed_on is None
    state = STATES["open" if living else "closed"]
    actions = []
    if living and request.actor.may("people.manage", path=where.unit.path):
        actions += [
            (translate(N_("Rename")), reverse("post-edit", args=[pk]), False),
            (translate(N_("Close")), reverse("post-close", args=[pk]), False),
        ]
    grants = request.actor.may("accounts.manage", path=where.unit.path)
    if living and grants:
        actions += [
            (translate(N_("Give a role")), reverse("grant-new", args=[pk]), False),
            (translate(N_("Name a holder or deputy")), reverse("holding-new", args=[pk]), True),
        ]
    context = {
        "heading": str(row),
        "facts": [where.name, translate(state)],
        "crumbs": crumbs((where.name, reverse("organisation", args=[where.pk]))),
        "actions": actions,
        "holdings": [
            (h, span(h.valid_from, h.valid_to), h.valid_to is None or h.valid_to >= today)
            for h in row.holdings.select_related("account", "given_by")[:100]
        ],
        "grants": [
            (g, roles()[g.role].title() if g.role in roles() else g.role, span(g.valid_from, g.valid_to))
            for g in Grant.objects.filter(not_over(today), post=row).select_related("unit")
        ],
        "may_end": living and grants,
        "history": history(row.ref),
    }
    return render(request, "people/post.html", context)


@page("people.manage")
def post_new(request: ActorRequest, pk: int) -> HttpResponse:
    row = reached(request, pk, "people.manage")

    def do(said: dict[str, Any]) -> HttpResponse:
        made = deeds.open_post(request.actor, row, title=said["title"])
        words = N_("The post {name} is open. The security administrator gives it roles and a holder.")
        return done(request, reverse("post", args=[made.pk]), translate(words, {"name": made.title}))

    return ask(
        request,
        PostForm(posted(request)),
        do,
        heading=translate(N_("Which post is there in {name}?"), {"name": row.name}),
        verb=translate(N_("Open it")),
        back=reverse("organisation", args=[pk]),
        crumbs=crumbs((row.name, reverse("organisation", args=[pk]))),
    )


@page("people.manage")
def post_edit(request: ActorRequest, pk: int) -> HttpResponse:
    row = reached_post(request, pk, "people.manage")

    def do(said: dict[str, Any]) -> HttpResponse:
        deeds.rename_post(request.actor, row, title=said["title"])
        return done(request, reverse("post", args=[pk]), translate(N_("Saved.")))

    return ask(
        request,
        PostForm(posted(request), initial={"title": row.title}),
        do,
        heading=translate(N_("Correct {name}"), {"name": str(row)}),
        verb=translate(N_("Save")),
        back=reverse("post", args=[pk]),
        crumbs=crumbs((str(row), reverse("post", args=[pk]))),
    )


@page("people.manage")
def post_close(request: ActorRequest, pk: int) -> HttpResponse:
    row = reached_post(request, pk, "people.manage")

    def do(said: dict[str, Any]) -> HttpResponse:
        deeds.close_post(request.actor, row)
        words = translate(N_("{name} is closed; its past stays readable."), {"name": str(row)})
        return done(request, reverse("organisation", args=[row.organisation_id]), words)

    return ask(
        request,
        forms.Form(posted(request)),
        do,
        heading=translate(N_("Close {name}?"), {"name": str(row)}),
        verb=translate(N_("Close it")),
        back=reverse("post", args=[pk]),
        crumbs=crumbs((str(row), reverse("post", args=[pk]))),
    )
