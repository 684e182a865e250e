"""One-time links: random, kept as a digest, good until used, revoked, replaced or too old."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.utils import timezone

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define
from jiyue.foundation.people.models import Account, OneTimeLink
from jiyue.foundation.policy import security

LINK_DEAD = define(
    "LINK_DEAD",
    N_("This link does not work: it was used, replaced or revoked, or it is too old."),
    N_("Ask whoever gave it to you for a new one."),
)


def digest(raw: str) -> str:
    """What is kept of a random key: its SHA-256. The key is long, so that it needs no salt."""
    return hashlib.sha256(raw.encode("utf-8", "replace")).hexdigest()


def make_link(account: Account, purpose: str) -> str:
    """A new link's key; the links of ``account`` for the same purpose before it stop working."""
    close_links(account, purpose)
    raw = secrets.token_urlsafe(32)
    expires = timezone.now() + timedelta(hours=security("link_hours"))
    OneTimeLink.objects.create(digest=digest(raw), purpose=purpose, account=account, expires=expires)
    return raw


def close_links(account: Account, *purposes: str) -> int:
    """Make the open links of ``account`` useless; how many there were."""
    found = OneTimeLink.objects.open().filter(account=account)
    if purposes:
        found = found.filter(purpose__in=purposes)
    return int(found.update(closed_at=timezone.now()))


def open_link(raw: str, purpose: str) -> OneTimeLink:
    """The link with this key; :class:`Refused` when it does not work (any more)."""
    found = OneTimeLink.objects.open().filter(digest=digest(raw), purpose=purpose).select_related("account")
    link = found.first()
    if link is None or not link.account.is_active:
        raise Refused(LINK_DEAD())
    return link


def spend_link(link: OneTimeLink) -> None:
    """Use ``link`` up; :class:`Refused` when somebody else was quicker."""
    if not OneTimeLink.objects.open().filter(pk=link.pk).update(used_at=timezone.now()):
        raise Refused(LINK_DEAD())
