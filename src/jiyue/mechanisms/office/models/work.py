"""Meetings with their action items, instructions of leaders, inspections with their problems, suggestions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from jiyue.engine.messages import N_
from jiyue.mechanisms.office.models.base import Line, OfficeRow, Task

OF_GROUP, CIRCULATED = "group", "circulated"
MEETING_KINDS = {
    OF_GROUP: N_("Meeting of the leading group"),
    "office": N_("Meeting of the campaign office"),
    "joint": N_("Joint meeting of departments"),
    "launch": N_("Kick-off"),
    "other": N_("Other meeting"),
}
FORMS = {"held": N_("Held in a room"), "video": N_("Held by video"), CIRCULATED: N_("Written circulation")}
PRESENCE = {"present": N_("present"), "absent": N_("absent"), "deputy": N_("a deputy came")}


class Attendance(Line):
    """A line of the sign-in sheet."""

    meeting = models.ForeignKey("office.Meeting", models.CASCADE, related_name="attendances")
    name = models.CharField(N_("Name of the person"), max_length=60)
    post = models.CharField(N_("Organisation and post"), max_length=120, blank=True)
    presence = models.CharField(N_("Presence"), max_length=8, choices=list(PRESENCE.items()))
    deputy = models.CharField(N_("Who came instead"), max_length=60, blank=True)
    of = "meeting"
    title = N_("Sign-in")
    facts = ("name", "post", "presence", "deputy")
    scope_unit = "meeting__unit__path"

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class Meeting(OfficeRow):
    """A meeting from notice to minutes; its action items are rows of their own."""

    kind = models.CharField(N_("Kind of meeting"), max_length=8, choices=list(MEETING_KINDS.items()))
    name = models.CharField(N_("Subject"), max_length=200)
    number = models.CharField(N_("Number of the meeting"), max_length=80)
    form = models.CharField(N_("Form"), max_length=12, choices=list(FORMS.items()), default="held")
    notice_number = models.CharField(N_("Number of the notice"), max_length=80, blank=True)
    notified_on = models.DateField(N_("Notice sent on"), null=True, blank=True)
    held_on = models.DateField(N_("Held on"))
    place = models.CharField(N_("Venue"), max_length=120, blank=True)
    chair = models.CharField(N_("Chaired by"), max_length=60, blank=True)
    minutes_number = models.CharField(N_("Number of the minutes"), max_length=80, blank=True)
    minutes = models.TextField(
        N_("Minutes"),
        blank=True,
        help_text=N_("What was decided; the meeting counts once this is filled in."),
    )
    title = N_("Meeting")
    facts = (
        "unit",
        "kind",
        "name",
        "number",
        "form",
        "notice_number",
        "notified_on",
        "held_on",
        "place",
        "chair",
        "minutes_number",
        "minutes",
    )
    natural = ("number",)
    spans = (("notified_on", "held_on"),)
    lines: ClassVar[tuple[type[Line], ...]] = (Attendance,)
    children: ClassVar[tuple[str, ...]] = ("actionitem",)

    class Meta:
        ordering = ("-held_on", "pk")

    def __str__(self) -> str:
        return f"{self.name}（{self.number}）"


class ActionItem(Task):
    """What a meeting decided that somebody shall do."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items", verbose_name=N_("Meeting"))
    text = models.CharField(N_("What is to be done"), max_length=300)
    title = N_("Action item")
    facts = ("meeting", "text", "responsible", "due_on")
    parent = "meeting"

    class Meta:
        ordering = ("due_on", "pk")

    def __str__(self) -> str:
        return self.text


class Report(Line):
    """A report on how an instruction is carried out."""

    instruction = models.ForeignKey("office.Instruction", models.CASCADE, related_name="reports")
    on = models.DateField(N_("Reported on"))
    by = models.CharField(N_("Reported by"), max_length=120)
    text = models.TextField(N_("Progress"))
    of = "instruction"
    title = N_("Reports")
    facts = ("on", "by", "text")
    renews = False
    scope_unit = "instruction__unit__path"

    class Meta:
        ordering = ("on", "pk")

    def __str__(self) -> str:
        return f"{self.by} {self.on}"


class Instruction(Task):
    """An instruction of a leader, handed to an organisation."""

    number = models.CharField(N_("Number in the register"), max_length=40)
    leader = models.CharField(N_("Leader"), max_length=120)
    said_on = models.DateField(N_("Instructed on"))
    about = models.CharField(N_("Paper that it stands on"), max_length=200, blank=True)
    text = models.TextField(N_("Instruction"))
    title = N_("Instruction of a leader")
    facts = ("unit", "number", "leader", "said_on", "about", "text", "responsible", "due_on")
    natural = ("number",)
    spans = (("said_on", "due_on"),)
    lines: ClassVar[tuple[type[Line], ...]] = (Report,)

    class Meta:
        ordering = ("due_on", "pk")

    def __str__(self) -> str:
        return f"{self.leader}（{self.number}）"


class Inspection(OfficeRow):
    """An inspection or a check on the spot; what it found are rows of their own."""

    number = models.CharField(N_("Number of the inspection"), max_length=80)
    name = models.CharField(N_("Title"), max_length=200)
    by = models.CharField(N_("Inspected by"), max_length=120)
    began_on = models.DateField(N_("Began on"))
    ended_on = models.DateField(N_("Inspection ended on"), null=True, blank=True)
    title = N_("Inspection")
    facts = ("unit", "number", "name", "by", "began_on", "ended_on")
    natural = ("number",)
    spans = (("began_on", "ended_on"),)
    children: ClassVar[tuple[str, ...]] = ("finding",)

    class Meta:
        ordering = ("-began_on", "pk")

    def __str__(self) -> str:
        return f"{self.name}（{self.number}）"


class Finding(Task):
    """A problem that an inspection found, with how it is put right and who answers for that."""

    inspection = models.ForeignKey(
        Inspection, models.PROTECT, related_name="findings", verbose_name=N_("Inspection")
    )
    number = models.CharField(N_("Number of the problem"), max_length=40)
    text = models.CharField(N_("Problem"), max_length=300)
    remedy = models.CharField(N_("How it is put right"), max_length=300)
    person = models.CharField(N_("Person responsible"), max_length=60, blank=True)
    leader = models.CharField(N_("Leader responsible"), max_length=60, blank=True)
    title = N_("Problem found")
    facts = ("inspection", "number", "text", "remedy", "responsible", "person", "leader", "due_on")
    parent = "inspection"
    natural = ("inspection", "number")

    class Meta:
        ordering = ("due_on", "pk")

    def __str__(self) -> str:
        return f"{self.number} {self.text}"


class Suggestion(Task):
    """A suggestion on the mechanisms; reporting is the answer, closing confirms it."""

    by = models.CharField(N_("Suggested by"), max_length=120)
    received_on = models.DateField(N_("Received on"))
    text = models.TextField(N_("Suggestion"))
    title = N_("Suggestion on a mechanism")
    facts = ("unit", "by", "received_on", "text", "responsible", "due_on")
    spans = (("received_on", "due_on"),)

    class Meta:
        ordering = ("due_on", "pk")

    def __str__(self) -> str:
        return self.text[:40]
