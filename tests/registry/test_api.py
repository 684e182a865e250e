"""Programs read which entries may be the same, as the workbench shows it."""

import json

import pytest
from django.test import Client

from jiyue.foundation.people.models import Account
from registry.conftest import Bureau

TO = "/api/registry/duplicates"


@pytest.fixture
def li(bureau: Bureau) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username="li"))
    return client


def test_the_pairs_are_those_of_the_workbench(bureau: Bureau, li: Client) -> None:
    first, second = bureau.enter(name="平川盐化有限公司"), bureau.enter(name="平川盐化公司")
    bureau.enter(name="青禾面粉厂")
    found = li.get(TO).json()
    exported = json.loads(li.get("/registry/duplicates.json").getvalue())["rows"]
    assert (found["count"], found["rows"]) == (1, exported)
    [pair] = found["rows"]
    assert (pair["first_number"], pair["second_number"]) == (first.pk, second.pk)
    assert li.get(f"{TO}?table=parcel").json() == {"count": 0, "rows": []}


def test_pages_go_on_where_the_one_before_ended(bureau: Bureau, li: Client) -> None:
    for name in ("平川盐化有限公司", "平川盐化公司", "青禾面粉厂", "青禾面粉厂有限公司"):
        bureau.enter(name=name)
    every = li.get(TO).json()
    parts = [li.get(f"{TO}?size=1&page={page}").json() for page in (1, 2, 3)]
    assert [p["count"] for p in parts] == [every["count"]] * 3 == [2, 2, 2]
    assert [row for p in parts for row in p["rows"]] == every["rows"]


def test_another_county_is_shown_nothing(bureau: Bureau) -> None:
    for name in ("平川盐化有限公司", "平川盐化公司"):
        bureau.enter(name=name)
    zhou = Client()
    zhou.force_login(Account.objects.get(username="zhou"))
    assert zhou.get(TO).json() == {"count": 0, "rows": []}
    assert Client().get(TO).status_code == 401


@pytest.mark.parametrize("asked", ["table=moon", "tabel=mine", "page=0", "size=501"])
def test_a_wrong_question_is_refused(bureau: Bureau, li: Client, asked: str) -> None:
    assert li.get(f"{TO}?{asked}").status_code == 422
