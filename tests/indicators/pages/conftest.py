from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from foundation.people_known import Place
from indicators.kept import Kept
from jiyue.engine.messages import language
from jiyue.indicators.models import Evaluation


@pytest.fixture
def kept(place: Place) -> Kept:
    return Kept(place)


@pytest.fixture
def evaluation(kept: Kept) -> Evaluation:
    """2025, with its values as the bureau keeps them."""
    made = kept.evaluation()
    kept.values()
    return made


@pytest.fixture
def read(place: Place) -> Callable[..., Any]:
    """Reads a page in English, as somebody of the city or of another unit."""
    clients: dict[str, Client] = {}

    def get(to: str, who: str = "city", status: int = 200) -> Any:
        if who not in clients:
            role, unit = {
                "city": ("city_office", place.city),
                "plain": ("county_bureau", place.plain),
                "river": ("county_bureau", place.river),
            }[who]
            clients[who] = Client(headers={"accept-language": "en"})
            clients[who].cookies["jiyue_language"] = "en"
            clients[who].force_login(place.person(who, role, unit))
        answer = clients[who].get(to)
        assert answer.status_code == status, answer.content.decode()[:2000]
        return answer

    with language("en"):
        yield get
