"""The sample rows of rooms come after those they build on, in whatever order the rooms are installed."""

from itertools import permutations

import pytest

from engine.house import House, demo, problems
from jiyue.engine.contracts import load_demo


@pytest.fixture
def sample(house: House) -> House:
    house.room("market", demo=demo("market", "registry", "foundation"))
    house.room("registry", demo=demo("registry", "foundation"))
    house.room("office")
    return house.room("foundation", demo=demo("foundation"))


def test_after_what_they_build_on(sample: House) -> None:
    for packages in permutations(sample.packages):
        assert [rows.room for rows in load_demo(packages)] == ["foundation", "registry", "market"]


def test_a_room_without_sample_rows_is_named(sample: House) -> None:
    sample.room("mines", demo=demo("mines", "office"))
    assert problems(lambda: load_demo(sample.packages)) == [("DEMO_AFTER_NOBODY", "office")]


def test_a_circle_is_named(house: House) -> None:
    house.room("mines", demo=demo("mines", "basin")).room("basin", demo=demo("basin", "mines"))
    ((code, value),) = problems(lambda: load_demo(house.packages))
    assert code == "OFFER_CIRCLE"
    assert value in ("mines > basin > mines", "basin > mines > basin")
