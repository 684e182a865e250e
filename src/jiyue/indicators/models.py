"""Values with their sources, versions of frameworks, and evaluations that are kept for good."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from jiyue.engine.messages import N_
from jiyue.engine.numbers import Fraction, from_text
from jiyue.foundation.access import Actor
from jiyue.foundation.files.models import Evidence
from jiyue.foundation.jobs.models import Job
from jiyue.foundation.people.models import Account, Organisation
from jiyue.foundation.rows import Row, Rows
from jiyue.foundation.units.models import Unit

COUNTED, DECLARED, OVERRIDE, REVIEW = "counted", "declared", "override", "review"
SOURCES = {
    COUNTED: N_("counted from a ledger"),
    DECLARED: N_("declared"),
    OVERRIDE: N_("override"),
    REVIEW: N_("review"),
}
PRELIMINARY, FINAL, REVISED = "preliminary", "final", "revised"
VINTAGES = {
    PRELIMINARY: N_("preliminary"),
    FINAL: N_("final figure"),
    REVISED: N_("revised by census"),
}
SUBMITTED, VERIFIED, WITHDRAWN = "submitted", "verified", "withdrawn"
STATES = {SUBMITTED: N_("to be verified"), VERIFIED: N_("verified"), WITHDRAWN: N_("withdrawn")}
DRAFT, PUBLISHED, RETIRED = "draft", "published", "retired"
FRAMEWORK_STATES = {DRAFT: N_("draft"), PUBLISHED: N_("published"), RETIRED: N_("out of use")}
TRIAL, SELF, FINAL_ROUND = "trial", "self", "final"
PURPOSES = {
    TRIAL: N_("trial"),
    SELF: N_("self-check"),
    REVIEW: N_("review"),
    FINAL_ROUND: N_("final evaluation"),
}
RUNNING, DONE, FAILED = "running", "done", "failed"
EVALUATION_STATES = {RUNNING: N_("is computed"), DONE: N_("kept"), FAILED: N_("not computed")}


class ValueRows(Rows):
    def published(self) -> Self:
        """Without the rows of an import that is not committed yet: nobody sees those."""
        return self.filter(staged=False)

    def current(self) -> Self:
        """Figures that nothing superseded and nobody withdrew."""
        return self.published().filter(superseded_by=None).exclude(state=WITHDRAWN)

    def reached(self, actor: Actor, permission: str) -> Self:
        return super().reached(actor, permission).published()


class Value(Row):
    """One figure of a unit, measure and period from one source. It is never changed, only superseded.

    ``figure`` is the exact decimal as delivered. ``marks``: doubtful, unverified_rule. What proves it is
    linked as evidence; ``origin`` is the ref of the row or the name of the workbook that it came from.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    measure = models.CharField(max_length=60, db_index=True)
    period = models.CharField(max_length=8)
    source = models.CharField(max_length=8, choices=list(SOURCES.items()))
    vintage = models.CharField(max_length=12, choices=list(VINTAGES.items()), default=FINAL)
    figure = models.CharField(max_length=60)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=list(STATES.items()), default=SUBMITTED, db_index=True)
    entered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    verified_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    statement = models.CharField(max_length=240, blank=True, db_index=True)
    """What an imported row says, as one text: by it a workbook that comes again is known."""
    origin = models.CharField(max_length=200, blank=True)
    marks = models.JSONField(default=list)
    superseded_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="superseded")
    batch = models.BigIntegerField(null=True, db_index=True)
    staged = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    objects: Any = ValueRows.as_manager()
    scope_unit = "unit__path"
    scope_organisation = "organisation_id"

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("measure", "period", "unit"), name="figure_of_unit"),)
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "measure", "period", "source", "vintage"),
                condition=Q(superseded_by=None, staged=False) & ~Q(state=WITHDRAWN),
                name="one_current_value",
            ),
        )

    @property
    def exact(self) -> Fraction:
        return from_text(self.figure)


