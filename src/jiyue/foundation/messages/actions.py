"""Sending a message; reading it leaves no line in the trail."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define
from jiyue.foundation.access import Actor, roles
from jiyue.foundation.action import Deed, action
from jiyue.foundation.audit.trail import plain
from jiyue.foundation.messages.adapters import configured
from jiyue.foundation.messages.models import Message, MessageRead, Outgoing
from jiyue.foundation.people.models import Account, Grant, Post, now_in
from jiyue.foundation.units.models import Unit

BAD_LINK = define(
    "MESSAGE_LINK",
    N_("{value} is no address of this program."),
    N_("Give the address of the row from its first slash on, such as /notices/7."),
)
NO_ROLE = define(
    "MESSAGE_ROLE",
    N_("{value!r} is no role."),
    N_("Use a code of rules/roles.csv."),
)


_OWN = re.compile(r"/(?![/\\])[^\s\\]*")
"""An address of this program: browsers read a backslash as a slash, so that neither stands second."""


@dataclass(frozen=True)
class ToAccount:
    account: Account


@dataclass(frozen=True)
class ToPost:
    """Whoever holds the post when the message is read."""

    post: Post


@dataclass(frozen=True)
class ToRole:
    """Whoever has the role over exactly this unit when the message is read."""

    role: str
    unit: Unit


Recipient = ToAccount | ToPost | ToRole


@action("messages.send", N_("{who} sent a message to {whom}"))
def send(
    deed: Deed,
    to: Recipient,
    sentence: str,
    params: Mapping[str, Any] | None = None,
    *,
    text: str = "",
    link: str = "",
    ref: str = "",
) -> Message:
    """Put a message into the inbox of ``to``, and on its way to mail and webhook where they are set up.

    ``sentence`` with ``params`` is a message of the catalogue; without params it may be anybody's words.
    """
    unit = _unit_of(to)
    deed.reaches(path=unit.path, organisation=deed.actor.organisation, where=unit.name)
    if link and not _OWN.fullmatch(link):
        raise Refused(BAD_LINK(field="link", value=link))
    if isinstance(to, ToRole) and to.role not in roles():
        raise Refused(NO_ROLE(field="role", value=to.role))
    made: Message = Message.objects.create(
        sentence=sentence,
        params=plain(dict(params or {})),
        text=text,
        link=link,
        ref=ref,
        who=deed.actor.name[:80],
        sent_by_id=deed.actor.account,
        account=to.account if isinstance(to, ToAccount) else None,
        post=to.post if isinstance(to, ToPost) else None,
        role=to.role if isinstance(to, ToRole) else "",
        unit=to.unit if isinstance(to, ToRole) else None,
    )
    _send_out(made, to)
    deed.says(made, *([ref] if ref else []), whom=_named(to))
    return made


def _unit_of(to: Recipient) -> Unit:
    if isinstance(to, ToAccount):
        return to.account.organisation.unit
    return to.post.organisation.unit if isinstance(to, ToPost) else to.unit


def _named(to: Recipient) -> str:
    if isinstance(to, ToAccount):
        return to.account.name
    return str(to.post) if isinstance(to, ToPost) else f"{to.unit} {roles()[to.role].title()}"


def recipients(to: Recipient) -> list[Account]:
    """The accounts that read it today."""
    today = timezone.localdate()
    if isinstance(to, ToAccount):
        return [to.account]
    if isinstance(to, ToPost):
        held = now_in(today, "holdings__")
        return list(Account.objects.living().filter(held, holdings__post=to.post).distinct())
    posts = Grant.objects.filter(now_in(today), role=to.role, unit=to.unit).values("post")
    held = now_in(today, "holdings__")
    return list(Account.objects.living().filter(held, holdings__post__in=posts).distinct())


def _send_out(message: Message, to: Recipient) -> None:
    """A row for each way out: one mail a reader with an address, one call of the webhook."""
    now = timezone.now()
    rows = []
    for name in configured():
        people = [account.email for account in recipients(to) if account.email] if name == "mail" else [""]
        rows += [Outgoing(message=message, adapter=name, to=to_whom, next_at=now) for to_whom in people]
    Outgoing.objects.bulk_create(rows)


@action("messages.manage", N_("{who} sent message {thing} on its way again"))
def try_again(deed: Deed, outgoing: Outgoing) -> Outgoing:
    """Let a message that got stuck be tried again from the start."""
    found: Outgoing = Outgoing.objects.select_for_update().get(pk=outgoing.pk)
    deed.reaches()
    if found.state == "sent":
        deed.nothing_happened()
        return found
    deed.changed("state", found.state, "waiting")
    found.state, found.tries, found.next_at = "waiting", 0, timezone.now()
    found.save()
    deed.says(found, thing=found.pk)
    return found


def mark_read(actor: Actor, message: Message) -> None:
    """Note that the actor has read it."""
    if actor.account is not None:
        MessageRead.objects.get_or_create(message=message, account_id=actor.account)


def unread_count(actor: Actor) -> int:
    """How many messages the actor has not read: the figure beside the entry of the navigation."""
    if actor.account is None:
        return 0
    return int(Message.objects.unread(actor.account, timezone.localdate()).count())
