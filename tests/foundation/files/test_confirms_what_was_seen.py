"""A second witness confirms what he saw: other words, links or passages in the meantime stop it."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from foundation.files import samples
from foundation.seeing import seen_on
from jiyue.foundation.audit.models import AuditLine
from jiyue.foundation.files import actions
from jiyue.foundation.files.models import Evidence
from jiyue.foundation.people.models import Account


def describe(office, found: Evidence) -> None:
    actions.describe(office.li, found, office.said("另一份汇总表"))


def link(office, found: Evidence) -> None:
    actions.link(office.li, found, "registry/enterprise/7", "平川盐化有限公司")


def box(office, found: Evidence) -> None:
    half = Decimal("0.5")
    actions.box(office.li, found, page=1, left=half, top=half, width=half, height=half)


@pytest.mark.parametrize("change", [describe, link, box])
def test_what_changed_after_it_was_seen_is_not_confirmed(office, change) -> None:
    found = office.add(samples.pdf(2), forwarded=True)
    wang = Client()
    wang.force_login(Account.objects.get(username="wang"))
    page, confirm = reverse("evidence-one", args=[found.pk]), reverse("evidence-confirm", args=[found.pk])
    seen = seen_on(wang.get(page))
    change(office, found)
    lines = AuditLine.objects.count()
    answer = wang.post(confirm, seen)
    assert answer.status_code == 409
    assert [p.code for p in answer.context["problems"]] == ["CHANGED_SINCE"]
    found.refresh_from_db()
    assert (found.state, found.witness, AuditLine.objects.count()) == ("waiting", None, lines)
    assert wang.post(confirm, seen_on(wang.get(page))).status_code == 302
    found.refresh_from_db()
    assert found.state == "kept"
