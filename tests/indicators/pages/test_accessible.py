"""Axe finds nothing on the pages of an evaluation, and none is wider than its window, on a phone as well."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from app.office import Office
from app.site import Reader, serving
from foundation.people_known import PASSWORD

SEED = """
import json
from foundation.people_known import prefecture
from indicators.kept import Kept, stricter
place = prefecture()
place.person("wang", "city_office", place.city)
kept = Kept(place)
kept.evaluation(2024), kept.evaluation(2025, ready=stricter())
made = kept.evaluation(2025)
kept.values()
print(json.dumps([made.pk, place.plain.pk]))
"""
PAGES = (
    "",
    "?apart=1",
    "units/{unit}/?indicator=C12",
    "units/{unit}/indicators/C02/",
    "units/{unit}/measures/industrial_fixed_assets/2025/",
    "indicators/C12/?unit={unit}",
    "years/",
    "years/?unit={unit}",
    "frameworks/?unit={unit}",
    "missing/",
    "package/",
)
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def reader(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Reader, int, int]]:
    """Somebody of the city before an evaluation: the reader, and the numbers of evaluation and county."""
    office = Office.migrated(tmp_path_factory.mktemp("office") / "data")
    office.env["JIYUE_LANG"] = "zh"
    evaluation, unit = json.loads(office.python(SEED).stdout.splitlines()[-1])
    with serving(office) as site:
        wang = Reader(browser, site)
        wang.sign_in("wang", PASSWORD)
        yield wang, evaluation, unit
        wang.close()


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["desk", "phone"])
def test_nothing_is_found(reader: tuple[Reader, int, int], size: tuple[int, int]) -> None:
    wang, evaluation, unit = reader
    wang.page.set_viewport_size({"width": size[0], "height": size[1]})
    found: dict[str, Any] = {}
    for page in PAGES:
        wang.open(f"/indicators/evaluations/{evaluation}/{page.format(unit=unit)}")
        if told := [*wang.violations(), *(["too wide"] if wang.page.evaluate(WIDER) else [])]:
            found[page] = told
    assert found == {}


def test_the_explanation_follows_the_choice_without_leaving_the_sheet(
    reader: tuple[Reader, int, int],
) -> None:
    wang, evaluation, unit = reader
    page = wang.open(f"/indicators/evaluations/{evaluation}/units/{unit}/?indicator=C12")
    page.get_by_role("link", name="耕地保有量目标完成率").click()
    page.get_by_role("heading", name="B02 为什么是").wait_for()
    assert "indicator=B02" in page.url
