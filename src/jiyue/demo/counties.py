"""The real counties as measures: what the public table says, read honestly; doubtful figures left out."""

from __future__ import annotations

import csv
import gzip
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from jiyue.demo.divisions import Divisions
from jiyue.engine.index import Unit
from jiyue.engine.messages import N_
from jiyue.engine.numbers import Fraction, decimal_text, exact
from jiyue.engine.problems import Problem, define
from jiyue.engine.rulebook import Rulebook

TABLE = Path("county_stats_cn/CleanData_wide.csv.gz")
DIVISIONS = Path("admin_cn")
YEARS = (2001, 2011, 2021)
LAND_PLACES = 4

NO_NAME = define(
    "COUNTY_WITHOUT_NAME",
    N_("{count} counties have a code that neither the division table nor the code history knows: {value}."),
    N_("Add the code to the division table; until then they appear by their code."),
)
DOUBTFUL_GDP = define(
    "DOUBTFUL_GDP",
    N_(
        "{count} figures of GDP of {year} are doubtful and left out: below {floor} yuan per person ({value})."
    ),
    N_("They look as if written in 100 million yuan instead of 10k yuan; ask for the unit, then enter them."),
)
NO_AREA = define(
    "COUNTY_WITHOUT_AREA",
    N_("{count} counties show neither built-up land nor cropland, so their area is not known: {value}."),
    N_("Enter their area; until then their population is missing, and that of their province too."),
)
NO_LAND = define(
    "COUNTY_WITHOUT_BUILT_LAND",
    N_("In {count} counties the satellite saw no built-up land in {year}; ratios to it are missing there."),
    N_("Take the area of the land survey for such counties."),
)


@dataclass
class Counties:
    """``figures[unit, year, measure]`` as decimal texts; ``units`` are counties and all units above them."""

    units: dict[str, Unit] = field(default_factory=dict)
    figures: dict[tuple[str, int, str], str] = field(default_factory=dict)
    warnings: list[Problem] = field(default_factory=list)


def read_counties(shared: Path, rules: Rulebook) -> Counties:
    """The counties of the public table below ``shared`` with their proxies in all years."""
    divisions = Divisions(shared / DIVISIONS)
    latest = date(max(YEARS), 12, 31)
    scale = rules.figure("proxy.density_scale", on=latest).value
    floor = rules.figure("proxy.gdp_floor", on=latest).value
    out = Counties()
    nameless, no_area = [], []
    no_land: Counter[int] = Counter()
    doubtful: dict[int, list[str]] = {}
    with gzip.open(shared / TABLE, "rt", encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            province = row["provincecode"]
            county = divisions.county(row["countycode"], row["citycode"], province)
            for unit in (*divisions.parents(county, province), county):
                out.units[unit.code] = unit
            if not county.name:
                nameless.append(county.code)
            area = _area(row)
            if area is None:
                no_area.append(county.name or county.code)
            for year in YEARS:
                found = _figures(row, year, area, float(scale))
                no_land[year] += found["proxy_built_land"] == "0"
                if _doubtful(found, floor):
                    doubtful.setdefault(year, []).append(divisions.names.get(province, province))
                    found["proxy_gdp"] = None
                out.figures.update({(county.code, year, m): v for m, v in found.items() if v is not None})
    if nameless:
        out.warnings.append(NO_NAME(field="unit", value=", ".join(nameless), count=len(nameless)))
    if no_area:
        out.warnings.append(NO_AREA(field="unit", value=", ".join(no_area), count=len(no_area)))
    out.warnings.extend(NO_LAND(field="unit", count=n, year=y) for y, n in sorted(no_land.items()) if n)
    out.warnings.extend(_doubts(doubtful, floor))
    return out


def _doubts(doubtful: Mapping[int, list[str]], floor: Fraction) -> Iterator[Problem]:
    for year, provinces in sorted(doubtful.items()):
        where = ", ".join(f"{name} {count}" for name, count in sorted(Counter(provinces).items()))
        yuan = decimal_text(floor * 10_000)
        yield DOUBTFUL_GDP(field="proxy_gdp", value=where, year=year, count=len(provinces), floor=yuan)


def _number(row: Mapping[str, str], column: str) -> float | None:
    text = (row.get(column) or "").strip()
    return float(text) if text else None


def _area(row: Mapping[str, str]) -> float | None:
    """Area of a county, km2: a class of land over its share, taken where the share is largest."""
    found = []
    for year in YEARS:
        for land in ("urbanland", "cropland"):
            share, logged = _number(row, f"{land}_share{year}"), _number(row, f"{land}{year}")
            if share and logged is not None:
                found.append((share, math.exp(logged) / share * 100))
    return max(found)[1] if found else None


def _figures(row: Mapping[str, str], year: int, area: float | None, scale: float) -> dict[str, str | None]:
    """The three proxies of one year. A share of 0 says that no land was seen: the table logs it as 0 too."""
    gdp = (row.get(f"reggdp{year}") or "").strip() or None
    share, logged = _number(row, f"urbanland_share{year}"), _number(row, f"urbanland{year}")
    land = None
    if share is not None and logged is not None:
        land = f"{math.exp(logged):.{LAND_PLACES}f}" if share else "0"
    density = _number(row, f"popden{year}")
    people = None if area is None or density is None else f"{math.exp(density) / scale * area:.0f}"
    return {"proxy_gdp": gdp, "proxy_built_land": land, "proxy_population": people}


def _doubtful(found: Mapping[str, str | None], floor: Fraction) -> bool:
    gdp, people = found["proxy_gdp"], found["proxy_population"]
    return gdp is not None and people is not None and exact(gdp) < floor * exact(people)


def long_rows(counties: Counties, measures: Iterable[tuple[str, str, int]]) -> Iterator[list[str]]:
    """A long table of (measure, proxy it is taken from, factor); units above counties have no figures."""
    wanted = list(measures)
    yield ["unit", "name", "kind", "parent", "year", "measure", "value"]
    for unit in counties.units.values():
        head = [unit.code, unit.name, unit.kind, unit.parent]
        if unit.kind != "county":
            yield [*head, "", wanted[0][0], ""]
            continue
        for year in YEARS:
            for measure, source, factor in wanted:
                value = counties.figures.get((unit.code, year, source))
                text = "" if value is None else decimal_text(exact(value) * factor)
                yield [*head, str(year), measure, text]
