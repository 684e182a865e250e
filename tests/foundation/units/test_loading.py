"""Divisions are loaded once, with their codes; what people entered stays."""

from datetime import date

import pytest

from jiyue.engine.problems import Refused
from jiyue.foundation.access import program
from jiyue.foundation.audit.models import AuditLine
from jiyue.foundation.units.actions import rename_unit, succeed
from jiyue.foundation.units.loading import load_divisions
from jiyue.foundation.units.models import Unit, UnitCode

LOADER = program("test")


@pytest.fixture
def changzhou(db: None) -> Unit:
    load_divisions(LOADER, "3204", "county")
    return Unit.objects.get(code="320400")


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("322625", date(1981, 6, 30)),
        ("320422", date(1990, 6, 30)),
        ("329024", date(1994, 6, 30)),
        ("320482", date(2010, 6, 30)),
        ("320413", date(2024, 6, 30)),
    ],
)
def test_a_series_of_jintan_finds_one_unit_under_each_of_its_codes(
    changzhou: Unit, code: str, day: date
) -> None:
    unit = Unit.objects.coded(code, day).get()
    assert (unit.code, unit.name) == ("320413", "金坛区")
    assert Unit.objects.coded(code).get() == unit


def test_a_code_does_not_hold_outside_its_years(changzhou: Unit) -> None:
    assert not Unit.objects.coded("329024", date(2010, 1, 1)).exists()


def test_ancestors_come_along_and_paths_follow(changzhou: Unit) -> None:
    jintan = Unit.objects.get(code="320413")
    province = Unit.objects.get(code="320000")
    assert jintan.path == f"/{province.pk}/{changzhou.pk}/{jintan.pk}/"
    assert jintan.pinyin.startswith("jintanqu jtq")


def test_running_again_changes_nothing(changzhou: Unit) -> None:
    before = Unit.objects.count(), UnitCode.objects.count(), AuditLine.objects.count()
    done = load_divisions(LOADER, "320400", "county")
    assert (done.added, done.former) == (0, 0)
    assert (Unit.objects.count(), UnitCode.objects.count(), AuditLine.objects.count()) == before


def test_going_deeper_adds_only_what_is_missing(changzhou: Unit) -> None:
    before = Unit.objects.count()
    done = load_divisions(LOADER, "320413", "village")
    towns = Unit.objects.filter(kind="town", parent__code="320413")
    assert towns.count() > 5
    assert Unit.objects.filter(kind="village", parent__in=towns).count() > 100
    assert Unit.objects.count() == before + done.added


def test_a_name_that_people_gave_stays(changzhou: Unit) -> None:
    unit = Unit.objects.get(code="320413")
    rename_unit(LOADER, unit, "金沙区", date(2026, 3, 1))
    load_divisions(LOADER, "3204", "county")
    assert Unit.objects.coded("320413").get().name == "金沙区"


def test_abolished_counties_come_along_and_their_successors_are_said_by_people(db: None) -> None:
    load_divisions(LOADER, "3209", "county")
    gone = Unit.objects.coded("322326").get()
    assert (gone.name, gone.valid_to) == ("盐城县", date(1982, 12, 31))
    assert gone.parent == Unit.objects.get(code="320900")
    urban = Unit.objects.get(code="320902")
    succeed(LOADER, gone, "split", [(urban, None)], date(1983, 1, 1), "国发")
    assert gone.successors.get().after == urban


def test_what_is_not_in_the_list_is_refused(db: None) -> None:
    for under, down_to, code in (
        ("9999", "town", "NO_DIVISION"),
        ("x", "town", "NO_DIVISION"),
        ("32", "moon", "BAD_DEPTH"),
    ):
        with pytest.raises(Refused) as refused:
            load_divisions(LOADER, under, down_to)  # type: ignore[arg-type]
        assert refused.value.problems[0].code == code
    assert not Unit.objects.exists()


def test_a_prefecture_and_its_only_county_may_share_a_code(db: None) -> None:
    load_divisions(LOADER, "4419", "county")
    assert set(Unit.objects.coded("441900").values_list("kind", flat=True)) == {"prefecture", "county"}
    load_divisions(LOADER, "4419", "town")
    assert Unit.objects.filter(kind="town", parent__kind="county", parent__code="441900").count() > 20
