"""An office that has done a little of everything, by its own actions: what the next version must take over.

``scripts/landed.py`` records it. Places, people and enterprises are invented.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from app import landed_ledgers
from foundation.files import samples
from foundation.imports.books import parcel, town_book, uploaded
from jiyue.foundation.access import ANYBODY, Actor, program
from jiyue.foundation.disclosure import actions as notices
from jiyue.foundation.disclosure import objecting
from jiyue.foundation.documents import actions as documents
from jiyue.foundation.documents.paper import Paper, Paragraph
from jiyue.foundation.duties import actions as duties
from jiyue.foundation.duties.models import Duty
from jiyue.foundation.files import actions as files
from jiyue.foundation.files import disposal, sharing
from jiyue.foundation.files.store import Received, receive
from jiyue.foundation.imports import actions as imports
from jiyue.foundation.jobs.worker import Worker
from jiyue.foundation.messages import actions as messages
from jiyue.foundation.people.actions import delegation, enterprises, own
from jiyue.foundation.people.actions.setup import Place, add_person
from jiyue.foundation.people.actors import actor_of
from jiyue.foundation.people.models import Account
from jiyue.foundation.people.tokens import actor_from_token
from jiyue.foundation.referrals import actions as referrals
from jiyue.foundation.units import actions as units
from jiyue.foundation.units.models import Unit
from jiyue.mechanisms.baseline import actions as baseline
from jiyue.registry import actions as registry
from jiyue.registry import merging

OWNER = program("landed")
PASSWORD, LATER_PASSWORD = "a-long-field-of-barley-7", "another-field-of-rape-8"
PHONE = "13800001234"


@dataclass
class Office:
    """云溪市 with 平川县, and two clerks of its bureau: what one enters, the other verifies."""

    county: Unit
    town: Unit
    li: Account
    wang: Account

    def actor(self, account: Account) -> Actor:
        return actor_of(account, timezone.localdate())

    @property
    def where(self) -> dict[str, Any]:
        return {"unit": self.county, "organisation": self.li.organisation}


def fill() -> None:
    """A few rows in every table of every room."""
    office = _people()
    _units(office)
    _sign_in(office)
    _registry(office)
    _duties(office)
    _baseline(office)
    _papers(office)
    _evidence(office)
    _imports(office)
    landed_ledgers.campaign_office(office)
    landed_ledgers.figures(office)
    _hand_on(office)
    Worker().work(once=True)


def _people() -> Office:
    city = units.add_unit(OWNER, kind="prefecture", code="329900", name="云溪市")
    county = units.add_unit(OWNER, kind="county", code="329921", name="平川县", parent=city)
    town = units.add_unit(OWNER, kind="town", code="329921100", name="青禾镇", parent=county)
    made = {}
    for username, name, post in (("li", "李敏", "耕地保护岗"), ("wang", "王强", "开发利用岗")):
        place = Place(county.code, "平川县自然资源局", post, "bureau")
        account, _ = add_person(OWNER, username=username, name=name, role="county_bureau", place=place)
        actor = actor_of(account, timezone.localdate())
        own.take_invitation(actor, account.links.get(), PASSWORD)
        own.change_contact(actor, account, email=f"{username}@pingchuan.example", phone=PHONE)
        made[username] = account
    office = Office(county, town, made["li"], made["wang"])
    own.change_password(office.actor(office.wang), office.wang, LATER_PASSWORD)
    tomorrow = timezone.localdate() + timedelta(days=1)
    post = office.li.holdings.get().post
    given = {"valid_from": tomorrow, "valid_to": tomorrow, "reason": "出差"}
    delegation.delegate(office.actor(office.li), post, office.wang, **given)
    firm = enterprises.admit_enterprise(office.actor(office.li), name="平川盐化有限公司", unit=county)
    enterprises.give_enterprise_link(office.actor(office.li), firm)
    return office


def _units(office: Office) -> None:
    on = date(2024, 1, 1)
    zone = {"kind": "zone", "parent": office.county, "valid_from": date(2010, 1, 1)}
    old = units.add_unit(OWNER, code="PC-OLD", name="平川老工业区", **zone)
    new = units.add_unit(OWNER, code="PC-NEW", name="平川经济开发区", **zone)
    units.succeed(OWNER, old, "merged", [(new, Decimal(1))], on, "平政发〔2023〕7号")
    units.rename_unit(OWNER, new, "平川高新区", on)


def _sign_in(office: Office) -> None:
    """Once with a wrong password, once with the right one, once with a token."""
    Client(SERVER_NAME="localhost").post("/sign-in", {"username": "wang", "password": "wrong"})
    Client(SERVER_NAME="localhost").post("/sign-in", {"username": "li", "password": PASSWORD})
    last = timezone.localdate() + timedelta(days=30)
    chosen = ["registry.read"]
    key = own.make_token(office.actor(office.li), office.li, name="取数", chosen=chosen, last_day=last)
    actor_from_token(f"Bearer {key}")


def _registry(office: Office) -> None:
    li, wang = office.actor(office.li), office.actor(office.wang)

    def enter(table: str, **facts: Any) -> Any:
        return registry.add(li, table, unit=office.town, **facts)

    more = {"contact": "张三", "phone": PHONE, "industry": "C2613", "address": "盐场路1号"}
    salt = enter("enterprise", name="平川盐业有限公司", **more)
    registry.verify(wang, salt)
    registry.change(li, salt, name="平川盐业股份有限公司", renamed_on=date(2024, 5, 1))
    same = enter("enterprise", name="平川盐业公司")
    other = enter("enterprise", name="平川水泥厂")
    merging.merge(li, salt, same, take=(), reason="同一家企业")
    merging.keep_apart(li, salt, other, "两家企业")
    holder = enter("rightsholder", name="张三", kind="person", phone=PHONE)
    enter("parcel", code=parcel("329921100", 1), area_m2=Decimal("1234.50"), holder=holder, use="工业用地")
    mine = enter("mine", name="平川盐矿", mineral="岩盐", area_km2=Decimal("2.1875"), holder=holder)
    registry.withdraw(li, mine, "录入有误")


def _duties(office: Office) -> None:
    li = office.actor(office.li)
    given = {"organisation": office.li.organisation, "frequency": "quarter", "year": 2025, "days": 15}
    duties.arrange(li, measures=["construction_land"], units=[office.county], **given)
    duties.mark(li, Duty.objects.first(), date(2025, 4, 10), "纸质表已交")


def _baseline(office: Office) -> None:
    li, wang, county = office.actor(office.li), office.actor(office.wang), {"unit": office.county}
    survey = baseline.enter(li, "survey", draft=True, year=2024, classification="third", **county)
    baseline.fill_in(li, survey, Decimal("12.5000"), {"0101": {"collective": Decimal("12.5000")}})
    baseline.verify(wang, baseline.submit(li, survey))
    gdp = {"measure": "gdp_current", "year": 2024, "document": "统计公报", **county}
    for vintage, figure in (("preliminary", "4012345.67"), ("final", "4100000.1")):
        baseline.enter(li, "statistic", vintage=vintage, figure=figure, **gdp)
    span = {"year_from": 2021, "year_to": 2035, "document_number": "平政〔2021〕1号", **county}
    area = Decimal("3.2500")
    kind = {"measure": "cultivated_land_target", "basis": "plan"}
    baseline.enter(li, "target", area=area, **kind, **span)
    project = {"name": "盐化园区", "number": "用地〔2024〕1号", "area": area, **county}
    taken = baseline.enter(li, "occupation", approved_on=date(2024, 5, 6), **project)
    works = {"works": "reclamation", "accepted_on": date(2023, 9, 1)}
    made = baseline.enter(li, "compensation", **works, **project)
    baseline.enter(li, "link", occupation=taken, compensation=made, area=area)
    baseline.enter(li, "wholeyear", year=2024, **county)
    moved = {"to_unit": office.town, "area": area, "on": date(2024, 7, 1), "number": "民发〔2024〕3号"}
    withdrawn = baseline.enter(li, "boundarychange", **moved, **county)
    baseline.withdraw(li, withdrawn, "录入有误")


def _papers(office: Office) -> None:
    li, wang, today = office.actor(office.li), office.actor(office.wang), timezone.localdate()
    documents.set_prefix(li, office.li.organisation, "report", "平自然资报")
    paper = Paper("平川县节约集约自查报告", (Paragraph("达到基本标准。"),))
    report = documents.draft(li, kind="report", paper=paper, facts={"share": "93.5"}, **office.where)
    documents.issue(wang, documents.check(wang, report), today)
    draft = Paper("补充报告", (Paragraph("尚在起草。"),))
    documents.draft(li, kind="report", paper=draft, **office.where)
    facts = {"text": "达到基本标准。", "kind": "result", "count": 7, "clock": "calendar", "contact": "三楼"}
    said = {"title": "平川县自查结果公示", **facts}
    notice = notices.publish(wang, notices.draft(li, said=said, document=report, **office.where), today)
    objector = {"name": "孙某", "contact": PHONE, "address": "10.0.0.7"}
    objection, _ = objecting.raise_objection(ANYBODY, notice, "面积有误。", **objector)
    objecting.accept(li, objection)


def _received(name: str, data: bytes) -> Received:
    return receive(name, ContentFile(data).chunks())


def _evidence(office: Office) -> None:
    li, ref = office.actor(office.li), f"units/unit/{office.county.pk}"
    said = files.Description("投资汇总表", issuer="平川县统计局", dated=date(2025, 3, 4), **office.where)
    proof = files.add_evidence(li, _received("汇总表.pdf", samples.pdf(2)), said)
    files.link(li, proof, ref, "平川县")
    place = ("left", "top", "width", "height")
    corner = dict(zip(place, map(Decimal, ("0.1", "0.2", "0.3", "0.05")), strict=True))
    files.box(li, proof, page=1, note="合计", **corner)
    table = {"columns": ["乡镇"], "rows": [["青禾镇"]]}
    sheet = files.print_sheet(li, title="平川县用地表", ref=ref, period="2025 年", **table, **office.where)
    files.scan_back(li, _received("盖章.pdf", samples.pdf(1)), typed=sheet.code)
    place = Place(office.county.code, "平川县监督组", "监督岗", "supervision")
    zhou, _ = add_person(OWNER, username="zhou", name="周全", role="supervision", place=place)
    sharing.share(li, proof, zhou, timezone.localdate() + timedelta(days=30), "专项检查")
    old = replace(said, title="旧汇总表", dated=date(2005, 3, 4), retain_years=10)
    past = files.add_evidence(li, _received("旧汇总表.pdf", samples.pdf(1)), old)
    disposal.propose(li, past, "保管期满")


def _imports(office: Office) -> None:
    """One workbook that adds a parcel and changes one, published; another that still waits."""
    li, code = office.actor(office.li), office.town.code
    rows = [[parcel(code, n), code, 1000 + n, "工业用地", "出让"] for n in (1, 2)]
    file = uploaded("青禾镇.xlsx", town_book(rows, heading="占地"))
    batch = imports.upload(li, "registry.parcels", [file], office.county)
    _work()
    imports.answer(li, batch.pk, {"type": "heading", "heading": "占地", "name": "area_m2"})
    _work()
    imports.publish(li, batch.pk)
    _work()
    file = uploaded("青禾镇补.xlsx", town_book([[parcel(code, 3), *rows[0][1:]]]))
    imports.upload(li, "registry.parcels", [file], office.county)
    _work()


def _work() -> None:
    while Worker().step():
        pass


def _hand_on(office: Office) -> None:
    li, wang = office.actor(office.li), office.actor(office.wang)
    sent = messages.send(li, messages.ToAccount(office.wang), "请核对青禾镇宗地")
    messages.mark_read(wang, sent)
    matter = {"from_room": "associations", "to_room": "patrol", "kind": "clue", "what": "新砌围墙"}
    referral = referrals.refer(li, unit=office.town, about="registry/parcel/1", **matter)
    referrals.take(wang, referral)
