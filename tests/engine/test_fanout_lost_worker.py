"""A killed worker costs only its part, which is computed again; a part that always kills is named."""

import os
import signal
from functools import partial

import pytest

from engine.fanout_tasks import killed, pid, square
from jiyue.engine.fanout import fanout
from jiyue.engine.problems import Refused
from tools import wait_until_ended

PARTS = range(5)
SQUARES = [0, 1, 4, 9, 16]


def killing(folder, times):
    return partial(killed, square, str(folder), 2, times)


def refused(task, **options):
    with pytest.raises(Refused) as caught:
        list(fanout(task, PARTS, **options))
    return [(p.code, p.row, p.value) for p in caught.value.problems]


def test_the_last_attempt_counts(tmp_path):
    assert list(fanout(killing(tmp_path, 2), PARTS, using="processes", workers=2)) == SQUARES


@pytest.mark.parametrize("attempts", [1, 3])
def test_a_part_that_always_kills_is_named_after_its_attempts(tmp_path, attempts):
    found = refused(killing(tmp_path, 99), using="processes", workers=2, attempts=attempts)
    assert found == [("PART_LOST", 3, "2")]
    assert len(list(tmp_path.iterdir())) == attempts


def test_a_cluster_names_only_the_part_that_kills(tmp_path, client):
    assert refused(killing(tmp_path, 99), using=client) == [("PART_LOST", 3, "2")]


def test_a_part_that_the_scheduler_gave_up_is_tried_once_more_alone(tmp_path, client):
    assert list(fanout(killing(tmp_path, 2), PARTS, using=client)) == SQUARES


def test_a_process_killed_while_idle_is_replaced():
    results = fanout(pid, range(4), using="processes", workers=1, attempts=2)
    first = next(results)
    os.kill(first, signal.SIGKILL)
    wait_until_ended(first)
    assert len(set(results) - {first}) == 1
