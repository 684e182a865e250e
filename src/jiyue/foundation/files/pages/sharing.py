"""Asking somebody to look at a piece of evidence, and ending it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from jiyue.engine.messages import N_, translate
from jiyue.foundation.files import sharing
from jiyue.foundation.files.models import DISPOSED, WITHDRAWN, Evidence, EvidenceShare
from jiyue.foundation.files.pages.kit import address_of, back_to, crumbs
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.people.models import Account
from jiyue.foundation.ui.asking import Reason, ask, given
from jiyue.foundation.ui.deeds import day_field


class AccountField(forms.ModelChoiceField):
    def label_from_instance(self, account: Account) -> str:
        return f"{account.name}（{account.organisation.name}）"


class ShareForm(Reason):
    account = AccountField(
        Account.objects.none(),
        label=N_("Who is asked"),
        help_text=N_("Experts and members of supervision organs whose grant covers the unit."),
    )
    last_day = day_field(N_("Last day"))
    field_order = ("account", "last_day", "reason")

    def __init__(self, found: Evidence, *args: Any) -> None:
        super().__init__(*args)
        people = sharing.askable(found.unit.path).select_related("organisation")
        self.fields["account"].queryset = people.order_by("organisation__name", "name")


def shown(request: ActorRequest, found: Evidence) -> dict[str, Any]:
    """What the page of the evidence says of it."""
    here = {"path": found.unit.path, "organisation": found.organisation_id}
    may = request.actor.may("evidence.share", **here)
    running = found.shares.running().select_related("account__organisation")
    return {
        "may_share": may and found.state not in (WITHDRAWN, DISPOSED),
        "may_end_share": may and found.state != DISPOSED,
        "shares": running if may else running.filter(account=request.actor.account),
    }


@page("evidence.share")
def share(request: ActorRequest, key: int) -> HttpResponse:
    found: Evidence = get_object_or_404(Evidence.objects.reached(request.actor, "evidence.share"), pk=key)

    def act(said: dict[str, Any]) -> str:
        sharing.share(request.actor, found, said["account"], said["last_day"], said["reason"])
        return translate(N_("Asked: it stands in the inbox there. It can be ended on this page."))

    return ask(
        request,
        ShareForm(found, given(request)),
        act,
        verb=N_("Ask somebody to look"),
        title=found.title,
        crumbs=crumbs(),
        back=address_of(found),
    )


@page("evidence.share")
@require_POST
def end(request: ActorRequest, key: int) -> HttpResponse:
    found = get_object_or_404(EvidenceShare.objects.reached(request.actor, "evidence.share"), pk=key)
    sharing.end_share(request.actor, found)
    return back_to(found.evidence, translate(N_("Ended; ask again to undo.")), request)
