"""Frameworks that score against an ideal or the best unit keep these lines, and the sheet shows them."""

import json

from django.urls import reverse

from index.small import table
from indicators.kept import Kept, compiled
from indicators.pages.ways import said, sheet
from jiyue.engine.index import evaluate_file, load_framework
from jiyue.engine.index.report_words import figure
from jiyue.engine.numbers import exact
from jiyue.indicators.opened import engine_result, part_of
from jiyue.indicators.results import plain_indicator


def test_the_sheet_shows_the_ideal_of_each_indicator(read, kept: Kept, place):
    regional = compiled("regional-1018")
    made = kept.evaluation(ready=regional)
    parts = engine_result(made.results.get(unit=place.plain)).indicators
    ideals = {c: part.ideal for c, part in parts.items() if part.ideal is not None}
    assert ideals
    page = read(sheet(made, place.plain))
    assert "Ideal value" in said(page)
    lines = {line.code: line for group in page.context["groups"] for line in group.lines}
    assert {code: lines[code].standard for code in ideals} == {c: figure(v) for c, v in ideals.items()}
    to = reverse("evaluation-unit-as", args=[made.pk, place.plain.pk, "json"])
    assert json.loads(read(to).getvalue())["columns"]["standard"] == "Ideal value"


def test_what_was_kept_is_read_back_with_all_lines(tmp_path):
    data = table(
        tmp_path,
        "unit,kind,year,industrial_fixed_assets,industrial_land,industrial_value_added,industrial_tax,"
        "stock_land_revived,stock_land_identified\n"
        "t1,town,2025,1000,3,900,300,2,4\n"
        "t2,town,2025,1500,20,1800,150,1,1\n",
    )
    found, _, _ = evaluate_file(data, load_framework("town-contest"))
    for result in found.results:
        for code, part in result.indicators.items():
            back = part_of(json.loads(json.dumps(plain_indicator(part, []))))
            for name in ("value", "full", "standard", "excellence", "ideal", "best"):
                one, other = getattr(part, name), getattr(back, name)
                assert other == (None if one is None else exact(float(one))), (code, name)
    best = found.results[0].indicators["T1"].best
    assert best is not None
