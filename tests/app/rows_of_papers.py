"""Rows of 临河县 for the sweep of permissions: a document, a notice, an objection, a message, a referral."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from foundation.people_known import Place
from jiyue.foundation.access import program
from jiyue.foundation.disclosure import actions as notices
from jiyue.foundation.disclosure import objecting
from jiyue.foundation.disclosure.models import Notice
from jiyue.foundation.documents import actions as documents
from jiyue.foundation.documents.models import Document
from jiyue.foundation.documents.paper import Paper, Paragraph
from jiyue.foundation.messages.actions import ToAccount, send
from jiyue.foundation.messages.models import Message, Outgoing
from jiyue.foundation.people.models import Organisation
from jiyue.foundation.referrals import actions as referrals

HERE = program("tests")
Rows = dict[str, Callable[[Place], dict[str, Any]]]


def bureau(place: Place) -> Organisation:
    found, _ = Organisation.objects.get_or_create(
        name="临河县自然资源局", unit=place.river, defaults={"sector": "bureau"}
    )
    return found


def document(place: Place) -> Document:
    paper = Paper("自查报告", (Paragraph("达标。"),))
    given = {"kind": "report", "organisation": bureau(place), "unit": place.river, "paper": paper}
    return documents.draft(HERE, **given)


def notice(place: Place) -> Notice:
    said = {
        "title": "自查结果公示",
        "text": "达标。",
        "kind": "result",
        "count": 7,
        "clock": "calendar",
        "contact": "",
    }
    made = notices.draft(HERE, unit=place.river, organisation=bureau(place), said=said)
    return notices.publish(HERE, made, timezone.localdate())


def objection(place: Place) -> dict[str, Any]:
    return {"pk": objecting.raise_objection(HERE, notice(place), "有误。")[0].pk}


def message(place: Place) -> Message:
    reader = place.person("reader", "township", place.other_town)
    return send(HERE, ToAccount(reader), "看")


def outgoing(place: Place) -> dict[str, Any]:
    made = Outgoing.objects.create(message=message(place), adapter="mail", next_at=timezone.now())
    return {"pk": made.pk}


def referral(place: Place) -> dict[str, Any]:
    given = {"from_room": "associations", "to_room": "patrol", "kind": "clue", "what": "围墙"}
    return {"pk": referrals.refer(HERE, **given, unit=place.river).pk}


def of(make: Callable[[Place], Any], **more: Any) -> Callable[[Place], dict[str, Any]]:
    return lambda place: {"pk": make(place).pk, **more}


ROWS_OF_PAPERS: Rows = {
    "document": of(document),
    "document-page": of(document, number=1),
    "document-as": of(document, kind="pdf"),
    **{
        f"document-{name}": of(document)
        for name in ("edit", "supersede", "check", "back", "issue", "withdraw")
    },
    "public-notice": of(notice),
    "public-notice-document": of(notice),
    "public-object": of(notice),
    "notice": of(notice),
    **{f"notice-{name}": of(notice) for name in ("edit", "publish", "withdraw", "finish")},
    "objection": objection,
    **{f"objection-{name}": objection for name in ("accept", "decline", "verify", "answer", "reveal")},
    "message": of(message),
    "message-again": outgoing,
    "referral": referral,
    **{f"referral-{name}": referral for name in ("take", "answer", "return")},
}
