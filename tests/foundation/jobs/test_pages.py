"""The pages of jobs: each sees his own, and a page follows a job until it has ended."""

import json

import pytest
from django.utils import timezone

from jiyue.foundation.jobs.models import CANCELLED, WAITING, Job
from jiyue.foundation.jobs.queue import enqueue
from jiyue.foundation.jobs.worker import Worker
from jiyue.foundation.people.actors import actor_of


@pytest.fixture
def li(place):
    return place.person("li", "county_bureau", place.plain)


@pytest.fixture
def job(li) -> Job:
    return enqueue(actor_of(li, timezone.localdate()), "test.count", to=3)


def rows(client) -> list[dict]:
    return json.loads(client.get("/jobs.json").getvalue())["rows"]


def test_the_list_shows_own_jobs_only(client, place, li, job) -> None:
    client.force_login(li)
    assert rows(client)[0]["pk"] == job.pk
    client.force_login(place.person("zhao", "county_bureau", place.plain))
    assert rows(client) == []
    assert client.get(f"/jobs/{job.pk}/").status_code == 404
    assert client.get(f"/jobs/{job.pk}/state").status_code == 404
    assert client.post(f"/jobs/{job.pk}/cancel").status_code == 404


def test_a_job_under_way_asks_for_itself(client, li, job) -> None:
    client.force_login(li)
    page = client.get(f"/jobs/{job.pk}/").content.decode()
    assert f'hx-get="/jobs/{job.pk}/state"' in page
    assert 'hx-trigger="every 2s"' in page
    assert 'aria-live="polite"' in page


def test_progress_says_n_of_n_and_the_time_left(client, li, job) -> None:
    now = timezone.now()
    Job.objects.filter(pk=job.pk).update(
        state="running", n=250, of=1000, phase="Counting", phase_at=now - timezone.timedelta(seconds=10)
    )
    client.force_login(li)
    page = client.get(f"/jobs/{job.pk}/state").content.decode()
    assert 'value="250" max="1000"' in page
    assert "1\u2009000" in page
    assert "31" in page


def test_a_job_that_ended_no_longer_asks(client, li, job) -> None:
    Worker().step()
    client.force_login(li)
    answer = client.get(f"/jobs/{job.pk}/state")
    assert "hx-get" not in answer.content.decode()
    assert answer.headers["HX-Refresh"] == "true"
    assert f'href="/jobs/{job.pk}/"' in client.get(f"/jobs/{job.pk}/").content.decode()


def test_cancel_and_again(client, li, job) -> None:
    client.force_login(li)
    assert client.post(f"/jobs/{job.pk}/cancel").status_code == 302
    assert Job.objects.get(pk=job.pk).state == CANCELLED
    assert client.post(f"/jobs/{job.pk}/retry").status_code == 302
    assert Job.objects.get(pk=job.pk).state == WAITING


def test_the_public_sees_no_job(client, job) -> None:
    assert client.get(f"/jobs/{job.pk}/").status_code == 302
