"""Lists of rules, proofs, leading groups and offices."""

from __future__ import annotations

from django.urls import reverse

from jiyue.engine.messages import N_, translate
from jiyue.foundation.pages import ActorRequest
from jiyue.foundation.ui.listing import Column
from jiyue.mechanisms.office.lists.base import STATE, UNIT, OfficeList, own
from jiyue.mechanisms.office.models.bodies import (
    BODY_KINDS,
    HOW_OFTEN,
    RULE_KINDS,
    Body,
    Proof,
    Rule,
    WholeYear,
)


class BodyList(OfficeList):
    name = "office-bodies"
    address = "office/bodies"
    short = N_("Leading groups and offices")
    title = N_("Who leads the campaign, and which office runs it")
    model = Body
    add = N_("Enter a leading group or office")
    kinds = ("kind", N_("Leading group or office"), BODY_KINDS)
    columns = (
        own("name", N_("Name"), "body"),
        Column("kind", N_("Leading group or office"), words=BODY_KINDS),
        UNIT,
        Column("document__number", N_("Document that set it up")),
        Column("document__issued_on", N_("Issued on"), kind="day"),
        Column("document__repealed_on", N_("Repealed on"), kind="day"),
        STATE,
    )
    empty = N_("No leading group is entered yet. Enter the document that set it up, then the group.")


class RuleList(OfficeList):
    name = "office-rules"
    address = "office/rules"
    short = N_("Rules in force")
    title = N_("Which rules and plans are in force")
    model = Rule
    add = N_("Enter a document in force")
    searched = ("name", "number", "issuer")
    kinds = ("kind", N_("Kind of rule or plan"), RULE_KINDS)
    columns = (
        own("name", N_("Title"), "rule"),
        Column("number", N_("Document number")),
        Column("kind", N_("Kind of rule or plan"), words=RULE_KINDS),
        UNIT,
        Column("issued_on", N_("Issued on"), kind="day"),
        Column("repealed_on", N_("Repealed on"), kind="day"),
        Column("proof", N_("Recurring proof that it demands")),
        Column("frequency", N_("How often"), words=HOW_OFTEN),
        STATE,
        Column("issuer", N_("Issuing office"), shown=False),
        Column("first_year", N_("First year that it is for"), shown=False),
        Column("last_year", N_("Last year that it is for"), shown=False),
    )
    order = ("-issued_on", "pk")
    empty = N_("No document is entered yet. Enter one, or import the register of rules.")

    def actions(self, request: ActorRequest) -> list[tuple[str, str, bool]]:
        rates = (translate(N_("How far rules are carried out")), reverse("office-execution"), False)
        return [rates, *super().actions(request)]


class ProofList(OfficeList):
    name = "office-proofs"
    address = "office/proofs"
    short = N_("Proofs")
    title = N_("Which proofs were handed in")
    model = Proof
    add = N_("Hand in a proof")
    searched = ("what", "rule__name")
    columns = (
        own("rule__name", N_("Document in force"), "proof"),
        Column("period", N_("Period")),
        Column("what", N_("What it shows")),
        UNIT,
        Column("handed_on", N_("Handed in on"), kind="day"),
        STATE,
    )
    order = ("-handed_on", "pk")
    empty = N_("No proof was handed in yet. Open a rule and hand in the proof that it demands.")


class WholeYearList(OfficeList):
    name = "office-years"
    address = "office/whole-years"
    short = N_("Whole years")
    title = N_("For which years the ledgers are stated to be whole")
    model = WholeYear
    add = N_("State that a year is whole")
    searched = ("unit__name", "note")
    columns = (own("unit__name", N_("Unit"), "wholeyear"), Column("year", N_("Year")), STATE)
    order = ("-year", "pk")
    empty = N_("No year is stated to be whole. Without it, what has no row is missing and not 0.")
