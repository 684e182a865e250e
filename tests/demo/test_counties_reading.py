"""The table of counties is read honestly: logs undone, units doubted, land not seen is 0, a gap is a gap."""

import csv
import gzip
import json
import math
from pathlib import Path

import pytest

from jiyue.demo.counties import DIVISIONS, TABLE, YEARS, Counties, long_rows, read_counties
from jiyue.engine.rulebook import default_rulebook

LAND = {"gdp": "500000", "built": 40.0, "crop": 300.0, "area": 2000.0, "people": 400_000}


def row(code: str, city: str = "410100", **changed: float | str | None) -> dict[str, str]:
    """A county of the table as it is published, with logged areas and density."""
    have = {**LAND, **changed}
    area = float(have["area"] or 0)
    out = {"countycode": code, "citycode": city, "provincecode": code[:2] + "0000"}
    for year in YEARS:
        out[f"reggdp{year}"] = str(have["gdp"] or "")
        for name, key in (("urbanland", "built"), ("cropland", "crop")):
            land = float(have[key] or 0)
            out[f"{name}{year}"] = repr(math.log(land)) if land else "0.000"
            out[f"{name}_share{year}"] = repr(land / area * 100)
        out[f"popden{year}"] = repr(math.log(100 * float(have["people"] or 0) / area))
    return out


def read(folder: Path, *rows: dict[str, str]) -> Counties:
    (folder / DIVISIONS).mkdir()
    (folder / TABLE).parent.mkdir()
    tables = {
        "provinces.csv": "code,name\n41,P\n",
        "cities.csv": "code,name,provinceCode\n4101,C,41\n",
        "areas.csv": "code,name,cityCode,provinceCode\n410101,A,4101,41\n410102,B,4101,41\n",
    }
    for name, text in tables.items():
        (folder / DIVISIONS / name).write_text(text, "utf-8")
    old = {"code": "410109000000", "name": "Gone"}
    events = [{"year": 2001, "level": 3, "old": old, "new": {"code": "410102000000", "name": "Old B"}}]
    with gzip.open(folder / DIVISIONS / "code_history.json.gz", "wt", encoding="utf-8") as history:
        json.dump({"events": events}, history)
    with gzip.open(folder / TABLE, "wt", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return read_counties(folder, default_rulebook())


def figures(counties: Counties, code: str) -> dict[str, str]:
    return {m: v for (unit, year, m), v in counties.figures.items() if (unit, year) == (code, 2021)}


def test_logs_are_undone(tmp_path: Path) -> None:
    found = figures(read(tmp_path, row("410101")), "410101")
    assert found == {"proxy_gdp": "500000", "proxy_built_land": "40.0000", "proxy_population": "400000"}


def test_a_county_without_built_land_has_none_and_still_an_area(tmp_path: Path) -> None:
    counties = read(tmp_path, row("410101", built=0.0))
    found = figures(counties, "410101")
    assert (found["proxy_built_land"], found["proxy_population"]) == ("0", "400000")
    assert [w.code for w in counties.warnings] == ["COUNTY_WITHOUT_BUILT_LAND"] * len(YEARS)


def test_without_any_land_the_population_is_missing(tmp_path: Path) -> None:
    counties = read(tmp_path, row("410101", built=0.0, crop=0.0))
    assert "proxy_population" not in figures(counties, "410101")
    assert "COUNTY_WITHOUT_AREA" in [w.code for w in counties.warnings]


def test_a_gdp_in_another_unit_is_doubted_and_left_out(tmp_path: Path) -> None:
    counties = read(tmp_path, row("410101", gdp="50"), row("410102"))
    assert "proxy_gdp" not in figures(counties, "410101")
    assert figures(counties, "410102")["proxy_gdp"] == "500000"
    doubts = [w for w in counties.warnings if w.code == "DOUBTFUL_GDP"]
    assert [(w.params["year"], w.params["count"], w.value) for w in doubts] == [(y, 1, "P 1") for y in YEARS]


def test_a_missing_gdp_is_no_row_and_no_doubt(tmp_path: Path) -> None:
    counties = read(tmp_path, row("410101", gdp=None))
    assert "proxy_gdp" not in figures(counties, "410101")
    assert counties.warnings == []


@pytest.mark.parametrize(
    ("code", "city", "name", "parent"),
    [
        ("410102", "410100", "B", "410100"),
        ("410109", "410100", "Gone", "410100"),
        ("410199", "410100", "", "410100"),
        ("410101", "410000", "A", "410000"),
        ("410100", "410100", "C", "4101"),
        ("419001", "419001", "", "419000"),
    ],
)
def test_names_and_parents(code: str, city: str, name: str, parent: str, tmp_path: Path) -> None:
    counties = read(tmp_path, row(code, city))
    unit = counties.units[code]
    assert (unit.name, unit.kind, unit.parent) == (name, "county", parent)
    assert counties.units["410000"].name == "P"
    assert {u.kind for u in counties.units.values() if u.parent == "410000"} <= {"prefecture", "county"}
    if parent != "410000":
        above = counties.units[parent]
        assert (above.kind, above.parent) == ("prefecture", "410000")
    assert [w.code for w in counties.warnings] == ([] if name else ["COUNTY_WITHOUT_NAME"])


def test_units_above_have_no_figures_of_their_own(tmp_path: Path) -> None:
    counties = read(tmp_path, row("410101"))
    head, *rows = long_rows(counties, [("land", "proxy_built_land", 100)])
    values = {(r[0], r[4]): r[-1] for r in rows}
    assert head[-1] == "value"
    assert values["410000", ""] == values["410100", ""] == ""
    assert values["410101", "2021"] == "4000"
