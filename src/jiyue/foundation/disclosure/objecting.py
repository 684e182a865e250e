"""Objections: what the public sends, and how the office deals with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from jiyue.engine.messages import N_, Word
from jiyue.engine.problems import Refused, define
from jiyue.foundation.access import require
from jiyue.foundation.action import Deed, action
from jiyue.foundation.crypto.fields import fingerprint
from jiyue.foundation.disclosure.clock import WORKING, last_day
from jiyue.foundation.disclosure.models import (
    ACCEPTED,
    ANSWERED,
    DECLINED,
    OBJECTION_STATES,
    OPEN,
    RECEIVED,
    VERIFIED,
    Notice,
    Objection,
)
from jiyue.foundation.disclosure.receipts import new_receipt, read_receipt
from jiyue.foundation.policy import policy

NOT_OPEN = define(
    "NOTICE_NOT_OPEN",
    N_("Objections to this notice are taken from {start} to {last}."),
    N_("Send it within these days, or write to the office that is named in the notice."),
)
TOO_MANY = define(
    "OBJECTIONS_TOO_MANY",
    N_("Too many objections came from your address within an hour."),
    N_("Wait an hour, or hand your objection in at the office that is named in the notice."),
)
EMPTY = define(
    "OBJECTION_EMPTY",
    N_("The objection says nothing."),
    N_("Say what is wrong, and what you know it from."),
)
WRONG_STATE = define(
    "OBJECTION_STATE",
    N_("The objection is “{state}”; this needs “{wanted}”."),
    N_("Open the objection and see what happened to it."),
)


@action("notices.object", N_("An objection to {thing} was received"))
def raise_objection(
    deed: Deed, notice: Notice, text: str, *, name: str = "", contact: str = "", address: str = ""
) -> tuple[Objection, str]:
    """Take an objection from anybody; the objection, and its receipt number, which is kept nowhere."""
    deed.reaches()
    today = timezone.localdate()
    if notice.stage(today) != OPEN:
        raise Refused(NOT_OPEN(field="notice", start=notice.start, last=notice.last))
    if not text.strip():
        raise Refused(EMPTY(field="text"))
    mark = fingerprint(address)
    lately = Objection.objects.filter(address_mark=mark, at__gte=timezone.now() - timedelta(hours=1))
    if lately.count() >= policy("notices.objections_per_hour"):
        raise Refused(TOO_MANY(field="address"))
    receipt = new_receipt()
    made: Objection = Objection.objects.create(
        notice=notice,
        receipt_mark=fingerprint(read_receipt(receipt)),
        name=name.strip(),
        contact=contact.strip(),
        named=bool(name.strip()),
        text=text.strip(),
        address_mark=mark,
        due=last_day(today, policy("notices.answer_days"), WORKING).due,
    )
    deed.unit_path = notice.unit.path
    deed.says(made, notice, thing=notice.title)
    return made, receipt


def by_receipt(receipt: str) -> Objection | None:
    """The objection of a receipt number. Refused (RECEIPT_MISREAD) when it cannot be one."""
    mark = fingerprint(read_receipt(receipt))
    found: Objection | None = Objection.objects.filter(receipt_mark=mark).select_related("notice").first()
    return found


@action("notices.answer", N_("{who} accepted an objection to {thing}"))
def accept(deed: Deed, objection: Objection) -> Objection:
    """Take it up."""
    found = _reached(deed, objection, RECEIVED)
    found.taken_by_id = deed.actor.account
    return _moved(deed, found, ACCEPTED)


@action("notices.answer", N_("{who} did not accept an objection to {thing}: {reason}"))
def decline(deed: Deed, objection: Objection, reason: str) -> Objection:
    """Not to be dealt with here; whoever holds the receipt reads the reason."""
    found = _reached(deed, objection, RECEIVED)
    found.answer = deed.because(reason)
    found.answered_on, found.answered_by_id = timezone.localdate(), deed.actor.account
    return _moved(deed, found, DECLINED)


@action("notices.answer", N_("{who} looked into an objection to {thing}"))
def verify(deed: Deed, objection: Objection, finding: str, evidence: Sequence[str] = ()) -> Objection:
    """What was found, and the evidence for it."""
    found = _reached(deed, objection, ACCEPTED)
    if not finding.strip():
        raise Refused(EMPTY(field="finding"))
    found.finding, found.evidence = finding.strip(), list(evidence)
    found.verified_by_id = deed.actor.account
    return _moved(deed, found, VERIFIED)


@action("notices.answer", N_("{who} answered an objection to {thing}: {reason}"))
def answer(deed: Deed, objection: Objection, text: str, *, upheld: bool, release: bool) -> Objection:
    """Answer with the reason; another person than the one who looked into it. ``release`` makes it public."""
    found = _reached(deed, objection, VERIFIED)
    deed.not_by(found.verified_by_id)
    found.answer, found.upheld, found.released = deed.because(text), upheld, release
    found.answered_on, found.answered_by_id = timezone.localdate(), deed.actor.account
    deed.changed("upheld", None, upheld)
    return _moved(deed, found, ANSWERED)


@action("personal.reveal", N_("{who} revealed who objected to {thing}: {reason}"))
def reveal(deed: Deed, objection: Objection, reason: str) -> tuple[str, str]:
    """Name and contact of whoever objected, against a reason and for those who deal with objections."""
    found = Objection.objects.select_related("notice__unit").get(pk=objection.pk)
    here = {"path": found.notice.unit.path, "organisation": found.notice.organisation_id}
    deed.reaches(**here)
    require(deed.actor, "notices.answer", allowed=deed.actor.may("notices.answer", **here))
    deed.because(reason)
    deed.says(found, thing=found.notice.title)
    return found.name, found.contact


def _reached(deed: Deed, objection: Objection, wanted: str) -> Objection:
    found: Objection = Objection.objects.select_for_update().get(pk=objection.pk)
    unit = found.notice.unit
    deed.reaches(path=unit.path, organisation=found.notice.organisation_id, where=unit.name)
    if found.state != wanted:
        state, needed = Word(OBJECTION_STATES[found.state]), Word(OBJECTION_STATES[wanted])
        raise Refused(WRONG_STATE(field="state", state=state, wanted=needed))
    return found


def _moved(deed: Deed, objection: Objection, state: str) -> Objection:
    deed.changed("state", objection.state, state)
    objection.state = state
    objection.save()
    deed.says(objection, objection.notice, thing=objection.notice.title)
    return objection
