"""Rules in force with their proofs, and the leading group and office that they set up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.db import models

from jiyue.engine.messages import N_, Word
from jiyue.engine.problems import Problem, Refused, define
from jiyue.foundation.periods import FREQUENCIES, Period
from jiyue.mechanisms.office.models.base import Line, OfficeRow

HOW_OFTEN: dict[str, str] = {str(code): words for code, words in FREQUENCIES.items()}
GROUP, OFFICE = "group", "office"
BODY_KINDS = {GROUP: N_("Leading group"), OFFICE: N_("Campaign office")}
PLAN, DECOMPOSITION = "plan", "decomposition"
RULE_KINDS = {
    GROUP: N_("Setting up of the leading group"),
    OFFICE: N_("Setting up of the campaign office"),
    PLAN: N_("Creation plan"),
    DECOMPOSITION: N_("Target decomposition"),
    "rule": N_("Rule of a mechanism"),
    "other": N_("Other document"),
}
SET_UP_BY = {GROUP: (GROUP,), OFFICE: (GROUP, OFFICE)}
"""The kinds of documents that set up a body: the one for the leading group often names its office too."""
LEADER = "leader"
OFFICES = {
    LEADER: N_("Head"),
    "deputy": N_("Deputy head"),
    "member": N_("Member"),
    "staff": N_("Staff"),
}
OTHER_KIND = define(
    "OFFICE_OTHER_DOCUMENT",
    N_("“{value}” is a document of the kind {found}, not {kind}."),
    N_("Choose the document that set up this body."),
)
OTHER_UNIT = define(
    "OFFICE_OTHER_UNIT",
    N_("“{value}” belongs to {found}."),
    N_("Choose a row of the same unit."),
)
NO_PROOF_ASKED = define(
    "OFFICE_NO_PROOF_ASKED",
    N_("“{value}” demands no recurring proof."),
    N_("Say at the rule what proof it demands and how often."),
)
OTHER_FREQUENCY = define(
    "OFFICE_OTHER_FREQUENCY",
    N_("{value} is not a period of this rule, whose proof is due {frequency}."),
    N_("Write a year as 2025, a quarter as 2025Q3, a month as 2025-07."),
)
NOT_ISSUED = define(
    "OFFICE_NOT_ISSUED",
    N_("A document with a day on which it took force has no day on which it was issued."),
    N_("Give the day of issue, or leave both empty while it is a draft."),
)


class Rule(OfficeRow):
    """A document in force: a plan, a rule of a mechanism, what set up a body. A draft has no day of issue.

    A plan or a target decomposition says for which years it is.
    """

    kind = models.CharField(N_("Kind of rule or plan"), max_length=14, choices=list(RULE_KINDS.items()))
    name = models.CharField(N_("Title"), max_length=200)
    number = models.CharField(N_("Document number"), max_length=80, blank=True)
    issuer = models.CharField(N_("Issuing office"), max_length=120)
    issued_on = models.DateField(N_("Issued on"), null=True, blank=True)
    in_force_on = models.DateField(N_("In force from"), null=True, blank=True)
    repealed_on = models.DateField(N_("Repealed on"), null=True, blank=True)
    first_year = models.PositiveSmallIntegerField(N_("First year that it is for"), null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(N_("Last year that it is for"), null=True, blank=True)
    responsible = models.CharField(N_("Responsible organisation"), max_length=200, blank=True)
    proof = models.CharField(N_("Recurring proof that it demands"), max_length=200, blank=True)
    frequency = models.CharField(N_("How often"), max_length=8, choices=list(HOW_OFTEN.items()), blank=True)
    title = N_("Document in force")
    facts = (
        "unit",
        "kind",
        "name",
        "number",
        "issuer",
        "issued_on",
        "in_force_on",
        "repealed_on",
        "first_year",
        "last_year",
        "responsible",
        "proof",
        "frequency",
    )
    natural = ("number",)
    spans = (("issued_on", "in_force_on"), ("issued_on", "repealed_on"), ("in_force_on", "repealed_on"))
    children: ClassVar[tuple[str, ...]] = ("proof",)

    class Meta:
        ordering = ("-issued_on", "pk")

    def __str__(self) -> str:
        return f"{self.name}（{self.number}）" if self.number else self.name

    def contradictions(self) -> Iterator[Problem]:
        yield from super().contradictions()
        if self.in_force_on and not self.issued_on:
            yield NOT_ISSUED(field="issued_on")


class Proof(OfficeRow):
    """The recurring proof that a rule demands, handed in for a period."""

    rule = models.ForeignKey(
        Rule, models.PROTECT, related_name="proofs", verbose_name=N_("Document in force")
    )
    period = models.CharField(N_("Period"), max_length=8)
    handed_on = models.DateField(N_("Handed in on"))
    what = models.CharField(N_("What it shows"), max_length=300)
    title = N_("Proof that a rule is carried out")
    facts = ("rule", "period", "handed_on", "what")
    parent = "rule"
    natural = ("rule", "period")

    class Meta:
        ordering = ("-handed_on", "pk")

    def __str__(self) -> str:
        return f"{self.rule.name} {self.period}"

    def problems(self) -> Iterator[Problem]:
        if not (self.rule.proof and self.rule.frequency):
            yield NO_PROOF_ASKED(field="rule", value=str(self.rule))
            return
        try:
            period = Period.parse(self.period)
        except Refused as refused:
            yield from refused.problems
            return
        if period.kind != self.rule.frequency:
            often = Word(HOW_OFTEN[self.rule.frequency])
            yield OTHER_FREQUENCY(field="period", value=self.period, frequency=often)
        self.period = str(period)
        yield from super().problems()


class Member(Line):
    """Somebody in a leading group or an office, in a span of days."""

    body = models.ForeignKey("office.Body", models.CASCADE, related_name="members")
    name = models.CharField(N_("Name of the person"), max_length=60)
    post = models.CharField(N_("Organisation and post"), max_length=120)
    office = models.CharField(N_("Office in the group"), max_length=8, choices=list(OFFICES.items()))
    principal = models.BooleanField(
        N_("Principal leader of the party committee or government"), default=False
    )
    from_on = models.DateField(N_("From"))
    until_on = models.DateField(N_("Until"), null=True, blank=True)
    of = "body"
    title = N_("Members")
    facts = ("name", "post", "office", "principal", "from_on", "until_on")
    scope_unit = "body__unit__path"

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class Body(OfficeRow):
    """A leading group or an office, with the document that set it up; the document is also repealed there."""

    kind = models.CharField(N_("Leading group or office"), max_length=8, choices=list(BODY_KINDS.items()))
    name = models.CharField(N_("Name"), max_length=120)
    document = models.ForeignKey(
        Rule, models.PROTECT, related_name="bodies", verbose_name=N_("Document that set it up")
    )
    title = N_("Leading group or office")
    facts = ("unit", "kind", "name", "document")
    natural = ("kind", "document")
    lines: ClassVar[tuple[type[Line], ...]] = (Member,)

    class Meta:
        ordering = ("unit", "kind", "pk")

    def __str__(self) -> str:
        return self.name

    def problems(self) -> Iterator[Problem]:
        yield from super().problems()
        if self.document.kind not in SET_UP_BY[self.kind]:
            found, kind = Word(RULE_KINDS[self.document.kind]), Word(RULE_KINDS[self.kind])
            yield OTHER_KIND(field="document", value=str(self.document), found=found, kind=kind)
        if self.document.unit_id != self.unit_id:
            yield OTHER_UNIT(field="document", value=str(self.document), found=self.document.unit.name)


class WholeYear(OfficeRow):
    """The statement that a unit's ledgers of a year are whole: only then does "no row" mean 0."""

    year = models.PositiveSmallIntegerField(N_("Year"))
    note = models.CharField(N_("Note"), max_length=200, blank=True)
    title = N_("Year whose ledgers are whole")
    facts = ("unit", "year", "note")
    natural = ("year",)

    class Meta:
        ordering = ("-year", "pk")

    def __str__(self) -> str:
        return f"{self.unit} {self.year}"
