"""A blank table of an upper level, as it is sent."""

from io import BytesIO

import openpyxl
from django.core.files.base import ContentFile

from indicators.office import Office
from jiyue.foundation.files.store import Received, receive
from jiyue.foundation.units.models import Unit
from jiyue.indicators.upper import actions
from jiyue.indicators.upper.models import BlankTable


def form(title: str = "年度报表") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表一"
    sheet.merge_cells("A1:C1")
    sheet["A1"] = title
    sheet["A3"], sheet["B3"], sheet["C3"] = "指标", "本年", "上年"
    sheet["A4"], sheet["A5"] = "建设用地（亩）", "耕地（公顷）"
    sheet.merge_cells("B5:B6")
    sheet["B8"] = "=SUM(B4:B5)"
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def received(name: str = "报表.xlsx", data: bytes | None = None) -> Received:
    return receive(name, ContentFile(data or form()).chunks())


def added(office: Office, unit: Unit | None = None) -> BlankTable:
    at = unit or office.place.plain
    actor = office.li if at == office.place.plain else office.qi
    return actions.add_table(actor, received(), title="节约集约年报", unit=at, issuer="省厅")


def bound(office: Office, table: BlankTable) -> None:
    """B4 this year's construction land in mu, C4 last year's; B5 cultivated land."""
    actor = office.li if table.unit == office.place.plain else office.qi
    for cell, measure, more in (
        ("B4", "construction_land", {"as_unit": "mu"}),
        ("C4", "construction_land", {"as_unit": "mu", "back": 1, "decimals": 1}),
        ("B6", "cultivated_land", {}),
    ):
        actions.bind(actor, table, sheet="表一", cell=cell, measure=measure, **more)
