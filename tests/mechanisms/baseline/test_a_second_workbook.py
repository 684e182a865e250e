"""A second workbook of the same town and year: its page lists what differs, and nothing is summed twice."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from django.test import Client

from foundation.imports.conftest import Office
from foundation.people_known import Place
from jiyue.foundation.people.models import Account
from jiyue.foundation.units.models import Unit
from jiyue.mechanisms.baseline.models import Survey
from mechanisms.baseline.books import survey_book
from mechanisms.baseline.conftest import AREAS, WHOLE, count
from mechanisms.baseline.test_workbooks import THIRD, TOWN, verify_all

MOVED = {**AREAS, "0101": {"state": "9.5000", "collective": "120.2503"}, "0201": {"state": "1.0000"}}


@pytest.fixture
def office(place: Place) -> Office:
    return Office(place, place.person("李敏", "county_bureau", place.plain))


@pytest.fixture
def li(office: Office, client: Client) -> Client:
    client.force_login(Account.objects.get(username="李敏"))
    return client


def land(unit: Unit) -> Fraction | None:
    return count("land_area", 2024, unit).values.get(unit.code)


def test_what_differs_is_listed_and_publishing_replaces_it(office: Office, li: Client) -> None:
    office.published(("一.xlsx", survey_book({(TOWN, 2024): AREAS})), kind=THIRD)
    verify_all(office, Survey)
    batch = office.upload(("二.xlsx", survey_book({(TOWN, 2024): MOVED})), kind=THIRD)
    page = " ".join(re.sub(r"<[^>]+>", " ", li.get(f"/imports/{batch.pk}/").content.decode()).split())
    assert "0101 水田 国有 10.5000 9.5000 \u22129.5 %" in page
    assert "0201 果园 国有 — 1.0000" in page
    assert "0101 水田 集体" not in page
    assert (batch.new, batch.changed) == (0, 1)
    town = office.place.town
    assert land(town) == Fraction(WHOLE)
    assert Survey.objects.get().cells["0101"]["state"] == Decimal("10.5")
    assert li.post(f"/imports/{batch.pk}/publish").status_code == 302
    office.work()
    assert land(town) is None
    verify_all(office, Survey)
    assert land(town) == Fraction(WHOLE)
    assert Survey.objects.get().cells["0101"]["state"] == Decimal("9.5")


def test_refusing_it_leaves_the_first_one(office: Office, li: Client) -> None:
    office.published(("一.xlsx", survey_book({(TOWN, 2024): AREAS})), kind=THIRD)
    verify_all(office, Survey)
    batch = office.upload(("二.xlsx", survey_book({(TOWN, 2024): MOVED})), kind=THIRD)
    assert li.post(f"/imports/{batch.pk}/cancel").status_code == 302
    office.work()
    batch.refresh_from_db()
    assert batch.state != "published"
    survey = Survey.objects.get()
    assert (survey.state, survey.cells["0101"]["state"]) == ("verified", Decimal("10.5"))
    assert land(office.place.town) == Fraction(WHOLE)


def test_both_in_one_delivery_are_refused_by_their_names(office: Office, li: Client) -> None:
    files = [
        (name, survey_book({(TOWN, 2024): cells})) for name, cells in (("一.xlsx", AREAS), ("二.xlsx", MOVED))
    ]
    batch = office.upload(*files, kind=THIRD)
    page = li.get(f"/imports/{batch.pk}/").content.decode()
    assert "二.xlsx" in page
    assert batch.bad == 1
    assert not Survey.objects.exists()
