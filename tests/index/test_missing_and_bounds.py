"""Missing is missing: no total but bounds, gates undetermined unless something already fails."""

from index.small import indicator, run

TWO = (
    indicator("X1", "tax/land", weights=60),
    indicator("X2", "mines", unit="count", standard="1", excellence="3", weights=40),
)
HEAD = "unit,kind,year,tax,land,mines\n"

NO_LINES = {"weights": None, "standard": None, "excellence": None}


def one(tmp_path, row, *indicators, **changes):
    return run(tmp_path, HEAD + row, *(indicators or TWO), **changes).results[0]


def test_bounds(tmp_path):
    result = one(tmp_path, "a,county,2025,100,1,\n")
    assert (result.total, result.lower, result.upper, result.rank) == (None, 60, 100, None)
    assert (result.standard, result.excellence) == ("undetermined", "undetermined")
    assert result.indicators["X2"].missing == ("mines",)


def test_a_known_failure_decides(tmp_path):
    result = one(tmp_path, "a,county,2025,30,1,\n")
    assert (result.standard, result.excellence) == ("failed", "failed")


def test_standard_met_but_not_excellent(tmp_path):
    result = one(tmp_path, "a,county,2025,80,1,1\n")
    assert (result.standard, result.excellence) == ("met", "failed")
    assert result.total == 72


def test_zero_denominator_is_missing_not_zero(tmp_path):
    result = one(tmp_path, "a,county,2025,80,0,1\n")
    assert result.indicators["X1"].state == "missing"
    assert result.indicators["X1"].value is None


def test_not_applicable_only_by_its_rule(tmp_path):
    rule = (TWO[0], {**TWO[1], "group": "X", "na_rule": "mines == 0", "na_reason": "no mines"})
    result = one(tmp_path, "a,county,2025,80,1,0\n", *rule)
    assert result.indicators["X2"].state == "not_applicable"
    assert (result.indicators["X1"].weight, result.total) == (100, 80)


def test_unknown_applicability_is_missing(tmp_path):
    rule = (TWO[0], {**TWO[1], "na_rule": "in_force", "na_reason": "not in force"})
    result = one(tmp_path, "a,county,2025,80,1,3\n", *rule)
    assert result.indicators["X2"].state == "missing"
    assert result.indicators["X2"].missing == ("in_force",)


def test_a_veto_without_data_blocks_an_award(tmp_path):
    veto = indicator("V1", "if(in_force, 1, 0)", type="veto", unit="1", decimals=0, **NO_LINES)
    result = one(tmp_path, "a,county,2025,100,1,3\n", *TWO, veto)
    assert result.vetoes["V1"].state == "undetermined"
    assert (result.standard, result.total) == ("undetermined", 100)


def test_a_fired_veto_fails_both_gates_and_leaves_the_total(tmp_path):
    veto = indicator("V1", "if(mines >= 3, 1, 0)", type="veto", unit="1", decimals=0, **NO_LINES)
    result = one(tmp_path, "a,county,2025,100,1,3\n", *TWO, veto)
    assert (result.standard, result.excellence, result.total) == ("failed", "failed", 100)


def test_missing_bonus_and_penalty_widen_the_bounds(tmp_path):
    plain = {"unit": "point", "decimals": 0, "standard": "0", "weights": None}
    extra = (
        indicator("Y1", "prev(mines)", type="bonus", excellence="5", **plain),
        indicator("Y2", "-prev(mines)", type="penalty", direction="down", excellence="-3", **plain),
    )
    result = one(tmp_path, "a,county,2025,100,1,3\n", *TWO, *extra)
    assert (result.total, result.lower, result.upper) == (None, 97, 105)
    assert result.standard == "met"


def test_clip_is_said(tmp_path):
    bonus = indicator(
        "Y1", "10*mines", type="bonus", unit="point", decimals=0, standard="0", excellence="50", weights=None
    )
    result = one(tmp_path, "a,county,2025,100,1,3\n", *TWO, bonus)
    assert (result.total, result.clip) == (105, -25)


def test_a_veto_is_judged_by_its_line_and_full_value(tmp_path):
    share = indicator(
        "V1", "mines*0.9999", type="veto", unit="count", decimals=0, compare="full", direction="down",
        standard="10", excellence="10", weights=None,
    )  # fmt: skip
    for mines, state in ((10, "clear"), (11, "fired")):
        assert one(tmp_path, f"a,county,2025,100,1,{mines}\n", *TWO, share).vetoes["V1"].state == state


def test_nothing_applicable_is_no_total_and_no_gate(tmp_path):
    never = [{**i, "na_rule": "land == 1", "na_reason": "never"} for i in TWO]
    result = one(tmp_path, "a,county,2025,80,1,0\n", *never)
    assert (result.total, result.lower, result.rank) == (None, None, None)
    assert (result.standard, result.excellence) == ("undetermined", "undetermined")
