"""Disposing of evidence whose retention is over."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from jiyue.engine.messages import N_, translate
from jiyue.foundation.files import disposal
from jiyue.foundation.files.models import Disposal, Evidence
from jiyue.foundation.files.pages.kit import address_of, back_to, crumbs
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.ui.asking import Reason, ask, given


def shown(request: ActorRequest, found: Evidence) -> dict[str, Any]:
    """What the page of the evidence says of it."""
    here = {"path": found.unit.path, "organisation": found.organisation_id}
    may = request.actor.may("evidence.dispose", **here)
    told = list(found.disposals.select_related("proposed_by", "decided_by"))
    open_one = next((one for one in told if one.decided_at is None), None)
    due = Evidence.objects.due(timezone.localdate()).filter(pk=found.pk).exists()
    return {
        "disposals": told,
        "may_propose": may and due and open_one is None,
        "may_decide": may and open_one is not None,
        "may_dispose": may and open_one is not None and open_one.proposed_by_id != request.actor.account,
    }


@page("evidence.dispose")
def propose(request: ActorRequest, key: int) -> HttpResponse:
    found: Evidence = get_object_or_404(Evidence.objects.reached(request.actor, "evidence.dispose"), pk=key)

    def act(said: dict[str, Any]) -> str:
        disposal.propose(request.actor, found, said["reason"])
        return translate(N_("Proposed. Somebody else confirms it; until then it can be declined."))

    return _ask(request, found, act, N_("Propose disposal"))


@page("evidence.dispose")
@require_POST
def confirm(request: ActorRequest, key: int) -> HttpResponse:
    found = _proposal(request, key)
    made = disposal.confirm(request.actor, found, seen=request.POST.get("seen", ""))
    words = N_("Disposed of: the content is removed and cannot be brought back; the fingerprint stays.")
    return back_to(made, translate(words), request)


@page("evidence.dispose")
def decline(request: ActorRequest, key: int) -> HttpResponse:
    found = _proposal(request, key)

    def act(said: dict[str, Any]) -> str:
        disposal.decline(request.actor, found, said["reason"])
        return translate(N_("Declined: the evidence is kept on. Its disposal can be proposed again."))

    return _ask(request, found.evidence, act, N_("Decline the disposal"))


def _proposal(request: ActorRequest, key: int) -> Disposal:
    rows = Disposal.objects.reached(request.actor, "evidence.dispose").select_related("evidence")
    found: Disposal = get_object_or_404(rows, pk=key)
    return found


def _ask(request: ActorRequest, found: Evidence, act: Any, verb: str) -> HttpResponse:
    form = Reason(given(request))
    back = address_of(found)
    return ask(request, form, act, verb=verb, title=found.title, crumbs=crumbs(), back=back)
