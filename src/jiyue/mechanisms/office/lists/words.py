"""Lists of briefs, information, bases, titles and confirmed cases."""

from __future__ import annotations

from django.urls import reverse

from jiyue.engine.messages import N_, translate
from jiyue.foundation.pages import ActorRequest
from jiyue.foundation.ui.listing import Column
from jiyue.mechanisms.office.lists.base import STATE, UNIT, OfficeList, own
from jiyue.mechanisms.office.models.words import (
    BASE_KINDS,
    CASE_KINDS,
    FOUND_BY,
    LEVELS,
    Base,
    Brief,
    ConfirmedCase,
    Information,
    Title,
)


class BriefList(OfficeList):
    name = "office-briefs"
    address = "office/briefs"
    short = N_("Briefs")
    title = N_("Which briefs were issued")
    model = Brief
    add = N_("Enter a brief")
    columns = (
        own("name", N_("Title"), "brief"),
        Column("year", N_("Year")),
        Column("number", N_("Issue of the year"), kind="number"),
        Column("total", N_("Issue in all"), kind="number"),
        UNIT,
        Column("issued_on", N_("Date of issue"), kind="day"),
        Column("sent_on", N_("Sent to the upper office on"), kind="day"),
        STATE,
        Column("sent_to", N_("Sent to"), shown=False),
    )
    order = ("-year", "-number", "pk")
    empty = N_("No brief is entered yet. Enter one, or import the register of briefs.")


class InformationList(OfficeList):
    name = "office-information"
    address = "office/information"
    short = N_("Information sent")
    title = N_("Which information was sent, and what was adopted")
    model = Information
    add = N_("Enter a piece of information")
    searched = ("name", "author", "adopted_in")
    columns = (
        own("name", N_("Title"), "information"),
        UNIT,
        Column("sent_on", N_("Sent on"), kind="day"),
        Column("adopted_on", N_("Adopted on"), kind="day"),
        Column("adopted_in", N_("Adopted in")),
        STATE,
        Column("author", N_("Written by"), shown=False),
    )
    order = ("-sent_on", "pk")
    empty = N_("Nothing was sent yet. Enter what a unit has sent.")

    def actions(self, request: ActorRequest) -> list[tuple[str, str, bool]]:
        circular = (translate(N_("Monthly circular")), reverse("office-circular"), False)
        return [circular, *super().actions(request)]


class BaseList(OfficeList):
    name = "office-bases"
    address = "office/bases"
    short = N_("Experience and bases")
    title = N_("Which experience is worth copying, and where it is shown")
    model = Base
    add = N_("Enter an experience or a base")
    kinds = ("kind", N_("Kind"), BASE_KINDS)
    columns = (
        own("name", N_("Name"), "base"),
        Column("kind", N_("Kind"), words=BASE_KINDS),
        UNIT,
        Column("place", N_("Place")),
        Column("level", N_("Level"), words=LEVELS),
        Column("named_on", N_("Named on"), kind="day"),
        STATE,
    )
    order = ("-named_on", "pk")
    empty = N_("No experience and no base is entered yet.")


class TitleList(OfficeList):
    name = "office-titles"
    address = "office/titles"
    short = N_("Titles granted")
    title = N_("Which titles were granted, and until when they hold")
    model = Title
    add = N_("Enter a title")
    searched = ("name", "document")
    kinds = ("level", N_("Granted by the level"), LEVELS)
    columns = (
        own("name", N_("Title granted"), "title"),
        Column("level", N_("Granted by the level"), words=LEVELS),
        Column("year", N_("Year")),
        UNIT,
        Column("granted_on", N_("Granted on"), kind="day"),
        Column("valid_to", N_("Valid until"), kind="day"),
        Column("revoked_on", N_("Revoked on"), kind="day"),
        STATE,
        Column("document", N_("Document number"), shown=False),
    )
    order = ("-granted_on", "pk")
    empty = N_("No title is entered yet.")


class CaseList(OfficeList):
    name = "office-cases"
    address = "office/cases"
    short = N_("Confirmed cases")
    title = N_("Which falsifications and serious violations were confirmed")
    model = ConfirmedCase
    add = N_("Enter a confirmed case")
    searched = ("document", "text")
    kinds = ("kind", N_("What was confirmed"), CASE_KINDS)
    columns = (
        own("document", N_("Document number"), "confirmedcase"),
        Column("kind", N_("What was confirmed"), words=CASE_KINDS),
        UNIT,
        Column("found_on", N_("Confirmed on"), kind="day"),
        Column("found_by", N_("Confirmed by"), words=FOUND_BY),
        STATE,
    )
    order = ("-found_on", "pk")
    empty = N_("No case is entered. State under “Whole years” that there is none.")
