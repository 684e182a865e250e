"""Asking somebody from outside, such as an expert or a supervision organ, to look at a piece of evidence."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define
from jiyue.foundation.access import permissions
from jiyue.foundation.action import Deed, action
from jiyue.foundation.files.actions import held
from jiyue.foundation.files.models import Evidence, EvidenceShare
from jiyue.foundation.people.models import Account, Grant, now_in

NOT_TO_BE_ASKED = define(
    "SHARE_NOT_TO_BE_ASKED",
    N_("{who} is nobody who is asked to look at single pieces of evidence of {unit}."),
    N_("Choose an expert or a member of a supervision organ whose grant covers the unit."),
)
OVER = define(
    "SHARE_DAY_PAST",
    N_("{value} is over."),
    N_("Choose today or a later day as the last one."),
)


def askable(path: str) -> QuerySet[Account]:
    """Who reads only evidence that he was asked to look at, by a grant that covers the unit at ``path``."""
    today = timezone.localdate()
    reach = permissions()["evidence.read"].reach
    grants = Grant.objects.filter(
        now_in(today),
        role__in=[role for role, far in reach.items() if far == "part"],
        unit__in=[int(key) for key in path.split("/") if key],
        post__closed_on=None,
    )
    holders = grants.filter(now_in(today, "post__holdings__")).values("post__holdings__account")
    return Account.objects.filter(Q(last_day=None) | Q(last_day__gte=today), pk__in=holders)


@action(
    "evidence.share", N_("{who} asked {account} to look at the evidence “{title}” until {last}: {reason}")
)
def share(deed: Deed, evidence: Evidence, account: Account, last_day: date, reason: str) -> EvidenceShare:
    """Let ``account`` see the evidence, its file and its passages until ``last_day``."""
    found = held(deed, evidence)
    if last_day < timezone.localdate():
        raise Refused(OVER(field="last_day", value=last_day.isoformat()))
    if not askable(found.unit.path).filter(pk=account.pk).exists():
        raise Refused(NOT_TO_BE_ASKED(field="account", who=account.name, unit=found.unit.name))
    made: EvidenceShare = EvidenceShare.objects.create(
        evidence=found,
        account=account,
        last_day=last_day,
        reason=deed.because(reason)[:300],
        by_id=deed.actor.account,
    )
    deed.says(found, account, title=found.title, account=account.name, last=last_day)
    return made


@action("evidence.share", N_("{who} let {account} look at the evidence “{title}” no more"))
def end_share(deed: Deed, shared: EvidenceShare) -> None:
    """From now on, not from tomorrow."""
    found = held(deed, shared.evidence, open_only=False)
    kept = EvidenceShare.objects.select_for_update().get(pk=shared.pk)
    deed.says(found, kept.account, title=found.title, account=kept.account.name)
    if kept.ended_at is not None:
        deed.nothing_happened()
        return
    kept.ended_at = timezone.now()
    kept.save(update_fields=["ended_at"])
