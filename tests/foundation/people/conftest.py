"""The administrators of 云溪市, and the actors that the tests let act."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.utils import timezone

from jiyue.foundation.access import Actor
from jiyue.foundation.people.actors import actor_of
from jiyue.foundation.people.models import Account, Holding, Post


def act(account: Account, on: date | None = None) -> Actor:
    return actor_of(account, on or timezone.localdate())


def post_of(account: Account) -> Post:
    """The post that ``account`` holds."""
    held = Holding.objects.filter(account=account, kind=Holding.HOLDER)
    return held.select_related("post__organisation").first().post


@dataclass
class Days:
    today: date
    yesterday: date
    tomorrow: date

    def after(self, days: int) -> date:
        return self.today + timedelta(days=days)


@pytest.fixture
def days() -> Days:
    today = timezone.localdate()
    return Days(today, today - timedelta(days=1), today + timedelta(days=1))


@pytest.fixture
def zhao(place) -> Account:
    """The system administrator."""
    return place.person("zhao", "system_admin", place.city)


@pytest.fixture
def qian(place) -> Account:
    """The security administrator."""
    return place.person("qian", "security_admin", place.city)


@pytest.fixture
def li(place) -> Account:
    """A clerk of the bureau of 平川县."""
    return place.person("li", "county_bureau", place.plain)


@pytest.fixture
def wang(place, li) -> Account:
    """A colleague of Li, with a post of her own."""
    return place.person("wang", "county_bureau", place.plain)
