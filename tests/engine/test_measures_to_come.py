"""What a room does not count yet stands on a list; a room that arrives is struck off it."""

from engine.house import House, measures, problems
from jiyue.engine.contracts import Awaited, Owner, load_measures, owners
from jiyue.engine.index.dictionary import Dictionary, Measure

OWNERS = {"a": "baseline", "b": "baseline", "c": "patrol"}
DICTIONARY = Dictionary(Measure(code, unit="1", owner_room=room) for code, room in OWNERS.items())


def owned(house: House, *awaited: tuple[str, str]) -> dict[str, Owner]:
    listed = [Awaited(room, tuple(codes), "declared") for room, codes in awaited]
    return dict(owners(load_measures(house.packages, DICTIONARY), listed, DICTIONARY))


def refused(house: House, *awaited: tuple[str, str]) -> list[tuple[str, object]]:
    return problems(lambda: owned(house, *awaited))


def test_every_measure_has_the_room_that_counts_it_or_is_to_come(house: House) -> None:
    house.room("baseline", measures=measures(("baseline", "a", ()), ("baseline", "b", ())))
    assert owned(house, ("patrol", "c")) == {
        "a": Owner("baseline"),
        "b": Owner("baseline"),
        "c": Owner("patrol", "declared"),
    }


def test_a_measure_that_nobody_counts_and_nobody_awaits_is_refused(house: House) -> None:
    house.room("baseline", measures=measures(("baseline", "a", ())))
    assert refused(house, ("patrol", "c")) == [("MEASURE_NOT_COUNTED", "b")]


def test_a_room_that_has_arrived_is_to_be_struck_off(house: House) -> None:
    house.room("baseline", measures=measures(("baseline", "a", ()), ("baseline", "b", ())))
    house.room("patrol", measures=measures(("patrol", "c", ())))
    assert refused(house, ("patrol", "c"), ("baseline", "b")) == [
        ("MEASURE_ARRIVED", "c"),
        ("MEASURE_ARRIVED", "b"),
    ]


def test_the_list_names_only_measures_of_the_dictionary_under_their_owner_once(house: House) -> None:
    house.room("baseline", measures=measures(("baseline", "a", ())))
    assert refused(house, ("patrol", "zc"), ("patrol", "cb")) == [
        ("MEASURE_UNKNOWN", "z"),
        ("MEASURE_TO_COME_TWICE", "c"),
        ("MEASURE_OWNER", "b"),
    ]
