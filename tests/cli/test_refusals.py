"""Every refusal: exit 1, errors with code, field, row, value, rule, message, remedy; nothing half-written."""

import pytest

from cli.calls import jiyue

KEYS = {"code", "field", "row", "value", "rule", "message", "remedy"}
HEAD = "unit,kind,parent,year,measure,value\n"
GOOD = HEAD + "t1,town,,2025,industrial_land,10\nt1,town,,2025,industrial_tax,5\n"
FRAMEWORK = "code,formula,unit,decimals,direction,dabiao,chuangyou,weight\n"


def row(code, formula, unit="10k_yuan", lines="1,2", weight=100):
    return f"{code},{formula},{unit},2,up,{lines},{weight}\n"


DATA = {
    "NaN": ("t1,town,,2025,industrial_land,NaN", "NOT_FINITE"),
    "infinity": ("t1,town,,2025,industrial_land,inf", "NOT_FINITE"),
    "text in a number": ("t1,town,,2025,industrial_land,ten", "NOT_A_NUMBER"),
    "duplicated": ("t1,town,,2025,industrial_land,1\nt1,town,,2025,industrial_land,2", "DUPLICATE_VALUE"),
    "headings only": ("", "NO_ROWS"),
    "misspelt measure": ("t1,town,,2025,industrial_lnd,1", "UNKNOWN_MEASURE_IN_DATA"),
    "unknown kind": ("t1,toun,,2025,industrial_land,1", "UNKNOWN_UNIT_KIND"),
}
FRAMEWORKS = {
    "unknown measure": (row("X1", "industrial_taxx"), "UNKNOWN_MEASURE"),
    "unknown unit": (row("X1", "industrial_tax", "yuan/acre"), "UNKNOWN_UNIT"),
    "units that do not fit": (row("X1", "industrial_tax-industrial_land"), "UNIT_MISMATCH"),
    "circle": (row("X1", "X2+1", "1", weight=50) + row("X2", "X1+1", "1", weight=50), "CIRCLE"),
    "weights": (row("X1", "industrial_tax", weight=99), "FRAMEWORK_WEIGHTS_SUM"),
    "against direction": (row("X1", "industrial_tax", lines="5,2"), "LINES_AGAINST_DIRECTION"),
    "bomb": (row("X1", "9^9^9", "1"), "FORMULA_SYNTAX"),
    "deep bomb": (row("X1", "(" * 999 + "1" + ")" * 999, "1"), "FORMULA_TOO_LARGE"),
    "duplicated code": (row("X1", "industrial_tax", weight=50) * 2, "DUPLICATE_CODE"),
}
CASES = {name: (HEAD + data + "\n", None, code) for name, (data, code) in DATA.items()}
CASES |= {name: (GOOD, FRAMEWORK + rows, code) for name, (rows, code) in FRAMEWORKS.items()}
CASES["empty file"] = ("", None, "SHEET_EMPTY_FILE")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("case", CASES)
def test_refused(tmp_path, case, lang):
    data, framework, code = CASES[case]
    (tmp_path / "data.csv").write_text(data, "utf-8")
    chosen = "town-contest"
    if framework is not None:
        chosen = tmp_path / "framework.csv"
        chosen.write_text(framework, "utf-8")
    out = tmp_path / "out"
    call = jiyue("index", tmp_path / "data.csv", "--framework", chosen, "--out", out, "--json", lang=lang)
    assert call.code == 1
    assert call.json["errors"][0]["code"] == code
    for error in call.json["errors"]:
        assert set(error) >= KEYS
        assert error["message"]
        assert error["remedy"]
    assert not out.exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(
        {"data.csv", *([chosen.name] if framework else [])}
    )


def test_readable_form(tmp_path):
    (tmp_path / "data.csv").write_text(HEAD + "t1,town,,2025,industrial_land,ten\n", "utf-8")
    call = jiyue("index", tmp_path / "data.csv", "--framework", "town-contest", lang="zh")
    assert call.code == 1
    assert call.out == ""
    assert "处理办法" in call.err
    assert "data.csv" in call.err


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--year", "1999"], "YEAR_ABSENT"),
        (["--framework", "no-such"], "UNKNOWN_FRAMEWORK"),
        (["--upto", "sing"], "UNKNOWN_STEP"),
        (["--normalise", "minmux"], "METHOD_UNKNOWN"),
        (["--normalise", "minmax:0"], "BAD_SCALE"),
        (["--aggregate", "average"], "METHOD_UNKNOWN"),
        (["--recipe", "no-such.yaml"], "NO_SUCH_FILE"),
    ],
)
def test_options(tmp_path, options, code):
    (tmp_path / "data.csv").write_text(GOOD, "utf-8")
    call = jiyue("index", tmp_path / "data.csv", "--framework", "town-contest", *options, "--json")
    assert call.code == 1
    assert call.json["errors"][0]["code"] == code


def test_out_is_not_written_over_something_else(tmp_path):
    (tmp_path / "data.csv").write_text(GOOD, "utf-8")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/letter.txt").write_text("keep me")
    call = jiyue(
        "index", tmp_path / "data.csv", "--framework", "town-contest", "--out", tmp_path / "mine", "--json"
    )
    assert call.code == 1
    assert call.json["errors"][0]["code"] == "TARGET_TAKEN"
    assert (tmp_path / "mine/letter.txt").read_text() == "keep me"


@pytest.mark.parametrize("command", ["verify", "explain"])
def test_no_package(tmp_path, command):
    arguments = [tmp_path / "nothing", *(["unit"] if command == "explain" else []), "--json"]
    call = jiyue(command, *arguments)
    assert call.code == 1
    assert call.json["errors"][0]["code"] == "NOT_A_PACKAGE"
