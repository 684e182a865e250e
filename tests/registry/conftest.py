"""Two people of 平川县's bureau, and enterprises to enter."""

from dataclasses import dataclass

import pytest

from foundation.people_known import Place, place
from jiyue.foundation.access import Actor
from jiyue.registry import actions
from jiyue.registry.models import Entry

__all__ = ["place"]
CODE, OTHER_CODE = "91350100M000100Y43", "91110000101623741K"


@dataclass
class Bureau:
    """Li enters, Sun verifies; Zhou sits in the next county."""

    place: Place
    li: Actor
    sun: Actor
    zhou: Actor

    def enter(self, table: str = "enterprise", *, actor: Actor | None = None, **facts: object) -> Entry:
        """An entry in 青禾镇 by Li."""
        usual: dict[str, object] = {"unit": self.place.town}
        if table in ("enterprise", "rightsholder"):
            usual["name"] = "平川盐化有限公司"
        return actions.add(actor or self.li, table, **{**usual, **facts})


@pytest.fixture
def bureau(place: Place) -> Bureau:
    return Bureau(
        place,
        place.actor("li", "county_bureau", place.plain),
        place.actor("sun", "county_bureau", place.plain),
        place.actor("zhou", "county_bureau", place.river),
    )
