"""Stored files, the evidence made of them, its links and passages, and the sheets that come back stamped."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jiyue.engine.messages import N_
from jiyue.foundation.files.kinds import KINDS, FileKind
from jiyue.foundation.files.store import place_of
from jiyue.foundation.people.models import Account, Organisation
from jiyue.foundation.rows import Row, Rows
from jiyue.foundation.units.models import Unit

TAKEN, TOLD, FORWARDED = "A", "B", "C"
GRADES = {
    TAKEN: N_("A taken in the app"),
    TOLD: N_("B with its own metadata"),
    FORWARDED: N_("C forwarded"),
}
KEPT, WAITING, WITHDRAWN, DISPOSED = "kept", "waiting", "withdrawn", "disposed"
STATES = {
    KEPT: N_("counts"),
    WAITING: N_("needs a second witness"),
    WITHDRAWN: N_("withdrawn"),
    DISPOSED: N_("disposed of"),
}
STATE_LAMPS = {KEPT: "good", WAITING: "mind", WITHDRAWN: "idle", DISPOSED: "idle"}
CLASSES = {
    "public": N_("public"),
    "internal": N_("internal"),
    "personal": N_("internal, with personal data"),
}
PRINTED, PART, RETURNED = "printed", "part", "returned"
SHEET_STATES = {
    PRINTED: N_("printed, stamped copy not back"),
    PART: N_("pages of the stamped copy are missing"),
    RETURNED: N_("stamped copy is back"),
}
SHEET_LAMPS = {PRINTED: "idle", PART: "mind", RETURNED: "good"}


class StoredFile(models.Model):
    """A content, once: where it came from and who may see it stands with the evidence."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    kind = models.CharField(max_length=8, choices=[(k.code, k.title) for k in KINDS.values()])
    pages = models.PositiveIntegerField(null=True, blank=True)
    facts = models.JSONField(default=dict)
    """What the file says about its making: taken_at, place, device; made_at, program."""
    at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    """When its content was removed, after the last evidence made of it had been disposed of."""

    @property
    def place(self) -> Path:
        return place_of(self.sha256)

    @property
    def what(self) -> FileKind:
        return KINDS[self.kind]


class EvidenceRows(Rows):
    def living(self) -> Self:
        return self.exclude(state=WITHDRAWN)

    def counting(self) -> Self:
        """What a figure may rest on: neither withdrawn nor waiting for a second witness."""
        return self.filter(state=KEPT)

    def of(self, ref: str) -> Self:
        """What is linked to a row."""
        return self.filter(links__ref=ref)

    def due(self, day: date) -> Self:
        """Whose retention is over on ``day``: to be decided about, nothing is deleted by itself."""
        return self.filter(due_on__lt=day).exclude(state=DISPOSED)


class Evidence(Row):
    """A file with what makes it a proof: who issued it, when, about what, how it came here."""

    title = models.CharField(max_length=200)
    issuer = models.CharField(max_length=120, blank=True)
    dated = models.DateField(null=True, blank=True)
    period = models.CharField(max_length=40, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="evidence")
    name = models.CharField(max_length=200)
    grade = models.CharField(max_length=1, choices=list(GRADES.items()))
    state = models.CharField(max_length=10, choices=list(STATES.items()), db_index=True)
    classification = models.CharField(max_length=10, choices=list(CLASSES.items()))
    retain_years = models.PositiveSmallIntegerField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True, db_index=True)
    """The last day of its retention; None is permanent."""
    added_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    described_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    """Whoever last described it anew."""
    witness = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    witnessed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_for = models.CharField(max_length=300, blank=True)
    objects: Any = EvidenceRows.as_manager()
    scope_unit = "unit__path"
    scope_organisation = "organisation_id"
    seen_with = ("links", "passages")

    class Meta:
        ordering = ("-added_at", "-pk")

    def __str__(self) -> str:
        return self.title

    @staticmethod
    def part_of(account: int) -> Q:
        return Q(pk__in=EvidenceShare.objects.running().filter(account=account).values("evidence"))

    @property
    def stands(self) -> str:
        """The state that it has when it is not withdrawn."""
        return WAITING if self.grade == FORWARDED and self.witness_id is None else KEPT

    @property
    def said_by(self) -> tuple[int | None, int | None]:
        """Whoever brought it and whoever described it: neither of them is its witness."""
        return self.added_by_id, self.described_by_id

    @property
    def lamp(self) -> str:
        return STATE_LAMPS[self.state]

    @property
    def drawn(self) -> bool:
        return self.state != DISPOSED and self.file.what.drawn and bool(self.file.pages)


