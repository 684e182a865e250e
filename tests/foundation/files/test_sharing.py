"""An expert or a supervision organ sees the evidence that it was asked to look at, and no other."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jiyue.foundation.audit.models import AuditLine
from jiyue.foundation.files import actions, disposal, sharing
from jiyue.foundation.files.models import Evidence, EvidenceShare, Passage
from jiyue.foundation.people.models import Account

WHY = "评审平川县自查"


def tomorrow() -> Any:
    return timezone.localdate() + timedelta(days=1)


@pytest.fixture
def zhou(office) -> Account:
    """An expert of the whole city."""
    return office.place.person("zhou", "expert", office.place.city)


@pytest.fixture
def browser(zhou) -> Client:
    client = Client()
    client.force_login(zhou)
    return client


def status(client: Client, name: str, *args: int) -> int:
    answer = client.get(reverse(name, args=args))
    b"".join(answer)
    return answer.status_code


@pytest.mark.parametrize("role", ["expert", "supervision"])
def test_who_was_not_asked_sees_nothing(office, role) -> None:
    office.add()
    stranger = office.place.actor("zheng", role, office.place.city)
    assert stranger.can("evidence.read")
    assert not Evidence.objects.reached(stranger, "evidence.read").exists()


def test_who_was_asked_sees_the_page_the_file_and_the_passages_of_that_piece(office, zhou, browser) -> None:
    found, other = office.add(), office.add()
    for one in (found, other):
        actions.box(office.li, one, page=1, left=0, top=0, width=1, height=1)
    sharing.share(office.li, found, zhou, tomorrow(), WHY)
    for one, wanted in ((found, 200), (other, 404)):
        assert status(browser, "evidence-one", one.pk) == wanted
        assert status(browser, "evidence-file", one.pk) == wanted
        assert status(browser, "evidence-page", one.pk, 1) == wanted
        assert status(browser, "passage-picture", Passage.objects.get(evidence=one).pk) == wanted


def test_a_piece_shared_twice_stands_in_the_list_once(office, zhou, browser) -> None:
    found = office.add()
    for _ in range(2):
        sharing.share(office.li, found, zhou, tomorrow(), WHY)
    assert len(browser.get("/evidence/").context["table"]) == 1


def test_nothing_but_looking_comes_with_it(office, zhou, browser) -> None:
    found = office.add(forwarded=True)
    sharing.share(office.li, found, zhou, tomorrow(), WHY)
    for name in ("evidence-withdraw", "evidence-confirm", "evidence-share", "evidence-dispose"):
        assert browser.post(reverse(name, args=[found.pk])).status_code == 403, name


def test_it_ends_after_the_last_day(office, zhou, browser) -> None:
    found = office.add()
    made = sharing.share(office.li, found, zhou, timezone.localdate(), WHY)
    assert status(browser, "evidence-one", found.pk) == 200
    EvidenceShare.objects.filter(pk=made.pk).update(last_day=timezone.localdate() - timedelta(days=1))
    assert status(browser, "evidence-one", found.pk) == 404


def test_it_can_be_ended_at_once(office, zhou, browser) -> None:
    found = office.add()
    sharing.end_share(office.li, sharing.share(office.li, found, zhou, tomorrow(), WHY))
    assert status(browser, "evidence-one", found.pk) == 404


def test_it_ends_with_the_grant(office, zhou, browser) -> None:
    found = office.add()
    sharing.share(office.li, found, zhou, tomorrow(), WHY)
    zhou.holdings.update(valid_to=timezone.localdate() - timedelta(days=1))
    assert browser.get(reverse("evidence-one", args=[found.pk])).status_code == 403


def test_the_trail_says_who_asked_whom_until_when_and_why(office, zhou) -> None:
    found = office.add()
    sharing.share(office.li, found, zhou, tomorrow(), WHY)
    line = AuditLine.objects.first()
    assert line.params == {
        "title": found.title,
        "account": "zhou",
        "last": tomorrow().isoformat(),
        "reason": WHY,
    }
    assert {found.ref, zhou.ref} <= set(line.refs)


def test_only_those_are_asked_whose_grant_covers_the_unit(office, refused) -> None:
    found = office.add()
    foreign = office.place.person("qian", "expert", office.place.river)
    clerk = office.place.person("wu", "county_bureau", office.place.plain)
    assert not sharing.askable(found.unit.path).exists()
    for account in (foreign, clerk):
        refused("SHARE_NOT_TO_BE_ASKED", sharing.share, office.li, found, account, tomorrow(), WHY)


def test_the_last_day_is_not_over_and_the_reason_is_given(office, zhou, refused) -> None:
    found = office.add()
    yesterday = timezone.localdate() - timedelta(days=1)
    refused("SHARE_DAY_PAST", sharing.share, office.li, found, zhou, yesterday, WHY)
    refused("REASON_MISSING", sharing.share, office.li, found, zhou, tomorrow(), " ")


def test_a_foreign_bureau_asks_nobody(office, zhou, refused) -> None:
    refused("NOT_ALLOWED", sharing.share, office.stranger, office.add(), zhou, tomorrow(), WHY)


def test_the_form_asks_and_the_inbox_says_so(office, zhou, browser) -> None:
    found = office.add()
    li = Client()
    li.force_login(Account.objects.get(username="li"))
    sent = {"account": zhou.pk, "last_day": tomorrow().isoformat(), "reason": WHY}
    answer = li.post(reverse("evidence-share", args=[found.pk]), sent, follow=True)
    assert "zhou" in answer.content.decode()
    assert found.title in browser.get("/").content.decode()


def test_what_was_disposed_of_is_shown_to_nobody_any_more(office, zhou, browser) -> None:
    found = office.add()
    sharing.share(office.li, found, zhou, tomorrow(), WHY)
    Evidence.objects.filter(pk=found.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    disposal.confirm(office.wang, disposal.propose(office.li, found, "保管期满"))
    assert status(browser, "evidence-file", found.pk) == 404
