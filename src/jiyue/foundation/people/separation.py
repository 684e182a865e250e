"""Administrators stand apart: none of their roles stands beside another in one account, on any day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from django.utils import timezone

from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, Refused, define
from jiyue.foundation.access import roles
from jiyue.foundation.people.models import Account, Grant, Holding, Post

ROLES_APART = define(
    "ROLES_APART",
    N_("{who} would be {first} together with {second} from {day} on. An administrator has no other role."),
    N_("Give one of the two to another person, or choose dates that do not overlap."),
)


@dataclass(frozen=True)
class Spell:
    """A role for a span of days; None is without end."""

    role: str
    start: date
    end: date | None

    def meets(self, other: Spell) -> date | None:
        """The first day on which both hold; None when there is none."""
        start = max(self.start, other.start)
        ends = [e for e in (self.end, other.end) if e is not None]
        return start if not ends or start <= min(ends) else None


def hold_still(posts: Iterable[int] = (), accounts: Iterable[int] = ()) -> None:
    """Lock these rows, so that two deeds at once cannot together make what each alone may not."""
    for model, keys in ((Post, posts), (Account, accounts)):
        list(model.objects.select_for_update().filter(pk__in=set(keys)).order_by("pk").values_list("pk"))


def holders_of(post: Post, day: date) -> set[int]:
    """The accounts that hold ``post`` or stand in for it, on ``day`` or later."""
    return set(Holding.objects.filter(post=post).not_over(day).values_list("account", flat=True))


def spells(accounts: Iterable[int], day: date) -> dict[int, list[Spell]]:
    """The roles of each account from ``day`` on, as far as posts and grants say today."""
    found: dict[int, list[Spell]] = {}
    held = Holding.objects.filter(account__in=set(accounts), post__closed_on=None).not_over(day)
    spans = list(held.values_list("account", "post", "valid_from", "valid_to"))
    by_post: dict[int, list[Spell]] = {}
    grants = Grant.objects.filter(post__in={s[1] for s in spans}).not_over(day)
    for post, role, start, end in grants.values_list("post", "role", "valid_from", "valid_to"):
        by_post.setdefault(post, []).append(Spell(role, start, end))
    for account, post, start, end in spans:
        found.setdefault(account, []).extend(_within(by_post.get(post, []), max(start, day), end))
    return found


def _within(given: Iterable[Spell], start: date, end: date | None) -> Iterator[Spell]:
    """The part of each spell that falls into a span."""
    for spell in given:
        ends = [e for e in (spell.end, end) if e is not None]
        first, last = max(spell.start, start), min(ends) if ends else None
        if last is None or first <= last:
            yield Spell(spell.role, first, last)


def clashes(who: str, given: Iterable[Spell]) -> Iterator[Problem]:
    known = roles()
    seen = set()
    for a, b in combinations(sorted(given, key=lambda s: (not known[s.role].separate, s.role)), 2):
        if a.role == b.role or not known[a.role].separate or (a.role, b.role) in seen:
            continue
        if day := a.meets(b):
            seen.add((a.role, b.role))
            yield ROLES_APART(
                who=who, first=known[a.role].title(), second=known[b.role].title(), day=day.isoformat()
            )


def keep_apart(accounts: Iterable[int] = (), post: Post | None = None) -> None:
    """Refuse when, after the change just made, an account or the ``post`` itself would join such roles.

    Called inside the transaction of the change, after :func:`hold_still`.
    """
    day = timezone.localdate()
    problems: list[Problem] = []
    found = spells(accounts, day)
    names = dict(Account.objects.filter(pk__in=found).values_list("pk", "name"))
    for account, given in sorted(found.items()):
        problems += clashes(names[account], given)
    if post is not None and not problems:
        own = Grant.objects.filter(post=post).not_over(day).values_list("role", "valid_from", "valid_to")
        problems += clashes(str(post), (Spell(role, max(start, day), end) for role, start, end in own))
    if problems:
        raise Refused(problems)
