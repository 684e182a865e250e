"""People of 平川县 and 云溪市 who deliver, verify, override and review figures."""

from dataclasses import dataclass

import pytest

from foundation.people_known import Place
from jiyue.foundation.access import Actor
from jiyue.foundation.people.models import Organisation
from jiyue.indicators import actions
from jiyue.indicators.models import Value


@dataclass
class Office:
    """Li and Sun sit in the county's bureau, Tan in its tax bureau, Qi in the city's campaign office."""

    place: Place
    li: Actor
    sun: Actor
    tan: Actor
    qi: Actor
    zhou: Actor

    def declared(self, figure: str = "120.50", actor: Actor | None = None, **facts: object) -> Value:
        usual = {"unit": self.place.plain, "measure": "construction_land", "period": "2025"}
        return actions.declare(actor or self.li, **{**usual, "figure": figure, **facts})

    def about(self, **facts: object) -> dict[str, object]:
        return {"unit": self.place.plain, "measure": "construction_land", "period": "2025", **facts}


@pytest.fixture
def office(place: Place) -> Office:
    tax = Organisation.objects.create(name="平川县税务局", sector="tax", unit=place.plain)
    return Office(
        place,
        place.actor("li", "county_bureau", place.plain),
        place.actor("sun", "county_bureau", place.plain),
        place.actor("tan", "department", place.plain, organisation=tax),
        place.actor("qi", "city_office", place.city),
        place.actor("zhou", "county_bureau", place.river),
    )