class FrameworkRows(Rows):
    def reached(self, actor: Actor, permission: str) -> Self:
        """Those of the units that the permission reaches; whoever reads any also those that ship."""
        found = super().reached(actor, permission)
        shipped = permission == "indicators.read" and actor.can(permission)
        return found | self.filter(unit=None) if shipped else found


class FrameworkVersion(Row):
    """A framework as it was published: immutable from then on, changed only by a new version.

    ``content`` is the framework as plain data, ``digest`` the engine's hash of it. ``unit``: whose framework
    it is; None for those that ship with the program, which everybody reads.
    """

    code = models.CharField(max_length=60, db_index=True)
    version = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    kinds = models.JSONField(default=list)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=list(FRAMEWORK_STATES.items()), default=DRAFT)
    base = models.ForeignKey("self", models.PROTECT, null=True, related_name="heirs")
    note = models.CharField(max_length=300, blank=True)
    entered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    published_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    objects: Any = FrameworkRows.as_manager()
    scope_unit = "unit__path"

    class Meta:
        ordering = ("code", "-pk")
        constraints = (models.UniqueConstraint(fields=("code", "version"), name="one_framework_version"),)

    def __str__(self) -> str:
        return f"{self.title} {self.version}"


class Confirmation(Row):
    """A figure of a framework that a bureau confirmed by the document and page that state it."""

    framework = models.ForeignKey(FrameworkVersion, models.PROTECT, related_name="confirmations")
    indicator = models.CharField(max_length=40)
    field = models.CharField(max_length=20)
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+")
    page = models.PositiveIntegerField(null=True)
    note = models.CharField(max_length=300, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    scope_unit = "unit__path"

    class Meta:
        ordering = ("indicator", "pk")


class Evaluation(Row):
    """One framework on the units below ``unit`` for a year, and its package. Kept: never changed.

    ``parent``: the self-check that a review stands beside. ``variant`` "own": each unit by its county type.
    ``problems``: why it was not computed; ``warnings``: what the engine says of the result.
    """

    title = models.CharField(max_length=120)
    framework = models.ForeignKey(FrameworkVersion, models.PROTECT, related_name="evaluations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    year = models.PositiveSmallIntegerField()
    as_of = models.DateField()
    purpose = models.CharField(max_length=8, choices=list(PURPOSES.items()))
    variant = models.CharField(max_length=20, default="own")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="reviews")
    state = models.CharField(max_length=8, choices=list(EVALUATION_STATES.items()), default=RUNNING)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    package = models.CharField(max_length=64, blank=True)
    units = models.PositiveIntegerField(null=True)
    complete = models.PositiveIntegerField(null=True)
    warnings = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    kept_at = models.DateTimeField(null=True)
    scope_unit = "unit__path"

    class Meta:
        ordering = ("-year", "-pk")

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Path:
        """Where its package lies."""
        return Path(settings.DATA) / "packages" / f"{self.package}.zip"


class UnitResult(Row):
    """One unit of an evaluation, as the engine gave it.

    ``rank`` among all units of the evaluation, ``rank_in_type`` among those of its variant. ``indicators``:
    by code, what ``as_json`` of the engine says, with the lines; exact figures stand in the package.
    """

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="results")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    code = models.CharField(max_length=24)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=12)
    variant = models.CharField(max_length=20, blank=True)
    total = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    lower = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    upper = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    rank = models.PositiveIntegerField(null=True)
    rank_in_type = models.PositiveIntegerField(null=True)
    standard = models.CharField(max_length=14, blank=True)
    excellence = models.CharField(max_length=14, blank=True)
    missing = models.PositiveIntegerField(default=0)
    vetoes = models.JSONField(default=dict)
    groups = models.JSONField(default=dict)
    indicators = models.JSONField(default=dict)
    scope_unit = "unit__path"

    class Meta:
        ordering = ("evaluation", "rank", "code")
        constraints = (models.UniqueConstraint(fields=("evaluation", "unit"), name="one_result_per_unit"),)

    def __str__(self) -> str:
        return self.name
