"""From an empty database to a final evaluation of the sample city through pages, down to a boxed passage."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.county import County
from app.office import Office
from app.sample_city import CITY, PROVINCE, YEAR, counties, fill_in, founded, number, rows_of, wanted
from demo.test_sample_city import ENGINE_ONLY
from foundation.files import samples
from jiyue.demo.city.figures import Figure

FRAMEWORK, VERSION = "国土资源节约集约模范县（市）创建指标（50项）", "演示-1"
MISREAD = "99O122"
PLACE, AS_OF = "禾川县", "2026-06-30"
PAPER = f"{PLACE}{YEAR}年统计公报"
MEASURE, INDICATOR = "行政村数", "三级执法巡查网络覆盖率"
PASSAGE = "年末全县共有 233 个行政村"
BOX = {"left": "0.110000", "top": "0.175000", "width": "0.600000", "height": "0.025000"}


@pytest.fixture(scope="module")
def city(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    office = Office(tmp_path_factory.mktemp("city") / "data")
    office.env["JIYUE_LANG"] = "zh"
    with founded(browser, office) as made:
        yield made


def import_page(person: Any, kind: str, *files: Path) -> None:
    person.open("/imports/")
    person.follow("导入工作簿")
    person.choose("表种", kind)
    person.give("工作簿", *files)
    person.send("上传并核对")


def template_of(person: Any, kind: str) -> bytes:
    person.open("/imports/new")
    return bytes(person.take(f"模板：{kind}"))


def publish(person: Any, rows: int) -> None:
    """What was checked comes in."""
    person.await_heading(f"核对无误：{rows} 行可以入库")
    person.send(f"入库 {rows} 行")
    person.await_heading(f"已入库：新增 {rows} 行")


def question(person: Any, words: str) -> Any:
    return person.page.locator("ol.questions > li").filter(has_text=words)


def deliver_years_before(lin: Any, figures: list[Figure], folder: Path) -> None:
    """The city's own figures, and those of its counties up to the year before, as one workbook."""
    own = [f for f in figures if f.year < YEAR or f.unit == PROVINCE[0]]
    book = fill_in(template_of(lin, "指标数据"), folder / "往年及全省数据.xlsx", rows_of(own))
    import_page(lin, "指标数据", book)
    publish(lin, len(own))


def deliver_year(lin: Any, figures: list[Figure], folder: Path) -> None:
    """A workbook of each county; what does not fit is dealt with on the page before anything is written."""
    template, files = template_of(lin, "指标数据"), []
    for county in counties():
        rows = rows_of(f for f in figures if f.unit == county["code"] and f.year == YEAR)
        spoil(county["code"], rows)
        files.append(fill_in(template, folder / f"{county['name']}.xlsx", rows))
    count = sum(1 for f in figures if f.unit != PROVINCE[0] and f.year == YEAR)
    import_page(lin, "指标数据", *files)
    lin.await_heading(f"核对后再入库：4 行需要处理，其余 {count - 4} 行可以入库")
    assert "演示市创建活动领导小组办公室报送的 5 个文件" in lin.page.locator(".facts").inner_text()
    lin.picture("import-check")
    lin.accessible()
    lin.send("采用 990122", among=question(lin, MISREAD))
    convert = question(lin, "疑为亩").get_by_role("button", name=re.compile("按亩换算为"))
    with lin.page.expect_navigation():
        convert.click()
    for words in ("工业企业税收", "违法占用耕地"):
        lin.await_heading("核对后再入库")
        lin.send("属实", among=question(lin, words))
    publish(lin, count)


def spoil(county: str, rows: list[dict[str, Any]]) -> None:
    """As it happens: a letter for a digit, mu for hectares."""
    if county == "990122":
        rows[0]["行政区代码"] = MISREAD
    if county == "990123":
        land = next(row for row in rows if row["统计量"] == "建设用地")
        land["数值"] = round(land["数值"] * 15, 2)


def deliver_statistics(wu: Any, figures: list[Figure], folder: Path) -> None:
    """A figure of the county from its ledger: it is counted, and goes before what was declared."""
    figure = next(f for f in figures if (f.unit, f.measure, f.year) == ("990121", "villages", YEAR))
    row = {"行政区代码": figure.unit, "指标": MEASURE, "年度": YEAR, "核算阶段": "最终核实"}
    row |= {"数值": number(figure), "来源文件": PAPER}
    book = fill_in(template_of(wu, "统计台账"), folder / "统计台账.xlsx", [row])
    import_page(wu, "统计台账", book)
    publish(wu, 1)


