"""A small city with figures of all sources: declared, doubtful, overridden, counted from two ledgers."""

from __future__ import annotations

from datetime import date

from foundation.people_known import Place, prefecture
from indicators.figures import figures
from indicators.sample import clerk_of
from jiyue.foundation.units.actions import recode_unit
from jiyue.indicators import actions
from jiyue.indicators.models import DECLARED, VERIFIED, Value
from jiyue.mechanisms.office import actions as office
from mechanisms.baseline.conftest import Bureau

YEARS = (2021, 2022, 2023, 2024, 2025)


def small_city(backwards: bool = False) -> Place:
    """云溪市; ``backwards``: its declared figures were entered in the opposite order."""
    place = prefecture()
    for county, kind in ((place.plain, "mixed"), (place.river, "mineral")):
        county.county_type = kind
        county.save()
    units = {unit.code: unit for unit in (place.plain, place.river)}
    rows = [
        Value(
            unit=units[code],
            measure=measure,
            period=str(year),
            source=DECLARED,
            figure=text,
            state=VERIFIED,
            origin="2025年统计年报.xlsx",
            marks=["doubtful"] if measure == "industrial_tax" else [],
        )
        for code, year, measure, text in figures(list(units), YEARS)
        if (code, measure) != ("329922", "patrols_planned")
    ]
    Value.objects.bulk_create(reversed(rows) if backwards else rows)
    _ledgers(place)
    _decided(place)
    return place


def _ledgers(place: Place) -> None:
    """Land survey, statistics in two vintages, growth rates, and a meeting, all verified."""
    bureau = Bureau(
        place,
        place.actor("li", "county_bureau", place.plain),
        place.actor("sun", "county_bureau", place.plain),
        place.actor("zhou", "county_bureau", place.river),
    )
    for year in YEARS:
        bureau.survey(year)
    bureau.figure("gdp_current", 2020, "3000000.10", "preliminary")
    bureau.figure("gdp_current", 2020, "3100000.25", "revised")
    for year in YEARS:
        bureau.figure("gdp_growth", year, "5.3")
    minutes = {"minutes": "研究部署", "minutes_number": "纪要〔2025〕1号", "chair": "周县长"}
    facts = {"kind": "group", "name": "领导小组会议", "number": "1", "held_on": date(2025, 3, 1), **minutes}
    office.verify(bureau.sun, office.add(bureau.li, "meeting", unit=place.plain, **facts))


def _decided(place: Place) -> None:
    """An override with its reason, and a new code and name in the middle of the series."""
    first, second = clerk_of(place.city, "qi"), clerk_of(place.city, "tan")
    about = {"unit": place.river, "measure": "villages", "period": "2025"}
    actions.verify(second, actions.override(first, **about, figure="203", reason="撤并后核定"))
    recode_unit(first, place.river, "329982", date(2025, 1, 1), "临河市", "国函〔2024〕9号")
