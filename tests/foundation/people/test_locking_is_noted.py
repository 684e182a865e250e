"""The audit trail says when signing in was locked, for whom and from where, once for each lock."""

from datetime import timedelta

from axes.models import AccessAttempt
from django.utils import timezone

from foundation.people.conftest import act
from foundation.people.test_locking import MOST, fail
from foundation.people.test_passwords import enter
from jiyue.foundation.audit.check import check_trail
from jiyue.foundation.audit.models import AuditLine
from jiyue.foundation.audit.trail import spoken
from jiyue.foundation.people.actions.accounts import unlock
from jiyue.foundation.policy import security


def locks() -> list[AuditLine]:
    return list(AuditLine.objects.filter(action="foundation.people.lock").order_by("seq"))


def test_one_failure_less_writes_nothing(client, li) -> None:
    fail(client, MOST - 1)
    assert locks() == []


def test_the_line_names_the_account_the_address_and_the_failures(client, li, settings, tmp_path) -> None:
    settings.DATA = tmp_path  # no anchor of another test's trail lies there
    fail(client, MOST)
    (line,) = locks()
    assert line.params == {"thing": li.name, "count": MOST}
    assert (line.refs, line.address) == ([li.ref], "127.0.0.1")
    assert line.unit_path == li.organisation.unit.path
    assert li.name in spoken(line)
    assert check_trail().problem is None


def test_further_tries_while_locked_write_no_further_line(client, li) -> None:
    fail(client, MOST + 3)
    enter(client)
    assert len(locks()) == 1


def test_another_lock_has_another_line(client, qian, li) -> None:
    fail(client, MOST)
    unlock(act(qian), li)
    fail(client, MOST)
    assert len(locks()) == 2


def test_tries_that_never_stop_are_told_again_after_the_time_of_a_lock(client, li) -> None:
    fail(client, MOST)
    past = timezone.now() - timedelta(minutes=security("lock_minutes"), seconds=1)
    AccessAttempt.objects.update(attempt_time=past)
    fail(client, MOST)
    assert len(locks()) == 2


def test_a_name_that_nobody_has_may_be_a_password_and_is_hidden(client, db) -> None:
    fail(client, MOST, "river-bend-5-stone")
    (line,) = locks()
    assert "river" not in str(line.content())
    assert line.params["thing"].startswith("#")
    assert line.refs == []


def test_guesses_at_the_present_password_are_told_as_well(client, li) -> None:
    enter(client)
    new = {"new": "river-bend-5-stone", "again": "river-bend-5-stone"}
    for n in range(MOST):
        client.post("/account/password", {"old": f"guess-{n}-of-it", **new})
    assert [line.refs for line in locks()] == [[li.ref]]
