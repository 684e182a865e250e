"""A telephone number is sealed, masked, found by its fingerprint, and shown only with a reason."""

import pytest
from django.db import connection

from foundation.people.conftest import act
from foundation.people.test_organisations import codes
from jiyue.engine.problems import Refused
from jiyue.foundation.audit.models import AuditLine
from jiyue.foundation.people.actions.accounts import change_account, open_account, reveal_phone
from jiyue.foundation.people.models import Account, plain_number

NUMBER = "13800001234"


@pytest.fixture
def guo(qian, li):
    return open_account(
        act(qian), username="guo", name="郭静", organisation=li.organisation, phone="+86 138-0000-1234"
    )


def everything() -> str:
    """The whole of the tables that could hold a number, as text."""
    with connection.cursor() as cursor:
        cursor.execute("select * from people_account")
        accounts = cursor.fetchall()
        cursor.execute("select * from audit_auditline")
        return str(accounts) + str(cursor.fetchall())


@pytest.mark.parametrize("typed", [NUMBER, "138 0000 1234", "+86-138-0000-1234", "\uff11\uff13800001234"])
def test_one_spelling_of_a_number(typed) -> None:
    assert plain_number(typed) == NUMBER


def test_no_table_holds_it_readable(qian, guo) -> None:
    change_account(act(qian), guo, name="郭静", phone="13900005678")
    assert Account.objects.get(pk=guo.pk).phone == "13900005678"
    assert NUMBER not in everything()
    assert "13900005678" not in everything()


def test_it_is_found_in_any_spelling(guo) -> None:
    assert Account.objects.with_phone("138 0000 1234").get() == guo
    assert not Account.objects.with_phone("13800001235").exists()
    assert not Account.objects.with_phone("").exists()


def test_pages_show_it_masked(client, qian, li, guo) -> None:
    for reader in (qian, li):
        client.force_login(reader)
        for path in (f"/accounts/{guo.pk}", "/accounts/", "/accounts.json", "/accounts.csv"):
            answer = client.get(path)
            text = b"".join(answer) if answer.streaming else answer.content
            assert answer.status_code == 200
            assert NUMBER.encode() not in text
    assert "138****1234" in client.get(f"/accounts/{guo.pk}").content.decode()


def test_it_is_shown_for_a_reason_that_stays(client, li, guo) -> None:
    client.force_login(li)
    assert client.post(f"/accounts/{guo.pk}/phone", {"reason": ""}).status_code == 400
    assert NUMBER not in client.get(f"/accounts/{guo.pk}/phone").content.decode()
    answer = client.post(f"/accounts/{guo.pk}/phone", {"reason": "核实巡查线索"})
    assert NUMBER in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    line = AuditLine.objects.latest("seq")
    assert (line.account, line.params["reason"]) == (li.pk, "核实巡查线索")
    assert NUMBER not in str(line.content())


def test_another_county_does_not_reach_it(place, guo) -> None:
    he = act(place.person("he", "county_bureau", place.river))
    with pytest.raises(Refused) as refused:
        reveal_phone(he, guo, "好奇")
    assert codes(refused) == {"NOT_ALLOWED"}


def test_a_number_is_searched_by_post_only(client, qian, guo) -> None:
    client.force_login(qian)
    assert "郭静" not in client.get(f"/accounts/find?phone={NUMBER}").content.decode()
    assert "郭静" in client.post("/accounts/find", {"phone": "138 0000 1234"}).content.decode()
