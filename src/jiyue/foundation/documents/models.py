"""Official documents from draft to issue, their numbers, and what was frozen when they were issued."""

from __future__ import annotations

import json
from typing import Any, Self

from django.db import models

from jiyue.engine.messages import N_
from jiyue.foundation.documents.paper import Paper, fingerprint
from jiyue.foundation.people.models import Account, Organisation
from jiyue.foundation.rows import Row, Rows
from jiyue.foundation.units.models import Unit

DRAFT, CHECKED, ISSUED = "draft", "checked", "issued"
SUPERSEDED, WITHDRAWN = "superseded", "withdrawn"
STATES = {
    DRAFT: N_("draft"),
    CHECKED: N_("checked"),
    ISSUED: N_("issued"),
    SUPERSEDED: N_("superseded"),
    WITHDRAWN: N_("withdrawn"),
}
LAMPS = {DRAFT: "mind", CHECKED: "mind", ISSUED: "good", SUPERSEDED: "idle", WITHDRAWN: "idle"}


class DocumentRows(Rows):
    def issued(self) -> Self:
        """Documents that have a number, in force or not."""
        return self.exclude(number="")

    def in_force(self) -> Self:
        return self.filter(state=ISSUED)

    def about_ref(self, ref: str) -> Self:
        """Documents about a row."""
        return self.filter(about=ref)


class Document(Row):
    """One document. ``paper`` and ``facts`` may change until it is issued; ``frozen`` never does."""

    kind = models.CharField(max_length=16)
    title = models.CharField(max_length=200)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="documents")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    about = models.CharField(max_length=120, blank=True, db_index=True)
    """The row that it is about (its ref)."""
    state = models.CharField(max_length=12, choices=list(STATES.items()), default=DRAFT)
    paper = models.JSONField()
    facts = models.JSONField(default=dict)
    """The data that it states, as the room gave them."""
    number = models.CharField(max_length=80, blank=True, db_index=True)
    prefix = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    seq = models.PositiveIntegerField(null=True)
    frozen = models.TextField(blank=True)
    hash = models.CharField(max_length=64, blank=True, db_index=True)
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, related_name="superseded_by")
    reason = models.CharField(max_length=300, blank=True)
    """Why it was sent back or withdrawn."""
    drafted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField(auto_now_add=True)
    checked_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    issued_on = models.DateField(null=True)
    objects: Any = DocumentRows.as_manager()
    scope_unit = "unit__path"
    scope_organisation = "organisation_id"

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=("prefix", "year", "seq"), name="one_document_per_number"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    def said(self) -> Paper:
        """What it says: as frozen once it is issued."""
        return Paper.of(json.loads(self.frozen)["paper"] if self.frozen else self.paper)

    def stated(self) -> Any:
        """The data behind it: as frozen once it is issued."""
        return json.loads(self.frozen)["facts"] if self.frozen else self.facts

    def whole(self) -> bool:
        """Whether what was frozen still has its fingerprint."""
        return not self.frozen or fingerprint(self.frozen) == self.hash


class NumberPrefix(Row):
    """How an organisation begins the numbers of one kind of document."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="number_prefixes")
    kind = models.CharField(max_length=16)
    prefix = models.CharField(max_length=40)
    scope_unit = "organisation__unit__path"
    scope_organisation = "organisation_id"

    class Meta:
        ordering = ("organisation", "kind")
        constraints = (models.UniqueConstraint(fields=("organisation", "kind"), name="one_prefix_per_kind"),)


class NumberCounter(models.Model):
    """The last number given under a prefix in a year: issuers queue here, so that none comes twice."""

    prefix = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("prefix", "year"), name="one_counter_per_year"),)
