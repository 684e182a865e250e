"""A table of measures is refused with every bad cell, its row, value, rule and remedy."""

import pytest

from index.small import compiled as ready
from index.small import indicator, run, table
from jiyue.engine.index import evaluate, read_panel
from jiyue.engine.problems import Refused

LONG = "unit,kind,year,measure,value\n"
WIDE = "unit,kind,year,tax,land,mines,in_force\n"


def problems(tmp_path, text):
    with pytest.raises(Refused) as caught:
        run(tmp_path, text)
    for p in caught.value.problems:
        said = p.as_dict("zh")
        assert said["message"]
        assert said["remedy"]
    return caught.value.problems


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("NaN", "NOT_FINITE"),
        ("inf", "NOT_FINITE"),
        ("-Infinity", "NOT_FINITE"),
        ("about 12", "NOT_A_NUMBER"),
        ("12,5", "NOT_A_NUMBER"),
        ("#DIV/0!", "NOT_A_NUMBER"),
    ],
)
def test_cells(tmp_path, cell, code):
    (problem,) = problems(tmp_path, f'{LONG}a,county,2025,land,1\na,county,2025,tax,"{cell}"\n')
    assert (problem.code, problem.row, problem.field, problem.value) == (code, 3, "tax", cell)


def test_all_bad_cells_at_once(tmp_path):
    found = problems(tmp_path, WIDE + "a,county,2025,x,1,1,1\nb,county,2025,1,y,2.5,maybe\n")
    assert [(p.code, p.row) for p in found] == [
        ("NOT_A_NUMBER", 2), ("NOT_A_NUMBER", 3), ("NOT_AN_INTEGER", 3), ("NOT_YES_OR_NO", 3),
    ]  # fmt: skip


def test_duplicated_value(tmp_path):
    (problem,) = problems(tmp_path, LONG + "a,county,2025,tax,1\na,county,2025,tax,2\n")
    assert (problem.code, problem.params["first"], problem.row) == ("DUPLICATE_VALUE", 2, 3)


def test_duplicated_unit(tmp_path):
    (problem,) = problems(tmp_path, WIDE + "a,county,2025,1,1,1,1\na,county,2025,2,1,1,1\n")
    assert problem.code == "DUPLICATE_UNIT"


def test_a_misspelt_measure_is_refused_and_a_foreign_one_is_said(tmp_path):
    (problem,) = problems(tmp_path, LONG + "a,county,2025,taxx,1\na,county,2025,land,1\n")
    assert problem.code == "UNKNOWN_MEASURE_IN_DATA"
    assert "tax" in problem.message("en")
    found = run(tmp_path, LONG + "a,county,2025,zzzzqqqq,1\na,county,2025,land,1\n")
    assert any(w.code == "UNKNOWN_MEASURE_IN_DATA" for w in found.warnings)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "SHEET_EMPTY_FILE"),
        ("unit,kind,year,tax\n", "NO_ROWS"),
        ("name,tax\na,1\n", "NO_UNIT_COLUMN"),
        (LONG + ",county,2025,tax,1\n", "NO_UNIT"),
        (LONG + "a,kingdom,2025,tax,1\n", "UNKNOWN_UNIT_KIND"),
        (LONG + "a,county,25,tax,1\n", "BAD_YEAR"),
        (LONG + "p,province,2025,tax,1\n", "NOTHING_TO_RANK"),
        ("unit,kind,parent,year,tax\na,county,b,2025,1\nb,county,a,2025,1\n", "PARENT_CIRCLE"),
        ("unit,kind,year,tax\na,county,2025,1\na,town,2024,1\n", "UNIT_CONFLICT"),
    ],
)
def test_tables(tmp_path, text, code):
    assert [p.code for p in problems(tmp_path, text)] == [code]


def test_a_year_that_is_not_there(tmp_path):
    with pytest.raises(Refused) as caught:
        run(tmp_path, LONG + "a,county,2025,tax,1\n", year=2031)
    assert caught.value.problems[0].code == "YEAR_ABSENT"
    assert "2025" in caught.value.problems[0].message("en")


def test_a_year_before_the_data_is_missing_not_an_error(tmp_path):
    growth = indicator("X1", "(tax/prev(tax) - 1)*100", unit="percent")
    found = run(tmp_path, LONG + "a,county,2025,tax,1\n", growth)
    assert found.results[0].indicators["X1"].missing == ("tax@-1",)


def test_a_province_reference_without_a_province(tmp_path):
    relative = indicator(standard="ref(X1, province)", excellence="2*ref(X1, province)")
    found = run(tmp_path, LONG + "a,county,2025,tax,1\na,county,2025,land,1\n", relative)
    assert found.results[0].indicators["X1"].state == "missing"
    assert found.results[0].indicators["X1"].value == 1
    assert any(w.code == "NO_ANCESTOR" for w in found.warnings)


def test_one_unit_only(tmp_path):
    found = run(tmp_path, LONG + "a,county,2025,tax,100\na,county,2025,land,1\n")
    assert (found.results[0].total, found.results[0].rank) == (100, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings(tmp_path, encoding):
    text = "评价单元,名称,单元类型,年度,税收,用地\n320413,金坛区,县,2025,100,1\n"
    (tmp_path / "x.csv").write_bytes(text.encode(encoding))
    compiled = ready()
    panel = read_panel(tmp_path / "x.csv", compiled.scope, compiled.dictionary)
    assert panel.units[0].name == "金坛区"
    assert evaluate(compiled, panel).results[0].total == 100


def test_swapped_encodings(tmp_path):
    mixed = "unit,name,tax\n1,金坛区,1\n".encode() + "2,溧阳市,1\n".encode("gb18030") + b"3,\xff\xfe,1\n"
    path = table(tmp_path, "")
    path.write_bytes(mixed)
    compiled = ready()
    with pytest.raises(Refused) as caught:
        read_panel(path, compiled.scope, compiled.dictionary)
    assert "GB18030" in caught.value.problems[0].message("en")
