"""From an account to an actor: the roles of the posts it holds or stands in for, today."""

from __future__ import annotations

from datetime import date

from jiyue.foundation.access import Actor, Held
from jiyue.foundation.people.models import Account, Grant, now_in


def grants_on(account: int, day: date) -> list[Held]:
    """What the posts of ``account`` give it on ``day``."""
    found = (
        Grant.objects.filter(now_in(day))
        .filter(now_in(day, "post__holdings__"), post__holdings__account=account, post__closed_on=None)
        .values_list("role", "unit", "unit__path", "post__organisation")
        .distinct()
    )
    return [Held(role, unit, path, organisation) for role, unit, path, organisation in found]


def actor_of(account: Account, day: date, *, via: str = "web", address: str = "") -> Actor:
    return Actor(
        account=account.pk,
        name=account.name,
        held=tuple(grants_on(account.pk, day)),
        organisation=account.organisation_id,
        via=via,
        address=address,
    )
