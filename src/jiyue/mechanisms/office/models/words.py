"""Briefs and information, demonstration bases, titles granted, and cases that end a title."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.db import models

from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, define
from jiyue.mechanisms.office.models.base import Line, OfficeRow

LEVELS = {
    "nation": N_("National level"),
    "province": N_("Provincial level"),
    "city": N_("City level"),
    "county": N_("County level"),
}
BASE_KINDS = {
    "experience": N_("Experience"),
    "base": N_("Demonstration base"),
}
FALSIFICATION, VIOLATION = "falsification", "violation"
CASE_KINDS = {
    FALSIFICATION: N_("Falsified material or data"),
    VIOLATION: N_("Serious violation of law or discipline"),
}
FOUND_BY = {
    "audit": N_("Audit"),
    "inspection": N_("Inspection"),
    "group": N_("Leading group"),
}
NAMED_BY_GROUP = define(
    "OFFICE_NAMED_BY_GROUP",
    N_("Only the leading group names a violation that ends the title."),
    N_("Choose the leading group, or enter the case once the leading group has named it."),
)
YEAR_OF_ISSUE = define(
    "OFFICE_YEAR_OF_ISSUE",
    N_("The brief is numbered in {value} and was issued in {found}."),
    N_("Correct the year or the day of issue."),
)
ADOPTED_WHERE = define(
    "OFFICE_ADOPTED_WHERE",
    N_("The day on which it was adopted and the place go together."),
    N_("Give both, or neither."),
)


class BriefItem(Line):
    """An item of a brief."""

    brief = models.ForeignKey("office.Brief", models.CASCADE, related_name="items")
    heading = models.CharField(N_("Heading"), max_length=200)
    source = models.CharField(N_("Sent by"), max_length=120, blank=True)
    text = models.TextField(N_("Text"), blank=True)
    of = "brief"
    title = N_("Items")
    facts = ("heading", "source", "text")
    scope_unit = "brief__unit__path"

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.heading


class Brief(OfficeRow):
    """An issue of the brief; ``sent_on`` is when the upper office was sent it."""

    year = models.PositiveSmallIntegerField(N_("Year"))
    number = models.PositiveSmallIntegerField(N_("Issue of the year"))
    total = models.PositiveIntegerField(N_("Issue in all"), null=True, blank=True)
    name = models.CharField(N_("Title"), max_length=200)
    issued_on = models.DateField(N_("Date of issue"), null=True, blank=True)
    sent_to = models.CharField(N_("Sent to"), max_length=120, blank=True)
    sent_on = models.DateField(N_("Sent to the upper office on"), null=True, blank=True)
    title = N_("Brief")
    facts = ("unit", "year", "number", "total", "name", "issued_on", "sent_to", "sent_on")
    natural = ("year", "number")
    spans = (("issued_on", "sent_on"),)
    lines: ClassVar[tuple[type[Line], ...]] = (BriefItem,)

    class Meta:
        ordering = ("-year", "-number", "pk")

    def __str__(self) -> str:
        return f"{self.name}（{self.year}-{self.number}）"

    def contradictions(self) -> Iterator[Problem]:
        yield from super().contradictions()
        if self.issued_on and self.issued_on.year != self.year:
            yield YEAR_OF_ISSUE(field="issued_on", value=self.year, found=self.issued_on.year)


class Information(OfficeRow):
    """A piece of information that a unit sent up, and where it was adopted."""

    name = models.CharField(N_("Title"), max_length=200)
    sent_on = models.DateField(N_("Sent on"))
    author = models.CharField(N_("Written by"), max_length=60, blank=True)
    adopted_on = models.DateField(N_("Adopted on"), null=True, blank=True)
    adopted_in = models.CharField(N_("Adopted in"), max_length=120, blank=True)
    title = N_("Information")
    facts = ("unit", "name", "sent_on", "author", "adopted_on", "adopted_in")
    spans = (("sent_on", "adopted_on"),)

    class Meta:
        ordering = ("-sent_on", "pk")

    def __str__(self) -> str:
        return self.name

    def contradictions(self) -> Iterator[Problem]:
        yield from super().contradictions()
        if bool(self.adopted_on) != bool(self.adopted_in):
            yield ADOPTED_WHERE(field="adopted_in")


class Base(OfficeRow):
    """An experience that is worth copying, or a base where it is shown."""

    kind = models.CharField(N_("Kind"), max_length=10, choices=list(BASE_KINDS.items()))
    name = models.CharField(N_("Name"), max_length=200)
    place = models.CharField(N_("Place"), max_length=120, blank=True)
    level = models.CharField(N_("Level"), max_length=8, choices=list(LEVELS.items()))
    named_on = models.DateField(N_("Named on"))
    document = models.CharField(N_("Document number"), max_length=80, blank=True)
    text = models.TextField(N_("What it shows"), blank=True)
    title = N_("Experience or demonstration base")
    facts = ("unit", "kind", "name", "place", "level", "named_on", "document", "text")

    class Meta:
        ordering = ("-named_on", "pk")

    def __str__(self) -> str:
        return self.name


class Title(OfficeRow):
    """A title that a level granted to the unit."""

    level = models.CharField(N_("Granted by the level"), max_length=8, choices=list(LEVELS.items()))
    name = models.CharField(N_("Title granted"), max_length=200)
    year = models.PositiveSmallIntegerField(N_("Year"))
    granted_on = models.DateField(N_("Granted on"))
    valid_to = models.DateField(N_("Valid until"), null=True, blank=True)
    document = models.CharField(N_("Document number"), max_length=80)
    revoked_on = models.DateField(N_("Revoked on"), null=True, blank=True)
    title = N_("Title granted")
    facts = ("unit", "level", "name", "year", "granted_on", "valid_to", "document", "revoked_on")
    natural = ("level", "year", "name")
    spans = (("granted_on", "valid_to"), ("granted_on", "revoked_on"))

    class Meta:
        ordering = ("-granted_on", "pk")

    def __str__(self) -> str:
        return f"{self.name}（{self.year}）"


class ConfirmedCase(OfficeRow):
    """A confirmed case of falsification, or a violation that the leading group named as ending the title."""

    kind = models.CharField(N_("What was confirmed"), max_length=14, choices=list(CASE_KINDS.items()))
    found_on = models.DateField(N_("Confirmed on"))
    found_by = models.CharField(N_("Confirmed by"), max_length=10, choices=list(FOUND_BY.items()))
    document = models.CharField(N_("Document number"), max_length=80)
    text = models.TextField(N_("What was found"))
    title = N_("Confirmed case")
    facts = ("unit", "kind", "found_on", "found_by", "document", "text")

    class Meta:
        ordering = ("-found_on", "pk")

    def __str__(self) -> str:
        return self.document

    def contradictions(self) -> Iterator[Problem]:
        yield from super().contradictions()
        if self.kind == VIOLATION and self.found_by != "group":
            yield NAMED_BY_GROUP(field="found_by")
