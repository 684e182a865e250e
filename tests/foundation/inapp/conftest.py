"""li and wang of one bureau; wang has an address for mail."""

from dataclasses import dataclass

import pytest
from django.utils import timezone

from foundation.people_known import Place
from jiyue.foundation.access import Actor
from jiyue.foundation.people.actors import actor_of
from jiyue.foundation.people.models import Account


@dataclass
class Bureau:
    place: Place
    li: Actor
    wang: Account

    def actor(self, account: Account) -> Actor:
        return actor_of(account, timezone.localdate())


@pytest.fixture
def bureau(place: Place) -> Bureau:
    li = place.actor("li", "county_bureau", place.plain)
    wang = place.person("wang", "township", place.town)
    wang.email = "wang@example.cn"
    wang.save()
    return Bureau(place, li, wang)
