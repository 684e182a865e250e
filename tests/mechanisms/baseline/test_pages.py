"""The pages of the room do what the actions do, from entry to verification."""

import json
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.test import Client

from jiyue.foundation.people.models import Account
from jiyue.mechanisms.baseline.models import Statistic, Survey
from mechanisms.baseline.conftest import AREAS, WHOLE, Bureau, count


@pytest.fixture
def li(bureau: Bureau, client: Client) -> Client:
    return signed("li")


def signed(username: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client


def cells() -> dict[str, str]:
    return {f"{code}_{side}": area for code, sides in AREAS.items() for side, area in sides.items()}


def text(answer: object) -> str:
    return b"".join(answer).decode()  # type: ignore[call-overload]


def test_a_survey_goes_from_the_form_to_a_counted_figure(bureau: Bureau, li: Client) -> None:
    facts = {"unit": bureau.place.plain.pk, "year": 2024, "classification": "third"}
    page = li.post("/baseline/survey/add", facts, follow=True)
    to = page.redirect_chain[-1][0]
    assert to.endswith("/areas")
    li.post(to, {"land_area": "279.8181", **cells()})
    survey = Survey.objects.get()
    one = f"/baseline/survey/{survey.pk}/"
    refused = li.post(f"{one}submit")
    assert refused.status_code == 409
    assert "相差 +0.0001 公顷" in refused.content.decode()
    li.post(to, {"land_area": str(WHOLE), **cells()})
    assert "已提交" in li.post(f"{one}submit", follow=True).content.decode()
    assert li.post(f"{one}verify").status_code == 403
    assert "已核实" in signed("sun").post(f"{one}verify", follow=True).content.decode()
    assert count("land_area", 2024, bureau.place.plain).values == {"329921": WHOLE}


def test_the_official_table_shows_four_decimals_and_says_nothing_where_nothing_is_said(
    bureau: Bureau, li: Client
) -> None:
    survey = bureau.survey()
    page = li.get(f"/baseline/survey/{survey.pk}/table").content.decode()
    row = page.partition("<td>耕地</td>")[2].partition("</tr>")[0]
    assert [cell.partition("<")[0] for cell in row.split('<td class="right">')[1:]] == [
        *("10.5000", "150.2504", "160.7504")
    ]
    ridges = page.partition(">1203</td>")[2].partition("</tr>")[0]
    assert "4.4444" in ridges
    assert '<td class="right">—</td>' in ridges


def test_the_workbook_holds_the_same_figures_as_numbers(bureau: Bureau, li: Client, tmp_path: Path) -> None:
    survey = bureau.survey()
    answer = li.get(f"/baseline/survey/{survey.pk}/table.xlsx")
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    rows = list(book.active.iter_rows(values_only=True))
    found = {row[0]: row[2:5] for row in rows if row[0]}
    assert found["01"] == (10.5, 150.2504, 160.7504)
    assert found["1203"] == (None, 4.4444, 4.4444)
    whole = next(row for row in rows if row[1] == "合计")
    assert whole[2:5] == (82, 197.8182, float(WHOLE))


def test_a_verified_figure_offers_no_change_but_shows_its_other_vintages(bureau: Bureau, li: Client) -> None:
    first = bureau.figure("gdp_current", 2023, "100.5", "preliminary")
    bureau.figure("gdp_current", 2023, "101.25", "final")
    page = li.get(f"/baseline/statistic/{first.pk}/").content.decode()
    assert f"/baseline/statistic/{first.pk}/change" not in page
    assert "最终核实" in page
    assert "101.25" in page


def test_a_figure_is_found_by_measure_and_year(bureau: Bureau, li: Client) -> None:
    bureau.figure("gdp_growth", 2022, "5.50")
    bureau.figure("gdp_current", 2023, "100")
    listed = li.get("/baseline/statistics.json", {"measure": "gdp_growth", "year": "2022"})
    rows = json.loads(text(listed.streaming_content))["rows"]
    assert [(row["figure"], row["year"]) for row in rows] == [("5.50%", 2022)]


def test_a_refusal_keeps_what_was_filled_in(bureau: Bureau, li: Client) -> None:
    facts = {
        "unit": bureau.place.plain.pk,
        "measure": "gdp_constant",
        "year": 2023,
        "vintage": "final",
        "figure": "12.5",
        "document": "公报",
    }
    page = li.post("/baseline/statistic/add", facts)
    assert page.status_code == 422
    assert "没有写明可比价数据以哪一年价格为基期" in page.content.decode()
    assert 'value="12.5"' in page.content.decode()
    assert not Statistic.objects.exists()


def test_the_survey_says_whether_boundaries_explain_another_land_area(bureau: Bureau, li: Client) -> None:
    bureau.survey(2023, {"0101": {"state": "10"}}, whole=10)
    survey = bureau.survey(2024, {"0101": {"state": "9"}}, whole=9)
    to = f"/baseline/survey/{survey.pk}/"
    assert "已核实的界线变更为 0.0000 公顷" in li.get(to).content.decode()
    bureau.enter(
        "boundarychange", to_unit=bureau.place.river, area=1, on="2024-07-01", number="民发〔2024〕3号"
    )
    assert "与界线变更登记一致" in li.get(to).content.decode()


def test_a_stamped_sheet_says_when_the_areas_have_changed(bureau: Bureau, li: Client) -> None:
    survey = bureau.survey()
    to = f"/baseline/survey/{survey.pk}/"
    assert li.post(f"{to}print", follow=True).status_code == 200
    li.post(f"{to}areas", {"land_area": str(WHOLE), **cells(), "0101_state": "9.5", "0102_state": "1"})
    assert Survey.objects.get().state == "submitted"
    assert "与现值不符" in li.get(to).content.decode()


def test_what_waits_is_shown_to_whoever_may_verify_it(bureau: Bureau, li: Client) -> None:
    bureau.survey(verified=False)
    assert "年度土地调查：1 条待核实" in signed("sun").get("/").content.decode()
    assert "年度土地调查：1 条待核实" not in li.get("/").content.decode()


def test_the_balance_says_what_is_open_and_what_is_reserve(bureau: Bureau, li: Client) -> None:
    taken = bureau.enter("occupation", name="园区", number="1", approved_on=date(2024, 5, 1), area=Decimal(5))
    facts = {"name": "整理", "number": "1", "works": "reclamation", "accepted_on": date(2023, 5, 1)}
    made = bureau.enter("compensation", area=Decimal(8), **facts)
    bureau.enter("link", occupation=taken, compensation=made, area=Decimal(3))
    page = li.get("/baseline/balance", {"year": "2024"}).content.decode()
    row = page.partition("<td>平川县</td>")[2].partition("</tr>")[0]
    assert [cell.partition("<")[0] for cell in row.split('<td class="right">')[1:]] == [
        *("5.0000", "0.0000", "3.0000", "2.0000", "5.0000")
    ]
    assert "未平衡" in row
