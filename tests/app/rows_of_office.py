"""Rows of the campaign office."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from app.counties import County
from jiyue.mechanisms.office.lists import LISTS
from jiyue.mechanisms.office.models import LINES, TABLES, TASKS, Line, OfficeRow

DAY = date(2025, 3, 5)


def facts_of(here: County) -> dict[str, dict[str, Any]]:
    """The facts of a row of each table; other rows that it belongs to are made when they are asked for."""
    owed = {"responsible": here.called("财政局"), "due_on": DAY}
    return {
        "rule": {
            "kind": "group",
            "name": here.called("文件"),
            "issuer": here.called("政府"),
            "issued_on": DAY,
            "proof": "会商记录",
            "frequency": "quarter",
        },
        "body": {"kind": "group", "name": here.called("领导小组")},
        "meeting": {
            "kind": "group",
            "name": here.called("推进会"),
            "number": "1",
            "held_on": DAY,
        },
        "actionitem": {"text": here.called("调查"), **owed},
        "proof": {"period": "2025Q1", "handed_on": DAY, "what": here.called("记录")},
        "brief": {"year": 2025, "number": 1, "name": here.called("简报")},
        "information": {"name": here.called("信息"), "sent_on": DAY, "state": "verified"},
        "instruction": {
            "number": here.called("批1"),
            "leader": "县长",
            "said_on": DAY,
            "text": here.called("请办理"),
            **owed,
        },
        "inspection": {
            "number": "1",
            "name": here.called("督查"),
            "by": "督查组",
            "began_on": DAY,
        },
        "finding": {"number": here.called("1"), "text": "闲置", "remedy": "处置", **owed},
        "suggestion": {"by": "委员", "received_on": DAY, "text": here.called("会商"), **owed},
        "base": {"kind": "base", "name": here.called("基地"), "level": "city", "named_on": DAY},
        "title": {
            "level": "city",
            "name": here.called("称号"),
            "year": 2025,
            "granted_on": DAY,
            "document": "1",
        },
        "confirmedcase": {
            "kind": "falsification",
            "found_on": DAY,
            "found_by": "audit",
            "document": here.called("1"),
            "text": "虚报",
        },
        "wholeyear": {"year": 2025, "note": here.called("")},
    }


ABOVE = {"body": ("document", "rule"), "proof": ("rule", "rule")}
LINE_FACTS: dict[str, dict[str, Any]] = {
    "member": {"name": "张宁", "post": "县长", "office": "leader", "from_on": DAY},
    "attendance": {"name": "张宁", "presence": "present"},
    "briefitem": {"heading": "要闻"},
    "report": {"on": DAY, "by": "财政局", "text": "已办"},
}


def row(table: str) -> Callable[[County], OfficeRow]:
    def make(here: County) -> OfficeRow:
        model = TABLES[table]
        field, above = ABOVE.get(table, (model.parent, model.parent))
        rests_on = {field: row(above)(here)} if field else {}
        made = model(unit=here.unit, owner=here.bureau, **facts_of(here)[table], **rests_on)
        made.save()
        return made

    return make


def line(name: str) -> Callable[[County], Line]:
    def make(here: County) -> Line:
        model = LINES[name]
        table = model._meta.get_field(model.of).related_model._meta.model_name
        made: Line = model.objects.create(**{model.of: row(table)(here)}, **LINE_FACTS[name])
        return made

    return make


VERBS = ("change", "submit", "verify", "withdraw", "bring-back")
ON_TASK = ("done", "close", "reopen")
BEHIND: dict[str, Callable[[County], Any]] = {
    **{
        f"office-{table}{verb}": row(table)
        for table in TABLES
        for verb in ("", *(f"-{v}" for v in (*VERBS, *(ON_TASK if table in TASKS else ()))))
    },
    **{f"office-{name}-{verb}": line(name) for name in LINES for verb in ("change", "remove")},
    **{
        f"office-{line._meta.model_name}-add": row(table)
        for table, model in TABLES.items()
        for line in model.lines
    },
}
LISTED: dict[str, Callable[[County], Any]] = {
    **{listed.name: row(table) for table, listed in LISTS.items()},
    "office-rectifications": row("finding"),
    "office-responsibilities": row("finding"),
    "office-execution": row("rule"),
    "office-circular": row("information"),
}
