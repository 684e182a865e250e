"""Rows about people: an account with a post, a grant and a token, a deputy, an enterprise with its link."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from app.counties import County
from foundation.people_known import START
from jiyue.foundation.access import program
from jiyue.foundation.people.actions import enterprises
from jiyue.foundation.people.actions.own import make_token
from jiyue.foundation.people.actors import actor_of
from jiyue.foundation.people.models import Account, Holding, Organisation, Token
from jiyue.foundation.people.tokens import choosable

HERE = program("tests")
PAGES = {
    "organisation": ("organisation", "organisation-edit", "organisation-close", "post-new", "account-new"),
    "post": ("post", "post-edit", "post-close", "grant-new", "holding-new"),
    "grant": ("grant-end",),
    "holding": ("holding-end",),
    "deputy": ("delegation-end",),
    "token": ("token-close",),
    "enterprise": ("enterprise-link", "enterprise-revoke"),
    "account": (
        "account",
        *(f"account-{name}" for name in ("may", "edit", "phone", "invite", "revoke", "reset", "unlock")),
        *(f"account-{name}" for name in ("second-step", "unlink", "close", "reopen", "hand-over")),
    ),
}


def deputy(here: County) -> Holding:
    """Somebody stands in for the person."""
    given = {"account": here.person, "kind": Holding.DEPUTY, "given_by": here.person}
    return Holding.objects.create(post=here.person.holdings.first().post, valid_from=START, **given)


def token_with(account: Account, chosen: Iterable[str]) -> str:
    """The key of a token of ``account`` for the permissions ``chosen``."""
    actor = actor_of(account, timezone.localdate())
    last = timezone.localdate() + timedelta(days=9)
    return make_token(actor, account, name="取数", chosen=chosen, last_day=last)


def token(here: County) -> Token:
    token_with(here.person, choosable(actor_of(here.person, timezone.localdate()))[:1])
    return Token.objects.filter(account=here.person).latest("pk")


def enterprise(here: County) -> Account:
    known = Organisation.objects.filter(unit=here.unit, sector="enterprise").first()
    if known:
        return known.accounts.get()
    return enterprises.admit_enterprise(HERE, name=here.called("盐业公司"), unit=here.unit)


ROWS: dict[str, Callable[[County], Any]] = {
    "organisation": lambda here: here.bureau,
    "post": lambda here: here.person.holdings.first().post,
    "grant": lambda here: here.person.holdings.first().post.grants.first(),
    "holding": lambda here: here.person.holdings.first(),
    "deputy": deputy,
    "token": token,
    "enterprise": enterprise,
    "account": lambda here: here.person,
}
BEHIND = {page: ROWS[row] for row, pages in PAGES.items() for page in pages}
LISTED: dict[str, Callable[[County], Any]] = {
    "organisations": ROWS["organisation"],
    "posts": ROWS["post"],
    "accounts": ROWS["account"],
}
