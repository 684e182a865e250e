"""The example as a workbook through the pages: imported, verified by another, evaluated."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from index.golden import INDICATORS, example_expected, subset
from indicators.sample import clerk_of, lines, province_with_counties
from jiyue.foundation.duties.models import Duty
from jiyue.foundation.imports.models import ImportBatch
from jiyue.foundation.jobs.worker import Worker
from jiyue.foundation.people.models import Account, Organisation
from jiyue.foundation.units.models import Unit
from jiyue.indicators.models import Evaluation, FrameworkVersion, Value
from paths import needs_shared

pytestmark = needs_shared


def work() -> None:
    while Worker().step():
        pass


@pytest.fixture
def province(db: None, settings, tmp_path) -> Unit:
    settings.DATA = tmp_path
    return province_with_counties()["990000"]


def client_of(province: Unit, name: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=clerk_of(province, name).account))
    return client


def upload(client: Client, province: Unit, content: bytes) -> str:
    form = {
        "kind": "indicators.figures",
        "unit": province.pk,
        "sender": Organisation.objects.get().pk,
        "files": [SimpleUploadedFile("example_measures.csv", content)],
    }
    answer = client.post("/imports/new", form)
    assert answer.status_code == 302, answer.content.decode()
    work()
    return answer.headers["Location"]


def published(client: Client, province: Unit, content: bytes) -> ImportBatch:
    address = upload(client, province, content)
    assert client.post(f"{address}publish").status_code == 302
    work()
    return ImportBatch.objects.latest("pk")


def test_imported_verified_and_evaluated_it_gives_the_golden_digits(province: Unit) -> None:
    li, sun = client_of(province, "li"), client_of(province, "sun")
    batch = published(li, province, (INDICATORS / "example_measures.csv").read_bytes())
    assert (batch.state, batch.new, batch.bad) == ("published", len(list(lines())), 0)
    answer = sun.post("/indicators/values/verify", {"unit": province.pk})
    assert answer.status_code == 302, answer.content.decode()
    assert set(Value.objects.values_list("state", flat=True)) == {"verified"}
    form = {
        "framework": FrameworkVersion.objects.get(code="jintan-50").pk,
        "unit": province.pk,
        "year": 2025,
        "purpose": "self",
        "variant": "mixed",
    }
    answer = li.post("/indicators/evaluations/new", form)
    assert re.fullmatch(r"/jobs/\d+/", answer.headers["Location"])
    work()
    made = Evaluation.objects.get()
    rows = {r.code: r for r in made.results.all()}
    for expected in example_expected()["variants"]["mixed"]["results"]:
        row = rows[expected["unit"]]
        assert row.rank == expected["rank"]
        assert (None if row.total is None else float(row.total)) == expected["total"]
        assert subset(expected["indicators"], row.indicators, expected["unit"]) == []


def test_the_same_workbook_again_says_nothing_new(province: Unit) -> None:
    li = client_of(province, "li")
    content = b"unit,year,measure,value\n990101,2025,construction_land,12\n"
    published(li, province, content)
    upload(li, province, content)
    again = ImportBatch.objects.latest("pk")
    assert (again.new, again.changed, again.same) == (0, 0, 1)


def test_another_figure_takes_the_place_of_the_first_and_undoing_brings_it_back(province: Unit) -> None:
    li = client_of(province, "li")
    head = b"unit,year,measure,value\n990101,2025,construction_land,"
    published(li, province, head + b"12\n")
    owed = {"unit": Unit.objects.get(code="990101"), "measure": "construction_land", "period": "2025"}
    duty = Duty.objects.create(**owed, organisation=Organisation.objects.get(), due_on=date(2026, 1, 31))
    batch = published(li, province, head + b"13.50\n")
    duty.refresh_from_db()
    assert duty.done_on is not None
    assert [v.figure for v in Value.objects.current()] == ["13.5"]
    assert li.post(f"/imports/{batch.pk}/undo", {"reason": "传错"}).status_code == 302
    work()
    assert [v.figure for v in Value.objects.current()] == ["12"]


def test_what_is_wrong_with_rows_is_said_with_its_place(province: Unit) -> None:
    li = client_of(province, "li")
    rows = (
        "990101,2025,construction_lnd,12",
        "990101,2025,villages,1.5",
        "990101,2025,land_area,1",
        "990101,2025,land_area,2",
    )
    upload(li, province, ("unit,year,measure,value\n" + "\n".join(rows) + "\n").encode())
    batch = ImportBatch.objects.latest("pk")
    assert batch.bad == 3
    assert not Value.objects.exists()


def page_of(client: Client, province: Unit, *rows: str) -> str:
    """The page that checks these rows."""
    address = upload(client, province, ("unit,year,measure,value\n" + "\n".join(rows) + "\n").encode())
    return client.get(address).content.decode()


def test_a_new_figure_is_held_against_that_of_the_year_before(province: Unit) -> None:
    li = client_of(province, "li")
    published(li, province, b"unit,year,measure,value\n990101,2024,construction_land,100\n")
    page = page_of(li, province, "990101,2025,construction_land,1530", "990101,2025,garden_land,7")
    assert "“1530”疑为亩：2024年为 100 公顷。" in page
    assert "按亩换算为 102.0000 公顷" in page
    assert '<td class="right"><span class="dim">2024年</span> 100</td>' in page
    assert "建设用地（公顷）" in page
    assert ImportBatch.objects.latest("pk").bad == 1


def test_a_figure_that_comes_anew_is_held_against_the_one_that_it_replaces(province: Unit) -> None:
    li = client_of(province, "li")
    rows = b"unit,year,measure,value\n990101,2024,construction_land,100\n990101,2025,construction_land,104\n"
    published(li, province, rows)
    page = page_of(li, province, "990101,2025,construction_land,10.4")
    assert "“10.4”与现值（104）相差 90.0 %。" in page


def test_few_of_something_may_double_without_a_question(province: Unit) -> None:
    li = client_of(province, "li")
    published(li, province, b"unit,year,measure,value\n990101,2024,medium_mines,1\n")
    page_of(li, province, "990101,2025,medium_mines,2")
    assert ImportBatch.objects.latest("pk").bad == 0
