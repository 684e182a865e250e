"""Names and codes change by dates; splits close; nobody changes what is not in reach."""

from datetime import date
from decimal import Decimal

import pytest

from foundation.people_known import Place
from jiyue.engine.problems import Refused
from jiyue.foundation.access import Actor, program
from jiyue.foundation.audit.models import AuditLine
from jiyue.foundation.audit.trail import spoken
from jiyue.foundation.units.actions import (
    add_unit,
    change_unit,
    close_unit,
    recode_unit,
    rename_unit,
    succeed,
)
from jiyue.foundation.units.models import Unit

ON = date(2015, 1, 1)


@pytest.fixture
def wang(place: Place) -> Actor:
    return place.actor("wang", "city_office", place.city)


def refusal(code: str, do: object, *args: object, **kwargs: object) -> None:
    with pytest.raises(Refused) as refused:
        do(*args, **kwargs)  # type: ignore[operator]
    assert [p.code for p in refused.value.problems] == [code]


def test_a_recode_closes_one_span_and_opens_another(place: Place, wang: Actor) -> None:
    recode_unit(wang, place.plain, "329903", ON, "平川区", "国函〔2014〕1号")
    spans = list(place.plain.codes.values_list("code", "name", "valid_from", "valid_to"))
    assert spans == [
        ("329921", "平川县", None, date(2014, 12, 31)),
        ("329903", "平川区", ON, None),
    ]
    for code, day in (("329921", date(2014, 12, 31)), ("329903", ON)):
        assert Unit.objects.coded(code, day).get() == place.plain
    assert "329903" in spoken(AuditLine.objects.first())


def test_a_rename_keeps_the_code(place: Place, wang: Actor) -> None:
    rename_unit(wang, place.plain, "平原县", ON)
    assert place.plain.code == "329921"
    assert place.plain.codes.count() == 2
    assert place.plain.pinyin.startswith("pingyuanxian")


def test_changes_come_in_the_order_of_their_dates(place: Place, wang: Actor) -> None:
    rename_unit(wang, place.plain, "平原县", ON)
    refusal("UNIT_DATE_ORDER", rename_unit, wang, place.plain, "平川县", ON)


def test_a_code_has_one_living_unit(place: Place, wang: Actor) -> None:
    refusal("UNIT_CODE_TAKEN", recode_unit, wang, place.plain, "329922", ON)
    refusal("UNIT_CODE_SHAPE", recode_unit, wang, place.plain, "3299220", ON)


def test_a_zone_is_added_under_its_county_with_any_code(place: Place, wang: Actor) -> None:
    zone = add_unit(wang, kind="zone", code="S327001", name="平川经济开发区", parent=place.plain)
    assert zone.path.startswith(place.plain.path)
    assert Unit.objects.coded("S327001").get() == zone


def test_a_unit_with_living_children_is_not_closed(place: Place, wang: Actor) -> None:
    refusal("UNIT_HAS_CHILDREN", close_unit, wang, place.plain, ON, "国函")
    close_unit(wang, place.town, ON, "国函")
    close_unit(wang, place.plain, ON, "国函")
    assert place.plain.valid_to == date(2014, 12, 31)
    refusal("UNIT_CLOSED", rename_unit, wang, place.plain, "平原县", date(2016, 1, 1))


def test_the_shares_of_a_split_add_up(place: Place, wang: Actor) -> None:
    half, third = Decimal("0.5"), Decimal("0.3333")
    city, river = place.city, place.river
    refusal("SHARES_DO_NOT_CLOSE", succeed, wang, place.town, "split", [(river, half), (city, third)], ON)
    refusal("SHARES_DO_NOT_CLOSE", succeed, wang, place.town, "split", [(river, half), (city, None)], ON)
    refusal("NO_SUCCESSOR", succeed, wang, place.town, "split", [], ON)
    assert Unit.objects.get(pk=place.town.pk).valid_to is None
    succeed(wang, place.town, "split", [(river, half), (city, half)], ON, "省政府")
    assert {x.share for x in place.town.successors.all()} == {half}
    assert Unit.objects.get(pk=place.town.pk).valid_to == date(2014, 12, 31)


def test_saying_it_again_replaces_what_was_said(place: Place, wang: Actor) -> None:
    succeed(wang, place.town, "split", [(place.river, None)], ON)
    succeed(wang, place.town, "merged", [(place.other_town, None)], ON)
    [link] = place.town.successors.all()
    assert (link.after, link.became) == (place.other_town, "merged")


def test_a_unit_does_not_belong_to_its_own_part(place: Place, wang: Actor) -> None:
    refusal("UNIT_CIRCLE", change_unit, wang, place.plain, parent=place.town, county_type="")


def test_a_county_is_not_changed_from_the_next_one(place: Place) -> None:
    """Only the city's office maintains units, and only its own."""
    bureau = place.actor("li", "county_bureau", place.plain)
    refusal("NOT_ALLOWED", rename_unit, bureau, place.plain, "平原县", ON)
    office = place.actor("zhou", "city_office", place.plain)
    refusal("NOT_ALLOWED", rename_unit, office, place.river, "临河市", ON)
    refusal("NOT_ALLOWED", change_unit, office, place.town, parent=place.river, county_type="")


def test_what_belongs_to_an_invented_unit_is_invented(db: None) -> None:
    owner = program("seed")
    invented = add_unit(owner, kind="prefecture", code="990100", name="演示市", sample=True)
    real = add_unit(owner, kind="prefecture", code="320400", name="常州市")
    assert add_unit(owner, kind="county", code="990121", name="禾川县", parent=invented).sample
    assert not add_unit(owner, kind="county", code="320413", name="金坛区", parent=real).sample
