"""The history that ships: every event is read, and each county is followed back without gaps."""

import itertools
from datetime import date, timedelta

import pytest

from jiyue.foundation.units.divisions import abolished, about, events, history, listed, prefix_of


def test_all_events_are_read() -> None:
    found = events()
    assert len(found) == 5276
    assert {e.level for e in found} == {1, 2, 3}
    assert min(e.year for e in found) == 1981
    assert sum(e.kind == "recoded" for e in found) == 2221


def test_the_list_has_every_division_of_the_statistics_bureau() -> None:
    provinces = {d.code for d in listed("", "county") if d.kind == "province"}
    assert len(provinces) == 31
    found = listed("", "county")
    assert sum(d.kind == "county" for d in found) == 2978
    assert len({(d.kind, d.code) for d in found}) == len(found)
    codes = {d.code for d in found}
    assert [d for d in found if d.parent and d.parent not in codes] == []


def test_levels_that_exist_in_codes_only_are_left_out() -> None:
    beijing = listed("11", "county")
    assert [d.kind for d in beijing[:2]] == ["province", "county"]
    assert {d.parent for d in beijing[1:]} == {"110000"}


def test_jintan_is_followed_through_five_codes() -> None:
    spans = history("320413", "金坛区")
    assert [(s.code, s.name) for s in spans] == [
        ("322625", "金坛县"),
        ("320422", "金坛县"),
        ("329024", "金坛市"),
        ("320482", "金坛市"),
        ("320413", "金坛区"),
    ]
    assert [s.first and s.first.year for s in spans] == [None, 1983, 1993, 1995, 2015]
    assert "2015" in spans[-1].source


def test_every_unit_of_today_has_one_code_on_each_day() -> None:
    for division in listed("", "county"):
        if division.kind == "province":
            continue
        spans = history(division.code, division.name)
        assert spans[-1].last is None
        assert (spans[-1].code, spans[-1].name) == (division.code, division.name)
        for earlier, later in itertools.pairwise(spans):
            assert earlier.last is not None
            assert later.first == earlier.last + timedelta(days=1), division


def test_a_code_that_was_given_again_does_not_join_two_units() -> None:
    """320481 was the code of 常州's 金坛 neighbour 溧阳 only from 1995 on; before, it was nobody's."""
    spans = history("320481", "溧阳市")
    assert [s.code for s in spans][-1] == "320481"
    assert spans[-1].first == date(1995, 1, 1)


def test_yancheng_county_was_abolished_and_nothing_says_what_it_became() -> None:
    [gone] = [e for e in abolished({"322300"}) if e.old_name == "盐城县"]
    assert (gone.year, gone.old_code, gone.new_code) == (1983, "322326", "")
    [span] = history("322326", "盐城县", 1983)
    assert span.last == date(1982, 12, 31)
    assert gone in about({"322326"})


@pytest.mark.parametrize(
    ("code", "prefix"),
    [("320000", "32"), ("320400", "3204"), ("3204", "3204"), ("320413", "320413"), ("32", "32")],
)
def test_codes_are_read_with_and_without_their_zeros(code: str, prefix: str) -> None:
    assert prefix_of(code) == prefix
