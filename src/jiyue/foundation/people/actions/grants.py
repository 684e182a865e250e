"""Who holds a post, and which roles hang on it: the security administrator's work."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from jiyue.engine.messages import N_, Word
from jiyue.engine.problems import Refused, define
from jiyue.foundation.access import roles
from jiyue.foundation.action import Deed, action
from jiyue.foundation.people import checks
from jiyue.foundation.people.models import Account, Grant, Holding, Post
from jiyue.foundation.people.separation import hold_still, holders_of, keep_apart
from jiyue.foundation.units.models import Unit

ALREADY_GIVEN = define(
    "ALREADY_GIVEN",
    N_("{value} has the role {role} over {unit} in these days already."),
    N_("End the present grant first, or choose dates that do not overlap."),
)
ALREADY_HOLDS = define(
    "ALREADY_HOLDS",
    N_("{who} holds {value} in these days already."),
    N_("End the present holding first, or choose dates that do not overlap."),
)
LEAVES_EARLIER = define(
    "LEAVES_EARLIER",
    N_("The last day of {who} is {day}; the span goes on after it."),
    N_("Choose a last day that is not later, or another person."),
)
NO_END = define(
    "DEPUTY_WITHOUT_END",
    N_("Whoever stands in needs a last day."),
    N_("Fill in the last day; name a holder when it is for good."),
)
OVER_ALREADY = define("OVER_ALREADY", N_("This ended on {day}."), N_("There is nothing to end."))
KIND_WORDS = {Holding.HOLDER: N_("holder"), Holding.DEPUTY: N_("deputy")}


@action("accounts.manage", N_("{who} gave {thing} the role {role} over {unit} from {day} {until}"))
def give_grant(
    deed: Deed, post: Post, *, role: str, unit: Unit, valid_from: date, valid_to: date | None = None
) -> Grant:
    deed.reaches(path=unit.path, organisation=post.organisation_id)
    checks.known_role(role)
    checks.in_order(valid_from, valid_to)
    checks.starts_now(valid_from)
    today = timezone.localdate()
    hold_still(posts=[post.pk])
    post.refresh_from_db()
    checks.open_row(post)
    holders = holders_of(post, today)
    checks.not_own(deed.actor, *holders)
    hold_still(accounts=holders)
    same = Grant.objects.filter(post=post, role=role, unit=unit).not_over(valid_from)
    if same.filter(valid_from__lte=valid_to or date.max).exists():
        raise Refused(ALREADY_GIVEN(value=str(post), role=roles()[role].title(), unit=unit.name))
    made = Grant.objects.create(post=post, role=role, unit=unit, valid_from=valid_from, valid_to=valid_to)
    keep_apart(holders, post)
    _say_grant(deed, made)
    deed.says(day=valid_from, until=until(valid_to))
    return made


def until(day: date | None) -> Word:
    """The end of a span, in words."""
    return Word(N_("until {last}"), {"last": day.isoformat()}) if day else Word(N_("without end"))


def _say_grant(deed: Deed, grant: Grant) -> None:
    deed.says(grant, grant.post, thing=str(grant.post), role={"role": grant.role}, unit=grant.unit.name)


@action("accounts.manage", N_("{who} ended the role {role} over {unit} of {thing}; its last day is {day}"))
def end_grant(deed: Deed, grant: Grant, last_day: date) -> None:
    deed.reaches(path=grant.unit.path, organisation=grant.post.organisation_id)
    hold_still(posts=[grant.post_id])
    checks.not_own(deed.actor, *holders_of(grant.post, timezone.localdate()))
    _say_grant(deed, grant)
    _end(deed, grant, last_day)


def _end(deed: Deed, row: Grant | Holding, last_day: date) -> None:
    """Shorten the span of a row; one that would begin later goes away."""
    checks.ends_now(last_day)
    row.refresh_from_db()
    if row.valid_to is not None and row.valid_to <= last_day:
        raise Refused(OVER_ALREADY(field="valid_to", day=row.valid_to.isoformat()))
    deed.says(row, day=last_day)
    deed.changed("valid_to", row.valid_to, last_day)
    if row.valid_from > last_day:
        row.delete()
        return
    row.valid_to = last_day
    row.save(update_fields=["valid_to"])


@action("accounts.manage", N_("{who} named {account} {kind} of {thing} from {day} {until}"))
def name_holder(
    deed: Deed,
    post: Post,
    account: Account,
    *,
    valid_from: date,
    valid_to: date | None = None,
    kind: str = Holding.HOLDER,
    reason: str = "",
) -> Holding:
    """Give ``post`` a holder, or a deputy for a span that ends."""
    deed.reaches(path=post.organisation.unit.path, organisation=post.organisation_id)
    checks.not_own(deed.actor, account.pk, *holders_of(post, timezone.localdate()))
    return hold(deed, post, account, kind, valid_from, valid_to, reason)


def hold(
    deed: Deed,
    post: Post,
    account: Account,
    kind: str,
    valid_from: date,
    valid_to: date | None,
    reason: str = "",
    given_by: Account | None = None,
) -> Holding:
    """The row of a new holding with all its checks, for a deed that has asked whether it may."""
    checks.in_order(valid_from, valid_to)
    checks.starts_now(valid_from)
    if kind == Holding.DEPUTY and valid_to is None:
        raise Refused(NO_END(field="valid_to"))
    hold_still(posts=[post.pk], accounts=[account.pk])
    post.refresh_from_db()
    account.refresh_from_db()
    checks.open_row(post)
    checks.open_account(account)
    if account.last_day is not None and (valid_to is None or valid_to > account.last_day):
        raise Refused(LEAVES_EARLIER(who=account.name, day=account.last_day.isoformat()))
    same = Holding.objects.filter(post=post, account=account).not_over(valid_from)
    if same.filter(valid_from__lte=valid_to or date.max).exists():
        raise Refused(ALREADY_HOLDS(who=account.name, value=str(post)))
    made = Holding.objects.create(
        post=post,
        account=account,
        kind=kind,
        valid_from=valid_from,
        valid_to=valid_to,
        given_by=given_by,
        reason=reason.strip()[:200],
    )
    keep_apart([account.pk])
    deed.says(made, post, account, thing=str(post), account=account.name, kind=Word(KIND_WORDS[kind]))
    deed.says(day=valid_from, until=until(valid_to))
    return made


@action("accounts.manage", N_("{who} ended the time of {account} at {thing}; the last day is {day}"))
def end_holding(deed: Deed, holding: Holding, last_day: date) -> None:
    post = holding.post
    deed.reaches(path=post.organisation.unit.path, organisation=post.organisation_id)
    hold_still(posts=[post.pk], accounts=[holding.account_id])
    checks.not_own(deed.actor, holding.account_id, *holders_of(post, timezone.localdate()))
    deed.says(post, holding.account, thing=str(post), account=holding.account.name)
    _end(deed, holding, last_day)
    end_delegations(post, holding.account, last_day)


def end_delegations(post: Post, giver: Account, last_day: date) -> None:
    """What the holder of a post had delegated ends with the holder's own time."""
    given = Holding.objects.filter(post=post, given_by=giver, kind=Holding.DEPUTY)
    given.filter(valid_from__gt=last_day).delete()
    given.filter(valid_to__gt=last_day).update(valid_to=last_day)
