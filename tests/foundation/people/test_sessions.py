"""A session begins with a new key, ends when idle or old, and leaves nothing behind."""

import time

import pytest
from django.contrib.sessions.models import Session

from foundation.people.conftest import act
from foundation.people.test_passwords import enter
from jiyue.foundation.audit.models import AuditLine
from jiyue.foundation.people.actions.accounts import close_account
from jiyue.foundation.people.sessions import SEEN, SINCE
from jiyue.foundation.policy import security


@pytest.fixture
def signed_in(client, li):
    enter(client)
    return client


def set_back(client, **minutes: int) -> None:
    session = client.session
    for name, value in minutes.items():
        session[name] = int(time.time()) - value * 60 - 5
    session.save()


def test_a_key_planted_before_signing_in_is_worth_nothing(client, li) -> None:
    session = client.session
    session["planted"] = "by another"
    session.save()
    planted = session.session_key
    client.cookies["jiyue"] = planted
    enter(client)
    assert client.session.session_key != planted
    assert "planted" not in client.session
    assert not Session.objects.filter(session_key=planted).exists()


def test_an_idle_session_ends(signed_in) -> None:
    set_back(signed_in, **{SEEN: security("idle_minutes") - 1})
    assert signed_in.get("/account").status_code == 200
    set_back(signed_in, **{SEEN: security("idle_minutes")})
    assert signed_in.get("/account").status_code == 302
    assert "自动退出" in signed_in.get("/sign-in").content.decode()


def test_a_busy_session_ends_too(signed_in) -> None:
    set_back(signed_in, **{SINCE: security("session_minutes")})
    assert signed_in.get("/account").status_code == 302


def test_signing_in_again_begins_the_time_anew(signed_in) -> None:
    set_back(signed_in, **{SINCE: security("session_minutes") - 1})
    enter(signed_in)
    assert time.time() - signed_in.session[SINCE] < 60


def test_signing_out_wipes_the_session(signed_in) -> None:
    key = signed_in.session.session_key
    assert signed_in.post("/sign-out").status_code == 302
    assert not Session.objects.filter(session_key=key).exists()
    assert signed_in.get("/sign-out").status_code == 405


def test_a_closed_account_is_out_at_once(signed_in, qian, li, days) -> None:
    close_account(act(qian), li, days.yesterday)
    assert signed_in.get("/account").status_code == 302


def test_signing_in_stands_in_the_trail(signed_in, li) -> None:
    line = AuditLine.objects.latest("seq")
    assert (line.account, line.via, line.address) == (li.pk, "web", "127.0.0.1")
    assert line.action == "foundation.people.sign_in"


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_signing_in_leads_to_own_pages_only(client, li, back) -> None:
    from foundation.people_known import PASSWORD

    answer = client.post(f"/sign-in?next={back}", {"username": "li", "password": PASSWORD})
    assert answer.headers["Location"] == "/"


def test_an_account_without_a_post_reaches_itself_and_nothing_else(client, place, qian, li) -> None:
    from jiyue.foundation.people.actions.accounts import open_account

    guest = open_account(act(qian), username="guo", name="郭静", organisation=li.organisation)
    client.force_login(guest)
    assert client.get("/account").status_code == 200
    assert client.get("/").status_code == 200
    for path in ("/units/", "/organisations/", "/accounts/", "/account/tokens/new", "/account/delegate"):
        assert client.get(path).status_code == 403
