"""The sheet of a unit: every indicator once, its sum is the total, and beside it why one is what it is."""

from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.kept import compiled
from indicators.pages.ways import said, sheet
from jiyue.engine.numbers import exact

QUERIES = 20


def test_every_indicator_stands_on_it_once(read, evaluation, place):
    page = read(sheet(evaluation, place.plain))
    codes = [line.code for group in page.context["groups"] for line in group.lines]
    assert sorted(codes) == sorted(compiled().framework.by_code)


def test_the_points_of_the_indicators_add_up_to_the_total(read, evaluation, place):
    row = evaluation.results.get(unit=place.plain)
    page = read(sheet(evaluation, place.plain))
    assert exact(page.context["sum"].replace("\u202f", "")) == exact(Decimal(row.total))
    assert f"Why has 平川县 {row.total:.2f} points?" in said(page)


def test_the_chosen_indicator_is_explained_with_its_measures(read, evaluation, place):
    page = read(f"{sheet(evaluation, place.plain)}?indicator=C12")
    why = page.context["why"]
    row = evaluation.results.get(unit=place.plain).indicators["C12"]
    assert [m.code for m in why.measures] == ["built_industrial_land", "industrial_fixed_assets"]
    assert why.working.endswith(f"= {row['score']}")
    assert "5 rows" in [m.source for m in why.measures]
    assert why.gap.startswith("To excellence:")


def test_without_a_choice_the_one_that_cost_the_most_is_explained(read, evaluation, place):
    page = read(sheet(evaluation, place.river))
    parts = evaluation.results.get(unit=place.river).indicators
    lost = {c: p["weight"] - p["contribution"] for c, p in parts.items() if p.get("weight") is not None}
    assert page.context["chosen"] == max(lost, key=lost.get)


def test_only_those_not_met_can_be_asked_for(read, evaluation, place):
    page = read(f"{sheet(evaluation, place.river)}?only=below")
    states = {line.state for group in page.context["groups"] for line in group.lines}
    assert states == {"below"}


def test_a_missing_figure_is_named_where_it_lacks(read, evaluation, kept):
    unit = next(c for c in kept.counties if c.code == "329926")
    page = read(f"{sheet(evaluation, unit)}?indicator=A07")
    assert page.context["why"].lacks == [compiled().dictionary.get("survey_valid_replies").en]
    assert "Why has 长陂县 no total yet?" in said(page)


def test_an_indicator_that_the_framework_lacks_is_not_there(read, evaluation, place):
    read(f"{sheet(evaluation, place.plain)}indicators/Z99/", status=404)


def test_the_same_lines_as_xlsx(read, evaluation, place):
    import io

    import openpyxl

    to = f"/indicators/evaluations/{evaluation.pk}/units/{place.plain.pk}.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(read(to).getvalue()))
    assert book.active.max_row == 1 + 50


def test_the_page_asks_few_questions_of_the_database(read, evaluation, place):
    read(sheet(evaluation, place.plain))
    with CaptureQueriesContext(connection) as asked:
        read(sheet(evaluation, place.plain))
    assert len(asked) <= QUERIES


def test_earlier_years_are_drawn_beside_it(read, kept, place):
    made = [kept.evaluation(year) for year in (2023, 2024, 2025)]
    page = read(f"{sheet(made[-1], place.plain)}?indicator=C12")
    assert [year for year, _ in page.context["years"]] == [2023, 2024, 2025]
    assert "<circle" in page.context["spark"]
