"""Offers are found in modules of fixed names; what is not there is fine, what is broken is not hidden."""

import pytest

from engine.house import House, problems
from jiyue.engine.contracts import Guard, LayerSource, Todo, Watch, load

WATCH = """
from jiyue.engine.contracts import Watch
def run(on):
    return []
def watch(code, room):
    return Watch(room=room, code=code, title="Late", severity="red", legal_basis="S1", run=run)
"""


def watches(room, *codes):
    return f"{WATCH}\nWATCHES = [{', '.join(f'watch({code!r}, {room!r})' for code in codes)}]\n"


def test_offers_stand_in_the_order_of_the_rooms(house: House) -> None:
    house.room("market", watch=watches("market", "EM02", "EM01")).room(
        "patrol", watch=watches("patrol", "P1")
    )
    assert [w.code for w in load(Watch, house.packages)] == ["EM02", "EM01", "P1"]


def test_every_kind_has_its_module(house: House) -> None:
    house.room(
        "market",
        layers="""
        from jiyue.engine.contracts import LayerSource
        LAYERS = [LayerSource(room="market", code="deals", title="Deals", geometry="polygon",
                              classification="internal", rows=lambda units, on: [])]
        """,
        todo="""
        from jiyue.engine.contracts import Todo
        TODOS = (Todo(room="market", code="sign", title="Sign", count=lambda account, on: 0,
                      items=lambda account, on: []),)
        """,
        guards="""
        from jiyue.engine.contracts import Guard
        GUARDS = [Guard(room="market", code="market.contract", title="May it?", facts=("deal",))]
        """,
    )
    found = [load(kind, house.packages)[0].key for kind in (LayerSource, Todo, Guard)]
    assert found == ["deals", "sign", "market.contract"]


def test_a_room_without_the_module_offers_nothing(house: House) -> None:
    assert load(Watch, house.room("office").packages) == ()


@pytest.mark.parametrize("text", ["import nowhere_to_be_found\nWATCHES = []", "from rooms import nothing"])
def test_a_broken_import_inside_a_module_is_not_swallowed(house: House, text: str) -> None:
    house.room("office", watch=text)
    with pytest.raises(ImportError, match=r"nowhere_to_be_found|nothing"):
        load(Watch, house.packages)


def test_a_room_that_is_not_there_is_not_swallowed() -> None:
    with pytest.raises(ModuleNotFoundError, match="rooms_of_nobody"):
        load(Watch, ["rooms_of_nobody.market"])


def test_all_that_is_wrong_is_said_at_once(house: House) -> None:
    house.room("office", watch="WATCH = []")
    house.room("market", watch=watches("market", "A", "A") + "WATCHES.append('B')\n")
    house.room("patrol", watch=watches("opinion", "C") + "WATCHES.append(watch('A', 'patrol'))\n")
    assert problems(lambda: load(Watch, house.packages)) == [
        ("OFFER_LIST_MISSING", "rooms.office.watch"),
        ("OFFER_TWICE", "A"),
        ("OFFER_WRONG_TYPE", "rooms.market.watch"),
        ("OFFER_WRONG_ROOM", "C"),
        ("OFFER_TWICE", "A"),
    ]
