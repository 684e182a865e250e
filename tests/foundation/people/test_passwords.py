"""Passwords are long, uncommon, new, hashed with argon2, and changed in time."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.module_loading import import_string
from hypothesis import given
from hypothesis import strategies as st

from foundation.people.conftest import act
from foundation.people.test_organisations import codes
from foundation.people_known import PASSWORD
from jiyue.app.settings import PASSWORD_HASHERS
from jiyue.engine.problems import Refused
from jiyue.foundation.people.actions.own import change_password
from jiyue.foundation.people.models import Account
from jiyue.foundation.policy import security


def enter(client, password: str = PASSWORD, name: str = "li") -> int:
    return int(client.post("/sign-in", {"username": name, "password": password}).status_code)


def test_they_are_hashed_with_argon2() -> None:
    hasher = import_string(PASSWORD_HASHERS[0])()
    encoded = hasher.encode(PASSWORD, hasher.salt())
    assert encoded.startswith("argon2$argon2id$")
    assert hasher.decode(encoded)["memory_cost"] >= 65536


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("a-1" * 3, "PASSWORD_SHORT"),
        ("1234567890", "PASSWORD_COMMON"),
        ("qwertyuiop", "PASSWORD_COMMON"),
        ("my-lijianguo-2026", "PASSWORD_LIKE_NAME"),
        (PASSWORD, "PASSWORD_USED_BEFORE"),
    ],
)
def test_a_weak_password_is_refused(li, raw, code) -> None:
    li.username = "lijianguo"
    li.save()
    with pytest.raises(Refused) as refused:
        change_password(act(li), li, raw)
    assert code in codes(refused)
    assert Account.objects.get(pk=li.pk).check_password(PASSWORD)


def test_the_last_passwords_do_not_come_back(li) -> None:
    history = security("password_history")
    for i in range(history):
        change_password(act(li), li, f"river-bend-{i}-stone")
    with pytest.raises(Refused) as refused:
        change_password(act(li), li, PASSWORD)
    assert codes(refused) == {"PASSWORD_USED_BEFORE"}
    change_password(act(li), li, "river-bend-x-stone")
    assert li.old_passwords.count() == history
    change_password(act(li), li, PASSWORD)


def test_nobody_changes_the_password_of_another(li, wang) -> None:
    with pytest.raises(Refused) as refused:
        change_password(act(li), wang, "river-bend-5-stone")
    assert codes(refused) == {"NOT_ALLOWED"}


def test_an_old_password_must_be_changed_first(client, li) -> None:
    enter(client)
    assert client.get("/account").status_code == 200
    old = timezone.now() - timedelta(days=security("password_days"), minutes=1)
    Account.objects.filter(pk=li.pk).update(password_at=old)
    for path in ("/", "/account", "/units/", "/units.json", "/organisations/"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/account/password")
    new = {"old": PASSWORD, "new": "river-bend-5-stone", "again": "river-bend-5-stone"}
    assert client.post("/account/password", new).status_code == 302
    assert client.get("/account").status_code == 200


def test_so_must_one_that_somebody_else_set(client, li) -> None:
    Account.objects.filter(pk=li.pk).update(password_at=None)
    enter(client)
    assert client.get("/").headers["Location"] == "/account/password"
    assert client.post("/sign-out").status_code == 302


def test_the_present_password_is_asked_and_failures_count(client, li) -> None:
    enter(client)
    new = {"old": "wrong", "new": "river-bend-5-stone", "again": "river-bend-5-stone"}
    for _ in range(security("lock_after") - 1):
        assert client.post("/account/password", new).status_code == 400
    assert client.post("/account/password", new).status_code == 429
    li.refresh_from_db()
    assert li.check_password(PASSWORD)


def test_other_sessions_end_and_the_own_goes_on(client, li) -> None:
    from django.test import Client

    elsewhere = Client()
    enter(client), enter(elsewhere)
    before = client.session.session_key
    new = {"old": PASSWORD, "new": "river-bend-5-stone", "again": "river-bend-5-stone"}
    client.post("/account/password", new)
    assert client.get("/account").status_code == 200
    assert client.session.session_key != before
    assert elsewhere.get("/account").status_code == 302


@given(st.text(max_size=12))
def test_one_spelling_of_a_name(name) -> None:
    once = Account.normalize_username(name)
    assert Account.normalize_username(once) == once
    assert Account.normalize_username(name.upper()) == Account.normalize_username(name.upper().lower())


def test_a_name_is_found_however_it_is_typed(client, li) -> None:
    assert enter(client, name="\uff2c\uff49") == 302


def test_a_second_account_cannot_take_another_spelling(qian, li) -> None:
    from jiyue.foundation.people.actions.accounts import open_account

    with pytest.raises(Refused) as refused:
        open_account(act(qian), username="LI", name="李四", organisation=li.organisation)
    assert codes(refused) == {"NAME_TAKEN"}
