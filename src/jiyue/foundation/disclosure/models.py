"""Public notices with their clock, and the objections that come in."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone

from jiyue.engine.messages import N_
from jiyue.foundation.crypto.fields import EncryptedText
from jiyue.foundation.disclosure.clock import CLOCKS
from jiyue.foundation.documents.models import Document
from jiyue.foundation.people.models import Account, Organisation
from jiyue.foundation.rows import Row, Rows
from jiyue.foundation.units.models import Unit

KINDS = {
    "result": N_("Result of an evaluation"),
    "award": N_("Award or honour"),
    "plan": N_("Plan or rule"),
    "deal": N_("Deal in land or mining rights"),
    "other": N_("Other matter"),
}
DRAFT, PUBLISHED, FINISHED, WITHDRAWN = "draft", "published", "finished", "withdrawn"
STATES = {
    DRAFT: N_("draft"),
    PUBLISHED: N_("published"),
    FINISHED: N_("result announced"),
    WITHDRAWN: N_("withdrawn"),
}
ANNOUNCED, OPEN, CLOSED = "announced", "open", "closed"
STAGES = {
    DRAFT: N_("draft"),
    ANNOUNCED: N_("announced"),
    OPEN: N_("open for objections"),
    CLOSED: N_("period over"),
    FINISHED: N_("result announced"),
    WITHDRAWN: N_("withdrawn"),
}
STAGE_LAMPS = {
    DRAFT: "idle",
    ANNOUNCED: "mind",
    OPEN: "good",
    CLOSED: "mind",
    FINISHED: "idle",
    WITHDRAWN: "idle",
}


class NoticeRows(Rows):
    def standing(self, on: date) -> Self:
        """With ``stands``: the stage of each on a day, as :meth:`Notice.stage` says it."""
        stages = [When(self._spans(on)[stage], then=Value(stage)) for stage in (ANNOUNCED, OPEN, CLOSED)]
        published = Case(*stages, default=Value(DRAFT))
        return self.annotate(stands=Case(When(state=PUBLISHED, then=published), default="state"))

    def _spans(self, on: date) -> dict[str, Q]:
        return {
            ANNOUNCED: Q(start__gt=on),
            OPEN: Q(start__lte=on, last__gte=on),
            CLOSED: Q(last__lt=on),
        }

    def public(self) -> Self:
        """What anybody may read: everything that was ever published."""
        return self.exclude(start=None).exclude(state=DRAFT)

    def in_stage(self, stage: str, on: date) -> Self:
        """Notices in a stage; a published one moves on with the days, without anybody's doing."""
        if stage in (DRAFT, FINISHED, WITHDRAWN):
            return self.filter(state=stage)
        return self.filter(self._spans(on)[stage], state=PUBLISHED)


class Notice(Row):
    """Something put up for objections from ``start`` to ``last``, both included."""

    title = models.CharField(max_length=200)
    text = models.TextField()
    kind = models.CharField(max_length=12, choices=list(KINDS.items()))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    about = models.CharField(max_length=120, blank=True, db_index=True)
    """The row that it is about (its ref)."""
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="notices")
    evidence = models.JSONField(default=list)
    """Refs of the evidence behind it."""
    state = models.CharField(max_length=10, choices=list(STATES.items()), default=DRAFT)
    start = models.DateField(null=True, blank=True)
    count = models.PositiveSmallIntegerField()
    clock = models.CharField(max_length=8, choices=list(CLOCKS.items()))
    last = models.DateField(null=True, blank=True)
    provisional = models.BooleanField(default=False)
    """Whether ``last`` rests on a year whose official calendar is not there yet."""
    contact = models.CharField(max_length=200, blank=True)
    """How else objections reach the office."""
    result = models.TextField(blank=True)
    reason = models.CharField(max_length=300, blank=True)
    drafted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    published_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    objects: Any = NoticeRows.as_manager()
    scope_unit = "unit__path"
    scope_organisation = "organisation_id"

    class Meta:
        ordering = ("-start", "-pk")

    def __str__(self) -> str:
        return self.title

    def stage(self, on: date) -> str:
        """Where it stands on a day."""
        if self.state != PUBLISHED or self.start is None or self.last is None:
            return self.state
        if on < self.start:
            return ANNOUNCED
        return OPEN if on <= self.last else CLOSED


RECEIVED, ACCEPTED, DECLINED = "received", "accepted", "declined"
VERIFIED, ANSWERED = "verified", "answered"
OBJECTION_STATES = {
    RECEIVED: N_("received"),
    ACCEPTED: N_("accepted"),
    DECLINED: N_("not accepted"),
    VERIFIED: N_("looked into"),
    ANSWERED: N_("answered"),
}
OBJECTION_LAMPS = {
    RECEIVED: "bad",
    ACCEPTED: "mind",
    DECLINED: "idle",
    VERIFIED: "mind",
    ANSWERED: "good",
}
STILL_OPEN = (RECEIVED, ACCEPTED, VERIFIED)


class ObjectionRows(Rows):
    def still_open(self) -> Self:
        return self.filter(state__in=STILL_OPEN)

    def overdue(self, on: date) -> Self:
        return self.still_open().filter(due__lt=on)

    def released(self) -> Self:
        """Objections whose answer the public may read."""
        return self.filter(state=ANSWERED, released=True)


class Objection(Row):
    """What somebody says against a notice. Who it is, if said at all, is sealed."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="objections")
    receipt_mark = models.CharField(max_length=64, unique=True)
    """Keyed digest of the receipt number, which is shown once and kept nowhere."""
    name = EncryptedText(blank=True)
    contact = EncryptedText(blank=True)
    named = models.BooleanField(default=False)
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    address_mark = models.CharField(max_length=64, db_index=True)
    state = models.CharField(max_length=10, choices=list(OBJECTION_STATES.items()), default=RECEIVED)
    due = models.DateField()
    finding = models.TextField(blank=True)
    evidence = models.JSONField(default=list)
    upheld = models.BooleanField(null=True)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True)
    released = models.BooleanField(default=False)
    taken_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    verified_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    answered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    objects: Any = ObjectionRows.as_manager()
    scope_unit = "notice__unit__path"
    scope_organisation = "notice__organisation_id"

    class Meta:
        ordering = ("due", "pk")

    @property
    def received_on(self) -> date:
        return timezone.localdate(self.at)
