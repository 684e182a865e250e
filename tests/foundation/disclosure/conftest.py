"""An office that publishes: li drafts, wang publishes, and both deal with objections."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone

from foundation.people_known import Place
from jiyue.foundation.access import ANYBODY, Actor
from jiyue.foundation.disclosure import actions, objecting
from jiyue.foundation.disclosure.models import Notice, Objection
from jiyue.foundation.people.models import Account, Organisation

SAID = {
    "title": "平川县2025年度自查结果公示",
    "text": "平川县达到基本标准。\n如有异议，请在公示期内提出。",
    "kind": "result",
    "count": 7,
    "clock": "calendar",
    "contact": "平川县自然资源局三楼",
}


@dataclass
class Office:
    place: Place
    li: Actor
    wang: Actor
    organisation: Organisation

    def draft(self, **more: object) -> Notice:
        said = {**SAID, **{k: v for k, v in more.items() if k in SAID}}
        rest = {k: v for k, v in more.items() if k not in SAID}
        unit = self.place.plain
        return actions.draft(self.li, unit=unit, organisation=self.organisation, said=said, **rest)

    def open(self, **more: object) -> Notice:
        return actions.publish(self.wang, self.draft(**more), timezone.localdate())

    def objection(self, notice: Notice, **more: object) -> tuple[Objection, str]:
        given = {"text": "耕地面积有误。", "name": "孙某", "contact": "13800001234", "address": "10.0.0.7"}
        return objecting.raise_objection(ANYBODY, notice, **{**given, **more})

    def over(self, notice: Notice) -> Notice:
        """The notice as if its period had ended yesterday."""
        day = timezone.localdate() - timedelta(days=1)
        Notice.objects.filter(pk=notice.pk).update(start=day - timedelta(days=7), last=day)
        return Notice.objects.get(pk=notice.pk)


@pytest.fixture
def office(place: Place) -> Office:
    li = place.actor("li", "county_bureau", place.plain)
    wang = place.actor("wang", "county_bureau", place.plain)
    return Office(place, li, wang, Account.objects.get(pk=li.account).organisation)
