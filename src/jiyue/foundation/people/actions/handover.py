"""A person leaves: each post passes on or stays vacant, then the account is closed or moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from jiyue.engine.messages import N_, Word
from jiyue.engine.problems import Refused, define
from jiyue.foundation.access import Actor
from jiyue.foundation.action import Deed, action
from jiyue.foundation.people import checks
from jiyue.foundation.people.actions.accounts import close_account, move_account
from jiyue.foundation.people.actions.grants import end_delegations, end_holding, hold
from jiyue.foundation.people.actors import actor_of
from jiyue.foundation.people.models import Account, Holding, Organisation
from jiyue.foundation.people.separation import hold_still
from jiyue.foundation.todos import offered

UNDECIDED = define(
    "POST_UNDECIDED",
    N_("It is not said what becomes of {value}."),
    N_("Name a successor, or leave the post vacant."),
)
SAME_AGAIN = define(
    "SUCCESSOR_LEAVES",
    N_("{who} leaves, and cannot follow on {value}."),
    N_("Name another person, or leave the post vacant."),
)
VACANT = Word(N_("nobody yet"))


def posts_of(account: Account, last_day: date) -> list[Holding]:
    """What ``account`` holds or is to hold after ``last_day``: what must be decided."""
    found = Holding.objects.filter(account=account, post__closed_on=None)
    found = found.not_over(last_day + timedelta(days=1)).select_related("post__organisation__unit", "account")
    return list(found.order_by("kind", "post", "valid_from", "pk"))


@dataclass(frozen=True)
class LeftOpen:
    """How much of one kind of work waits for somebody who leaves."""

    title: str
    count: int


def left_open(account: Account, on: date) -> list[LeftOpen]:
    """What waits for ``account``: counts only, for whoever gives rights does not read what rooms hold.

    Duties and other work belong to organisations and posts, not to people: whoever has the post finds them in
    the inbox. So nothing of it is moved, and all of it waits for nobody while the post is vacant.
    """
    actor = actor_of(account, on)
    counted = [LeftOpen(todo.title, todo.count(actor, on)) for todo in offered()]
    return [one for one in counted if one.count]


def hand_over(
    actor: Actor,
    account: Account,
    *,
    last_day: date,
    successors: Mapping[int, Account | None],
    moves_to: Organisation | None = None,
) -> None:
    """Pass on every post of ``account`` and close it, or move it to another organisation.

    ``successors`` names for each post (by key) who follows on the day after ``last_day``; None leaves it
    vacant. All or nothing; one audit line a post and one for the account. What the account did as a deputy
    ends on that day as well.
    """
    with transaction.atomic():
        hold_still(accounts=[account.pk])
        account.refresh_from_db()
        checks.open_account(account)
        held = posts_of(account, last_day)
        posts = {h.post_id: h.post for h in held if h.kind == Holding.HOLDER}
        if missing := [post for key, post in posts.items() if key not in successors]:
            raise Refused([UNDECIDED(field="successors", value=str(post)) for post in missing])
        for holding in held:
            if holding.kind == Holding.HOLDER:
                pass_post(actor, holding, successors[holding.post_id], last_day)
            else:
                end_holding(actor, holding, last_day)
        if moves_to is None:
            close_account(actor, account, last_day)
        else:
            move_account(actor, account, moves_to)


@action("accounts.manage", N_("{who} handed {thing} over from {before} to {successor} after {day}"))
def pass_post(deed: Deed, holding: Holding, successor: Account | None, last_day: date) -> None:
    """The holder's time ends on ``last_day``; the successor's begins the day after, for as long."""
    post, leaver = holding.post, holding.account
    deed.reaches(path=post.organisation.unit.path, organisation=post.organisation_id)
    checks.not_own(deed.actor, leaver.pk, successor.pk if successor else None)
    checks.ends_now(last_day)
    if successor is not None and successor.pk == leaver.pk:
        raise Refused(SAME_AGAIN(who=leaver.name, value=str(post)))
    hold_still(posts=[post.pk], accounts=[leaver.pk, *([successor.pk] if successor else [])])
    end, start = holding.valid_to, max(holding.valid_from, last_day + timedelta(days=1))
    deed.changed("valid_to", end, last_day)
    if holding.valid_from > last_day:
        holding.delete()
    else:
        holding.valid_to = last_day
        holding.save(update_fields=["valid_to"])
    end_delegations(post, leaver, last_day)
    if successor is not None:
        hold(deed, post, successor, Holding.HOLDER, max(start, timezone.localdate()), end)
    deed.says(holding, post, leaver, thing=str(post), before=leaver.name, day=last_day)
    deed.says(successor=successor.name if successor else VACANT)
