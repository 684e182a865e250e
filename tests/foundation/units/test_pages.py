"""The pages of units: found by earlier codes, changed by forms, each with its history."""

from datetime import date

import pytest
from django.test import Client

from foundation.people_known import Place
from jiyue.foundation.units.models import Unit


@pytest.fixture
def wang(place: Place, client: Client) -> Client:
    client.force_login(place.person("wang", "city_office", place.city))
    return client


def test_a_unit_is_found_by_an_earlier_code_and_shows_all(place: Place, wang: Client) -> None:
    to = f"/units/{place.plain.pk}/"
    wang.post(f"{to}recode", {"code": "329903", "name": "平川区", "on": "2015-01-01", "source": "国函"})
    page = wang.get("/units/", {"q": "329921"}).content.decode()
    assert "平川区" in page
    assert "临河县" not in page
    shown = wang.get(to).content.decode()
    for text in ("329921", "平川县", "2014年12月31日", "国函", "青禾镇", "wang自 2015-01-01 起"):
        assert text in shown, text


def test_a_split_is_entered_with_shares_in_percent(place: Place, wang: Client) -> None:
    to = f"/units/{place.town.pk}/"
    facts = {
        "became": "split",
        "on": "2015-01-01",
        "after_1": "329921",
        "share_1": "40",
        "after_2": "329922100",
    }
    wrong = wang.post(f"{to}succeed", facts)
    assert wrong.status_code == 422
    assert "份额之和" in wrong.content.decode()
    assert wang.post(f"{to}succeed", {**facts, "share_2": "60"}).status_code == 302
    shown = wang.get(to).content.decode()
    assert "石桥镇" in shown
    assert "0.6" in shown
    assert Unit.objects.get(pk=place.town.pk).valid_to == date(2014, 12, 31)


def test_a_code_that_nobody_has_is_named_at_its_field(place: Place, wang: Client) -> None:
    facts = {"became": "split", "on": "2015-01-01", "after_1": "999999"}
    page = wang.post(f"/units/{place.town.pk}/succeed", facts).content.decode()
    assert "没有使用此代码的现存单元" in page


def test_a_zone_is_added_and_the_county_gets_its_type(place: Place, wang: Client) -> None:
    wang.post("/units/add", {"kind": "zone", "code": "S1", "name": "平川开发区", "parent": place.plain.pk})
    assert Unit.objects.get(code="S1").parent == place.plain
    wang.post(f"/units/{place.plain.pk}/change", {"parent": place.city.pk, "county_type": "mixed"})
    assert Unit.objects.get(pk=place.plain.pk).county_type == "mixed"


def test_divisions_are_loaded_by_a_form(place: Place, client: Client) -> None:
    client.force_login(place.person("admin", "system_admin", place.city))
    answer = client.post("/units/load", {"under": "411103", "down_to": "town"}, follow=True)
    assert "新增" in answer.content.decode()
    assert Unit.objects.coded("411123", date(1990, 1, 1)).get().name == "郾城区"


def test_readers_see_no_buttons(place: Place, client: Client) -> None:
    client.force_login(place.person("li", "county_bureau", place.plain))
    page = client.get(f"/units/{place.plain.pk}/").content.decode()
    assert "/recode" not in page
