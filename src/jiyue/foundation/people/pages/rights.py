"""Roles on posts, holders and deputies, and the hand-over when a person leaves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from jiyue.engine.messages import N_, translate
from jiyue.foundation.access import roles
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.people.actions import grants as deeds
from jiyue.foundation.people.actions.handover import LeftOpen, hand_over, left_open, posts_of
from jiyue.foundation.people.models import Account, Grant, Holding, Post
from jiyue.foundation.people.pages.accounts import here, reached
from jiyue.foundation.people.pages.kit import (
    DayField,
    Named,
    account_field,
    ask,
    choose,
    done,
    organisation_field,
    posted,
    role_choices,
    unit_field,
)
from jiyue.foundation.people.pages.posts import reached_post
from jiyue.foundation.ui.figures import day


def at(row: Post) -> tuple[str, list[tuple[str, str]]]:
    """The address of a post, and the way to it."""
    to = reverse("post", args=[row.pk])
    return to, [(translate(N_("Who holds which post")), reverse("posts")), (str(row), to)]


class GrantForm(forms.Form):
    role = forms.ChoiceField(label=N_("Role"), choices=role_choices)
    unit: Named = unit_field(label=N_("Over which unit, with all below it"))
    valid_from = DayField(label=N_("From"))
    valid_to = DayField(label=N_("Last day"), required=False, help_text=N_("Empty: without end"))


@page("accounts.manage")
def grant_new(request: ActorRequest, pk: int) -> HttpResponse:
    row = reached_post(request, pk, "accounts.manage")
    first = {"valid_from": timezone.localdate(), "unit": row.organisation.unit.code}
    form = GrantForm(posted(request), initial=first)
    choose(form, request)
    to, crumbs = at(row)

    def do(said: dict[str, Any]) -> HttpResponse:
        made = deeds.give_grant(request.actor, row, **said)
        words = N_("{post} has the role {role} over {unit}. You can end it here.")
        said_then = {"post": str(row), "role": roles()[made.role].title(), "unit": made.unit.name}
        return done(request, to, translate(words, said_then))

    return ask(
        request,
        form,
        do,
        heading=translate(N_("Which role does {name} need, and where?"), {"name": str(row)}),
        verb=translate(N_("Give the role")),
        back=to,
        crumbs=crumbs,
        facts=[translate(N_("Whoever holds the post has it; a successor takes it over."))],
    )


class HoldingForm(forms.Form):
    account: Named = account_field(label=N_("Holder or deputy"))
    kind = forms.ChoiceField(
        label=N_("As"), choices=lambda: [(c, translate(words)) for c, words in deeds.KIND_WORDS.items()]
    )
    valid_from = DayField(label=N_("From"))
    valid_to = DayField(label=N_("Last day"), required=False, help_text=N_("A deputy needs one"))
    reason = forms.CharField(label=N_("Reason"), max_length=200, required=False)


@page("accounts.manage")
def holding_new(request: ActorRequest, pk: int) -> HttpResponse:
    row = reached_post(request, pk, "accounts.manage")
    form = HoldingForm(posted(request), initial={"valid_from": timezone.localdate()})
    choose(form, request, "accounts.manage")
    to, crumbs = at(row)

    def do(said: dict[str, Any]) -> HttpResponse:
        made = deeds.name_holder(request.actor, row, **said)
        words = N_("{name} has {post} from {first} on. You can end it here.")
        said_then = {"name": made.account.name, "post": str(row), "first": day(made.valid_from)}
        return done(request, to, translate(words, said_then))

    return ask(
        request,
        form,
        do,
        heading=translate(N_("Who takes {name}?"), {"name": str(row)}),
        verb=translate(N_("Appoint")),
        back=to,
        crumbs=crumbs,
    )


class EndForm(forms.Form):
    last_day = DayField(label=N_("Last day"), help_text=N_("Yesterday: it ends at once"))


def _ending(request: ActorRequest, row: Grant | Holding, what: str, deed: Any) -> HttpResponse:
    to, crumbs = at(row.post)
    form = EndForm(posted(request), initial={"last_day": timezone.localdate() - timedelta(days=1)})

    def do(said: dict[str, Any]) -> HttpResponse:
        deed(request.actor, row, said["last_day"])
        return done(request, to, translate(N_("{what} ends. It stays in the history."), {"what": what}))

    return ask(
        request,
        form,
        do,
        heading=translate(N_("When does this end: {what}?"), {"what": what}),
        verb=translate(N_("End it")),
        back=to,
        crumbs=crumbs,
    )


@page("accounts.manage")
def grant_end(request: ActorRequest, pk: int) -> HttpResponse:
    rows = Grant.objects.reached(request.actor, "accounts.manage")
    row = get_object_or_404(rows.select_related("post__organisation", "unit"), pk=pk)
    what = f"{roles()[row.role].title()} · {row.unit.name}"
    return _ending(request, row, what, deeds.end_grant)


@page("accounts.manage")
def holding_end(request: ActorRequest, pk: int) -> HttpResponse:
    rows = Holding.objects.reached(request.actor, "accounts.manage")
    row = get_object_or_404(rows.select_related("post__organisation__unit", "account"), pk=pk)
    return _ending(request, row, f"{row.account.name} · {row.post}", deeds.end_holding)


class HandOver(forms.Form):
    """One field a post, then what becomes of the account."""

    last_day = DayField(label=N_("Last day"))
    moves_to: Named = organisation_field(
        label=N_("Moves to"), required=False, help_text=N_("Empty: the account is closed after the last day")
    )

    def __init__(self, *args: Any, held: list[Holding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = {h.post_id: h.post for h in held if h.kind == Holding.HOLDER}
        for key, post in self.posts.items():
            words = translate(N_("Who follows at {post}?"), {"post": str(post)})
            self.fields[f"post-{key}"] = account_field(label=words, required=False)
            self.fields[f"vacant-{key}"] = forms.BooleanField(
                label=translate(N_("{post} stays vacant"), {"post": str(post)}), required=False
            )
        self.order_fields([f for f in self.fields if f not in ("last_day", "moves_to")])

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        for key in self.posts:
            if bool(found.get(f"post-{key}")) == found.get(f"vacant-{key}") and not self.errors:
                words = N_("Name a successor, or say that the post stays vacant: one of the two.")
                self.add_error(f"post-{key}", translate(words))
        return found

    def successors(self) -> dict[int, Account | None]:
        return {key: self.cleaned_data[f"post-{key}"] for key in self.posts}


def work_of(waits: list[LeftOpen]) -> str:
    return "，".join(f"{translate(one.title)} {one.count}" for one in waits)


@page("accounts.manage")
def account_hand_over(request: ActorRequest, pk: int) -> HttpResponse:
    row = reached(request, pk, "accounts.manage")
    today: date = timezone.localdate()
    held = posts_of(row, today)
    form = HandOver(posted(request), held=held, initial={"last_day": today})
    choose(form, request, "accounts.manage")
    stands_in = [str(h.post) for h in held if h.kind == Holding.DEPUTY]
    to = reverse("account", args=[pk])
    waits = left_open(row, today)

    def do(said: dict[str, Any]) -> HttpResponse:
        hand_over(
            request.actor,
            row,
            last_day=said["last_day"],
            successors=form.successors(),
            moves_to=said["moves_to"],
        )
        if waits and not any(form.successors().values()):
            words = N_("Nobody follows: {work} wait until the posts are given to somebody.")
            messages.warning(request, translate(words, {"work": work_of(waits)}))
        words = N_("Handed over: {count} posts. The history of each post says to whom.")
        return done(request, to, translate(words, {"count": len(form.posts)}))

    facts = [translate(N_("{count} posts to hand over"), {"count": len(form.posts)})]
    if waits:
        facts.append(translate(N_("still open, and goes with the posts: {work}"), {"work": work_of(waits)}))
    if stands_in:
        names = {"names": ", ".join(stands_in)}
        facts.append(translate(N_("stands in at {names}: that ends on the same day"), names))
    return ask(
        request,
        form,
        do,
        heading=translate(N_("{name} leaves: who takes over what?"), {"name": row.name}),
        verb=translate(N_("Hand over")),
        back=to,
        crumbs=here(row),
        facts=facts,
    )
