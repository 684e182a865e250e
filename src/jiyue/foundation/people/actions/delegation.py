"""A holder lets a colleague stand in for some days: the whole post, never more, never longer."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define
from jiyue.foundation.action import Deed, action
from jiyue.foundation.people import checks
from jiyue.foundation.people.actions.grants import OVER_ALREADY, hold
from jiyue.foundation.people.models import Account, Holding, Post
from jiyue.foundation.people.separation import hold_still
from jiyue.foundation.policy import security

NOT_YOURS = define(
    "POST_NOT_YOURS",
    N_("You do not hold {value} through all of these days, and so you cannot delegate it."),
    N_("Choose days within your own time; a deputy cannot delegate further."),
)
TOO_LONG = define(
    "DELEGATION_TOO_LONG",
    N_("These are {days} days; a delegation lasts {most} days or less."),
    N_("Choose an earlier last day, or ask the security administrator to name a holder."),
)
ELSEWHERE = define(
    "DEPUTY_ELSEWHERE",
    N_("{who} belongs to {organisation}, not to the organisation of the post."),
    N_("Choose a colleague, or ask the security administrator to name a deputy from elsewhere."),
)
YOURSELF = define("DEPUTY_YOURSELF", N_("You hold this post yourself."), N_("Choose a colleague."))


@action("posts.delegate", N_("{who} delegated {thing} to {account} from {day} {until}: {reason}"))
def delegate(
    deed: Deed, post: Post, account: Account, *, valid_from: date, valid_to: date, reason: str
) -> Holding:
    """Let ``account`` stand in at ``post`` for a span within the actor's own time as its holder."""
    deed.reaches(account=deed.actor.account)
    if account.pk == deed.actor.account:
        raise Refused(YOURSELF())
    checks.in_order(valid_from, valid_to)
    hold_still(posts=[post.pk])
    own = Holding.objects.on(valid_from).filter(
        post=post, account=deed.actor.account, kind=Holding.HOLDER, post__closed_on=None
    )
    mine = next((h for h in own if h.valid_to is None or h.valid_to >= valid_to), None)
    if mine is None:
        raise Refused(NOT_YOURS(value=str(post)))
    if (days := (valid_to - valid_from).days + 1) > (most := security("delegation_days")):
        raise Refused(TOO_LONG(field="valid_to", days=days, most=most))
    if account.organisation_id != post.organisation_id:
        raise Refused(ELSEWHERE(who=account.name, organisation=account.organisation.name))
    deed.says(reason=reason.strip()[:200])
    return hold(
        deed, post, account, Holding.DEPUTY, valid_from, valid_to, reason=reason, given_by=mine.account
    )


@action("posts.delegate", N_("{who} ended the delegation of {thing} to {account}"))
def end_delegation(deed: Deed, holding: Holding) -> None:
    """Take a delegation back: from now on, or before it began."""
    deed.reaches(account=holding.given_by_id)
    hold_still(posts=[holding.post_id])
    holding.refresh_from_db()
    deed.says(holding, holding.post, holding.account, thing=str(holding.post), account=holding.account.name)
    today = timezone.localdate()
    if holding.valid_to is not None and holding.valid_to < today:
        raise Refused(OVER_ALREADY(day=holding.valid_to.isoformat()))
    if holding.valid_from >= today:
        holding.delete()
        return
    deed.changed("valid_to", holding.valid_to, today - timedelta(days=1))
    holding.valid_to = today - timedelta(days=1)
    holding.save(update_fields=["valid_to"])
