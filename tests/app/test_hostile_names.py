"""A name that is a script, a template or a formula stays a name: on every page, in every export."""

import csv
from dataclasses import dataclass
from io import BytesIO, StringIO
from urllib.parse import urlencode

import openpyxl
import pytest
from django.utils.html import escape

from app.counties import County, House, whole
from app.rows import BEHIND, LISTED, WITH_ROW, address
from jiyue.foundation.people.models import Account, Organisation, Post
from jiyue.foundation.ui.listing import LISTS
from jiyue.foundation.ui.output import RISKY, harmless
from jiyue.foundation.units.models import Unit

EVIL = "=7*7<script>x</script>{{ 7*7 }}{who}\" onmouseover='y"


@dataclass(frozen=True)
class Hostile(County):
    """A county in which every name begins with ``EVIL``."""

    def called(self, what: str) -> str:
        return EVIL + what


@pytest.fixture(scope="module")
def evil(built_house: House) -> Hostile:
    place, wang = built_house.place, built_house.people["county_bureau"]
    for role in ("supervision", "city_office", "enumerator"):
        built_house.place.post(wang, role, place.city)
    Unit.objects.filter(pk=place.plain.pk).update(name=EVIL)
    Organisation.objects.filter(pk=wang.organisation_id).update(name=EVIL, short=EVIL[:40])
    Post.objects.filter(holdings__account=wang).update(title=EVIL)
    Account.objects.filter(pk=wang.pk).update(name=EVIL)
    wang.refresh_from_db()
    place.plain.refresh_from_db()
    return Hostile(place, place.plain, wang, wang)


def content(house: House, to: str) -> bytes:
    return whole(house.client("county_bureau").get(to))


@pytest.mark.parametrize("name", [*sorted(LISTED), *WITH_ROW])
def test_a_page_shows_it_and_does_nothing_with_it(name: str, house: House, evil: Hostile) -> None:
    if name in LISTED:
        LISTED[name](evil)
    answer = house.client("county_bureau").get(address(name, evil))
    page = whole(answer)
    if answer["Content-Type"] == "application/json":  # data, which no browser takes for a page
        assert answer["X-Content-Type-Options"] == "nosniff"
        return
    for raw in (EVIL, "<script>x", "\" onmouseover='", "49{who}"):
        assert raw.encode() not in page
    assert escape(EVIL).encode() in page or not page.startswith(b"<!doctype html>")


@pytest.mark.parametrize("listed", LISTS, ids=lambda listed: listed.name)
def test_no_export_holds_a_formula(listed, house: House, evil: Hostile) -> None:
    if listed.name in LISTED:
        LISTED[listed.name](evil)
    every = urlencode({"columns": [c.name for c in listed.columns]}, doseq=True)
    text = content(house, f"/{listed.address}.csv?{every}")
    risky = {c.heading() for c in listed.columns if c.kind != "number"}
    for row in csv.DictReader(StringIO(text.decode("utf-8-sig"))):
        assert [v for k, v in row.items() if k in risky and v.startswith(RISKY)] == []
    book = content(house, f"/{listed.address}.xlsx?{every}")
    if book.startswith(b"PK"):
        cells = [c for row in openpyxl.load_workbook(BytesIO(book)).active for c in row]
        assert [c.coordinate for c in cells if c.data_type == "f"] == []


def test_rows_of_every_page_are_tried() -> None:
    assert len(BEHIND) > 80


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_text_of_an_export_begins_like_a_formula(start: str) -> None:
    assert harmless(f"{start}1+1") == f"'{start}1+1"
    assert harmless(f"盐{start}化") == f"盐{start}化"
