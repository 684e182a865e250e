"""An entry is verified and changed as its reader saw it: no unread fact is verified, no change is lost."""

from datetime import date

import pytest
from django.test import Client

from foundation.seeing import seen_on
from jiyue.foundation.audit.models import AuditLine
from jiyue.foundation.people.models import Account
from jiyue.registry import actions
from jiyue.registry.models import Enterprise
from registry.conftest import Bureau


@pytest.fixture
def sun(bureau: Bureau) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username="sun"))
    return client


def address(entry) -> str:
    return f"/registry/enterprise/{entry.pk}/"


def codes(answer) -> list[str]:
    return [p.code for p in answer.context["problems"]]


def test_an_entry_changed_after_it_was_read_is_not_verified(bureau: Bureau, sun: Client) -> None:
    entry = bureau.enter(phone="13800001234")
    seen = seen_on(sun.get(address(entry)))
    actions.change(bureau.li, entry, phone="13900001234")
    lines = AuditLine.objects.count()
    answer = sun.post(f"{address(entry)}verify", seen)
    assert codes(answer) == ["CHANGED_SINCE"]
    assert (Enterprise.objects.get().state, AuditLine.objects.count()) == ("submitted", lines)
    assert sun.post(f"{address(entry)}verify", seen_on(sun.get(address(entry)))).status_code == 302
    assert Enterprise.objects.get().state == "verified"


def test_a_former_name_is_part_of_what_was_read(bureau: Bureau, sun: Client) -> None:
    entry = bureau.enter()
    seen = seen_on(sun.get(address(entry)))
    actions.change(bureau.li, entry, name="平川盐业有限公司", renamed_on=date(2020, 5, 1))
    entry.former_names.update(valid_to=None)
    assert codes(sun.post(f"{address(entry)}verify", seen)) == ["CHANGED_SINCE"]


def test_the_later_of_two_changes_does_not_undo_the_earlier(bureau: Bureau, sun: Client) -> None:
    entry = bureau.enter()
    form = sun.get(f"{address(entry)}change")
    actions.change(bureau.li, entry, address="青禾镇盐化路3号")
    facts = {"name": entry.name, "status": "stopped", "unit": entry.unit_id, **seen_on(form)}
    answer = sun.post(f"{address(entry)}change", facts)
    assert answer.status_code == 422
    assert codes(answer) == ["CHANGED_SINCE"]
    found = Enterprise.objects.get()
    assert (found.address, found.status) == ("青禾镇盐化路3号", "operating")


def test_two_who_verify_at_once_are_both_content(bureau: Bureau, sun: Client) -> None:
    entry = bureau.enter()
    seen = seen_on(sun.get(address(entry)))
    actions.verify(bureau.sun, entry)
    assert sun.post(f"{address(entry)}verify", seen).status_code == 302


@pytest.mark.parametrize("changed", [0, 1], ids=["the one that stays", "the one that goes"])
def test_two_entries_are_merged_as_they_were_compared(bureau: Bureau, sun: Client, changed: int) -> None:
    pair = bureau.enter(), bureau.enter(name="平川盐场")
    to = f"{address(pair[0])}merge?with={pair[1].pk}"
    said = {"take_name": "theirs", "take_address": "ours", "reason": "同一企业"}
    form = sun.get(to)
    actions.change(bureau.li, pair[changed], address="青禾镇盐化路3号")
    lines = AuditLine.objects.count()
    answer = sun.post(to, {**said, **seen_on(form)})
    assert codes(answer) == ["CHANGED_SINCE"]
    assert (Enterprise.objects.living().count(), AuditLine.objects.count()) == (2, lines)
    assert sun.post(to, {**said, **seen_on(sun.get(to))}).status_code == 302
    assert Enterprise.objects.living().count() == 1
