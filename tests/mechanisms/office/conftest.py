"""Two people of 平川县's campaign office, and rows to enter."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from foundation.people_known import Place, place
from jiyue.engine.contracts import Counted, Period
from jiyue.foundation.access import Actor
from jiyue.mechanisms.office import actions
from jiyue.mechanisms.office.measures import MEASURES
from jiyue.mechanisms.office.models import OfficeRow

__all__ = ["place"]
YEAR = Period(date(2025, 1, 1), date(2025, 12, 31), date(2025, 12, 31))


def day(month: int, number: int = 1, year: int = 2025) -> date:
    return date(year, month, number)


@dataclass
class Desk:
    """Li enters, Sun verifies; Zhou sits in the next county; He works in a department of 平川县."""

    place: Place
    li: Actor
    sun: Actor
    zhou: Actor
    he: Actor

    def enter(self, table: str, **facts: Any) -> Any:
        """A row by Li, with what every such row needs."""
        return actions.add(facts.pop("actor", self.li), table, **{**self.usual(table), **facts})

    def verified(self, table: str, **facts: Any) -> Any:
        """A row by Li that Sun has verified."""
        return actions.verify(self.sun, self.enter(table, **facts))

    def usual(self, table: str) -> dict[str, Any]:
        here: dict[str, Any] = {"unit": self.place.plain}
        makers: dict[str, Callable[[], dict[str, Any]]] = {
            "rule": lambda: {
                **here,
                "kind": "group",
                "name": "关于成立节约集约创建领导小组的通知",
                "number": "平政发〔2025〕3号",
                "issuer": "平川县人民政府",
                "issued_on": day(1, 20),
            },
            "body": lambda: {**here, "kind": "group", "name": "创建领导小组"},
            "meeting": lambda: {
                **here,
                "kind": "group",
                "name": "创建工作推进会",
                "number": "平创领〔2025〕1号",
                "form": "held",
                "held_on": day(3, 5),
                "minutes": "会议议定三项任务。",
            },
            "actionitem": lambda: {
                "text": "完成低效用地调查",
                "responsible": "青禾镇人民政府",
                "due_on": day(6),
            },
            "proof": lambda: {"period": "2025Q1", "handed_on": day(4, 8), "what": "第一季度会商记录"},
            "brief": lambda: {
                **here,
                "year": 2025,
                "number": 1,
                "name": "创建工作简报",
                "issued_on": day(2, 10),
                "sent_to": "云溪市创建办",
                "sent_on": day(2, 12),
            },
            "information": lambda: {**here, "name": "平川县盘活存量用地", "sent_on": day(7, 3)},
            "instruction": lambda: {
                **here,
                "number": "批〔2025〕7号",
                "leader": "县长张宁",
                "said_on": day(5, 6),
                "text": "请抓紧办理。",
                "responsible": "县自然资源局",
                "due_on": day(6, 6),
            },
            "inspection": lambda: {
                **here,
                "number": "督〔2025〕2号",
                "name": "第三季度督查",
                "by": "市创建办督查组",
                "began_on": day(8, 4),
            },
            "finding": lambda: {
                "number": "1",
                "text": "两宗闲置土地未处置",
                "remedy": "限期处置",
                "responsible": "县自然资源局",
                "due_on": day(10, 31),
            },
            "suggestion": lambda: {
                **here,
                "by": "县政协委员",
                "received_on": day(4, 2),
                "text": "建议建立部门会商机制",
                "responsible": "县创建办",
                "due_on": day(5, 2),
            },
            "confirmedcase": lambda: {
                **here,
                "kind": "falsification",
                "found_on": day(9, 1),
                "found_by": "audit",
                "document": "平审报〔2025〕11号",
                "text": "虚报复垦面积。",
            },
            "title": lambda: {
                **here,
                "level": "province",
                "name": "节约集约模范县",
                "year": 2024,
                "granted_on": day(3, 1),
                "document": "省发〔2025〕9号",
            },
            "wholeyear": lambda: {**here, "year": 2025},
        }
        return makers[table]()

    def group(self, **facts: Any) -> OfficeRow:
        """A verified leading group on a verified document."""
        return self.verified("body", document=self.verified("rule"), **facts)

    def figure(self, code: str, period: Period = YEAR) -> object:
        """The figure of 平川县."""
        return self.counted(code, period).values.get(self.place.plain.code)

    def counted(self, code: str, period: Period = YEAR) -> Counted:
        units = [self.place.plain.code, self.place.river.code]
        return next(m for m in MEASURES if m.code == code).count(units, period, {})


@pytest.fixture
def desk(place: Place) -> Desk:
    return Desk(
        place,
        place.actor("li", "county_bureau", place.plain),
        place.actor("sun", "county_bureau", place.plain),
        place.actor("zhou", "county_bureau", place.river),
        place.actor("he", "department", place.plain),
    )
