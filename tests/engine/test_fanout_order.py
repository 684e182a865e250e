"""Results stand in the order of the parts, however many workers there are and whoever ends first."""

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.fanout_tasks import first_ends_last, square
from jiyue.engine.fanout import fanout


@pytest.mark.parametrize("using", ["processes", "cluster"])
def test_kept_when_the_first_part_ends_last(using, request, tmp_path):
    where = request.getfixturevalue("client") if using == "cluster" else using
    ended = []
    task = partial(first_ends_last, str(tmp_path))
    results = fanout(task, range(5), using=where, workers=2, progress=lambda *at: ended.append(at))
    assert list(results) == [0, 1, 2, 3, 4]
    assert ended == [(done, 5) for done in (1, 2, 3, 4, 5)]


@settings(max_examples=4, deadline=None)
@given(st.lists(st.integers(), max_size=9), st.integers(1, 3))
def test_any_parts_and_any_number_of_workers(parts, workers):
    one = list(fanout(square, parts))
    assert one == list(map(square, parts))
    assert list(fanout(square, parts, using="processes", workers=workers)) == one


def test_parts_ahead_are_computed_only_within_the_window():
    done = []
    results = fanout(square, range(100), using="processes", workers=2, progress=lambda *at: done.append(at))
    assert next(results) == 0
    assert len(done) <= 4
    results.close()


def test_no_parts_no_results():
    assert list(fanout(square, [], using="processes")) == []
