"""One unit is explained: its contributions sum to the total shown, its working can be done again."""

import pytest
from lxml import html

from index.report_case import Row, evaluated, plain
from jiyue.engine.index import Evaluation, evaluate_file, load_framework, read_recipe
from jiyue.engine.index.report import evaluation_html
from jiyue.engine.index.report_unit import chosen, unit_page
from jiyue.engine.index.report_words import Words
from jiyue.engine.index.values import Values
from jiyue.engine.numbers import Fraction
from jiyue.engine.yamls import RULES_DIR


def parts(rows: list[Row]) -> tuple[Evaluation, html.HtmlElement]:
    evaluation, panel, compiled = evaluated(rows)
    return evaluation, html.fromstring(evaluation_html(evaluation, panel, compiled, "en"))


@pytest.mark.parametrize("count", [1, 2, 9, 40])
def test_contributions_sum_to_the_total_shown(count: int) -> None:
    evaluation, tree = parts(plain(count))
    body = tree.xpath("//table[@class='parts']/tbody/tr")
    shares = [Fraction(row[-2].text_content()) for row in body]
    total = tree.xpath("//table[@class='parts']/tfoot/tr[last()]/td[1]")[0].text_content()
    result = chosen(evaluation)
    assert result is not None
    assert Fraction(total) == result.total
    assert abs(sum(shares) - Fraction(total)) <= Fraction(len(shares), 20_000)


def test_the_middle_of_the_ranked_units_is_taken() -> None:
    evaluation, _ = parts(plain(9))
    result = chosen(evaluation)
    assert result is not None
    assert sorted(r.rank or 0 for r in evaluation.results)[4] == result.rank


def test_the_working_gives_the_score() -> None:
    evaluation, tree = parts(plain(9))
    result = chosen(evaluation)
    assert result is not None
    signs = str.maketrans({"\N{MULTIPLICATION SIGN}": "*", "\N{DIVISION SIGN}": "/", "\N{MINUS SIGN}": "-"})
    checked = 0
    for sheet, part in zip(tree.xpath("//details"), result.indicators.values(), strict=True):
        for line in sheet.xpath(".//dd[@class='sum']"):
            sum_, equals, answer = line.text_content().replace("\u202f", "").translate(signs).partition(" = ")
            if equals:
                assert eval(sum_) == pytest.approx(float(answer), abs=1e-3)
                checked += 1
        assert f"{float(part.score or 0):.4f}".rstrip("0").rstrip(".") in sheet.text_content()
    assert checked >= 2


def test_lines_are_drawn_on_the_bar() -> None:
    _, tree = parts(plain(9))
    for row in tree.xpath("//table[@class='parts']/tbody/tr"):
        marks = [float(m.get("style").removeprefix("left:").rstrip("%")) for m in row.xpath(".//b")]
        assert len(marks) == 2
        assert all(0 <= m <= 100 for m in marks)


def test_a_veto_has_its_state() -> None:
    _, tree = parts([("990001", "Only", "10", "1", "1")])
    assert tree.xpath("string(//ul[@class='vetoes']/li)").split() == ["Y3", "Fraud", "found", "fired"]


@pytest.mark.parametrize(
    ("gold", "soil", "said"),
    [("900", "1", "reaches the line for full points: 100"), ("0", "10", "no points at this value: 0")],
)
def test_a_score_at_its_end_is_said_in_words(gold: str, soil: str, said: str) -> None:
    evaluation, panel, compiled = evaluated([*plain(3), ("990009", "End", gold, soil, "0")])
    result = evaluation.unit("990009")
    assert result is not None
    page = unit_page(evaluation, result, Values(compiled, panel, 2020), Words(compiled, panel, "en"))
    assert page.parts[0].working == said


def test_a_working_is_shown_only_where_the_recipe_works_so() -> None:
    table, framework = RULES_DIR / "samples/hdi_1990_2009.csv.gz", load_framework("hdi")
    steps = [{"normalise": {"method": "minmax", "to": [0, 100]}}, {"aggregate": {"method": "arithmetic"}}]
    for recipe, expected in ((None, "= 0."), (read_recipe([*steps, {"rank": {}}]), "")):
        evaluation, panel, compiled = evaluate_file(table, framework, recipe=recipe)
        result = evaluation.unit("PER")
        assert result is not None
        page = unit_page(evaluation, result, Values(compiled, panel, 2009), Words(compiled, panel, "en"))
        assert all((expected in p.working) if expected else p.working == "" for p in page.parts)
