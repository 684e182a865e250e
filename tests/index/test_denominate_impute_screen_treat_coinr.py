"""From the raw ASEM data to the treated data as COINr 1.1.14 computed them, with the same marks."""

import csv

import numpy as np
import pytest

from jiyue.engine.index.denominate import denominate
from jiyue.engine.index.impute import impute
from jiyue.engine.index.screen import screen
from jiyue.engine.index.treat import treat
from paths import SHARED, needs_shared

FOLDER = SHARED / "golden/coinr_asem"
pytestmark = needs_shared


def rows(name):
    with (FOLDER / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def number(text):
    return float(text) if text not in ("", "NA") else np.nan


def numbers(name, codes):
    return np.array(
        [[number(row[code]) for code in codes] for row in sorted(rows(name), key=lambda r: r["uCode"])]
    )


@pytest.fixture(scope="module")
def indicators():
    return {row["iCode"]: row["Denominator"] for row in rows("iMeta.csv") if row["Type"] == "Indicator"}


@pytest.fixture(scope="module")
def chain(indicators):
    raw = sorted(rows("raw_iData.csv"), key=lambda r: r["uCode"])
    columns = {
        code: np.array([number(r[code]) for r in raw])
        for code in (*indicators, *filter(None, indicators.values()))
    }
    denominated = [
        denominate(columns[code], columns[by]).values if by else columns[code]
        for code, by in indicators.items()
    ]
    groups = [r["EurAsia_group"] for r in raw]
    imputed = [impute(column, "group_mean", groups=groups) for column in denominated]
    matrix = np.column_stack([column.values for column in imputed])
    screened = screen(matrix, "missing", available=0.9)
    treated = [
        treat(column, "skew_kurt_rule", winmax=5, skew=2, kurt=3.5) for column in matrix[screened.included].T
    ]
    return {
        "Denominated": np.column_stack(denominated),
        "Imputed": matrix,
        "Screened": matrix[screened.included],
        "Treated": np.column_stack([t.values for t in treated]),
        "filled": np.column_stack([column.filled for column in imputed]),
        "screening": screened,
        "treatments": treated,
    }


@pytest.mark.parametrize("stage", ["Denominated", "Imputed", "Screened", "Treated"])
def test_stage_agrees(chain, indicators, stage):
    np.testing.assert_allclose(chain[stage], numbers(f"stage_{stage}.csv", indicators), rtol=1e-9, atol=1e-9)


def test_filled_cells_are_those_that_were_missing(chain):
    assert chain["filled"].sum() > 0
    np.testing.assert_array_equal(
        chain["filled"], np.isnan(chain["Denominated"]) & ~np.isnan(chain["Imputed"])
    )


def test_screening_agrees(chain):
    expected = sorted(rows("screen_summary.csv"), key=lambda r: r["uCode"])
    names = {
        "missing": "N_missing",
        "zeros": "N_zero",
        "missing_or_zero": "N_miss_or_zero",
        "available": "Dat_Avail",
        "nonzero": "Non_Zero",
    }
    for ours, theirs in names.items():
        np.testing.assert_allclose(
            getattr(chain["screening"], ours), [float(r[theirs]) for r in expected], rtol=1e-12
        )
    for ours, theirs in {"low_data": "LowData", "low_nonzero": "LowNonZero", "included": "Included"}.items():
        assert getattr(chain["screening"], ours).tolist() == [r[theirs] == "TRUE" for r in expected]


def test_treatment_details_agree(chain, indicators):
    details = rows("treat_details.csv")
    assert [row["iCode"] for row in details] == list(indicators)
    for row, treatment in zip(details, chain["treatments"], strict=True):
        for when, check in enumerate(treatment.checks):
            assert str(check.passed).upper() == row[f"check_SkewKurt{when}.Pass"]
            assert check.skew == pytest.approx(float(row[f"check_SkewKurt{when}.Skew"]), abs=1e-9)
            assert check.kurt == pytest.approx(float(row[f"check_SkewKurt{when}.Kurt"]), abs=1e-9)
        assert (len(treatment.checks) > 1) == bool(row["check_SkewKurt1.Pass"])
        assert treatment.winsorised == (int(row["winsorise.nwin"]) if row["winsorise.nwin"] else None)


def test_marks_are_the_cells_that_changed(chain):
    for before, treatment in zip(chain["Screened"].T, chain["treatments"], strict=True):
        np.testing.assert_array_equal(treatment.marks != "", before != treatment.values)
        assert (treatment.marks != "").sum() == (treatment.winsorised or 0)
