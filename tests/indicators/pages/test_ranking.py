"""Ranks: together or each type apart, bounds where figures lack, the same rows in three formats."""

import json

from indicators.pages.ways import ranking, said


def rows(read, to):
    return json.loads(read(to).getvalue())["rows"]


def test_units_stand_by_rank_and_those_without_a_total_last(read, evaluation):
    found = rows(
        read, f"/indicators/evaluations/{evaluation.pk}.json?columns=rank&columns=name&columns=total"
    )
    ranks = [row["rank"] for row in found]
    assert ranks == [*range(1, 11), None, None]
    assert {row["name"] for row in found[-2:]} == {"长陂县", "南堰县"}
    totals = [row["total"] for row in found[:10]]
    assert totals == sorted(totals, reverse=True)


def test_types_apart_have_ranks_of_their_own_and_the_address_says_so(read, evaluation):
    page = read(f"{ranking(evaluation)}?apart=1")
    assert page.context["apart"]
    assert next(column.name for column, _, _ in page.context["columns"]) == "rank_in_type"
    shown = rows(
        read, f"/indicators/evaluations/{evaluation.pk}.json?apart=1&columns=variant&columns=rank_in_type"
    )
    by_type: dict[str, list[int]] = {}
    for row in shown:
        by_type.setdefault(row["variant"], []).append(row["rank_in_type"])
    for ranks in by_type.values():
        known = [r for r in ranks if r is not None]
        assert known == list(range(1, len(known) + 1))
    assert "apart=1" in page.content.decode()


def test_a_unit_with_gaps_shows_bounds_and_no_total(read, evaluation):
    row = evaluation.results.get(name="长陂县")
    page = said(read(f"{ranking(evaluation)}?lacks=yes"))
    assert f"{row.lower:.2f} ~ {row.upper:.2f}" in page
    assert "平川县" not in page


def test_filters_stay_on_the_tab_that_was_chosen(read, evaluation):
    page = read(f"{ranking(evaluation)}?apart=1&standard=failed").content.decode()
    assert '<input type="hidden" name="apart" value="1">' in page
    assert '<input type="hidden" name="kind" value="county">' in page


def test_the_sheet_of_xlsx_holds_every_unit(read, evaluation):
    import io

    import openpyxl

    book = openpyxl.load_workbook(
        io.BytesIO(read(f"/indicators/evaluations/{evaluation.pk}.xlsx").getvalue())
    )
    assert book.active.max_row == 1 + 12


def test_sorting_by_an_aspect(read, evaluation):
    aspect = next(c.name for c, _, _ in read(ranking(evaluation)).context["columns"] if "aspect" in c.name)
    found = rows(read, f"/indicators/evaluations/{evaluation.pk}.json?order=-{aspect}&columns={aspect}")
    known = [row[aspect] for row in found if row[aspect] is not None]
    assert known == sorted(known, reverse=True)
    assert len(known) == 11


def test_the_spread_is_a_picture_with_its_table(read, evaluation):
    page = read(ranking(evaluation))
    assert sum(count for _, _, count in page.context["bins"]) == 10
    assert "10 totals from" in said(page)
