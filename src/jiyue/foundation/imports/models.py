"""Rows that came together in workbooks, and can go together."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models

from jiyue.engine.messages import N_
from jiyue.foundation.crypto.fields import EncryptedText
from jiyue.foundation.jobs.models import Job
from jiyue.foundation.people.models import Account, Organisation
from jiyue.foundation.policy import policy
from jiyue.foundation.rows import Row
from jiyue.foundation.units.models import Unit

UPLOADED, CHECKING, CHECKED = "uploaded", "checking", "checked"
PUBLISHING, PUBLISHED = "publishing", "published"
UNDOING, UNDONE, CANCELLED, FAILED = "undoing", "undone", "cancelled", "failed"
STATES = {
    UPLOADED: N_("uploaded"),
    CHECKING: N_("is being checked"),
    CHECKED: N_("checked"),
    PUBLISHING: N_("is being published"),
    PUBLISHED: N_("published"),
    UNDOING: N_("is being undone"),
    UNDONE: N_("undone"),
    CANCELLED: N_("cancelled"),
    FAILED: N_("could not be checked"),
}
LAMPS = {
    UPLOADED: "idle",
    CHECKING: "mind",
    CHECKED: "mind",
    PUBLISHING: "mind",
    PUBLISHED: "good",
    UNDOING: "mind",
    UNDONE: "idle",
    CANCELLED: "idle",
    FAILED: "bad",
}
OPEN = frozenset({UPLOADED, CHECKED, FAILED})
"""States in which answers are taken."""
UNDER_WAY = frozenset({CHECKING, PUBLISHING, UNDOING})


class ImportBatch(Row):
    """Workbooks of one kind from one sender, from the upload until the rows are published or undone.

    ``answers``: what people said to questions (see ``answers.py``). The rows lie in the staging folder until
    they are published; see docs/explanation/imports.md.
    """

    kind = models.CharField(max_length=60)
    state = models.CharField(max_length=12, choices=list(STATES.items()), default=UPLOADED)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    sender = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    answers = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    questions = models.PositiveIntegerField(default=0)
    totals = models.PositiveIntegerField(default=0)
    faultless_only = models.BooleanField(default=False)
    kept = models.BooleanField(default=True)
    """Whether its files still lie in the staging folder."""
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    scope_unit = "unit__path"
    scope_organisation = "organisation_id"

    class Meta:
        ordering = ("-pk",)

    @property
    def undo_until(self) -> datetime | None:
        """Until when the batch can be undone."""
        return self.published_at and self.published_at + timedelta(days=policy("imports.undo_days"))


class ImportFile(Row):
    """A workbook of a batch; it lies in the staging folder under its number."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="files")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    rows = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("batch", "number"), name="one_file_per_number"),)


class SenderHeadings(models.Model):
    """Which headings a sender uses for the columns of a kind, once somebody has said so."""

    sender = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    headings = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("sender", "kind"), name="headings_of_a_sender"),)


class Change(models.Model):
    """What a batch changes in a row that was there before: enough to do it, and to undo it."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="changes")
    row = models.BigIntegerField()
    before: Any = EncryptedText()
    after: Any = EncryptedText()
