"""A notice from draft to result; the person who drafted it does not publish it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from jiyue.engine.messages import N_, Word
from jiyue.engine.problems import Refused, define
from jiyue.foundation.action import Deed, action
from jiyue.foundation.disclosure.clock import last_day
from jiyue.foundation.disclosure.models import (
    ANNOUNCED,
    CLOSED,
    DRAFT,
    FINISHED,
    OPEN,
    PUBLISHED,
    STAGES,
    WITHDRAWN,
    Notice,
)
from jiyue.foundation.documents.models import Document
from jiyue.foundation.people.models import Organisation
from jiyue.foundation.seen import as_seen
from jiyue.foundation.units.models import Unit

WRONG_STAGE = define(
    "NOTICE_STAGE",
    N_("The notice {value} is at the stage “{state}”; this needs “{wanted}”."),
    N_("Open the notice and see where it stands; the stage follows from its dates."),
)
PAST_START = define(
    "NOTICE_START_PAST",
    N_("The notice cannot begin on {value}: that day is over."),
    N_("Choose today or a later day, so that everybody has the whole period."),
)
OPEN_OBJECTIONS = define(
    "OBJECTIONS_OPEN",
    N_("{count} objections to {value} are not answered yet."),
    N_("Answer or decline each of them, then announce the result."),
)
FIELDS = ("title", "text", "kind", "count", "clock", "contact")


@action("notices.draft", N_("{who} drafted the notice {thing}"))
def draft(
    deed: Deed,
    *,
    unit: Unit,
    organisation: Organisation,
    said: Mapping[str, Any],
    about: str = "",
    document: Document | None = None,
    evidence: Sequence[str] = (),
) -> Notice:
    """A new draft; ``said`` holds title, text, kind, count, clock, contact."""
    deed.reaches(path=unit.path, organisation=organisation.pk, where=unit.name)
    made: Notice = Notice.objects.create(
        **{name: said[name] for name in FIELDS},
        unit=unit,
        organisation=organisation,
        about=about,
        document=document,
        evidence=list(evidence),
        drafted_by_id=deed.actor.account,
    )
    deed.says(made, thing=made.title)
    return made


@action("notices.draft", N_("{who} changed the draft of the notice {thing}"))
def redraft(deed: Deed, notice: Notice, said: Mapping[str, Any], *, seen: str | None = None) -> Notice:
    """Other words or another period, as long as it is not published; the same are nobody's new draft."""
    found = _reached(deed, notice)
    _at_stage(found, DRAFT)
    as_seen(found, seen)
    for name in FIELDS:
        deed.changed(name, getattr(found, name), said[name])
        setattr(found, name, said[name])
    if not deed.changes:
        deed.nothing_happened()
        return found
    found.drafted_by_id = deed.actor.account
    found.save()
    deed.says(found, thing=found.title)
    return found


@action("notices.publish", N_("{who} published the notice {thing} from {start} to {last}"))
def publish(deed: Deed, notice: Notice, start: date, *, seen: str | None = None) -> Notice:
    """Put it up from ``start``; its clock says until when."""
    found = _reached(deed, notice)
    _at_stage(found, DRAFT)
    deed.not_by(found.drafted_by_id)
    as_seen(found, seen)
    if start < timezone.localdate():
        raise Refused(PAST_START(field="start", value=start.isoformat()))
    end = last_day(start, found.count, found.clock)
    found.state, found.start, found.last = PUBLISHED, start, end.due
    found.provisional = end.status == "provisional"
    found.published_by_id = deed.actor.account
    found.save()
    deed.changed("state", DRAFT, PUBLISHED)
    deed.says(found, thing=found.title, start=start, last=found.last)
    return found


@action("notices.publish", N_("{who} withdrew the notice {thing}: {reason}"))
def withdraw(deed: Deed, notice: Notice, reason: str) -> Notice:
    """Take it down with a reason, which the public reads in its place."""
    found = _reached(deed, notice)
    _at_stage(found, DRAFT, ANNOUNCED, OPEN, CLOSED)
    deed.changed("state", found.state, WITHDRAWN)
    found.state, found.reason = WITHDRAWN, deed.because(reason)
    found.save(update_fields=["state", "reason"])
    deed.says(found, thing=found.title)
    return found


@action("notices.publish", N_("{who} announced the result of the notice {thing}"))
def finish(deed: Deed, notice: Notice, result: str) -> Notice:
    """Say what came of it, once the period is over and every objection is dealt with."""
    found = _reached(deed, notice)
    _at_stage(found, CLOSED)
    if count := found.objections.still_open().count():
        raise Refused(OPEN_OBJECTIONS(field="state", value=found.title, count=count))
    found.state, found.result = FINISHED, result.strip()
    found.save(update_fields=["state", "result"])
    deed.changed("state", PUBLISHED, FINISHED)
    deed.says(found, thing=found.title)
    return found


def _reached(deed: Deed, notice: Notice) -> Notice:
    found: Notice = Notice.objects.select_for_update().get(pk=notice.pk)
    deed.reaches(path=found.unit.path, organisation=found.organisation_id, where=found.unit.name)
    return found


def _at_stage(notice: Notice, *wanted: str) -> None:
    stage = notice.stage(timezone.localdate())
    if stage not in wanted:
        here, needed = Word(STAGES[stage]), Word(STAGES[wanted[0]])
        raise Refused(WRONG_STAGE(field="state", value=notice.title, state=here, wanted=needed))
