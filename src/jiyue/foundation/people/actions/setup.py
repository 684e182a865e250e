"""The first people of an empty house: what the owner of the machine may do by command."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define
from jiyue.foundation.access import Actor, roles
from jiyue.foundation.people import checks
from jiyue.foundation.people.actions.accounts import invite, open_account
from jiyue.foundation.people.actions.grants import give_grant, name_holder
from jiyue.foundation.people.actions.organisations import open_organisation, open_post
from jiyue.foundation.people.models import Account, Organisation, Post
from jiyue.foundation.units.actions import add_unit
from jiyue.foundation.units.models import KINDS, Unit

NO_UNIT = define(
    "NO_SUCH_UNIT",
    N_("No unit has the code {value}."),
    N_("Correct the code, or give the name and the kind of the unit as well, so that it is made."),
)


@dataclass(frozen=True)
class Place:
    """Where a person works; what is not there yet is made."""

    unit: str
    organisation: str
    post: str = ""
    sector: str = "government"
    unit_name: str = ""
    unit_kind: str = "county"


def add_person(actor: Actor, *, username: str, name: str, role: str, place: Place) -> tuple[Account, str]:
    """Open an account, at a post with ``role`` over the unit; the account and the key of its invitation."""
    checks.known_role(role)
    today = timezone.localdate()
    with transaction.atomic():
        unit = Unit.objects.coded(place.unit).on(today).first()
        if unit is None:
            unit = make_unit(actor, place)
        living = Organisation.objects.living().filter(name=place.organisation.strip(), unit=unit)
        where = living.first() or open_organisation(
            actor, name=place.organisation, sector=place.sector, unit=unit
        )
        title = place.post.strip() or roles()[role].title()
        post = Post.objects.living().filter(organisation=where, title=title).first()
        post = post or open_post(actor, where, title=title)
        if not post.grants.on(today).filter(role=role, unit=unit).exists():
            give_grant(actor, post, role=role, unit=unit, valid_from=today)
        account = open_account(actor, username=username, name=name, organisation=where)
        name_holder(actor, post, account, valid_from=today)
        return account, invite(actor, account)


def make_unit(actor: Actor, place: Place) -> Unit:
    """The unit at the root of an empty house."""
    if not place.unit_name.strip() or place.unit_kind not in KINDS:
        raise Refused(NO_UNIT(field="unit", value=place.unit))
    return add_unit(actor, kind=place.unit_kind, code=checks.named(place.unit), name=place.unit_name.strip())
