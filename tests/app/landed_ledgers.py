"""What an office leaves in the ledgers of the campaign office and of the indicators, by their own actions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from jiyue.foundation.files.models import Evidence
from jiyue.foundation.jobs.worker import Worker
from jiyue.indicators import actions as values
from jiyue.indicators.drafting import confirm
from jiyue.indicators.evaluating import begin
from jiyue.indicators.models import FrameworkVersion
from jiyue.mechanisms.office import actions as ledgers

if TYPE_CHECKING:
    from app.landed_office import Office

DAY, DUE = date(2025, 3, 5), date(2025, 6, 30)


def campaign_office(office: Office) -> None:
    """A row in every ledger of the campaign office; a matter reported done and closed by another."""
    li, wang = office.actor(office.li), office.actor(office.wang)
    here: dict[str, Any] = {"unit": office.county}
    owed = {"responsible": "财政局", "due_on": DUE}
    named = {"name": "关于成立创建领导小组的通知", "issuer": "平川县人民政府", "number": "平政发〔2025〕3号"}
    proof = {"proof": "会商记录", "frequency": "quarter"}
    rule = ledgers.add(li, "rule", kind="group", issued_on=DAY, **named, **proof, **here)
    ledgers.verify(wang, rule)
    ledgers.add(li, "proof", rule=rule, period="2025Q1", handed_on=DAY, what="会商记录一份")
    body = ledgers.add(li, "body", kind="group", name="创建领导小组", document=rule, **here)
    ledgers.add_line(li, body, "member", name="张宁", post="县长", office="leader", from_on=DAY)
    meeting = ledgers.add(li, "meeting", kind="group", name="推进会", number="1", held_on=DAY, **here)
    ledgers.add_line(li, meeting, "attendance", name="张宁", presence="present")
    item = ledgers.add(li, "actionitem", meeting=meeting, text="调查闲置土地", **owed)
    ledgers.close(wang, ledgers.report_done(li, item, DAY, "已查清"), DAY)
    brief = ledgers.add(li, "brief", year=2025, number=1, name="创建简报", **here)
    ledgers.add_line(li, brief, "briefitem", heading="要闻")
    ledgers.add(li, "information", name="信息", sent_on=DAY, **here)
    said = {"number": "批1", "leader": "县长", "said_on": DAY, "text": "请办理"}
    instruction = ledgers.add(li, "instruction", **said, **owed, **here)
    ledgers.add_report(li, instruction, on=DAY, by="财政局", text="已办")
    visit = ledgers.add(li, "inspection", number="1", name="督查", by="督查组", began_on=DAY, **here)
    ledgers.add(li, "finding", inspection=visit, number="1", text="土地闲置", remedy="处置", **owed)
    ledgers.add(li, "suggestion", by="政协委员", received_on=DAY, text="建议会商", **owed, **here)
    ledgers.add(li, "base", kind="base", name="示范基地", level="city", named_on=DAY, **here)
    honour = {"level": "city", "name": "先进县", "year": 2025, "granted_on": DAY, "document": "1号"}
    ledgers.add(li, "title", **honour, **here)
    case = {"kind": "falsification", "found_on": DAY, "found_by": "audit", "document": "1号", "text": "虚报"}
    ledgers.withdraw(li, ledgers.add(li, "confirmedcase", **case, **here), "录入有误")
    ledgers.add(li, "wholeyear", year=2025, note="", **here)


def figures(office: Office) -> None:
    """Figures delivered, verified, superseded; a line confirmed by its paper; an evaluation that is kept."""
    li, wang = office.actor(office.li), office.actor(office.wang)
    about: dict[str, Any] = {"unit": office.county, "measure": "construction_land", "period": "2025"}
    values.verify(wang, values.declare(li, figure="120.5", **about))
    values.declare(li, figure="121.0000", **about)
    values.override(li, figure="122", reason="以更正公告为准", **about)
    framework = FrameworkVersion.objects.get(code="jintan-50", unit=None)
    proof = Evidence.objects.filter(title="投资汇总表").get()
    confirm(li, framework, indicator="C12", field="standard", evidence=proof, unit=office.county, page=1)
    begin(li, framework=framework, unit=office.county, year=2025, purpose="trial", as_of=timezone.localdate())
    while Worker().step():
        pass
