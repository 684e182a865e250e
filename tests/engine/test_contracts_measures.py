"""Every measure has one owner, the one of the dictionary, and the measures need each other in no circle."""

from datetime import date

import polars as pl
import pytest

from engine.house import House, measures, problems
from jiyue.engine.contracts import Counted, Period, load_measures
from jiyue.engine.index import default_dictionary
from jiyue.engine.index.dictionary import Dictionary, Measure
from jiyue.engine.numbers import exact

OWNERS = {"a": "baseline", "b": "baseline", "c": "patrol", "d": "patrol"}
DICTIONARY = Dictionary(Measure(code, unit="1", owner_room=room) for code, room in OWNERS.items())


def refused(house: House) -> list[tuple[str, object]]:
    return problems(lambda: load_measures(house.packages, DICTIONARY))


def test_each_comes_after_those_it_needs(house: House) -> None:
    house.room("baseline", measures=measures(("baseline", "a", "bc"), ("baseline", "b", "d")))
    house.room("patrol", measures=measures(("patrol", "c", "d")))
    assert [m.code for m in load_measures(house.packages, DICTIONARY)] == ["b", "c", "a"]


def test_real_measures_of_the_dictionary(house: House) -> None:
    channels = ["publicity_items_press", "publicity_items_web"]
    house.room(
        "publicity",
        measures=measures(
            ("publicity", "publicity_items", channels), *(("publicity", c, ()) for c in channels)
        ),
    )
    found = load_measures(house.packages, default_dictionary())
    assert [m.code for m in found] == [*channels, "publicity_items"]


def test_two_owners_are_refused(house: House) -> None:
    house.room("baseline", measures=measures(("baseline", "a", ())))
    house.room("patrol", measures=measures(("patrol", "a", ())))
    assert refused(house) == [("OFFER_TWICE", "a")]


def test_a_room_that_does_not_own_the_measure_is_refused(house: House) -> None:
    house.room("patrol", measures=measures(("patrol", "a", ())))
    assert refused(house) == [("MEASURE_OWNER", "a")]


def test_codes_that_the_dictionary_lacks_are_refused(house: House) -> None:
    house.room("baseline", measures=measures(("baseline", "z", ()), ("baseline", "a", "y")))
    assert refused(house) == [("MEASURE_UNKNOWN", "z"), ("MEASURE_UNKNOWN", "y")]


def test_circles_are_named_with_everything_else(house: House) -> None:
    house.room("baseline", measures=measures(("baseline", "a", "bz"), ("baseline", "b", "a")))
    house.room("patrol", measures=measures(("patrol", "c", "c"), ("patrol", "d", "a")))
    first, *circles = refused(house)
    assert first == ("MEASURE_UNKNOWN", "z")
    assert {code for code, _ in circles} == {"OFFER_CIRCLE"}
    assert sorted(tuple(sorted(set(value.split(" > ")))) for _, value in circles) == [("a", "b"), ("c",)]


def test_figures_that_are_not_exact_are_refused() -> None:
    rows = pl.DataFrame({"unit": ["320413"], "ref": ["patrol/visit/1@1"], "adds": ["1.5"]})
    assert Counted({"320413": exact("1.5"), "320412": None}, rows).values["320413"] == exact("1.5")
    with pytest.raises(TypeError, match="320413"):
        Counted({"320413": 1.5}, rows)
    with pytest.raises(ValueError, match="ref"):
        Counted({}, rows.drop("ref"))


def test_rows_that_do_not_sum_to_the_figure_are_refused() -> None:
    rows = pl.DataFrame(
        {"unit": ["1", "1", "2"], "ref": ["r/t/1@1", "r/t/2@1", "r/t/3@1"], "adds": ["0.1", "0.2", "0"]}
    )
    assert Counted({"1": exact("0.3"), "2": exact(0), "3": exact(0), "4": None}, rows).rows is rows
    with pytest.raises(ValueError, match="of 1, 3 do not sum"):
        Counted({"1": exact("0.30001"), "2": exact(0), "3": exact(5)}, rows)
    assert Counted.summed(rows, ["1", "3"]).values == {"1": exact("0.3"), "3": exact(0)}


def test_a_measure_counts_from_what_it_needs(house: House) -> None:
    """The shape that a room fills in: units, period, figures given; figures and contributing rows back."""
    house.room(
        "baseline",
        measures="""
        import polars as pl
        from jiyue.engine.contracts import Counted, Measure, Ref
        def count(units, period, given):
            refs = [str(Ref("baseline", "area", u, 1)) for u in units]
            rows = pl.DataFrame({"unit": units, "ref": refs, "adds": ["0.5"] * len(units)})
            return Counted({u: given["b"].get(u) for u in units}, rows)
        MEASURES = [Measure(room="baseline", code="a", needs=("b",), count=count)]
        """,
    )
    (measure,) = load_measures(house.packages, DICTIONARY)
    period = Period(date(2025, 1, 1), date(2025, 12, 31), as_of=date(2026, 3, 1))
    counted = measure.count(["1", "2"], period, {"b": {"1": exact("0.5")}})
    assert counted.values == {"1": exact("0.5"), "2": None}
    assert counted.rows["ref"].to_list() == ["baseline/area/1@1", "baseline/area/2@1"]
