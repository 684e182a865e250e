"""What the deeds of this room refuse, and in which words."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define
from jiyue.foundation.access import Actor, roles
from jiyue.foundation.people.models import Account, Organisation, Post

NAME_TAKEN = define(
    "NAME_TAKEN",
    N_("{value} is there already."),
    N_("Use the one that is there, or choose another name."),
)
NAME_EMPTY = define("NAME_EMPTY", N_("A name is needed."), N_("Fill it in."))
CLOSED = define(
    "CLOSED_ALREADY",
    N_("{value} is closed."),
    N_("Choose one that is open."),
)
DATES_TURNED = define(
    "DATES_TURNED",
    N_("The last day {last} comes before the first day {first}."),
    N_("Correct one of the two."),
)
DAY_PAST = define(
    "DAY_PAST",
    N_("{day} has passed; rights cannot be changed for days that are over."),
    N_("Choose yesterday, so that it ends at once, or a later day."),
)
START_PAST = define(
    "START_PAST",
    N_("{day} has passed; nobody is given rights for days that are over."),
    N_("Choose today or a later day."),
)
OWN_RIGHTS = define(
    "OWN_RIGHTS",
    N_("{who} cannot change what {who} may do."),
    N_("Let another security administrator do it, or the owner of the machine with jiyue user."),
)
NO_SUCH_ROLE = define(
    "NO_SUCH_ROLE",
    N_("The role {value} cannot be given."),
    N_("Choose one of the roles of docs/reference/permissions.md."),
)


def not_own(actor: Actor, *accounts: int | None) -> None:
    """Refuse when the actor is among the ``accounts`` whose rights change."""
    if actor.account is not None and actor.account in accounts:
        raise Refused(OWN_RIGHTS(who=actor.name))


def open_account(account: Account) -> None:
    if not account.is_active:
        raise Refused(CLOSED(value=account.name))


def open_row(row: Post | Organisation) -> None:
    """Refuse a closed post or organisation."""
    if row.closed_on is not None:
        raise Refused(CLOSED(value=str(row)))


def known_role(code: str) -> None:
    if code not in roles() or code == "public":
        raise Refused(NO_SUCH_ROLE(field="role", value=code))


def in_order(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise Refused(DATES_TURNED(field="valid_to", first=first.isoformat(), last=last.isoformat()))


def starts_now(first: date) -> None:
    """Refuse a first day before today."""
    if first < timezone.localdate():
        raise Refused(START_PAST(field="valid_from", day=first.isoformat()))


def ends_now(last: date) -> None:
    """Refuse a last day before yesterday: what was true on days that are over stays so."""
    if last < timezone.localdate() - timedelta(days=1):
        raise Refused(DAY_PAST(field="valid_to", day=last.isoformat()))


def named(text: str) -> str:
    """``text`` without blanks around it; refused when nothing is left."""
    if not (kept := text.strip()):
        raise Refused(NAME_EMPTY(field="name"))
    return kept
