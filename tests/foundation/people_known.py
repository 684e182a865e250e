"""People whom the tests know by name, in one prefecture with two counties."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from jiyue.foundation.access import Actor
from jiyue.foundation.people.actors import actor_of
from jiyue.foundation.people.models import Account, Grant, Holding, Organisation, Post
from jiyue.foundation.units.models import Unit

START = date(2020, 1, 1)
PASSWORD = "wide-open-42-field"


class QuickArgon2(Argon2PasswordHasher):
    """The same hash at the least cost: tests sign in very often."""

    time_cost = 1
    memory_cost = 64
    parallelism = 1


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["foundation.people_known.QuickArgon2"]


@dataclass
class Place:
    """云溪市 with 平川县 and 临河县; a town in each; a bureau in each."""

    city: Unit
    plain: Unit
    river: Unit
    town: Unit
    other_town: Unit

    def person(self, name: str, role: str, unit: Unit, organisation: Organisation | None = None) -> Account:
        """An account whose post gives it one role over ``unit``."""
        where = (
            organisation
            or Organisation.objects.get_or_create(
                name=f"{unit.name}机构", unit=unit, defaults={"sector": "bureau"}
            )[0]
        )
        account = Account(username=name, name=name, organisation=where)
        account.set_password(PASSWORD)
        account.save()
        self.post(account, role, unit)
        return account

    def post(self, account: Account, role: str, unit: Unit) -> Post:
        """A post in the organisation of ``account`` that gives it one more role over ``unit``."""
        post = Post.objects.create(organisation=account.organisation, title=f"{account.name}岗")
        Holding.objects.create(post=post, account=account, kind=Holding.HOLDER, valid_from=START)
        Grant.objects.create(post=post, role=role, unit=unit, valid_from=START)
        return post

    def actor(self, name: str, role: str, unit: Unit, **kwargs: object) -> Actor:
        return actor_of(self.person(name, role, unit, **kwargs), date.today())  # type: ignore[arg-type]


def unit(kind: str, code: str, name: str, parent: Unit | None = None) -> Unit:
    made = Unit(kind=kind, code=code, name=name, parent=parent, sample=True)
    made.save()
    return made


def prefecture() -> Place:
    city = unit("prefecture", "329900", "云溪市")
    plain = unit("county", "329921", "平川县", city)
    river = unit("county", "329922", "临河县", city)
    return Place(
        city,
        plain,
        river,
        unit("town", "329921100", "青禾镇", plain),
        unit("town", "329922100", "石桥镇", river),
    )


@pytest.fixture
def place(db: None) -> Place:
    return prefecture()
