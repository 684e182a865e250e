"""Figures follow a unit through new codes, and stop where a unit ended: pages say which it was."""

from datetime import date

import pytest
from django.urls import reverse

from foundation.people_known import Place
from indicators.kept import compiled
from indicators.pages.ways import said
from jiyue.foundation.access import program
from jiyue.foundation.units import actions as units
from jiyue.foundation.units.loading import load_divisions
from jiyue.foundation.units.models import Unit
from jiyue.indicators.gather import Asked, gather
from jiyue.indicators.models import Value

JINTAN = {1982: "322625", 1990: "320422", 1994: "329024", 2010: "320482"}
"""A year and the code of 金坛 in it; today it is 320413."""


@pytest.fixture
def city(db: None) -> Unit:
    load_divisions(program("tests"), "3204", "county")
    return Unit.objects.coded("320400").get()


@pytest.fixture
def place(city: Unit) -> Place:
    jintan = Unit.objects.coded("320413").get()
    return Place(city, jintan, jintan, jintan, jintan)


def declared(unit: Unit, period: int, text: str, measure: str = "cultivated_land") -> Value:
    facts = {"source": "declared", "state": "verified", "measure": measure}
    return Value.objects.create(unit=unit, period=str(period), figure=text, **facts)


def page(unit: Unit, period: int) -> str:
    return reverse("figure", args=[unit.pk, "cultivated_land", str(period)])


def test_a_series_goes_on_through_five_codes(read, place: Place) -> None:
    jintan = place.plain
    for i, year in enumerate((*JINTAN, 2025)):
        declared(jintan, year, f"{i + 1}000")
    shown = said(read(page(jintan, 2025)))
    for i, (year, code) in enumerate(JINTAN.items()):
        assert f"{year} code then: {code} {i + 1} 000" in shown
    assert "code then: 320413" not in shown
    for code in JINTAN.values():
        assert Unit.objects.coded(code).get() == jintan
        assert code in said(read(reverse("unit", args=[jintan.pk])))
    asked = Asked(place.city, 2025, date(2026, 3, 31), "self")
    declared(jintan, 2025, "9", "construction_land")
    declared(jintan, 2024, "8", "construction_land")
    found = gather(asked, compiled(), [])
    assert "320413" in found.units
    assert not set(JINTAN.values()) & found.units.keys()


def test_the_units_of_a_split_do_not_take_over_its_series(read, place: Place) -> None:
    """盐城县 was abolished in 1983; the history of codes says no more, so a person enters what it became."""
    admin = program("tests")
    old = units.add_unit(admin, kind="county", code="322326", name="盐城县", parent=place.city)
    new = [
        units.add_unit(
            admin, kind="county", code=code, name=name, parent=place.city, valid_from=date(1983, 1, 1)
        )
        for code, name in (("320902", "城区"), ("320911", "郊区"))
    ]
    declared(old, 1982, "155000")
    declared(new[0], 1983, "5000")
    units.succeed(admin, old, "split", [(one, None) for one in new], date(1983, 1, 1), "国函〔1983〕18号")
    shown = said(read(page(new[0], 1983)))
    assert "Until 1983-01-01 there was 盐城县 (split)" in shown
    assert "155" not in shown
    assert "155 000" in said(read(page(old, 1982)))
    history = said(read(reverse("unit", args=[old.pk])))
    assert "became 城区" in history
    assert "became 郊区" in history
    assert "322326 盐城县" in history
    found = gather(Asked(place.city, 1983, date(1984, 3, 31), "self"), compiled(), [])
    assert "322326" not in found.units
    at = found.panel.index().get("320902")
    assert at is None or found.panel.column("cultivated_land", 1982)[at] is None
