"""Whatever happens to the bytes of a file, it is read or refused by name, and never anything else."""

import gzip
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msoffcrypto.format.ooxml import OOXMLFile

from jiyue.engine.problems import Problem, Refused
from jiyue.engine.sheet.grid import Grid
from jiyue.engine.sheet.tidy import read_tidy, tidy_grids
from paths import SHARED

BOOKS = SHARED / "golden" / "books"
LINES = [
    "表1 情况,,",
    "单位：万元、公顷,,",
    '地区,面积,"产值\n（元）"',
    '合计,3,"1,200"',
    "东县,1,…",
    "西县,2,10%",
    "注：略",
]
TEXT = "\n".join(LINES)
HTML = (
    "<html><table id='t'><tr><td rowspan=2>地区</td><td colspan=2>面积(亩)</td></tr>"
    "<tr><td>2020年</td><td>2021年</td></tr><tr><td>东县</td><td>1</td><td>2</td></tr></table>"
)


def book() -> BytesIO:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as made:
        sheet = made.add_worksheet("表")
        sheet.merge_range(0, 0, 0, 2, "题目")
        for i, line in enumerate(LINES[2:], start=1):
            sheet.write_row(i, 0, line.split(","))
    return out


@cache
def seed(kind: str) -> bytes:
    out = BytesIO()
    match kind:
        case "csv":
            return TEXT.encode("gb18030")
        case "gzip":
            return gzip.compress(TEXT.encode())
        case "html":
            return HTML.encode()
        case "parquet":
            pl.DataFrame({"地区": ["东县", "西县"], "面积": [1, 2]}).write_parquet(out)
        case "xls":
            return (BOOKS / "shanghai_2012_C1403.xls").read_bytes() if BOOKS.is_dir() else b""
        case "locked":
            OOXMLFile(book()).encrypt("VelvetSweatshop", out)
        case _:
            out = book()
    return out.getvalue()


def problems_of(data: bytes) -> tuple[Problem, ...]:
    """Why the bytes are refused; nothing when they are read."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "book.xls"
        path.write_bytes(data)
        try:
            read_tidy(path).as_dict()
        except Refused as refused:
            return refused.problems
    return ()


def changed(whole: bytes, data: st.DataObject) -> bytes:
    """The bytes with up to six of them changed, perhaps cut short."""
    copy = bytearray(whole)
    places = st.tuples(st.integers(0, len(copy) - 1), st.integers(0, 255))
    for place, byte in data.draw(st.lists(places, max_size=6)):
        copy[place] = byte
    end = data.draw(st.integers(1, len(copy))) if data.draw(st.booleans()) else len(copy)
    return bytes(copy[:end])


@pytest.mark.parametrize("kind", ["csv", "gzip", "html", "parquet", "xls", "xlsx"])
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_changed_or_cut_bytes(kind: str, data: st.DataObject) -> None:
    if not seed(kind):
        pytest.skip("the folder of golden cases (JIYUE_SHARED) is not here")
    assert all(p.file == "book.xls" and p.message("en") for p in problems_of(changed(seed(kind), data)))


@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_changed_or_cut_bytes_of_a_locked_workbook(data: st.DataObject) -> None:
    assert all(p.file == "book.xls" and p.message("en") for p in problems_of(changed(seed("locked"), data)))


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=1, max_size=300))
def test_any_bytes(data: bytes) -> None:
    assert all(p.file == "book.xls" and p.remedy("en") for p in problems_of(data))


WORDS = [
    "地区",
    "合计",
    "其中",
    "单位：亩",
    "（亩）",
    "亩",
    "2019",
    "…",
    "注：略",
    "甲",
    "面积\n(亩)",
    "东县",
    "增减%",
    "计量单位",
    "代码",
    "续表",
]
CELLS = st.one_of(st.none(), st.sampled_from(WORDS), st.integers(0, 2050).map(str), st.text(max_size=4))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=6), max_size=9))
def test_any_table_of_cells_gives_each_figure_at_most_once(rows: list[list[str | None]]) -> None:
    width = max(map(len, rows), default=0)
    grid = Grid("a", tuple((*row, *[None] * (width - len(row))) for row in rows))
    places = [(cell.row, cell.column) for table in tidy_grids([grid]).tables for cell in table.cells]
    assert len(places) == len(set(places))
