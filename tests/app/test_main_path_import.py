"""The workbook of fourteen towns: checked, corrected on the page, published, undone; by keyboard."""

from pathlib import Path
from typing import Any

from app.county import COUNTY, County
from app.keyboard import Keyboard
from foundation.imports.books import parcel, rows_of, town_book

TOWNS = [f"411121{n}" for n in (*range(100, 110), 200, 201, 202, 204)]
EACH = 3
CODE = parcel(TOWNS[6], 3)
MISREAD = CODE[:-1]


def workbook(path: Path) -> Path:
    """Title, heading of two rows with merged cells, three rows a town, totals; three rows are bad."""
    rows = [row for town in TOWNS for row in rows_of(town, EACH)]
    rows[4][4] = "出让权"
    rows[20][0] = MISREAD
    rows[33][1] = f"{COUNTY}999"
    path.write_bytes(town_book(rows))
    return path


def question(li: Keyboard, words: str) -> Any:
    return li.page.locator("ol.questions > li").filter(has_text=words)


def correct(li: Keyboard, words: str, text: str) -> None:
    """Type the cell of a problem anew."""
    asked = question(li, words)
    li.unfold("改单元格", among=asked)
    li.page.keyboard.press("Tab")
    li.page.keyboard.press("Control+A")
    li.page.keyboard.type(text)
    li.send("采用", among=asked)


def listed(li: Keyboard) -> str:
    li.open("/")
    li.follow("宗地")
    return li.page.locator("main").inner_text()


def test_a_workbook_comes_in_and_goes_again(county: County, tmp_path: Path) -> None:
    rows = EACH * len(TOWNS)
    with county.at("li") as li:
        assert "尚无宗地" in listed(li)
        li.follow("数据导入")
        li.follow("导入工作簿")
        li.choose("表种", "宗地")
        li.give("工作簿", workbook(tmp_path / "十四乡镇宗地.xlsx"))
        li.send("上传并核对")
        li.await_heading(f"核对后再入库：3 行需要处理，其余 {rows - 3} 行可以入库")
        assert "合计行 1 处（已核对并剔除）" in li.page.locator("main").inner_text()
        here = li.page.url
        li.picture("import-check")
        li.accessible()

        li.send("采用 出让", among=question(li, "出让权"))
        li.await_heading("核对后再入库：2 行")
        correct(li, MISREAD, CODE)
        li.await_heading("核对后再入库：1 行")
        correct(li, f"{COUNTY}999", TOWNS[11])
        li.await_heading(f"核对无误：{rows} 行可以入库")

        li.send(f"入库 {rows} 行")
        li.await_heading(f"已入库：新增 {rows} 行，更新 0 行")
        assert f"共 {rows} 条" in listed(li)

        li.open(here)
        li.type("原因", "报表有误")
        li.send("整批撤销")
        li.await_heading(f"已撤销：删除 {rows} 行")
        assert "尚无宗地" in listed(li)
