"""The report ranks: every ranked unit stands there, and beyond its rows it says how many more there are."""

from lxml import html

from index.report_case import evaluated, plain
from jiyue.engine.index.report import evaluation_html
from jiyue.engine.index.report_rank import MAX_ROWS


def ranking(text: str) -> list[list[str]]:
    rows = html.fromstring(text).xpath("//section[@id='ranking']//tbody/tr[td[@class]]")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


def test_every_ranked_unit_in_order() -> None:
    evaluation, panel, compiled = evaluated(plain(30))
    shown = ranking(evaluation_html(evaluation, panel, compiled, "en"))
    expected = sorted(evaluation.results, key=lambda r: (r.rank, r.unit))
    assert [row[0] for row in shown] == [str(r.rank) for r in expected]
    assert [row[1] for row in shown] == [f"{r.name} Highland" for r in expected]
    assert [float(row[3]) for row in shown] == [float(r.total) for r in expected]


def test_beyond_its_rows_it_counts_and_still_shows_the_explained_unit() -> None:
    evaluation, panel, compiled = evaluated(plain(2 * MAX_ROWS + 41))
    text = evaluation_html(evaluation, panel, compiled, "en")
    shown = ranking(text)
    middle = sorted(evaluation.results, key=lambda r: (r.rank, r.unit))[MAX_ROWS + 20]
    assert len(shown) == MAX_ROWS + 1
    assert shown[-1][2] == middle.unit
    assert "The first 200 of 441 units; the other 241 stand in the package" in text


def test_a_unit_without_a_total_has_bounds_and_no_rank() -> None:
    evaluation, panel, compiled = evaluated([*plain(3), ("990009", "Gap", "", "6", "0")])
    rows = ranking(evaluation_html(evaluation, panel, compiled, "en"))
    last = next(row for row in rows if row[2] == "990009")
    gap = evaluation.unit("990009")
    assert gap is not None
    assert gap.lower is not None
    assert last[0] == "\N{EM DASH}"
    assert last[3].startswith(f"{float(gap.lower):.4f} ~ {float(gap.upper or 0):.4f}")


def test_gates_and_vetoes_have_words() -> None:
    evaluation, panel, compiled = evaluated([*plain(3), ("990009", "Bad", "900", "1", "1")])
    rows = {row[1]: row for row in ranking(evaluation_html(evaluation, panel, compiled, "en"))}
    assert rows["Bad Highland"][5:8] == ["not met", "not met", "1 Fraud found"]
    assert rows["County 1 Highland"][7] == "0"
