"""Evaluations that are kept: units of one prefecture, a package on disk with frozen rows, and the results."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.utils import timezone

from foundation.people_known import Place, unit
from indicators.figures import Figure, figures
from jiyue.engine.index import (
    Compiled,
    Origin,
    compile_framework,
    default_dictionary,
    evaluate,
    keep,
    load_framework,
)
from jiyue.engine.index import Unit as PanelUnit
from jiyue.engine.index.framework_read import framework_from_dict
from jiyue.engine.index.inputs import ROWS, SOURCES
from jiyue.engine.index.panel import panel_from_rows
from jiyue.engine.numbers import Fraction, decimal_text, from_text
from jiyue.foundation.units.models import Unit
from jiyue.indicators.frameworks import version_of
from jiyue.indicators.gather import Gathered
from jiyue.indicators.models import (
    COUNTED,
    DECLARED,
    DONE,
    PUBLISHED,
    SELF,
    VERIFIED,
    Evaluation,
    FrameworkVersion,
    UnitResult,
    Value,
)
from jiyue.indicators.needs import needed
from jiyue.indicators.results import rows_of
from jiyue.registry.models import Enterprise

NAMES = ("青岚县", "云栖区", "柳湾县", "长陂县", "石梁市", "白渡县", "南堰县", "东浦区", "西原县", "安澜县")
TYPES = ("mixed", "land", "mixed", "mineral")
COUNTED_FROM = {"industrial_fixed_assets": 5, "patrols_on_time": 9, "violation_cases_filed": 3}
"""Measures whose frozen rows lie in the package, with how many of them."""
LACKING = {
    ("329926", "six_criteria_ratings"),
    ("329926", "survey_valid_replies"),
    ("329929", "patrols_planned"),
}
"""Figures that nobody has handed in."""
PROVINCE = "329000"


@cache
def compiled(code: str = "jintan-50") -> Compiled:
    return compile_framework(load_framework(code), default_dictionary())


@cache
def stricter() -> Compiled:
    """A province's own framework: the same indicators under other codes, some lines harder, two left out."""
    told = json.dumps(compiled().framework.as_dict())
    content = json.loads(re.sub(r"\b([A-E]\d\d)\b", r"S\1", told))
    content |= {"framework": "province-48", "zh": "省级创建指标（48项）", "en": "Indicators of the province"}
    lines = {"SC12": "5200", "SC09": "70", "SA04": "95"}
    left_out = ("SD12", "SD13")
    content["indicators"] = [
        {**i, **({"standard": lines[i["code"]]} if i["code"] in lines else {})}
        for i in content["indicators"]
        if i["code"] not in left_out
    ]
    return compile_framework(framework_from_dict(content), default_dictionary())


