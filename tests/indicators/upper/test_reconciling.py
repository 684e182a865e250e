"""An export of an upper system beside the figures here: missing, only here, different; remembered columns."""

import json
from io import BytesIO

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from indicators.office import Office
from indicators.test_pages_of_figures import client_of, text
from jiyue.engine.problems import Refused
from jiyue.foundation.files.store import receive
from jiyue.indicators import actions as values
from jiyue.indicators.upper import reconciling
from jiyue.indicators.upper.models import Line, Reconciliation, UpperSystem

ROOT = "/indicators/upper/reconciliations/"
COLUMNS = {"unit": "区划", "measure": "指标", "year": "年度", "figure": "数值"}
NAMES = {"建设用地总规模": "construction_land", "土地总面积": "land_area", "耕地": "cultivated_land"}


def export(*rows: tuple[object, ...]) -> bytes:
    book, target = openpyxl.Workbook(), BytesIO()
    book.active.append(["省平台导出"])
    book.active.append(list(COLUMNS.values()))
    for row in rows:
        book.active.append(row)
    book.save(target)
    return target.getvalue()


USUAL = export(
    ("329921", "建设用地总规模", 2025, 120.5),
    ("青禾镇", "建设用地总规模", "2025年", "8"),
    ("329921", "土地总面积", 2025, "1,000"),
    ("某某县", "土地总面积", 2025, 7),
    ("329921", "不知何物", 2025, 7),
    ("329921", "土地总面积", 2024, "-约七"),
)


def verified(office: Office, figure: str, **facts: object) -> None:
    values.verify(office.sun, office.declared(figure, **facts))


def compared(office: Office, data: bytes = USUAL) -> Reconciliation:
    received = receive("导出.xlsx", ContentFile(data).chunks())
    made = reconciling.load(office.li, received, system="省平台", unit=office.place.plain)
    return reconciling.settle(office.li, made, columns=COLUMNS, names=NAMES)


def lines(made: Reconciliation) -> list[tuple[str, ...]]:
    return list(
        made.lines.values_list("unit_said", "measure_said", "standing", "theirs", "ours", "difference")
    )


def test_each_figure_stands_beside_the_other(office: Office) -> None:
    verified(office, "120.50")
    verified(office, "1010", measure="land_area")
    verified(office, "5", unit=office.place.town, measure="land_area")
    made = compared(office)
    assert lines(made) == [
        ("329921", "建设用地总规模", "same", "120.5", "120.50", "0"),
        ("青禾镇", "建设用地总规模", "missing", "8", "", ""),
        ("329921", "土地总面积", "different", "1000", "1010", "10"),
        ("某某县", "土地总面积", "unread", "7", "", ""),
        ("329921", "不知何物", "unread", "7", "", ""),
        ("329921", "土地总面积", "unread", "-约七", "", ""),
        ("青禾镇", "土地总面积", "extra", "", "5", ""),
    ]
    assert made.lines.get(standing="different").relative == 1
    assert made.rows_read == 6


def test_a_figure_that_nobody_verified_is_missing_here(office: Office) -> None:
    office.declared("120.50")
    assert compared(office).lines.first().standing == "missing"


def test_the_record_stays_when_figures_change(office: Office) -> None:
    made = compared(office)
    before = lines(made)
    verified(office, "120.50")
    assert lines(Reconciliation.objects.get(pk=made.pk)) == before
    with pytest.raises(Refused) as caught:
        reconciling.settle(office.li, made, columns=COLUMNS, names=NAMES)
    assert caught.value.problems[0].code == "RECONCILIATION_KEPT"


def test_differences_are_explained_and_agreement_is_not(office: Office) -> None:
    verified(office, "120.50")
    made = compared(office)
    line = reconciling.explain(office.sun, made.lines.filter(standing="missing").first(), "上级按旧区划统计")
    assert Line.objects.get(pk=line.pk).explained == "上级按旧区划统计"
    with pytest.raises(Refused):
        reconciling.explain(office.sun, made.lines.get(standing="same"), "无差异")
    with pytest.raises(Refused):
        reconciling.explain(office.zhou, line, "外县")


def test_columns_and_names_are_asked_once_and_remembered(office: Office) -> None:
    li = client_of(office.li)
    unit = office.place.plain.pk

    def sent() -> str:
        file = SimpleUploadedFile("导出.xlsx", USUAL)
        return li.post(f"{ROOT}load", {"file": file, "system": "省平台", "unit": unit}).headers["Location"]

    to = sent()
    answer = li.post(to, COLUMNS)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "建设用地总规模" in page
    assert not Line.objects.exists()
    chosen = {"name_0": "construction_land", "name_1": "land_area", "named": "指标"}
    assert li.post(to, {**COLUMNS, **chosen}).status_code == 302
    assert Line.objects.filter(standing="missing").count() == 3
    assert UpperSystem.objects.get().names == {
        "建设用地总规模": "construction_land",
        "土地总面积": "land_area",
    }
    again = text(li, sent())
    assert '<option value="区划" selected>' in again
    assert '<option value="construction_land" selected>' in again


def test_the_list_filters_and_goes_out_without_formulas(office: Office) -> None:
    verified(office, "7", measure="land_area")
    made = compared(office)
    li = client_of(office.li)
    asked = json.loads(li.get(f"{ROOT}{made.pk}.json?standing=different").getvalue())["rows"]
    assert [(row["theirs"], row["ours"]) for row in asked] == [("1000", "7")]
    assert "'-约七" in li.get(f"{ROOT}{made.pk}.csv").getvalue().decode("utf-8-sig")
    book = openpyxl.load_workbook(BytesIO(li.get(f"{ROOT}{made.pk}.xlsx").getvalue()))
    rows = list(book.active.values)
    assert 1000 in rows[3]
    assert not any(cell.data_type == "f" for row in book.active for cell in row)
    assert "与上级系统核对" in text(li, f"{ROOT}{made.pk}/")
    assert client_of(office.zhou).get(f"{ROOT}{made.pk}/").status_code == 404


def test_what_is_no_list_is_refused(office: Office) -> None:
    with pytest.raises(Refused) as caught:
        compared(office, export())
    assert caught.value.problems[0].code == "EXPORT_NO_TABLE"
