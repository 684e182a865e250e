"""A county reads its own row of a city's evaluation, and no other; the package only who reaches all of it."""

from django.urls import reverse

from indicators.pages.ways import measure, ranking, said, sheet


def test_a_county_sees_its_own_row_of_the_ranking_alone(read, evaluation):
    page = said(read(ranking(evaluation), "plain"))
    assert "平川县" in page
    assert "临河县" not in page


def test_a_county_opens_its_own_sheet_and_no_other(read, evaluation, place):
    read(sheet(evaluation, place.plain), "plain")
    read(sheet(evaluation, place.river), "plain", 404)
    read(measure(evaluation, place.river, "villages"), "plain", 404)


def test_who_reaches_some_units_only_takes_no_package_home(read, evaluation):
    to = reverse("evaluation-package-file", args=[evaluation.pk])
    read(to, "plain", 403)
    assert read(to).getvalue()[:2] == b"PK"