def prove(wu: Any, folder: Path) -> None:
    """The paper of the statistics bureau is added to the figure that rests on it, and the line is boxed."""
    file = folder / f"{PAPER}.pdf"
    file.write_bytes(samples.bulletin(PLACE, YEAR))
    wu.open("/")
    wu.follow("统计台账")
    wu.follow(MEASURE)
    wu.follow("上传佐证")
    wu.give("文件", file)
    wu.type("出具单位", "禾川县统计局")
    wu.send("保存")
    wu.follow(PAPER)
    for name, share in {"左 %": "11", "上 %": "17.5", "宽 %": "60", "高 %": "2.5"}.items():
        wu.type(name, share)
    wu.type("段落内容", PASSAGE)
    wu.send("框选保存")
    wu.told("第 1 页")


def verify(kong: Any) -> None:
    """Whoever did not enter the figures compares and verifies them."""
    kong.open("/")
    kong.follow("指标数据")
    kong.follow("批量核对")
    kong.choose("单元及其下级的数据", PROVINCE[0])
    kong.send("核实")
    kong.told("已核对")


def verify_statistics(kong: Any) -> None:
    kong.open("/")
    kong.follow("统计台账")
    kong.follow(MEASURE)
    kong.send("核实")


def draft_framework(lin: Any) -> None:
    lin.open("/")
    lin.follow("指标体系")
    lin.follow(FRAMEWORK)
    lin.follow("新版本")
    lin.choose("所属单元", CITY[0])
    lin.type("版本", VERSION)
    lin.send("起草")
    lin.told(VERSION)


def publish_framework(kong: Any) -> None:
    kong.open("/")
    kong.follow("指标体系")
    kong.choose("状态", "草稿")
    kong.send("查询")
    kong.follow(FRAMEWORK)
    kong.send("发布")
    kong.told("已发布")


def evaluate(lin: Any) -> None:
    """The final evaluation, by the worker."""
    lin.open("/")
    lin.follow("指标测评")
    lin.follow("新建测评")
    lin.choose("指标体系", VERSION)
    lin.choose("测评范围（单元及其下级）", CITY[0])
    lin.type("年度", str(YEAR))
    lin.choose("用途", "终评")
    lin.type("台账截止日", AS_OF)
    lin.send("开始测评")
    result = lin.page.get_by_role("link", name="查看结果")
    result.wait_for(timeout=60_000)
    lin.follow("查看结果")


def drill(lin: Any) -> None:
    """From the ranking to the boxed line: unit, indicator, measure, frozen row, paper."""
    assert "终评" in lin.page.locator(".facts").inner_text()
    lin.follow(PLACE)
    lin.await_heading(f"{PLACE}为什么得")
    lin.page.get_by_role("link", name=INDICATOR, exact=True).click()
    why = lin.page.locator("#why")
    why.get_by_role("heading", name=re.compile("A04 为什么是")).wait_for()
    assert PAPER in why.inner_text()
    assert PASSAGE in why.inner_text()
    lin.picture("unit-sheet")
    lin.accessible()
    lin.follow("完整说明")
    lin.follow(MEASURE)
    row = lin.page.locator("table.rows tbody tr").first
    assert all(words in row.inner_text() for words in (MEASURE, "最终核实", "不变"))
    lin.follow(PAPER, among=row)
    box = lin.page.locator("svg rect.boxed")
    box.wait_for(state="attached")
    lin.picture("evidence-passage")
    assert {side: box.get_attribute(f"data-{side}") for side in BOX} == BOX
    assert PASSAGE in lin.page.locator("main").inner_text()


def take_package(lin: Any, folder: Path) -> Path:
    lin.open("/")
    lin.follow("指标测评")
    lin.page.locator("table.rows tbody a").first.click()
    lin.follow("复算包与验证")
    package = folder / "another machine" / "终评.zip"
    package.parent.mkdir()
    package.write_bytes(lin.take("下载复算包"))
    return package


def test_from_an_empty_database_to_a_boxed_passage(city: County, tmp_path: Path) -> None:
    figures = wanted()
    with city.at("lin") as lin, city.at("kong") as kong, city.at("wu") as wu:
        draft_framework(lin)
        publish_framework(kong)
        deliver_years_before(lin, figures, tmp_path)
        deliver_year(lin, figures, tmp_path)
        deliver_statistics(wu, figures, tmp_path)
        prove(wu, tmp_path)
        verify(kong)
        verify_statistics(kong)
        evaluate(lin)
        drill(lin)
        package = take_package(lin, tmp_path)
    command = [sys.executable, "-c", ENGINE_ONLY, str(package)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "True\n"
