"""A paper is uploaded, its passage boxed; the entry is printed, stamped, and found again from its scan."""

from pathlib import Path

import pytest

from app.county import County
from app.keyboard import Keyboard
from foundation.files import paper, samples

ENTERPRISE, CODE = "舞阳盐化有限公司", "91350100M000100Y43"


@pytest.fixture(scope="module")
def li(county: County):
    with county.at("li") as person:
        enter(person)
        yield person


def enter(li: Keyboard) -> None:
    li.open("/")
    li.follow("企业")
    li.follow("录入企业")
    li.type("名称", ENTERPRISE)
    li.type("统一社会信用代码", CODE)
    li.choose("单元", "北舞渡镇")
    li.send("录入")
    li.told(ENTERPRISE)


def open_entry(li: Keyboard) -> None:
    li.open("/")
    li.follow("企业")
    li.follow(ENTERPRISE)


def test_a_passage_is_boxed_on_a_paper_that_proves_an_entry(li: Keyboard, tmp_path: Path) -> None:
    file = tmp_path / "投资汇总表.pdf"
    file.write_bytes(samples.pdf(2, "舞阳县工业固定资产投资汇总表 第"))
    open_entry(li)
    li.follow("上传佐证")
    li.give("文件", file)
    li.type("出具单位", "舞阳县统计局")
    li.send("保存")
    li.told("1")
    li.follow("投资汇总表")
    li.reach("application", "框选证明段落")
    for _ in range(4):
        li.page.keyboard.press("ArrowLeft")
        li.page.keyboard.press("Shift+ArrowDown")
    assert li.page.get_by_label("左 %").input_value() == "8"
    assert li.page.get_by_label("高 %").input_value() == "12"
    li.type("段落内容", "固定资产投资 184.26 亿元")
    li.send("框选保存")
    li.told("第 1 页")
    open_entry(li)
    proof = li.page.get_by_role("img", name="第 1 页")
    proof.scroll_into_view_if_needed()
    assert proof.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    assert "固定资产投资 184.26 亿元" in li.page.locator("main").inner_text()


def test_a_stamped_sheet_is_found_from_its_scan(li: Keyboard, tmp_path: Path) -> None:
    open_entry(li)
    li.send("打印送签")
    li.told("已打印")
    with li.page.expect_download() as saved:
        li.press("link", "下载 PDF")
    pages = paper.printed(saved.value.path().read_bytes())
    scan = tmp_path / "扫描.pdf"
    scan.write_bytes(paper.as_pdf([paper.scanned(paper.stamped(p), turn=1.5, noise=12) for p in pages]))
    li.follow("回传盖章件")
    li.give("扫描件", scan)
    li.send("回传")
    li.told("盖章件已收齐")
    open_entry(li)
    stamp = li.page.locator("section[aria-labelledby=of-row-title]").inner_text()
    assert "与现值相符" in stamp
