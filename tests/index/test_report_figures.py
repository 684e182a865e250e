"""Figures as they are read: digits in groups, as many decimals as said, missing is a dash."""

import pytest

from index.report_case import evaluated, plain
from jiyue.engine.index.report_chart import step_of
from jiyue.engine.index.report_words import Words, figure
from jiyue.engine.numbers import Fraction


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (None, None, "\N{EM DASH}"),
        (0, None, "0"),
        (1234567, None, "1\u202f234\u202f567"),
        (Fraction(6000), 2, "6\u202f000.00"),
        (Fraction(1, 3), None, "0.3333"),
        (Fraction(1, 3), 2, "0.33"),
        (Fraction(-25, 2), None, "\N{MINUS SIGN}12.5"),
        (Fraction(-1, 10**9), 2, "0.00"),
        (-0.00001, None, "\N{MINUS SIGN}1e\N{MINUS SIGN}05"),
        (0.5, None, "0.5"),
        (12345.6789, 1, "12\u202f345.7"),
    ],
)
def test_figure(value: Fraction | float | None, places: int | None, text: str) -> None:
    assert figure(value, places) == text


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        ("10k_yuan/km2", "10k yuan/km\u00b2"),
        ("percent", "%"),
        ("1", ""),
        ("count", ""),
        (None, ""),
        ("furlong", "furlong"),
    ],
)
def test_units_in_words(unit: str | None, text: str) -> None:
    _, panel, compiled = evaluated(plain(1))
    assert Words(compiled, panel, "en").unit(unit) == text


@pytest.mark.parametrize(
    ("span", "parts", "step"), [(100, 5, 20), (100, 20, 5), (0.63, 20, 0.05), (7, 5, 2), (1e6, 20, 5e4)]
)
def test_steps_of_an_axis_are_round(span: float, parts: int, step: float) -> None:
    assert step_of(span, parts) == pytest.approx(step)
