"""What a token opens of the API: what it was made for, as long as it and its account live."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from app.counties import House
from app.rows_of_people import token_with
from app.test_permissions import OPERATIONS
from jiyue.foundation.people.models import Account, Token


def status(key: str, path: str) -> int:
    answer = Client().get(path, headers={"authorization": f"Bearer {key}"})
    if answer.status_code == 401:
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    return int(answer.status_code)


@pytest.fixture
def li(house: House) -> Account:
    return house.people["county_bureau"]


def test_it_opens_what_it_was_made_for_and_nothing_else(li: Account) -> None:
    key = token_with(li, ["registry.read"])
    for path, operation in OPERATIONS:
        asked = operation.auth_callbacks[0].permission
        assert status(key, path) == (200 if asked == "registry.read" else 403), path


def test_the_session_beside_it_gives_it_no_more(house: House, li: Account) -> None:
    header = {"authorization": f"Bearer {token_with(li, ['registry.read'])}"}
    assert house.client("county_bureau").get("/api/documents", headers=header).status_code == 403


def test_a_token_opens_no_page(li: Account) -> None:
    header = {"authorization": f"Bearer {token_with(li, ['registry.read'])}"}
    assert Client().get("/registry/mines/", headers=header).headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize("key", ["jiyue_forged", "", "\0", "é" * 50, "jiyue_" + "x" * 5000])
def test_a_forged_one_is_nobody(li: Account, key: str) -> None:
    assert status(key, "/api/registry/mines") == 401


def test_it_ends_with_its_time_and_with_its_account(li: Account) -> None:
    key = token_with(li, ["registry.read"])
    assert status(key, "/api/registry/mines") == 200
    Token.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert status(key, "/api/registry/mines") == 401
    Token.objects.update(expires=timezone.now() + timedelta(days=1))
    Account.objects.filter(pk=li.pk).update(last_day=timezone.localdate() - timedelta(days=1))
    assert status(key, "/api/registry/mines") == 401
