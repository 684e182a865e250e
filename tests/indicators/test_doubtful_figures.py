"""A figure that a workbook calls doubtful keeps the mark: in the list, on its page, in a filled table."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from indicators.office import Office
from indicators.test_pages_of_figures import address, client_of, text
from indicators.upper.blanks import added, bound
from jiyue.foundation.access import Actor
from jiyue.foundation.imports import actions as imports
from jiyue.foundation.jobs.worker import Worker
from jiyue.foundation.people.models import Organisation
from jiyue.indicators import actions
from jiyue.indicators.models import Value
from jiyue.indicators.upper import actions as upper


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path) -> None:
    settings.DATA = tmp_path


def brought(office: Office, actor: Actor, *rows: str) -> None:
    content = "\n".join(["区划代码,年份,统计量,数值,存疑标记", *rows]).encode()
    own = Organisation.objects.get(pk=actor.organisation)
    files = [SimpleUploadedFile("报表.csv", content)]
    batch = imports.upload(actor, "indicators.figures", files, office.place.plain, own)
    while Worker().step():
        pass
    batch.refresh_from_db()
    assert batch.state == "checked", batch.state
    imports.publish(actor, batch.pk)
    while Worker().step():
        pass


def test_the_mark_goes_with_the_figure_to_every_page(office: Office) -> None:
    brought(office, office.li, "329921,2025,建设用地,120.5,存疑", "329921,2025,耕地面积,88,")
    marked, plain = (
        Value.objects.get(measure="construction_land"),
        Value.objects.get(measure="cultivated_land"),
    )
    assert (marked.marks, plain.marks) == (["doubtful"], [])
    actions.verify_all(office.sun, office.place.plain)
    li = client_of(office.li)
    assert "存疑" in text(li, address(office))
    table = added(office)
    bound(office, table)
    made = upper.fill(office.li, table, unit=office.place.plain, year=2025)
    rows = json.loads(li.get(f"/indicators/upper/fills/{made.pk}.json").getvalue())["rows"]
    assert {row["cell"]: row["value__marks"] for row in rows}["B4"] == ["doubtful"]
    assert "存疑" in text(li, f"/indicators/upper/fills/{made.pk}/")


def test_a_workbook_that_takes_the_doubt_back_replaces_the_figure(office: Office) -> None:
    brought(office, office.li, "329921,2025,建设用地,120.5,存疑")
    brought(office, office.li, "329921,2025,建设用地,120.5,")
    now = Value.objects.current().get(measure="construction_land")
    assert (now.figure, now.marks) == ("120.5", [])
    assert Value.objects.count() == 2
