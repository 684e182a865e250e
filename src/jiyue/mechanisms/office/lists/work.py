"""Lists of meetings, instructions, inspections and what they leave to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from jiyue.engine.messages import N_
from jiyue.foundation.ui.listing import Column
from jiyue.mechanisms.office.lists.base import (
    CLOSED,
    DONE,
    DUE,
    RESPONSIBLE,
    STANDING,
    STATE,
    UNIT,
    OfficeList,
    own,
)
from jiyue.mechanisms.office.models.work import (
    FORMS,
    MEETING_KINDS,
    ActionItem,
    Finding,
    Inspection,
    Instruction,
    Meeting,
    Suggestion,
)


class MeetingList(OfficeList):
    name = "office-meetings"
    address = "office/meetings"
    short = N_("Meetings")
    title = N_("Which meetings were held")
    model = Meeting
    add = N_("Enter a meeting")
    searched = ("name", "number", "minutes")
    kinds = ("kind", N_("Kind of meeting"), MEETING_KINDS)
    columns = (
        own("name", N_("Subject"), "meeting"),
        Column("number", N_("Number of the meeting")),
        Column("kind", N_("Kind of meeting"), words=MEETING_KINDS),
        UNIT,
        Column("held_on", N_("Held on"), kind="day"),
        Column("form", N_("Form"), words=FORMS),
        Column("chair", N_("Chaired by")),
        STATE,
        Column("minutes_number", N_("Number of the minutes"), shown=False),
    )
    order = ("-held_on", "pk")
    empty = N_("No meeting is entered yet. Enter one, or import the register of meetings.")


class ActionItemList(OfficeList):
    name = "office-actionitems"
    address = "office/action-items"
    short = N_("Action items")
    title = N_("What meetings decided that is to be done")
    model = ActionItem
    add = N_("Enter an action item")
    searched = ("text", "responsible", "meeting__name")
    columns = (
        own("text", N_("What is to be done"), "actionitem"),
        Column("meeting__name", N_("Meeting")),
        UNIT,
        RESPONSIBLE,
        DUE,
        STANDING,
        DONE,
        CLOSED,
        STATE,
    )
    order = ("due_on", "pk")
    empty = N_("No action item is entered yet. Open a meeting and enter what it decided.")


class InstructionList(OfficeList):
    name = "office-instructions"
    address = "office/instructions"
    short = N_("Instructions of leaders")
    title = N_("What leaders have instructed, and what came of it")
    model = Instruction
    add = N_("Enter an instruction")
    searched = ("number", "leader", "text", "responsible")
    columns = (
        own("number", N_("Number in the register"), "instruction"),
        Column("leader", N_("Leader")),
        Column("said_on", N_("Instructed on"), kind="day"),
        Column("text", N_("Instruction")),
        UNIT,
        RESPONSIBLE,
        DUE,
        STANDING,
        CLOSED,
        STATE,
    )
    order = ("due_on", "pk")
    empty = N_("No instruction is entered yet. Enter one, or import the register of instructions.")


class InspectionList(OfficeList):
    name = "office-inspections"
    address = "office/inspections"
    short = N_("Inspections")
    title = N_("Which inspections took place")
    model = Inspection
    add = N_("Enter an inspection")
    searched = ("name", "number", "by")
    columns = (
        own("name", N_("Title"), "inspection"),
        Column("number", N_("Number of the inspection")),
        Column("by", N_("Inspected by")),
        UNIT,
        Column("began_on", N_("Began on"), kind="day"),
        Column("ended_on", N_("Inspection ended on"), kind="day"),
        STATE,
    )
    order = ("-began_on", "pk")
    empty = N_("No inspection is entered yet. Enter one, then the problems that it found.")


class FindingList(OfficeList):
    """The list of problems. The lists of rectification and of duties show the same rows by other columns."""

    name = "office-findings"
    address = "office/problems"
    short = N_("List of problems")
    title = N_("Which problems were found")
    model = Finding
    add = N_("Enter a problem")
    searched = ("number", "text", "responsible", "inspection__name")
    columns: ClassVar[Sequence[Column]] = (
        own("number", N_("Number of the problem"), "finding"),
        Column("text", N_("Problem")),
        Column("inspection__name", N_("Inspection")),
        UNIT,
        STANDING,
        STATE,
    )
    order = ("due_on", "pk")
    empty = N_("No problem is entered yet. Open an inspection and enter what it found.")


class RectificationList(FindingList):
    name = "office-rectifications"
    address = "office/rectifications"
    short = N_("List of rectifications")
    title = N_("How problems are put right, and by when")
    columns = (
        own("number", N_("Number of the problem"), "finding"),
        Column("text", N_("Problem")),
        Column("remedy", N_("How it is put right")),
        UNIT,
        DUE,
        STANDING,
        DONE,
        CLOSED,
    )


class DutyList(FindingList):
    name = "office-responsibilities"
    address = "office/responsibilities"
    short = N_("List of duties")
    title = N_("Who answers for which problem")
    columns = (
        own("number", N_("Number of the problem"), "finding"),
        Column("text", N_("Problem")),
        RESPONSIBLE,
        Column("person", N_("Person responsible")),
        Column("leader", N_("Leader responsible")),
        UNIT,
        DUE,
        STANDING,
    )


class SuggestionList(OfficeList):
    name = "office-suggestions"
    address = "office/suggestions"
    short = N_("Suggestions on mechanisms")
    title = N_("Which suggestions were made, and how they were answered")
    model = Suggestion
    add = N_("Enter a suggestion")
    searched = ("text", "by", "responsible")
    columns = (
        own("text", N_("Suggestion"), "suggestion"),
        Column("by", N_("Suggested by")),
        Column("received_on", N_("Received on"), kind="day"),
        UNIT,
        RESPONSIBLE,
        DUE,
        STANDING,
        STATE,
    )
    order = ("due_on", "pk")
    empty = N_("No suggestion is entered yet.")
