"""Every refusal: exit 1, errors with code, field, row, value, rule, message, remedy; nothing half-written."""

import pytest

from cli.calls import jiyue

KEYS = {"code", "field", "row", "value", "rule", "message", "remedy"}
HEAD = "unit,kind,parent,year,measure,value\n"
GOOD = HEAD + "t1,town,,2025,industrial_land,10\nt1,town,,2025,industrial_tax,5\n"
FRAMEWORK = "code,formula,unit,decimals,direction,dabiao,chuangyou,weight\n"

CASES = {
    "NaN": (HEAD + "t1,town,,2025,industrial_land,NaN\n", None, "NOT_FINITE"),
    "infinity": (HEAD + "t1,town,,2025,industrial_land,inf\n", None, "NOT_FINITE"),
    "text in a number": (HEAD + "t1,town,,2025,industrial_land,ten\n", None, "NOT_A_NUMBER"),
    "duplicated": (GOOD + "t1,town,,2025,industrial_land,11\n", None, "DUPLICATE_VALUE"),
    "empty file": ("", None, "SHEET_EMPTY_FILE"),
    "headings only": (HEAD, None, "NO_ROWS"),
    "misspelt measure": (GOOD + "t1,town,,2025,industrial_lnd,1\n", None, "UNKNOWN_MEASURE_IN_DATA"),
    "unknown kind": (HEAD + "t1,toun,,2025,industrial_land,1\n", None, "UNKNOWN_UNIT_KIND"),
    "unknown measure": (GOOD, FRAMEWORK + "X1,industrial_taxx/industrial_land,10k_yuan/ha,2,up,1,2,100\n", "UNKNOWN_MEASURE"),
    "unknown unit": (GOOD, FRAMEWORK + "X1,industrial_tax/industrial_land,yuan/acre,2,up,1,2,100\n", "UNKNOWN_UNIT"),
    "units that do not fit": (GOOD, FRAMEWORK + "X1,industrial_tax-industrial_land,10k_yuan,2,up,1,2,100\n", "UNIT_MISMATCH"),
    "circle": (GOOD, FRAMEWORK + "X1,X2+1,1,2,up,1,2,50\nX2,X1+1,1,2,up,1,2,50\n", "CIRCLE"),
    "weights": (GOOD, FRAMEWORK + "X1,industrial_tax,10k_yuan,2,up,1,2,99\n", "FRAMEWORK_WEIGHTS_SUM"),
    "against direction": (GOOD, FRAMEWORK + "X1,industrial_tax,10k_yuan,2,up,5,2,100\n", "LINES_AGAINST_DIRECTION"),
    "bomb": (GOOD, FRAMEWORK + "X1,9^9^9,1,2,up,1,2,100\n", "FORMULA_SYNTAX"),
    "deep bomb": (GOOD, FRAMEWORK + f"X1,{'(' * 999}1{')' * 999},1,2,up,1,2,100\n", "FORMULA_TOO_LARGE"),
    "duplicated code": (GOOD, FRAMEWORK + "X1,industrial_tax,10k_yuan,2,up,1,2,50\nX1,industrial_tax,10k_yuan,2,up,1,2,50\n", "DUPLICATE_CODE"),
}  # fmt: skip


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
