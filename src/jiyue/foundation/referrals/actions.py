"""Handing a matter over, taking it up, answering, returning it with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from jiyue.engine.messages import N_, Word
from jiyue.engine.problems import Refused, define
from jiyue.foundation.action import Deed, action
from jiyue.foundation.referrals.models import ANSWERED, RETURNED, SENT, STATES, TAKEN, Referral
from jiyue.foundation.referrals.rooms import ROOMS
from jiyue.foundation.units.models import Unit

NO_ROOM = define(
    "REFERRAL_ROOM",
    N_("{value!r} is no room that takes matters from others."),
    N_("Use a code of rules/rooms.csv, and another one than the room that sends."),
)
NOTHING_SAID = define(
    "REFERRAL_EMPTY",
    N_("The referral does not say what it is about."),
    N_("Say what was found, where and when."),
)
PAST_DEADLINE = define(
    "REFERRAL_DEADLINE",
    N_("The deadline {value} is over already."),
    N_("Give a day from today on, or none."),
)
WRONG_STATE = define(
    "REFERRAL_STATE",
    N_("The referral is “{state}”; this needs “{wanted}”."),
    N_("Open the referral and see what happened to it."),
)


@action("referrals.send", N_("{who} handed over {thing}"))
def refer(
    deed: Deed,
    *,
    from_room: str,
    to_room: str,
    kind: str,
    what: str,
    unit: Unit,
    about: str = "",
    evidence: Sequence[str] = (),
    deadline: date | None = None,
) -> Referral:
    """Hand a matter to another room. The same row is handed to the same room once while it is open."""
    deed.reaches(path=unit.path, organisation=deed.actor.organisation, where=unit.name)
    for room in (from_room, to_room):
        if room not in ROOMS or from_room == to_room:
            raise Refused(NO_ROOM(field="to_room", value=room))
    if not what.strip():
        raise Refused(NOTHING_SAID(field="what"))
    if deadline is not None and deadline < timezone.localdate():
        raise Refused(PAST_DEADLINE(field="deadline", value=deadline.isoformat()))
    if about and (known := _already(about, to_room)):
        deed.nothing_happened()
        return known
    made: Referral = Referral.objects.create(
        from_room=from_room,
        to_room=to_room,
        kind=kind,
        what=what.strip(),
        about=about,
        evidence=list(evidence),
        unit=unit,
        organisation_id=deed.actor.organisation,
        deadline=deadline,
        sent_by_id=deed.actor.account,
    )
    refs = [about] if about else []
    deed.says(made, *refs, thing=str(made), to_room=to_room)
    return made


def _already(about: str, to_room: str) -> Referral | None:
    found: Referral | None = Referral.objects.about_ref(about).filter(to_room=to_room).still_open().first()
    return found


@action("referrals.take", N_("{who} took up {thing}"))
def take(deed: Deed, referral: Referral) -> Referral:
    """The receiving room takes it up."""
    found = _reached(deed, referral, SENT)
    found.taken_by_id, found.taken_at = deed.actor.account, timezone.now()
    return _moved(deed, found, TAKEN)


@action("referrals.take", N_("{who} answered {thing}: {reason}"))
def answer(deed: Deed, referral: Referral, text: str, about: str = "") -> Referral:
    """What came of it, and the row of the receiving room that it became."""
    found = _reached(deed, referral, TAKEN)
    found.answer, found.answer_about = deed.because(text), about
    found.answered_by_id, found.answered_at = deed.actor.account, timezone.now()
    if about:
        deed.says(about)
    return _moved(deed, found, ANSWERED)


@action("referrals.take", N_("{who} returned {thing}: {reason}"))
def give_back(deed: Deed, referral: Referral, reason: str) -> Referral:
    """Back to the room that sent it, with the reason."""
    found = _reached(deed, referral, SENT, TAKEN)
    found.answer = deed.because(reason)
    found.answered_by_id, found.answered_at = deed.actor.account, timezone.now()
    return _moved(deed, found, RETURNED)


def _reached(deed: Deed, referral: Referral, *wanted: str) -> Referral:
    found: Referral = Referral.objects.select_for_update().get(pk=referral.pk)
    deed.reaches(path=found.unit.path, organisation=found.organisation_id, where=found.unit.name)
    if found.state not in wanted:
        state, needed = Word(STATES[found.state]), Word(STATES[wanted[0]])
        raise Refused(WRONG_STATE(field="state", state=state, wanted=needed))
    return found


def _moved(deed: Deed, referral: Referral, state: str) -> Referral:
    deed.changed("state", referral.state, state)
    referral.state = state
    referral.save()
    refs = [referral.about] if referral.about else []
    deed.says(referral, *refs, thing=str(referral))
    return referral
