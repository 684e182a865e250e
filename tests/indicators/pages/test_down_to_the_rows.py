"""From a sheet to the frozen rows: they sum to the figure, lead on, and say what changed since."""

import io

import openpyxl
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.files import samples
from indicators.pages.ways import measure, said, sheet
from jiyue.engine.numbers import Fraction, from_text
from jiyue.foundation.files.actions import Description, add_evidence
from jiyue.foundation.files.store import receive
from jiyue.indicators.frozen import cell_of
from jiyue.indicators.models import Value

QUERIES = 30
ASSETS = "industrial_fixed_assets"


def test_the_frozen_rows_sum_to_the_figure(read, evaluation, place):
    page = read(measure(evaluation, place.plain, ASSETS))
    value = Value.objects.get(unit=place.plain, measure=ASSETS, period="2025")
    rows = [row for row, _, _ in page.context["rows"]]
    assert len(rows) == 5
    assert sum((from_text(r.adds) for r in rows), Fraction(0)) == value.exact


def test_each_row_leads_to_its_page(read, evaluation, place, kept):
    page = read(measure(evaluation, place.plain, ASSETS))
    leads = [row.to for row, _, _ in page.context["rows"]]
    assert leads == [reverse("enterprise", args=[kept.enterprise(i).pk]) for i in range(5)]


def test_rows_of_a_room_that_is_not_there_keep_their_ref(read, evaluation, place):
    page = read(measure(evaluation, place.plain, "patrols_on_time"))
    assert "patrol/case/3299210@1" in said(page)


def test_what_proves_a_row_stands_beside_the_figure_that_it_adds_to(read, evaluation, place, kept):
    clerk, enterprise = place.actor("li", "county_bureau", place.plain), kept.enterprise(0)
    paper = receive("a.pdf", ContentFile(samples.pdf()).chunks())
    about = Description("Investment list", unit=place.plain, organisation=enterprise.owner, retain_years=10)
    add_evidence(clerk, paper, about, link=(enterprise.ref, ""))
    page = read(f"{sheet(evaluation, place.plain)}?indicator=C12")
    assert "Investment list" in said(page)
    lines = {line.code: line.evidence for group in page.context["groups"] for line in group.lines}
    assert (lines["C12"], lines["A01"]) == (1, 0)
    assert [piece.title for piece in read(measure(evaluation, place.plain, ASSETS)).context["pieces"]] == [
        "Investment list"
    ]


def test_codes_of_a_row_are_said_in_the_words_of_its_room(read):
    assert cell_of("measure", "villages", "baseline/statistic/1@1") == "Administrative villages"
    assert cell_of("measure", "villages", "patrol/case/1@1") == "villages"


def test_the_rows_as_xlsx(read, evaluation, place):
    to = reverse("evaluation-measure-as", args=[evaluation.pk, place.plain.pk, ASSETS, 2025, "xlsx"])
    book = openpyxl.load_workbook(io.BytesIO(read(to).getvalue()))
    assert book.active.max_row == 1 + 5


def test_a_later_figure_leaves_the_evaluation_as_it_was_and_is_told(read, evaluation, place):
    total = evaluation.results.get(unit=place.plain).total
    before = said(read(sheet(evaluation, place.plain)))
    assert "changed since" not in before
    old = Value.objects.get(unit=place.plain, measure=ASSETS, period="2025")
    Value.objects.filter(pk=old.pk).update(figure="1")
    page = said(read(measure(evaluation, place.plain, ASSETS)))
    assert "Changed since: 1 10k yuan" in page
    after = said(read(sheet(evaluation, place.plain)))
    assert "1 figures have changed since" in after
    assert f"{total:.2f} points?" in after


def test_a_declared_figure_says_that_it_has_no_rows(read, evaluation, place):
    page = said(read(measure(evaluation, place.plain, "villages")))
    assert "it stands by what was declared" in page


def test_a_measure_that_nobody_knows_is_not_there(read, evaluation, place):
    read(measure(evaluation, place.plain, "unheard_of"), status=404)


def test_the_whole_way_down_asks_few_questions_of_the_database(read, evaluation, place):
    way = (
        sheet(evaluation, place.plain),
        f"{sheet(evaluation, place.plain)}indicators/C12/",
        measure(evaluation, place.plain, ASSETS),
    )
    read(way[0])
    with CaptureQueriesContext(connection) as asked:
        for to in way:
            read(to)
    assert len(asked) <= QUERIES
