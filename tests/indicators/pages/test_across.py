"""One indicator over all units: best first, ties share a place, and one unit is shown where it stands."""

from django.urls import reverse

from indicators.pages.ways import said


def test_the_best_stand_first_whichever_way_is_better(read, evaluation):
    for code, sign in (("C12", -1), ("B06", 1)):
        page = read(reverse("evaluation-across", args=[evaluation.pk, code]))
        values = [row["exact"] for row in page.context["page"] if row["exact"] is not None]
        assert values == sorted(values, key=lambda v: sign * v)


def test_equal_values_share_a_place(read, evaluation):
    page = read(reverse("evaluation-across", args=[evaluation.pk, "A01"]))
    values = [row["place"] for row in page.context["page"]]
    assert values == [1] * 12


def test_one_unit_is_shown_where_it_stands(read, evaluation, place):
    page = read(reverse("evaluation-across", args=[evaluation.pk, "C12"]) + f"?unit={place.plain.pk}")
    assert 'class="strip-here"' in page.content.decode()
    assert "平川县 is number" in said(page)


def test_the_choice_of_the_ranking_leads_here(read, evaluation):
    to = reverse("evaluation-across-any", args=[evaluation.pk])
    assert read(f"{to}?indicator=C12", status=302).url.endswith("/indicators/C12/")
    assert read(f"{to}?indicator=..", status=302).url.endswith("/indicators/A01/")
