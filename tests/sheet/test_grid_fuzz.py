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

from jiyue.engine.problems import Refused
from jiyue.engine.sheet.tidy import read_tidy
from paths import SHARED

BOOKS = SHARED / "golden" / "books"
TEXT = (
    '表1 情况,,\n单位：万元、公顷,,\n地区,面积,"产值\n（元）"\n合计,3,"1,200"\n东县,1,…\n西县,2,10%\n注：略\n'
)
HTML = "<html><table id='t'><tr><td rowspan=2>地区</td><td colspan=2>面积(亩)</td></tr><tr><td>2020年</td></tr></table>"


@cache
def seed(kind: str) -> bytes:
    if kind == "csv":
        return TEXT.encode("gb18030")
    if kind == "gzip":
        return gzip.compress(TEXT.encode())
    if kind == "html":
        return HTML.encode()
    if kind == "parquet":
        out = BytesIO()
        pl.DataFrame({"地区": ["东县", "西县"], "面积": [1, 2]}).write_parquet(out)
        return out.getvalue()
    if kind == "xls":
        return (BOOKS / "shanghai_2012_C1403.xls").read_bytes() if BOOKS.is_dir() else b""
    book = BytesIO()
    with xlsxwriter.Workbook(book) as made:
        sheet = made.add_worksheet("表")
        sheet.merge_range(0, 0, 0, 2, "题目")
        for i, line in enumerate(TEXT.splitlines()[2:], start=1):
            sheet.write_row(i, 0, line.split(","))
    if kind == "locked":
        locked = BytesIO()
        OOXMLFile(book).encrypt("VelvetSweatshop", locked)
        return locked.getvalue()
    return book.getvalue()


def read_or_refuse(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "book.xls"
        path.write_bytes(data)
        try:
            tidy = read_tidy(path)
        except Refused as refused:
            assert refused.problems
            assert all(problem.file == "book.xls" for problem in refused.problems)
            assert "book.xls" in str(refused)
        else:
            tidy.as_dict()


@pytest.mark.parametrize("kind", ["csv", "gzip", "html", "parquet", "xls", "xlsx", "locked"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_changed_or_cut_bytes(kind: str, data: st.DataObject) -> None:
    whole = bytearray(seed(kind))
    if not whole:
        pytest.skip("the folder of golden cases (JIYUE_SHARED) is not here")
    changes = data.draw(
        st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), min_size=0, max_size=6)
    )
    for place, byte in changes:
        whole[place] = byte
    read_or_refuse(
        bytes(whole[: data.draw(st.integers(1, len(whole)))] if data.draw(st.booleans()) else whole)
    )


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=1, max_size=300))
def test_any_bytes(data: bytes) -> None:
    read_or_refuse(data)


CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        [
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
        ]
    ),
    st.integers(0, 2050).map(str),
    st.text(max_size=4),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=6), max_size=9))
def test_any_table_of_cells_gives_each_figure_at_most_once(rows: list[list[str | None]]) -> None:
    from jiyue.engine.sheet.grid import Grid
    from jiyue.engine.sheet.tidy import tidy_grids

    width = max(map(len, rows), default=0)
    grid = Grid("a", tuple((*row, *[None] * (width - len(row))) for row in rows))
    places = [(cell.row, cell.column) for table in tidy_grids([grid]).tables for cell in table.cells]
    assert len(places) == len(set(places))
