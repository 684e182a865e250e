"""The ledgers of the office by table."""

from jiyue.mechanisms.office.models.base import Line, OfficeRow, Task
from jiyue.mechanisms.office.models.bodies import Body, Member, Proof, Rule, WholeYear
from jiyue.mechanisms.office.models.words import Base, Brief, BriefItem, ConfirmedCase, Information, Title
from jiyue.mechanisms.office.models.work import (
    ActionItem,
    Attendance,
    Finding,
    Inspection,
    Instruction,
    Meeting,
    Report,
    Suggestion,
)

__all__ = ["TABLES", "TASKS", "Attendance", "BriefItem", "Line", "Member", "OfficeRow", "Report", "Task"]
TABLES: dict[str, type[OfficeRow]] = {
    str(model._meta.model_name): model
    for model in (
        Body,
        Meeting,
        ActionItem,
        Rule,
        Proof,
        Brief,
        Information,
        Instruction,
        Inspection,
        Finding,
        Suggestion,
        Base,
        Title,
        ConfirmedCase,
        WholeYear,
    )
}
TASKS: dict[str, type[Task]] = {name: model for name, model in TABLES.items() if issubclass(model, Task)}
LINES: dict[str, type[Line]] = {
    str(line._meta.model_name): line for model in TABLES.values() for line in model.lines
}