class EvidenceLink(Row):
    """What a piece of evidence proves: any row, by its ref ``room/table/key``."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="links")
    ref = models.CharField(max_length=120, db_index=True)
    label = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    scope_unit = "evidence__unit__path"
    scope_organisation = "evidence__organisation_id"

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("evidence", "ref"), name="one_link_per_row"),)


class Passage(Row):
    """The place in the paper that proves: a page and a box in exact fractions of it."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="passages")
    page = models.PositiveIntegerField()
    left = models.DecimalField(max_digits=7, decimal_places=6)
    top = models.DecimalField(max_digits=7, decimal_places=6)
    width = models.DecimalField(max_digits=7, decimal_places=6)
    height = models.DecimalField(max_digits=7, decimal_places=6)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    scope_unit = "evidence__unit__path"
    scope_organisation = "evidence__organisation_id"

    class Meta:
        ordering = ("page", "top", "left", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(page__gte=1, left__gte=0, top__gte=0, width__gt=0, height__gt=0),
                name="box_on_page",
            ),
        )

    @staticmethod
    def part_of(account: int) -> Q:
        return Q(evidence__in=EvidenceShare.objects.running().filter(account=account).values("evidence"))


class ShareRows(Rows):
    def running(self) -> Self:
        """Those by which somebody may look today."""
        return self.filter(ended_at=None, last_day__gte=timezone.localdate())


class EvidenceShare(Row):
    """Somebody from outside was asked to look at a piece of evidence, for a reason and until a day."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="shares")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    last_day = models.DateField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    objects: Any = ShareRows.as_manager()
    scope_unit = "evidence__unit__path"
    scope_organisation = "evidence__organisation_id"

    class Meta:
        ordering = ("-last_day", "-pk")


class Disposal(Row):
    """That evidence shall be disposed of: proposed by one, confirmed or declined by another."""

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="disposals")
    reason = models.CharField(max_length=300)
    proposed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    declined_for = models.CharField(max_length=300, blank=True)
    scope_unit = "evidence__unit__path"
    scope_organisation = "evidence__organisation_id"

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("evidence",), condition=Q(decided_at=None), name="one_open_disposal"
            ),
        )


class PrintedSheet(Row):
    """A table printed to be stamped: its code, what it said, and the hash of that."""

    code = models.CharField(max_length=12, unique=True)
    title = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    ref = models.CharField(max_length=120, db_index=True)
    data = models.JSONField()
    hash = models.CharField(max_length=64)
    pages = models.PositiveIntegerField()
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=list(SHEET_STATES.items()), default=PRINTED, db_index=True
    )
    printed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    printed_at = models.DateTimeField(default=timezone.now)
    scope_unit = "unit__path"
    scope_organisation = "organisation_id"

    class Meta:
        ordering = ("-printed_at", "-pk")

    def __str__(self) -> str:
        return self.title

    @property
    def lamp(self) -> str:
        return SHEET_LAMPS[self.state]

    def back(self) -> set[int]:
        """Pages of which a stamped copy counts, or counted until it was disposed of."""
        found = self.scans.filter(evidence__state__in=(KEPT, DISPOSED)).values_list("pages", flat=True)
        return {page for pages in found for page in pages}

    def missing(self) -> list[int]:
        return sorted(set(range(1, self.pages + 1)) - self.back())


class SheetScan(Row):
    """A stamped copy that came back: which pages of the sheet it holds, read from it or said by hand."""

    evidence = models.OneToOneField(Evidence, models.CASCADE, related_name="scan")
    sheet = models.ForeignKey(PrintedSheet, models.PROTECT, related_name="scans")
    pages = models.JSONField(default=list)
    by_hand = models.BooleanField(default=False)
    scope_unit = "evidence__unit__path"
    scope_organisation = "evidence__organisation_id"

    class Meta:
        ordering = ("pk",)
