"""A receipt number survives being read aloud; a slip of the pen is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiyue.engine.problems import Refused
from jiyue.foundation.disclosure.receipts import (
    ALPHABET,
    LENGTH,
    check_character,
    new_receipt,
    read_receipt,
    written,
)

BODIES = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)


def misread(text: str) -> bool:
    try:
        read_receipt(text)
    except Refused as refused:
        return refused.problems[0].code == "RECEIPT_MISREAD"
    return False


def test_new_ones_differ_and_can_be_read() -> None:
    found = {new_receipt() for _ in range(200)}
    assert len(found) == 200
    assert all(written(read_receipt(r)) == r for r in found)


@given(BODIES, st.integers(0, LENGTH), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found(body: str, at: int, other: str) -> None:
    right = body + check_character(body)
    wrong = right[:at] + other + right[at + 1 :]
    assert misread(wrong) is (wrong != right)


@given(BODIES, st.integers(0, LENGTH - 1))
def test_two_neighbours_that_changed_places_are_found(body: str, at: int) -> None:
    right = body + check_character(body)
    wrong = right[:at] + right[at + 1] + right[at] + right[at + 2 :]
    assert misread(wrong) is (wrong != right)


@pytest.mark.parametrize("text", ["", "7KQM", "0000-0000-0000-0", "耕地" * 7, "A" * 13 + "B"])
def test_what_is_no_receipt_is_refused(text: str) -> None:
    assert misread(text)
