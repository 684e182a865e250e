"""What lacks: each figure with its points and who owes it, and a text for each of those in Chinese."""

from datetime import date

import pytest
from django.urls import reverse

from indicators.pages.ways import said
from jiyue.foundation.duties.models import Duty
from jiyue.foundation.people.models import Organisation


@pytest.fixture
def owed(kept, evaluation, place):
    """The statistics bureau owes one of the three figures."""
    bureau = Organisation.objects.create(name="云溪市统计局", sector="statistics", unit=place.city)
    county = next(c for c in kept.counties if c.code == "329926")
    facts = {"unit": county, "organisation": bureau, "period": "2025", "due_on": date(2026, 3, 31)}
    Duty.objects.create(measure="survey_valid_replies", **facts)
    return evaluation


def test_every_figure_that_lacks_is_listed_with_its_points(read, owed):
    page = read(reverse("evaluation-missing", args=[owed.pk]))
    found = {(lack.name, lack.measure): lack for lack, *_ in page.context["lacks"]}
    assert set(found) == {
        ("长陂县", "survey_valid_replies"),
        ("长陂县", "six_criteria_ratings"),
        ("南堰县", "patrols_planned"),
    }
    row = owed.results.get(name="南堰县")
    assert float(found["南堰县", "patrols_planned"].points) == row.indicators["B08"]["weight"]


def test_the_points_are_what_lies_between_the_bounds(read, owed):
    page = read(reverse("evaluation-missing", args=[owed.pk]))
    for name in ("长陂县", "南堰县"):
        row = owed.results.get(name=name)
        points = sum(lack.points for lack, *_ in page.context["lacks"] if lack.name == name)
        assert abs(float(points) - float(row.upper - row.lower)) < 0.0002


def test_who_owes_a_figure_is_named_and_written_to_in_chinese(read, owed):
    page = read(reverse("evaluation-missing", args=[owed.pk]))
    letters = {letter.organisation: letter for letter in page.context["letters"]}
    assert set(letters) == {"云溪市统计局", ""}
    text = letters["云溪市统计局"].text
    assert "长陂县 2025 年公众调查有效份数" in text
    assert "2026年3月31日" in text


def test_where_nothing_lacks_nobody_is_written_to(read, kept):
    kept.lacking = set()
    page = said(read(reverse("evaluation-missing", args=[kept.evaluation().pk])))
    assert "Nobody needs to be written to" in page
