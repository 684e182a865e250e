"""Rows about people: an account with a post, a grant and a token, a deputy, an enterprise with its link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from app.counties import County
from foundation.people_known import START
from jiyue.foundation.access import program
from jiyue.foundation.people.actions import enterprises
from jiyue.foundation.people.models import Account, Holding, Organisation, Token

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


def token(here: County) -> Token:
    digest = f"{here.person.pk:064}"
    return Token.objects.create(account=here.person, digest=digest, name="x", expires=timezone.now())


def enterprise(here: County) -> Account:
    known = Organisation.objects.filter(unit=here.unit, sector="enterprise").first()
    if known:
        return known.accounts.get()
    return enterprises.admit_enterprise(HERE, name=here.called("盐业公司"), unit=here.unit)


ROWS: dict[str, Callable[[County], Any]] = {
    "organisation": lambda here: here.bureau,
    "post": lambda here: here.person.holdings.first().post,
    "grant": lambda here: here.person.holdings.first().post.grants.get(),
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
