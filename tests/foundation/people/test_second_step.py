"""A code besides the password: it works once, is asked everywhere, and is recovered with a trail."""

import time
import xml.etree.ElementTree as ET
from urllib.parse import unquote

import pyotp
import pytest
from django.db import connection

from foundation.people.conftest import act
from foundation.people.test_organisations import codes
from foundation.people.test_passwords import enter
from foundation.people_known import PASSWORD
from jiyue.engine.problems import Refused
from jiyue.foundation.audit.models import AuditLine
from jiyue.foundation.people import second_step
from jiyue.foundation.people.actions.accounts import drop_second_step
from jiyue.foundation.people.actions.own import turn_on_second_step
from jiyue.foundation.people.models import Account
from jiyue.foundation.policy import security


def now_code(secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).generate_otp(int(time.time()) // 30 + steps)


@pytest.fixture
def secret(li) -> str:
    secret = pyotp.random_base32()
    turn_on_second_step(act(li), li, secret, now_code(secret, -1))
    return secret


def test_the_password_alone_does_not_open(client, li, secret) -> None:
    answer = client.post("/sign-in", {"username": "li", "password": PASSWORD})
    assert answer.headers["Location"] == "/sign-in/code"
    assert client.get("/account").status_code == 302
    assert client.post("/sign-in/code", {"code": now_code(secret)}).headers["Location"] == "/"
    assert client.get("/account").status_code == 200


def test_a_code_works_once(client, li, secret) -> None:
    code = now_code(secret)
    enter(client)
    assert client.post("/sign-in/code", {"code": code}).status_code == 302
    client.post("/sign-out")
    enter(client)
    assert client.post("/sign-in/code", {"code": code}).status_code == 403


def test_an_earlier_code_is_refused_after_a_later_one(li, secret) -> None:
    li.refresh_from_db()
    assert second_step.spend(li, now_code(secret, 1))
    assert not second_step.spend(li, now_code(secret, 0))


def test_codes_fit_one_step_to_either_side(secret) -> None:
    now = 1_800_000_015
    clock = pyotp.TOTP(secret)
    fits = {d: second_step.step_of(secret, clock.at(now + d * 30), now) is not None for d in range(-3, 4)}
    assert fits == {-3: False, -2: False, -1: True, 0: True, 1: True, 2: False, 3: False}


def test_guessing_codes_locks_like_guessing_passwords(client, li, secret) -> None:
    enter(client)
    answers = [
        client.post("/sign-in/code", {"code": "000000"}).status_code for _ in range(security("lock_after"))
    ]
    assert answers == [403] * (len(answers) - 1) + [429]
    assert enter(client) == 429


def test_the_right_password_again_does_not_clear_wrong_codes(client, li, secret) -> None:
    most = security("lock_after")
    for _ in range(most - 1):
        assert enter(client) == 302
        assert client.post("/sign-in/code", {"code": "000000"}).status_code == 403
    enter(client)
    assert client.post("/sign-in/code", {"code": "000000"}).status_code == 429


def test_the_code_page_needs_the_password_first(client, li, secret) -> None:
    assert client.post("/sign-in/code", {"code": now_code(secret)}).headers["Location"] == "/sign-in"
    enter(client)
    session = client.session
    session["halfway"] = {**session["halfway"], "at": int(time.time()) - 301}
    session.save()
    assert client.post("/sign-in/code", {"code": now_code(secret)}).headers["Location"] == "/sign-in"


def test_the_database_does_not_know_the_secret(li, secret) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select totp from people_account where id = %s", [li.pk])
        kept = cursor.fetchone()[0]
    assert secret not in kept
    assert Account.objects.get(pk=li.pk).totp == secret


def test_it_is_turned_on_by_a_picture_and_a_code(client, li) -> None:
    client.force_login(li)
    page = client.get("/account/code")
    picture, sealed = page.context["picture"], page.context["form"].initial["sealed"]
    assert picture.startswith("data:image/svg+xml")
    root = ET.fromstring(unquote(picture.partition(",")[2]))
    assert [e for e in root.iter() if "style" in e.attrib] == []
    secret = page.context["secret"].replace(" ", "")
    wrong = client.post("/account/code", {"sealed": sealed, "code": "000000"})
    assert wrong.status_code == 409
    assert client.post("/account/code", {"sealed": sealed, "code": now_code(secret)}).status_code == 302
    li.refresh_from_db()
    assert li.totp == secret


def test_a_secret_that_was_shown_to_another_is_refused(client, li, wang) -> None:
    sealed = second_step.new_secret(wang)
    secret = second_step.opened(wang, sealed)
    client.force_login(li)
    assert client.post("/account/code", {"sealed": sealed, "code": now_code(secret)}).status_code == 409
    assert client.post("/account/code", {"sealed": "forged", "code": "1"}).status_code == 409
    li.refresh_from_db()
    assert not li.totp


def test_turning_it_off_asks_for_the_password(client, li, secret) -> None:
    client.force_login(li)
    assert client.post("/account/code/off", {"old": "wrong"}).status_code == 400
    assert Account.objects.get(pk=li.pk).totp
    assert client.post("/account/code/off", {"old": PASSWORD}).status_code == 302
    assert not Account.objects.get(pk=li.pk).totp


def test_the_security_administrator_recovers_it_with_a_reason(client, qian, li, secret) -> None:
    with pytest.raises(Refused) as refused:
        drop_second_step(act(qian), li, " ")
    assert codes(refused) == {"REASON_NEEDED"}
    drop_second_step(act(qian), li, "手机遗失，当面核实")
    assert AuditLine.objects.latest("seq").params["reason"] == "手机遗失，当面核实"
    assert client.post("/sign-in", {"username": "li", "password": PASSWORD}).headers["Location"] == "/"


def test_but_not_for_the_own_account(qian) -> None:
    secret = pyotp.random_base32()
    turn_on_second_step(act(qian), qian, secret, now_code(secret))
    with pytest.raises(Refused) as refused:
        drop_second_step(act(qian), qian, "手机遗失")
    assert codes(refused) == {"OWN_RIGHTS"}
