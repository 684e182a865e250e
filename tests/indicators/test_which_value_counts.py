"""Which of several figures counts, for each purpose."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiyue.indicators.models import PURPOSES, SOURCES, STATES, VINTAGES, Value
from jiyue.indicators.values import counting, marks_of


def value(source: str, vintage: str = "final", state: str = "verified") -> Value:
    return Value(source=source, vintage=vintage, state=state, figure="1")


def chosen(purpose: str, *values: Value) -> str | None:
    found = counting(values, purpose)
    return found and f"{found.source} {found.vintage}"


@pytest.mark.parametrize("purpose", ["trial", "self"])
def test_a_self_check_takes_override_else_counted_else_declared(purpose: str) -> None:
    override, counted, declared, review = map(value, ("override", "counted", "declared", "review"))
    assert chosen(purpose, declared, counted, override, review) == "override final"
    assert chosen(purpose, declared, counted) == "counted final"
    assert chosen(purpose, declared) == "declared final"
    assert chosen(purpose, review) is None


@pytest.mark.parametrize("purpose", ["review", "final"])
def test_a_review_takes_what_it_found_else_what_the_self_check_took(purpose: str) -> None:
    override, counted, declared, review = map(value, ("override", "counted", "declared", "review"))
    assert chosen(purpose, declared, counted, override, review) == "review final"
    assert chosen(purpose, declared, counted, override) == "override final"
    assert chosen(purpose, declared, counted) == "counted final"


def test_among_vintages_the_one_revised_by_census_goes_before_the_final_one() -> None:
    vintages = [value("declared", v) for v in ("preliminary", "final", "revised")]
    for order in permutations(vintages):
        assert chosen("self", *order) == "declared revised"
    assert chosen("self", *vintages[:2]) == "declared final"


def test_only_a_trial_takes_what_nobody_verified_and_marks_it() -> None:
    waiting = value("declared", state="submitted")
    assert chosen("trial", waiting) == "declared final"
    assert [chosen(p, waiting) for p in ("self", "review", "final")] == [None] * 3
    assert marks_of(["doubtful"], "declared", "submitted") == ("doubtful", "not_verified")
    assert marks_of([], "override", "verified") == ("override",)


VALUES = st.builds(value, *(st.sampled_from(list(words)) for words in (SOURCES, VINTAGES, STATES)))


@given(st.lists(VALUES, max_size=6), st.sampled_from(list(PURPOSES)))
def test_the_order_in_which_values_stand_changes_nothing(values: list[Value], purpose: str) -> None:
    assert chosen(purpose, *values) == chosen(purpose, *reversed(values))
    found = counting(values, purpose)
    assert found is None or found.state != "withdrawn"
