"""Signing in is locked after failures, for a time; a success or the security administrator clears them."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.utils import timezone

from foundation.people.conftest import act
from foundation.people.test_passwords import enter
from foundation.people_known import PASSWORD
from jiyue.foundation.people.actions.accounts import unlock
from jiyue.foundation.policy import security

MOST = security("lock_after")


def fail(client, times: int, name: str = "li") -> list[int]:
    return [enter(client, "wrong-" * 2, name) for _ in range(times)]


def test_the_last_failure_locks_and_the_right_password_is_refused(client, li) -> None:
    assert fail(client, MOST) == [403] * (MOST - 1) + [429]
    assert enter(client) == 429
    assert "_auth_user_id" not in client.session


def test_another_spelling_of_the_name_gives_no_more_tries(client, li) -> None:
    names = ["li", "LI", "Li", "lI", " li ", "\uff4c\uff49"]
    answers = [enter(client, "wrong-" * 2, names[i % len(names)]) for i in range(MOST)]
    assert answers[-1] == 429
    assert enter(client) == 429


def test_an_unknown_name_is_locked_alike(client, db) -> None:
    assert fail(client, MOST, "nobody") == [403] * (MOST - 1) + [429]


def test_a_success_clears_the_failures(client, li) -> None:
    fail(client, MOST - 1)
    assert enter(client) == 302
    client.post("/sign-out")
    assert fail(client, MOST - 1) == [403] * (MOST - 1)
    assert enter(client) == 302


def test_it_opens_again_after_the_minutes_of_the_rule(client, li) -> None:
    fail(client, MOST)
    past = timezone.now() - timedelta(minutes=security("lock_minutes"), seconds=1)
    AccessAttempt.objects.update(attempt_time=past)
    assert enter(client) == 302


def test_the_security_administrator_unlocks(client, qian, li) -> None:
    fail(client, MOST)
    unlock(act(qian), li)
    assert enter(client) == 302


def test_the_lock_is_of_one_name_only(client, li, wang) -> None:
    fail(client, MOST)
    assert enter(client, name="wang") == 302


@pytest.mark.parametrize("field", ["username", "password"])
def test_an_empty_field_is_no_failure(client, li, field) -> None:
    said = {"username": "li", "password": PASSWORD, field: ""}
    assert client.post("/sign-in", said).status_code == 403
    assert not AccessAttempt.objects.exists()


def test_what_is_kept_of_a_failure_holds_no_secret(client, li) -> None:
    enter(client)
    new = {"old": "nearly-right-1", "new": "river-bend-5-stone", "again": "river-bend-5-stone"}
    client.post("/account/password", new)
    client.post("/sign-out")
    enter(client, "nearly-right-2")
    kept = str(list(AccessAttempt.objects.values()))
    assert "li" in kept
    for secret in ("nearly-right", "river-bend"):
        assert secret not in kept


def test_a_closed_account_does_not_sign_in(client, li, days) -> None:
    li.last_day = days.yesterday
    li.save()
    assert enter(client) == 403
