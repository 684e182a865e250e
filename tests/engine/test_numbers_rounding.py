"""GB/T 8170: half to even, once; the decimal module is the oracle."""

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction as Q

from hypothesis import given
from hypothesis import strategies as st

from jiyue.engine.numbers import decimal_text, exact, from_text, judged, round_half_even, round_to_interval


@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=6),
    st.integers(0, 5),
)
def test_half_to_even(number, places):
    wanted = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    assert round_half_even(exact(number), places) == Q(wanted)
    assert Q(decimal_text(exact(number), places)) == Q(wanted)


def test_examples_of_the_standard():
    assert decimal_text(exact("12.1498"), 1) == "12.1"
    assert decimal_text(exact("1.050"), 1) == "1.0"
    assert decimal_text(exact("0.35"), 1) == "0.4"
    assert decimal_text(exact("-0.005"), 2) == "0.00"
    assert round_to_interval(exact("60.25"), Q(1, 2)) == exact("60.0")
    assert round_to_interval(exact("60.38"), Q(1, 2)) == exact("60.5")


def test_rounded_or_full_value_is_compared():
    value = exact("97.995")
    assert judged(value, 2, "rounded") >= 98
    assert judged(value, 2, "full") < 98


@given(st.fractions())
def test_text_and_back(value):
    assert from_text(decimal_text(value)) == value
