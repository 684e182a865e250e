"""A job is begun once, by one worker, after the deed that asked for it is committed; then it ends."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from jiyue.engine.problems import Refused
from jiyue.foundation.access import program
from jiyue.foundation.jobs import actions
from jiyue.foundation.jobs.kinds import KINDS
from jiyue.foundation.jobs.models import CANCELLED, DONE, FAILED, LOST, RUNNING, WAITING, Job
from jiyue.foundation.jobs.queue import enqueue, start_due
from jiyue.foundation.jobs.worker import WAS_LOST, Worker
from jiyue.foundation.kept import restored
from jiyue.foundation.people.models import Account


@pytest.fixture
def li(place):
    return place.actor("li", "county_bureau", place.plain)


def fresh(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_a_job_is_done_and_says_so(li) -> None:
    job = enqueue(li, "test.count", to=3)
    assert Worker().step()
    done = fresh(job)
    assert (done.state, done.attempt, done.word_params) == (DONE, 1, {"count": 3})
    assert done.result == f"jobs/job/{job.pk}"
    assert not Worker().step()


def test_what_is_rolled_back_is_never_begun(li) -> None:
    with transaction.atomic():
        enqueue(li, "test.count", to=1)
        transaction.set_rollback(True)
    assert not Worker().step()


def test_a_second_worker_finds_nothing(li) -> None:
    enqueue(li, "test.count", to=1)
    now = timezone.now()
    assert Worker().claim(now)
    assert Worker().claim(now) is None


def test_a_stale_reading_of_the_list_claims_nothing(li, monkeypatch) -> None:
    job = enqueue(li, "test.count", to=1)
    stale = fresh(job)
    first, second = Worker(), Worker()
    assert first.claim(timezone.now())
    monkeypatch.setattr(type(Job.objects.all()), "claimable", lambda rows, now: [stale])
    assert second.claim(timezone.now()) is None
    assert fresh(job).worker == first.name


def test_a_job_whose_worker_is_silent_is_taken_over(li) -> None:
    job = enqueue(li, "test.count", to=1)
    Worker().claim(timezone.now() - timedelta(hours=1))
    assert Worker().step()
    assert (fresh(job).state, fresh(job).attempt) == (DONE, 2)


def test_a_job_without_attempts_left_says_that_it_was_broken_off(li) -> None:
    job = enqueue(li, "test.once", pause=0)
    Worker().claim(timezone.now() - timedelta(hours=1))
    assert not Worker().step()
    assert (fresh(job).state, fresh(job).word) == (LOST, WAS_LOST)


def test_an_overtaken_worker_cannot_publish(li) -> None:
    job = enqueue(li, "test.count", to=1)
    slow = Worker().claim(timezone.now() - timedelta(hours=1))
    assert Worker().claim(timezone.now())
    Worker().perform(slow)
    assert (fresh(job).state, fresh(job).attempt) == (RUNNING, 2)


def test_a_waiting_job_is_cancelled_at_once(li) -> None:
    job = enqueue(li, "test.count", to=1)
    actions.cancel(li, job.pk)
    assert fresh(job).state == CANCELLED
    assert not Worker().step()


def test_a_running_job_stops_at_its_next_step(li) -> None:
    job = enqueue(li, "test.count", to=5)
    worker = Worker()
    claimed = worker.claim(timezone.now())
    actions.cancel(li, job.pk)
    worker.perform(claimed)
    assert fresh(job).state == CANCELLED


def test_an_ended_job_cannot_be_cancelled(li) -> None:
    job = enqueue(li, "test.count", to=1)
    Worker().step()
    with pytest.raises(Refused, match="JOB_HAS_ENDED"):
        actions.cancel(li, job.pk)


def test_nobody_cancels_the_job_of_another(li, place) -> None:
    job = enqueue(li, "test.count", to=1)
    zhao = place.actor("zhao", "county_bureau", place.plain)
    with pytest.raises(Refused, match="NO_SUCH_JOB"):
        actions.cancel(zhao, job.pk)
    actions.cancel(place.actor("chen", "system_admin", place.city), job.pk)
    assert fresh(job).state == CANCELLED


def test_an_unknown_error_ends_the_job_with_a_sentence(li, monkeypatch, caplog) -> None:
    job = enqueue(li, "test.count", to=1)

    def broken(run: object, to: int) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(KINDS, "test.count", replace(KINDS["test.count"], function=broken))
    Worker().step()
    assert fresh(job).state == FAILED
    problem = restored(fresh(job).problems[0])
    assert (problem.code, problem.value, problem.params) == (
        "JOB_BROKE",
        "ZeroDivisionError",
        {"job": job.pk},
    )
    assert "ZeroDivisionError" in caplog.text


def test_a_refusal_is_kept_with_its_place(li, monkeypatch) -> None:
    job = enqueue(li, "test.count", to=1)
    found = actions.NO_JOB(field="job", value=7, row=3, file="a.xlsx")

    def refuse(run: object, to: int) -> None:
        raise Refused(found)

    monkeypatch.setitem(KINDS, "test.count", replace(KINDS["test.count"], function=refuse))
    Worker().step()
    assert restored(fresh(job).problems[0]) == found


def test_a_job_of_a_closed_account_is_not_begun(li, place) -> None:
    job = enqueue(li, "test.count", to=1)
    Account.objects.filter(pk=li.account).update(last_day=date(2020, 1, 1))
    Worker().step()
    assert restored(fresh(job).problems[0]).code == "JOB_NOBODY"


def test_a_stopped_worker_gives_its_job_back(li) -> None:
    job = enqueue(li, "test.count", to=1)
    worker = Worker()
    claimed = worker.claim(timezone.now())
    worker.stop()
    worker.perform(claimed)
    assert (fresh(job).state, fresh(job).attempt) == (WAITING, 0)


def test_a_refused_job_begins_anew_when_asked(li) -> None:
    job = enqueue(li, "test.once", pause=0)
    Worker().claim(timezone.now() - timedelta(hours=1))
    Worker().step()
    actions.retry(li, job.pk)
    Worker().step()
    assert fresh(job).state == DONE


def test_what_starts_by_itself_starts_once_a_day(li) -> None:
    Job.objects.all().delete()
    now = timezone.now()
    kinds = {job.kind for job in start_due(program("jiyue"), now)}
    assert {"audit.anchor", "people.sessions"} <= kinds
    assert start_due(program("jiyue"), now + timedelta(hours=23)) == []
    assert {job.kind for job in start_due(program("jiyue"), now + timedelta(hours=25))} == kinds


def test_the_time_left_follows_from_the_progress(li) -> None:
    now = timezone.now()
    job = Job(state=RUNNING, n=25, of=100, phase_at=now - timedelta(seconds=10))
    assert job.time_left(now) == timedelta(seconds=30)
    job.n = 0
    assert job.time_left(now) is None
