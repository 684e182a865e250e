"""Keys for programs: an actor that may no more than the permissions chosen for its token."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from jiyue.foundation.access import Actor, permissions
from jiyue.foundation.people.actors import actor_of
from jiyue.foundation.people.links import digest
from jiyue.foundation.people.models import Account, Token

PREFIX = "jiyue_"
SCHEME = "bearer"
BY_HAND = frozenset({"account.own", "api.tokens", "posts.delegate"})
"""What a person does in person: no token gives it, so that a stolen one cannot make itself at home."""
TOUCH = timedelta(minutes=1)


def new_key() -> str:
    """A key that scanners of leaked secrets recognise by its beginning."""
    return PREFIX + secrets.token_urlsafe(32)


def choosable(actor: Actor) -> list[str]:
    """The permissions that a token of ``actor`` may have: its own, without those for persons only."""
    return [code for code in permissions() if code not in BY_HAND and actor.can(code)]


def actor_from_token(header: str | None, *, address: str = "") -> Actor | None:
    """Who acts by the header ``Authorization: Bearer jiyue_...``; None when no living token is named.

    The actor has the grants that its account has today, cut down to the permissions of the token.
    """
    scheme, _, key = (header or "").strip().partition(" ")
    if scheme.lower() != SCHEME or not key.strip().startswith(PREFIX):
        return None
    token = Token.objects.open().filter(digest=digest(key.strip())).select_related("account").first()
    if token is None or not token.account.is_active:
        return None
    now = timezone.now()
    Token.objects.filter(Q(used_at=None) | Q(used_at__lt=now - TOUCH), pk=token.pk).update(used_at=now)
    account: Account = token.account
    actor = actor_of(account, timezone.localdate(), via="api", address=address)
    return replace(actor, tokens=frozenset(token.permissions) - BY_HAND)
