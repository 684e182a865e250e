"""What is missing is said: which figure, how many units, why the province has none."""

from lxml import html

from index.report_case import evaluated, plain
from jiyue.engine.index.report import evaluation_html
from jiyue.engine.index.report_missing import warned
from jiyue.engine.index.report_words import Words
from jiyue.engine.problems import Kind


def tables(text: str, section: str) -> list[list[list[str]]]:
    found = html.fromstring(text).xpath(f"//section[@id='{section}']//table")
    return [
        [[" ".join(c.text_content().split()) for c in row] for row in table.xpath(".//tbody/tr")]
        for table in found
    ]


def test_a_missing_figure_is_counted_with_its_units_and_indicators() -> None:
    text = evaluation_html(*evaluated([*plain(4), ("990009", "Gap", "", "6", "0")]), "en")
    figures = {row[0]: row[1:] for row in tables(text, "missing")[0]}
    assert figures["Gold"] == ["2020", "1", "Gap", "Y1"]
    assert figures["Gold per soil of the province"][:2] == ["2020", "5"]


def test_the_unit_that_keeps_its_province_from_a_sum_is_named() -> None:
    text = evaluation_html(*evaluated([*plain(4), ("990009", "Gap", "", "6", "0")]), "en")
    assert tables(text, "missing")[1] == [["Highland", "Gold", "2020", "1", "Gap"]]


def test_no_total_at_all_is_the_heading() -> None:
    rows = [(code, name, "", soil, "") for code, name, _, soil, _ in plain(5)]
    text = evaluation_html(*evaluated(rows), "en")
    tree = html.fromstring(text)
    assert tree.xpath("string(//h1)") == "None of the 5 units has a total yet: figures are missing"
    assert "between the lower and the upper bound" in tree.xpath("string(//section[@id='chart'])")
    assert "No total; lower and upper bound" in tree.xpath("string(//section[@id='unit'])")


def test_a_missing_figure_is_never_zero() -> None:
    text = evaluation_html(*evaluated([("990001", "Gap", "", "6", "")]), "en")
    sheet = html.fromstring(text).xpath("//details[@id='part-1']")[0]
    cells = {row[0].text_content(): row[2].text_content() for row in sheet.xpath(".//tbody/tr")}
    assert cells["Gold"] == "missing"
    assert cells["Soil"].split() == ["6", "ha"]


def test_nothing_missing_is_said_too() -> None:
    text = evaluation_html(*evaluated(plain(4)), "en")
    assert "Nothing is missing" in html.fromstring(text).xpath("string(//section[@id='missing'])")


def test_warnings_stand_with_their_remedy() -> None:
    text = evaluation_html(*evaluated(plain(4)), "en")
    said = html.fromstring(text).xpath("string(//section[@id='warnings'])")
    assert "A test, nothing official" in said
    assert "Gold per soil" in said
    assert "What to do:" in said


def test_a_list_of_codes_becomes_names_and_a_sentence_stays() -> None:
    _, panel, compiled = evaluated(plain(4))
    words = Words(compiled, panel, "en")
    problem = Kind("SAID_IN_A_TEST", "{value}: {note}", "")(value="Y1, gold", note="one thing, and another")
    (said,) = warned([problem], words)
    assert said.messages == ("Gold per soil, Gold: one thing, and another",)
