"""The ledgers of the office as lists."""

from jiyue.mechanisms.office.lists.base import OfficeList
from jiyue.mechanisms.office.lists.bodies import BodyList, ProofList, RuleList, WholeYearList
from jiyue.mechanisms.office.lists.words import BaseList, BriefList, CaseList, InformationList, TitleList
from jiyue.mechanisms.office.lists.work import (
    ActionItemList,
    DutyList,
    FindingList,
    InspectionList,
    InstructionList,
    MeetingList,
    RectificationList,
    SuggestionList,
)

__all__ = ["ALL", "LISTS", "OfficeList"]
ALL: tuple[type[OfficeList], ...] = (
    BodyList,
    MeetingList,
    ActionItemList,
    RuleList,
    ProofList,
    BriefList,
    InformationList,
    InstructionList,
    InspectionList,
    FindingList,
    RectificationList,
    DutyList,
    SuggestionList,
    BaseList,
    TitleList,
    CaseList,
    WholeYearList,
)
LISTS: dict[str, type[OfficeList]] = {listed.table(): listed for listed in reversed(ALL)}
"""The list that a row of each table is found in: the first of its lists."""
