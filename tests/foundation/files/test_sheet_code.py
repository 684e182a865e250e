"""The code of a sheet finds each wrong sign and each swap of two signs, and forgives how it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiyue.engine.problems import Refused
from jiyue.foundation.files.sheet_code import (
    LENGTH,
    SIGNS,
    OnPage,
    check_sign,
    new_code,
    on_page,
    read_code,
    shown,
)

CODES = st.text(st.sampled_from(SIGNS), min_size=LENGTH - 1, max_size=LENGTH - 1).map(
    lambda s: s + check_sign(s)
)
PLACES = st.integers(0, LENGTH - 1)


def known(text: str) -> bool:
    try:
        return read_code(text) == text
    except Refused:
        return False


@given(CODES)
def test_a_code_is_read_as_it_is_shown(code: str) -> None:
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    for text in (code, shown(code), shown(code).lower(), f" {shown(code).replace('-', ' ')} ", wide):
        assert read_code(text) == code


@given(CODES, PLACES, st.sampled_from(SIGNS))
def test_each_wrong_sign_is_found(code: str, place: int, sign: str) -> None:
    wrong = code[:place] + sign + code[place + 1 :]
    assert known(wrong) is (wrong == code)


@given(CODES, PLACES, PLACES)
def test_each_swap_is_found(code: str, a: int, b: int) -> None:
    signs = list(code)
    signs[a], signs[b] = signs[b], signs[a]
    swapped = "".join(signs)
    assert known(swapped) is (swapped == code)


@pytest.mark.parametrize("text", ["", "ABCD", "0000-0000-0000", "ABCD-EFGH-JKMNP", "JIYUE"])
def test_other_texts_are_no_codes(text: str) -> None:
    with pytest.raises(Refused) as caught:
        read_code(text)
    assert caught.value.problems[0].code == "SHEET_BAD_CODE"


@given(CODES, st.integers(1, 9999), st.integers(1, 9999), st.binary(min_size=32, max_size=32))
def test_the_square_code_says_code_page_pages_and_hash(code: str, page: int, pages: int, data: bytes) -> None:
    said = OnPage(code, page, pages, data.hex())
    assert on_page(said.text()) == said


@pytest.mark.parametrize("text", ["", "https://example.org", "JIYUE:222222222223:1:1:" + "A" * 64, "JIYUE"])
def test_other_square_codes_are_passed_over(text: str) -> None:
    assert on_page(text) is None


def test_new_codes_are_codes_and_differ() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(known(code) for code in codes)
