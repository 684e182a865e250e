"""A real task gives the same bytes here, in processes and on a cluster, even when a worker is killed."""

from functools import lru_cache, partial

import pytest

from engine.fanout_counties import scores
from engine.fanout_tasks import killed
from jiyue.engine.fanout import fanout

PARTS = range(5)


@lru_cache
def expected():
    return [scores(part) for part in PARTS]


def test_parts_differ():
    assert len(set(expected())) == len(PARTS)


def test_here():
    assert list(fanout(scores, PARTS)) == expected()


def test_at_the_address_of_a_scheduler(cluster, client):
    assert list(fanout(scores, PARTS, using=cluster.scheduler_address, workers=1)) == expected()


@pytest.mark.parametrize("using", ["processes", "cluster"])
def test_with_one_worker_killed_in_the_middle(using, request, tmp_path):
    task = partial(killed, scores, str(tmp_path), 3, 1)
    where = request.getfixturevalue("client") if using == "cluster" else using
    assert list(fanout(task, PARTS, using=where, workers=2)) == expected()
    assert len(list(tmp_path.iterdir())) == 1
