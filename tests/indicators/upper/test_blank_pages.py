"""The pages of blank tables: from the upload to the filled workbook, and what lacks."""

import json
from datetime import date
from io import BytesIO

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from indicators.office import Office
from indicators.test_pages_of_figures import client_of, text
from indicators.upper.blanks import added, bound, form
from jiyue.foundation.duties.models import Duty
from jiyue.foundation.people.models import Organisation
from jiyue.indicators import actions as values
from jiyue.indicators.upper import actions
from jiyue.indicators.upper.models import BlankTable, Fill

ROOT = "/indicators/upper/"


def test_uploaded_bound_by_choosing_cells_and_filled(office: Office) -> None:
    li = client_of(office.li)
    values.verify(office.sun, office.declared("120.5"))
    said = {"title": "省厅年报", "unit": office.place.plain.pk, "issuer": "省自然资源厅"}
    sent = {**said, "file": SimpleUploadedFile("年报.xlsx", form())}
    li.post(f"{ROOT}tables/add", sent)
    table = BlankTable.objects.get()
    here = f"{ROOT}tables/{table.pk}/"
    page = text(li, here)
    assert "年度报表" in page
    assert f"{here}bind?sheet=%E8%A1%A8%E4%B8%80&amp;cell=B4" in page
    asked = text(li, f"{here}bind?sheet=表一&cell=B4")
    assert 'value="B4"' in asked
    facts = {"sheet": "表一", "cell": "B4", "measure": "construction_land", "back": 0, "as_unit": "mu"}
    assert li.post(f"{here}bind", facts).status_code == 302
    assert li.post(f"{here}bind", {**facts, "cell": "A4"}).status_code == 422
    assert "建设用地" in text(li, here)
    li.post(f"{here}fill", {"unit": office.place.plain.pk, "year": 2025})
    answer = li.get(f"{ROOT}fills/{Fill.objects.get().pk}/workbook")
    assert openpyxl.load_workbook(BytesIO(answer.content))["表一"]["B4"].value == 1807.5
    assert "%E7%9C%81%E5%8E%85%E5%B9%B4%E6%8A%A5" in answer.headers["Content-Disposition"]


def test_what_lacks_says_who_owes_it(office: Office) -> None:
    table = added(office)
    bound(office, table)
    tax = Organisation.objects.get(name="平川县税务局")
    due = {"period_last": date(2025, 12, 31), "due_on": date(2026, 1, 31)}
    Duty.objects.create(
        measure="construction_land", unit=office.place.plain, organisation=tax, period="2025", **due
    )
    made = actions.fill(office.li, table, unit=office.place.plain, year=2025)
    li = client_of(office.li)
    rows = json.loads(li.get(f"{ROOT}fills/{made.pk}.json?standing=missing").getvalue())["rows"]
    assert [(r["cell"], r["owed_by"]) for r in rows] == [
        ("B4", "平川县税务局"),
        ("C4", "未安排报送单位；由“调查与统计”台账掌握"),
        ("B5", "未安排报送单位；由“调查与统计”台账掌握"),
    ]
    assert json.loads(li.get(f"{ROOT}fills/{made.pk}.json?standing=filled").getvalue())["rows"] == []


def test_a_fill_says_when_it_would_be_another_today(office: Office) -> None:
    table = added(office)
    bound(office, table)
    made = actions.fill(office.li, table, unit=office.place.plain, year=2025)
    values.verify(office.sun, office.declared("5"))
    li = client_of(office.li)
    assert "1 个单元格" in text(li, f"{ROOT}fills/{made.pk}/")
    assert [r["changed"] for r in json.loads(li.get(f"{ROOT}fills.json").getvalue())["rows"]] == [True]
    assert "填报后已变" in text(li, f"{ROOT}tables/{table.pk}/")


def test_another_county_sees_neither_table_nor_fill(office: Office) -> None:
    table = added(office)
    bound(office, table)
    made = actions.fill(office.li, table, unit=office.place.plain, year=2025)
    zhou = client_of(office.zhou)
    for to in (f"tables/{table.pk}/", f"tables/{table.pk}/workbook", f"fills/{made.pk}/workbook"):
        assert zhou.get(f"{ROOT}{to}").status_code == 404
    assert client_of(office.tan).get(f"{ROOT}tables/").status_code == 403
