"""Year beside year explains a difference as a sum; framework beside framework says what answers what."""

from django.urls import reverse

from indicators.kept import compiled, stricter
from indicators.pages.ways import said
from jiyue.engine.index.panel import Panel
from jiyue.engine.index.report_words import Words
from jiyue.engine.numbers import Fraction
from jiyue.indicators.comparing import changes, dock
from jiyue.indicators.opened import engine_result

ROUNDED = Fraction(1, 10000)
"""Two totals of four decimals."""


def words(ready):
    return Words(ready, Panel((), {}), "en")


def test_the_effects_of_all_indicators_add_up_to_the_difference(kept, place):
    before, after = (
        engine_result(kept.evaluation(year).results.get(unit=place.plain)) for year in (2024, 2025)
    )
    found = changes(before, after, compiled(), words(compiled()))
    assert found
    assert abs(sum(c.effect for c in found) - (after.total - before.total)) <= ROUNDED


def test_the_page_asks_why_one_unit_changed(read, kept, place):
    old, new = kept.evaluation(2024), kept.evaluation(2025)
    page = said(read(reverse("evaluation-years", args=[new.pk]) + f"?unit={place.plain.pk}"))
    totals = [e.results.get(unit=place.plain).total for e in (old, new)]
    assert f"Why did 平川县 go from {totals[0]:.2f} to {totals[1]:.2f}?" in page


def test_all_units_show_how_many_ranks_they_rose(read, kept):
    kept.evaluation(2024)
    page = read(reverse("evaluation-years", args=[kept.evaluation(2025).pk]))
    assert {row["steps"][1] for row in page.context["page"]} >= {"same rank"}


def test_without_another_year_the_page_says_what_to_do(read, evaluation):
    assert "Evaluate another year" in said(read(reverse("evaluation-years", args=[evaluation.pk])))


def test_indicators_of_the_same_formula_answer_each_other():
    rows, alone, alone_too = dock(compiled(), stricter(), words(compiled()), words(stricter()))
    assert {r.first: r.second for r in rows} == {
        code: f"S{code}" for code in compiled().framework.by_code if code not in ("D12", "D13")
    }
    assert (alone, alone_too) == (["D12", "D13"], [])


def test_the_stricter_line_is_named():
    rows, _, _ = dock(compiled(), stricter(), words(compiled()), words(stricter()))
    by_code = {r.first: r.stricter for r in rows}
    assert (by_code["C12"], by_code["A04"], by_code["C09"]) == ("second", "second", "first")
    assert by_code["C02"] == "equal"


def test_both_frameworks_stand_side_by_side(read, kept, place, evaluation):
    other = kept.evaluation(ready=stricter(), title="省级测评")
    to = reverse("evaluation-frameworks", args=[evaluation.pk]) + f"?unit={place.plain.pk}"
    page = read(to)
    assert page.context["against"] == other
    assert len(page.context["table"]) == 48
