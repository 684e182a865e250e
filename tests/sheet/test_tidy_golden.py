"""Every expected cell of the real workbooks, with its headings and its unit, and nothing beside them."""

import csv
import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from jiyue.engine.sheet.tidy import Tidy, read_tidy
from paths import SHARED, needs_shared

BOOKS = SHARED / "golden" / "books"
EXPECTED = sorted((BOOKS / "expected").glob("*.csv")) if BOOKS.is_dir() else []
pytestmark = needs_shared


@cache
def tidy(name: str) -> Tidy:
    return read_tidy(BOOKS / name)


def plain(value: object) -> object:
    try:
        return float(str(value))
    except ValueError:
        return value


def expected_cells(path: Path) -> Counter[tuple[object, ...]]:
    with path.open(encoding="utf-8-sig") as file:
        return Counter((*list(row.values())[:5], plain(row["value"])) for row in csv.DictReader(file))


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.name)
def test_all_expected_cells_and_no_others(path: Path) -> None:
    expected = expected_cells(path)
    sheets = {cell[0] for cell in expected}
    found = Counter(
        (c.sheet, str(c.row), c.unit_name, " / ".join(c.column_path), c.unit or "", plain(c.value))
        for table in tidy(path.name.removesuffix(".csv")).tables
        for c in table.cells
        if c.sheet in sheets
    )
    assert found == expected


def heading_notes() -> list[tuple[str, str | None, list[int]]]:
    cases: list[tuple[str, str | None, list[int]]] = []
    for path in EXPECTED:
        rows = json.loads(path.with_suffix(".notes.json").read_text("utf-8"))["heading_rows"]
        name = path.name.removesuffix(".csv")
        sheets = rows.items() if isinstance(rows, dict) else [(None, rows)]
        cases += [(name, sheet, found) for sheet, found in sheets]
    return cases


@pytest.mark.parametrize(("name", "sheet", "rows"), heading_notes())
def test_heading_rows_are_those_of_the_notes(name: str, sheet: str | None, rows: list[int]) -> None:
    tables = [table for table in tidy(name).tables if sheet in (None, table.sheet)]
    assert tables[0].heading_rows == rows


TOTALS = [
    ("shanghai_2012_C1106.xls", "Sheet1", 7, {"H": 1, "J": 2, "L": 1, "N": 1, "O": -2, "Q": -1, "R": -2}),
    ("shanghai_2012_C1302.xls", "Sheet1", 5, {"C": -0.04, "D": -0.01, "E": -0.01, "F": 0.01, "G": -0.01}),
    ("shanghai_2012_C1403.xls", "Sheet1", 6, {"D": -0.01, "E": -0.01, "G": 0.01}),
    ("rural_yearbook_pesticide_2022_locked.xls", "1", 4, {"C": -0.4, "D": 0.1, "E": 0.1}),
    ("rural_machine_2021_html.xls", "tab0", 3, {"B": -0.1, "C": 0.1, "D": 0.2, "E": 0.1}),
    ("shennongjia_rural_2016.xls", "农业生产条件（一）", 10, {"D": -1, "N": 0.7}),
    ("shennongjia_rural_2016.xls", "农业生产条件（一）", 24, {}),
    ("shennongjia_rural_2016.xls", "年末茶叶水果园情况", 8, {}),
    ("shennongjia_rural_2016.xls", "年末茶叶水果园情况", 22, {}),
    ("shennongjia_rural_2016.xls", "粮食作物生产情况（一）", 11, {"H": 0.0552}),
    ("shennongjia_rural_2016.xls", "粮食作物生产情况（一）", 25, {}),
    ("customs_2015_03_gbk.csv", "customs_2015_03_gbk", 2, {"E": -1, "G": 1, "H": 1}),
]


@pytest.mark.parametrize(("name", "sheet", "row", "difference"), TOTALS)
def test_totals_are_checked_against_their_rows(
    name: str, sheet: str, row: int, difference: dict[str, float]
) -> None:
    table = next(table for table in tidy(name).tables if table.sheet == sheet)
    total = next(total for total in table.total_rows if total["row"] == row)
    assert total["difference"] == difference
    assert total["adds_up"] is (not difference)


def test_a_total_of_last_year_is_a_total_that_no_row_can_check() -> None:
    table = next(t for t in tidy("shennongjia_rural_2016.xls").tables if t.sheet == "年末茶叶水果园情况")
    assert [(t["row"], t["adds_up"]) for t in table.total_rows] == [(8, True), (9, None), (22, True)]


@pytest.mark.parametrize(
    ("name", "column", "difference"),
    [("foshan_population.xlsx", "D", {}), ("jieyang_population.xlsx", "C", {"6": 0.01})],
)
def test_a_column_that_sums_its_districts_is_checked_in_every_row(
    name: str, column: str, difference: dict[str, float]
) -> None:
    total = tidy(name).tables[0].total_columns[0]
    assert (total["column"], total["difference"]) == (column, difference)


def test_blocks_side_by_side_are_tables_of_their_own() -> None:
    tables = tidy("agrimachine_2010_service.xlsx").tables
    assert [table.heading_rows for table in tables] == [[4, 5, 6], [2, 3], [2, 3, 4], [2, 3]]
    assert [table.rows for table in tables] == [(7, 39), (4, 36), (5, 37), (4, 36)]
    assert all(len({cell.unit_name for cell in table.cells}) == 33 for table in tables)
    assert all(table.total_rows[0]["adds_up"] for table in tables)


def test_bilingual_headings_are_read_in_chinese_with_their_unit() -> None:
    cell = tidy("agrimachine_2010_service.xlsx").tables[0].cells[0]
    assert cell.unit_name == "全国"
    assert cell.column_path == (
        "一、农业机械化作业服务组织及农业机械户",
        "1.农业机械化作业服务组织",
        "年末机构数",
    )
    assert (cell.unit, cell.value) == ("个", 171465)


def test_a_table_in_gbk_gives_its_names_and_figures() -> None:
    cells = tidy("customs_2015_03_gbk.csv").tables[0].cells
    found = {(c.unit_name, c.column_path[0]): c.value for c in cells}
    assert found["总值", "X2"] == 88683476
    assert found["01章活动物", "X6"] == -6.3


def test_cover_and_contents_sheets_hold_no_table() -> None:
    sheets = {table.sheet for table in tidy("shennongjia_rural_2016.xls").tables}
    assert not sheets & {"年报封面", "目录", "Sheet1"}
    assert len(sheets) == 26
