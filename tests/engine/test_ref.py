"""A Ref and its text are the same thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiyue.engine.contracts import Ref
from jiyue.engine.problems import Refused

NAMES = st.from_regex("[a-z][a-z0-9_]*", fullmatch=True)


@given(NAMES, NAMES, st.text(min_size=1), st.integers(1, 10**9))
def test_the_text_leads_back(room: str, table: str, key: str, version: int) -> None:
    ref = Ref(room, table, key, version)
    assert Ref.parse(str(ref)) == ref


@pytest.mark.parametrize(
    "text", ["", "market/deal/17", "market/deal/@1", "market/deal/17@0", "Market/deal/17@1"]
)
def test_what_points_at_no_row(text: str) -> None:
    with pytest.raises(Refused):
        Ref.parse(text)


@pytest.mark.parametrize(
    "parts", [("", "deal", "1", 1), ("market", "a/b", "1", 1), ("market", "deal", "", 1), ("m", "d", "1", 0)]
)
def test_what_cannot_be_written_down_cannot_be_made(parts: tuple[str, str, str, int]) -> None:
    with pytest.raises(Refused):
        Ref(*parts)
