"""What leaves the house arrives, is tried again when it fails, and is never lost."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from foundation.inapp.conftest import Bureau
from foundation.inapp.servers import Gate, Post, http_server, smtp_server
from jiyue.foundation.access import program
from jiyue.foundation.jobs.kinds import load_kinds
from jiyue.foundation.jobs.models import DONE, Job
from jiyue.foundation.jobs.queue import start_due
from jiyue.foundation.jobs.worker import Worker
from jiyue.foundation.messages.actions import ToAccount, ToRole, send, try_again
from jiyue.foundation.messages.adapters import mail, webhook
from jiyue.foundation.messages.delivery import deliver_due
from jiyue.foundation.messages.models import Message, Outgoing
from jiyue.foundation.policy import policy

SECRET = "a-key-that-nobody-sees"


@pytest.fixture
def post(settings: object) -> Iterator[Post]:
    with smtp_server() as server:
        url = f"smtp://jiyue:{SECRET}@127.0.0.1:{server.port}/?from=office@example.cn"
        server.takes = ("jiyue", SECRET)
        settings.ADAPTERS = {"mail": mail.parse(url), "webhook": None}
        settings.SITE = "https://jiyue.example.cn"
        yield server


@pytest.fixture
def gate(settings: object) -> Iterator[Gate]:
    with http_server() as server:
        url = f"http://127.0.0.1:{server.port}/hook?key=own"
        settings.ADAPTERS = {"mail": None, "webhook": webhook.parse(url, SECRET)}
        yield server


def write(bureau: Bureau) -> Message:
    return send(bureau.li, ToAccount(bureau.wang), "请核对数据", text="见附表。", link="/notices/7")


def later(minutes: int = 24 * 60) -> None:
    """As if time had passed."""
    for row in Outgoing.objects.all():
        Outgoing.objects.filter(pk=row.pk).update(next_at=row.next_at - timedelta(minutes=minutes))


def test_a_mail_arrives_with_subject_text_and_link(bureau: Bureau, post: Post) -> None:
    write(bureau)
    assert deliver_due(10) == (1, 0)
    (found,) = post.mails
    assert (found["To"], found["From"], found["Subject"]) == (
        "wang@example.cn",
        "office@example.cn",
        "请核对数据",
    )
    assert found.get_content().splitlines() == ["见附表。", "", "https://jiyue.example.cn/notices/7"]
    row = Outgoing.objects.get()
    assert (row.state, row.tries, row.receipt) == ("sent", 1, found["Message-ID"])
    assert deliver_due(10) == (0, 0)


def test_each_reader_with_an_address_gets_one(bureau: Bureau, post: Post) -> None:
    sun = bureau.place.person("sun", "township", bureau.place.town)
    sun.email = "sun@example.cn"
    sun.save()
    bureau.place.person("qian", "township", bureau.place.town)
    send(bureau.li, ToRole("township", bureau.place.town), "看")
    deliver_due(10)
    assert sorted(m["To"] for m in post.mails) == ["sun@example.cn", "wang@example.cn"]


def test_a_server_that_says_later_is_asked_later(bureau: Bureau, post: Post) -> None:
    write(bureau)
    post.refuse = 2
    assert deliver_due(10) == (0, 1)
    row = Outgoing.objects.get()
    assert row.error == "127.0.0.1 did not take the message: SMTPDataError 451."
    assert deliver_due(10) == (0, 0), "not before its time"
    later()
    assert deliver_due(10) == (0, 1)
    later()
    assert deliver_due(10) == (1, 0)
    assert len(post.mails) == 1


def test_each_wait_is_twice_the_one_before(bureau: Bureau, post: Post) -> None:
    write(bureau)
    post.refuse = 3
    waits = []
    for _ in range(3):
        deliver_due(1)
        waits.append(round((Outgoing.objects.get().next_at - timezone.now()).total_seconds(), -1))
        later()
    first = policy("messages.first_wait")
    assert waits == [first, 2 * first, 4 * first]


def test_a_server_that_is_not_there_loses_nothing(bureau: Bureau, post: Post, settings: object) -> None:
    write(bureau)
    there = settings.ADAPTERS
    settings.ADAPTERS = {"mail": mail.parse("smtp://127.0.0.1:1/?from=office@example.cn"), "webhook": None}
    assert deliver_due(10) == (0, 1)
    settings.ADAPTERS = there
    later()
    assert deliver_due(10) == (1, 0)


def test_after_many_tries_it_waits_for_somebody_to_look(bureau: Bureau, post: Post) -> None:
    write(bureau)
    post.refuse = policy("messages.tries")
    for _ in range(policy("messages.tries") + 2):
        deliver_due(10)
        later()
    row = Outgoing.objects.get()
    assert (row.state, row.tries) == ("stuck", policy("messages.tries"))
    admin = bureau.place.actor("admin", "system_admin", bureau.place.city)
    try_again(admin, row)
    assert deliver_due(10) == (1, 0)


def test_one_that_a_dead_worker_held_is_due_again(bureau: Bureau, post: Post) -> None:
    from jiyue.foundation.messages.delivery import _hold_one

    write(bureau)
    assert _hold_one() is not None
    assert deliver_due(10) == (0, 0), "it is held"
    later(policy("messages.lease") // 60 + 1)
    assert deliver_due(10) == (1, 0)


def test_one_bad_address_does_not_hold_up_the_others(bureau: Bureau, post: Post) -> None:
    bureau.wang.email = "wang\n@example.cn"
    bureau.wang.save()
    write(bureau)
    sun = bureau.place.person("sun", "township", bureau.place.town)
    sun.email = "sun@example.cn"
    sun.save()
    send(bureau.li, ToAccount(sun), "看")
    assert deliver_due(10) == (1, 1)


def test_the_webhook_gets_json_with_a_signature(bureau: Bureau, gate: Gate) -> None:
    made = write(bureau)
    assert deliver_due(10) == (1, 0)
    ((headers, body),) = gate.calls
    said = json.loads(body)
    assert said["id"] == Outgoing.objects.get().pk
    assert (said["subject"], said["at"]) == ("请核对数据", made.at.isoformat())
    seconds, mark = (part.partition("=")[2] for part in headers["X-Jiyue-Signature"].split(","))
    wanted = hmac.new(SECRET.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    assert mark == wanted


@pytest.mark.parametrize("status", [301, 404, 500])
def test_any_other_answer_is_a_failure_and_is_tried_again(bureau: Bureau, gate: Gate, status: int) -> None:
    gate.statuses = [status]
    write(bureau)
    assert deliver_due(10) == (0, 1)
    assert Outgoing.objects.get().error == f"127.0.0.1 did not take the message: HTTP {status}."
    later()
    assert deliver_due(10) == (1, 0)
    assert json.loads(gate.calls[0][1])["id"] == json.loads(gate.calls[1][1])["id"]


def test_no_secret_is_kept_or_logged(
    bureau: Bureau, post: Post, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("DEBUG")
    post.takes = ("jiyue", "another")
    write(bureau)
    deliver_due(10)
    assert post.credentials[0] == SECRET
    row = Outgoing.objects.get()
    assert "535" in row.error
    said = caplog.text + "".join(capsys.readouterr()) + row.error
    assert SECRET not in said


def test_no_key_of_a_webhook_is_kept_or_shown(bureau: Bureau, gate: Gate, settings: object) -> None:
    gate.statuses = [500]
    write(bureau)
    deliver_due(10)
    shown = Outgoing.objects.get().error + repr(settings.ADAPTERS)
    assert "key=own" not in shown
    assert SECRET not in shown


def test_nothing_leaves_where_nothing_is_set_up(bureau: Bureau) -> None:
    write(bureau)
    assert not Outgoing.objects.exists()


def test_the_worker_delivers_what_is_due_and_makes_no_job_for_nothing(bureau: Bureau, gate: Gate) -> None:
    load_kinds()
    start_due(program("test"), timezone.now())
    assert not Job.objects.filter(kind="messages.deliver").exists()
    write(bureau)
    start_due(program("test"), timezone.now() + timedelta(minutes=2))
    worker = Worker()
    while worker.step():
        pass
    assert Job.objects.get(kind="messages.deliver").state == DONE
    assert not Outgoing.objects.due(timezone.now()).exists()
