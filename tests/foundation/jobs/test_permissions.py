"""A job needs its permission twice: when it is asked for, and when a worker begins it."""

from dataclasses import replace

import pytest
from django.utils import timezone

from jiyue.engine.problems import Refused
from jiyue.foundation.access import Actor, permissions, program
from jiyue.foundation.jobs.kinds import KINDS, load_kinds
from jiyue.foundation.jobs.models import FAILED, Job
from jiyue.foundation.jobs.queue import enqueue
from jiyue.foundation.jobs.worker import Worker
from jiyue.foundation.kept import restored
from jiyue.foundation.people.actors import actor_of
from jiyue.foundation.people.models import Grant

load_kinds()


@pytest.mark.parametrize("code", sorted(KINDS))
def test_whoever_lacks_it_asks_in_vain(code: str, place) -> None:
    without = Actor(place.person("he", "system_admin", place.plain).pk, "he")
    with pytest.raises(Refused) as refused:
        enqueue(without, code)
    assert refused.value.problems[0].code == "NOT_ALLOWED"
    assert enqueue(program("jiyue"), code).kind == code


def test_what_the_program_does_by_itself_nobody_asks_for() -> None:
    by_itself = {kind.permission for kind in KINDS.values() if kind.every}
    assert by_itself == {"system.work"}
    assert permissions()["system.work"].reach == {}


def test_whoever_has_lost_it_by_then_gets_nothing(place) -> None:
    li = place.person("li", "county_bureau", place.plain)
    job = enqueue(actor_of(li, timezone.localdate()), "test.once", pause=0)
    Grant.objects.filter(post__holdings__account=li).delete()
    Worker().step()
    ended = Job.objects.get(pk=job.pk)
    assert (ended.state, restored(ended.problems[0]).code) == (FAILED, "NOT_ALLOWED")


def test_nobody_in_particular_asks_for_a_job(place) -> None:
    li = actor_of(place.person("li", "county_bureau", place.plain), timezone.localdate())
    with pytest.raises(Refused, match="NOT_ALLOWED"):
        enqueue(replace(li, account=None), "test.once", pause=0)
    assert not Job.objects.exists()
