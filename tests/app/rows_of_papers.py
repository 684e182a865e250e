"""Documents, notices, objections, messages, referrals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from app.counties import County
from jiyue.foundation.access import program
from jiyue.foundation.audit.models import AuditLine
from jiyue.foundation.disclosure import actions as notices
from jiyue.foundation.disclosure import objecting
from jiyue.foundation.disclosure.models import Notice, Objection
from jiyue.foundation.documents import actions as documents
from jiyue.foundation.documents.models import Document
from jiyue.foundation.documents.paper import Paper, Paragraph
from jiyue.foundation.messages.actions import ToAccount, send
from jiyue.foundation.messages.models import Message, Outgoing
from jiyue.foundation.referrals import actions as referrals
from jiyue.foundation.referrals.models import Referral

HERE = program("tests")


def line(here: County) -> AuditLine:
    """What the trail says of a document."""
    document(here)
    return AuditLine.objects.first()


def document(here: County) -> Document:
    paper = Paper(here.called("自查报告"), (Paragraph("达标。"),))
    given = {"kind": "report", "organisation": here.bureau, "unit": here.unit, "paper": paper}
    return documents.draft(HERE, **given)


def notice(here: County) -> Notice:
    facts = {"text": "达标。", "kind": "result", "count": 7, "clock": "calendar", "contact": ""}
    said = {"title": here.called("自查结果公示"), **facts}
    made = notices.draft(HERE, unit=here.unit, organisation=here.bureau, said=said)
    return notices.publish(HERE, made, timezone.localdate())


def objection(here: County) -> Objection:
    return objecting.raise_objection(HERE, notice(here), "有误。")[0]


def message(here: County) -> Message:
    return send(HERE, ToAccount(here.person), here.called("来信"))


def outgoing(here: County) -> Outgoing:
    return Outgoing.objects.create(message=message(here), adapter="mail", next_at=timezone.now())


def referral(here: County) -> Referral:
    given = {"from_room": "associations", "to_room": "patrol", "kind": "clue", "what": here.called("围墙")}
    made = referrals.refer(HERE, **given, unit=here.unit)
    Referral.objects.filter(pk=made.pk).update(organisation=here.bureau)
    return made


BEHIND: dict[str, Callable[[County], Any]] = {
    "audit-line": line,
    **dict.fromkeys(("document", "document-page", "document-as"), document),
    **{f"document-{verb}": document for verb in ("edit", "supersede", "check", "back", "issue", "withdraw")},
    **dict.fromkeys(("public-notice", "public-notice-document", "public-object", "notice"), notice),
    **{f"notice-{verb}": notice for verb in ("edit", "publish", "withdraw", "finish")},
    "objection": objection,
    **{f"objection-{verb}": objection for verb in ("accept", "decline", "verify", "answer", "reveal")},
    "message": message,
    "message-again": outgoing,
    "referral": referral,
    **{f"referral-{verb}": referral for verb in ("take", "answer", "return")},
}
LISTED: dict[str, Callable[[County], Any]] = {
    "audit": line,
    "documents": document,
    "document-prefixes": lambda here: documents.set_prefix(
        HERE, here.bureau, "report", f"{here.unit.name[0]}自然资"
    ),
    "notices": notice,
    "objections": objection,
    "messages": message,
    "referrals": referral,
}
