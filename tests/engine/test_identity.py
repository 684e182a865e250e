"""Codes of enterprises and parcels: the check character catches every slip of one character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiyue.engine.identity import (
    check_character,
    credit_code_problem,
    industry_problem,
    old_number_problem,
    parcel_code_problem,
    tidy,
)
from jiyue.engine.yamls import load_rules

ALPHABET = load_rules("identity.yaml")["credit_code"]["alphabet"]
letters = st.sampled_from(ALPHABET)
digits = st.sampled_from("0123456789")


@st.composite
def credit_codes(draw: st.DrawFn) -> str:
    first = draw(st.lists(letters, min_size=2, max_size=2)) + draw(st.lists(digits, min_size=6, max_size=6))
    body = "".join(first + draw(st.lists(letters, min_size=9, max_size=9)))
    return body + check_character(body)


def test_worked_example_of_the_standard_comes_out() -> None:
    """GB 32100-2015: 91350100M000100Y4 has the check character 3."""
    assert check_character("91350100M000100Y4") == "3"


@pytest.mark.parametrize("code", ["91110000101623741K", "911101066976941872", "91512081MA62K0260E"])
def test_codes_that_companies_publish_are_right(code: str) -> None:
    assert credit_code_problem(code) is None


@given(credit_codes())
def test_a_code_with_its_check_character_is_right(code: str) -> None:
    assert credit_code_problem(code) is None


@given(credit_codes(), st.data())
def test_every_slip_of_one_character_is_noticed(code: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, 17))
    other = data.draw(letters.filter(lambda c: c != code[place]))
    assert credit_code_problem(code[:place] + other + code[place + 1 :]) is not None


def test_the_message_names_the_expected_character() -> None:
    wrong = credit_code_problem("91350100M000100Y4A")
    assert wrong is not None
    assert "3" in wrong.message("en")


@pytest.mark.parametrize(
    "code", ["", "91350100M000100Y4", "91350100M000100YO3", "9135O100M000100Y43", "X" * 19]
)
def test_other_forms_are_no_credit_code(code: str) -> None:
    problem = credit_code_problem(code)
    assert problem is not None
    assert problem.code == "CREDIT_CODE_FORM"


def test_a_code_is_compared_in_half_width_capitals() -> None:
    assert tidy(" ９１350100m-000100y43 ") == "91350100M000100Y43"


def test_parcels_have_19_or_28_characters() -> None:
    assert parcel_code_problem("320413001002GB00123") is None
    assert parcel_code_problem("320413001002GB00123F00010001") is None
    for wrong in ("", "320413001002GB0012", "320413001002GB00123F0001", "320413001002 B00123"):
        assert parcel_code_problem(wrong) is not None


def test_old_numbers_have_15_digits_and_industries_a_letter_and_digits() -> None:
    assert old_number_problem("320482000012345") is None
    assert old_number_problem("32048200001234") is not None
    assert [industry_problem(c) for c in ("C", "C26", "2614")] == [None] * 3
    assert industry_problem("CC26") is not None