@dataclass
class Kept:
    """Makes evaluations of the counties of ``place``, or of those that are given."""

    place: Place
    years: Sequence[int] = (2021, 2022, 2023, 2024, 2025)
    lacking: set[tuple[str, str]] = field(default_factory=lambda: set(LACKING))
    counties: list[Unit] = field(default_factory=list)
    seed: int = 5

    def __post_init__(self) -> None:
        if self.counties:
            return
        self.counties = [self.place.plain, self.place.river]
        for i, name in enumerate(NAMES):
            code = f"3299{23 + i}"
            made = Unit.objects.filter(code=code).first() or unit("county", code, name, self.place.city)
            self.counties.append(made)
        for i, county in enumerate(self.counties):
            county.county_type = TYPES[i % len(TYPES)]
            county.save()

    def framework(self, ready: Compiled | None = None) -> FrameworkVersion:
        found = (ready or compiled()).framework
        known = FrameworkVersion.objects.filter(digest=found.hash).first()
        if known is None:
            known = version_of(found, state=PUBLISHED, published_at=timezone.now())
            known.save()
        return known

    def figures(self, year: int) -> list[Figure]:
        codes = [c.code for c in self.counties]
        rows = figures(codes, self.years, self.seed)
        return [row for row in rows if row[1] <= year and (row[0], row[2]) not in self.lacking]

    def evaluation(
        self, year: int = 2025, *, ready: Compiled | None = None, purpose: str = SELF, **facts: Any
    ) -> Evaluation:
        """The whole of it: computed, kept as a package, laid into the tables."""
        ready = ready or compiled()
        asked = {(measure, year - lag) for measure, lag in needed(ready)}
        rows = [row for row in self.figures(year) if (row[2], row[1]) in asked]
        panel = panel_from_rows(
            [
                PanelUnit(PROVINCE, "云江省", "province"),
                PanelUnit(self.place.city.code, self.place.city.name, "prefecture", PROVINCE),
                *(PanelUnit(c.code, c.name, "county", self.place.city.code) for c in self.counties),
            ],
            rows,
            {"variant": ["", "", *(c.county_type for c in self.counties)]},
        )
        own = "own" if len(ready.framework.variants) > 1 else ready.framework.default_variant()
        result = evaluate(ready, panel, year=year, variant=own)
        folder = Path(settings.DATA) / "packages"
        folder.mkdir(exist_ok=True)
        written = folder / f"made-{year}-{ready.framework.code}-{purpose}.zip"
        origin = self.origin(rows)
        digest = keep(result, panel, ready, written, origin=origin)
        written.replace(folder / f"{digest}.zip")
        made = Evaluation.objects.create(
            title=facts.pop("title", f"{self.place.city.name} {year} 年度自评"),
            framework=self.framework(ready),
            unit=self.counties[0] if len(self.counties) == 1 else self.place.city,
            year=year,
            as_of=date(year, 12, 31),
            purpose=purpose,
            state=DONE,
            package=digest,
            units=len(result.results),
            complete=sum(r.total is not None for r in result.results),
            kept_at=timezone.now(),
            **facts,
        )
        gathered = Gathered(panel, origin, {c.code: c.pk for c in self.counties}, {}, ())
        UnitResult.objects.bulk_create(rows_of(made, ready, gathered, result))
        return made

    def values(self, year: int = 2025) -> None:
        """What an evaluation of the year asks for, as the bureau keeps it: counted, or declared."""
        units = {c.code: c for c in self.counties}
        asked = {(measure, year - lag) for measure, lag in needed(compiled())}
        Value.objects.bulk_create(
            Value(
                unit=units[code],
                measure=measure,
                period=str(of),
                source=COUNTED if measure in COUNTED_FROM else DECLARED,
                figure=text,
                state=VERIFIED,
                origin="" if measure in COUNTED_FROM else "2025年统计年报.xlsx",
            )
            for code, of, measure, text in self.figures(year)
            if of == year or (measure, of) in asked
        )

    def origin(self, rows: Sequence[Figure]) -> Origin:
        """Sources of all figures; counted ones with the rows that they are the sum of."""
        sources, frozen = [], []
        for code, year, measure, text in rows:
            counted = measure in COUNTED_FROM
            vintage = "preliminary" if measure == "gdp_current" else "final"
            marks = "doubtful" if measure == "industrial_tax" else ""
            sources.append((code, str(year), measure, COUNTED if counted else DECLARED, vintage, "", marks))
            if counted:
                frozen += [
                    (measure, code, str(year), ref, adds, facts)
                    for ref, adds, facts in self.rows(code, measure, text)
                ]
        return Origin(_table(SOURCES, sources), _table(ROWS, frozen))

    def rows(self, code: str, measure: str, text: str) -> list[tuple[str, str, str]]:
        """Ref, what it adds, and its columns, of the rows of one counted figure."""
        figure, many = from_text(text), COUNTED_FROM[measure]
        each = Fraction(int(figure / many))
        parts = [*[each] * (many - 1), figure - each * (many - 1)]
        found = []
        for i, part in enumerate(parts):
            room, table, key = "patrol", "case", f"{code}{i}"
            if measure == "industrial_fixed_assets" and code == self.place.plain.code:
                room, table, key = "registry", "enterprise", str(self.enterprise(i).pk)
            facts = {"name": f"{'甲乙丙丁戊己庚辛壬'[i]}号", "address": f"园区路 {i + 1} 号"}
            found.append(
                (f"{room}/{table}/{key}@1", decimal_text(part), json.dumps(facts, ensure_ascii=False))
            )
        return found

    def enterprise(self, number: int) -> Enterprise:
        """An enterprise of 平川县 whose assets are frozen."""
        name = f"平川{'甲乙丙丁戊'[number]}机械有限公司"
        found = Enterprise.objects.filter(name=name).first()
        if found is None:
            clerk = self.place.plain
            from jiyue.foundation.people.models import Organisation

            owner = Organisation.objects.get_or_create(
                name=f"{clerk.name}机构", unit=clerk, defaults={"sector": "bureau"}
            )[0]
            found = Enterprise(name=name, unit=clerk, owner=owner, state="verified")
            found.save()
        return found


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=dict.fromkeys(columns, pl.String), orient="row")
