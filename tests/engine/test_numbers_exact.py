from decimal import Decimal
from fractions import Fraction as Q

import pytest

from jiyue.engine.numbers import exact
from jiyue.engine.problems import Refused


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("0.1", Q(1, 10)),
        (0.1, Q(1, 10)),
        (Decimal("1E+3"), Q(1000)),
        ("-12.50", Q(-25, 2)),
        (7, Q(7)),
        ("1e-3", Q(1, 1000)),
        (" 5 ", Q(5)),
    ],
)
def test_as_the_decimal_says(given, wanted):
    assert exact(given) == wanted


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("abc", "NOT_A_NUMBER"),
        ("", "NOT_A_NUMBER"),
        ("1,234", "NOT_A_NUMBER"),
        (float("nan"), "NOT_FINITE"),
        (float("inf"), "NOT_FINITE"),
        ("Infinity", "NOT_FINITE"),
        ("nan", "NOT_FINITE"),
        ("1e999999", "NOT_A_NUMBER"),
        ("9" * 80, "NOT_A_NUMBER"),
    ],
)
def test_refused(given, code):
    with pytest.raises(Refused) as caught:
        exact(given)
    assert caught.value.problems[0].code == code
