"""A bureau with somebody who drafts and somebody who issues."""

from dataclasses import dataclass

import pytest
from django.utils import timezone

from foundation.people_known import Place
from jiyue.foundation.access import Actor
from jiyue.foundation.documents import actions
from jiyue.foundation.documents.models import Document
from jiyue.foundation.documents.paper import Paper, Paragraph
from jiyue.foundation.people.models import Account, Organisation


@dataclass
class Desk:
    """li drafts, wang checks and issues, both in the bureau of 平川县."""

    place: Place
    li: Actor
    wang: Actor
    office: Organisation

    def draft(self, **more: object) -> Document:
        given = {
            "kind": "notice",
            "organisation": self.office,
            "unit": self.place.plain,
            "paper": Paper(
                "关于开展自查的通知", (Paragraph("请各乡镇按期报送。"),), signer="平川县自然资源局"
            ),
            "facts": {"score": "89.09"},
        }
        return actions.draft(self.li, **{**given, **more})

    def issued(self, **more: object) -> Document:
        made = actions.check(self.wang, self.draft(**more))
        return actions.issue(self.wang, made, timezone.localdate())


@pytest.fixture
def desk(place: Place) -> Desk:
    li = place.actor("li", "county_bureau", place.plain)
    wang = place.actor("wang", "county_bureau", place.plain)
    office = Account.objects.get(pk=li.account).organisation
    made = Desk(place, li, wang, office)
    actions.set_prefix(wang, office, "notice", "平自然资发")
    return made
