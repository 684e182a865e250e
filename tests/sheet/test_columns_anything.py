"""Whatever a file holds, reading it ends in typed columns and in problems that name their place."""

import csv
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiyue.engine.sheet.columns import Column, read_columns

COLUMNS = (
    Column("name", ("单位名称",), required=True, unique=True),
    Column("n", ("户数",), "integer", minimum=Decimal(0)),
    Column("x", ("面积",), "decimal", unit="公顷"),
    Column("b", ("是否公示",), "boolean"),
    Column("d", ("日期",), "date"),
    Column("c", ("方式",), "choice", choices=("出让", "划拨")),
)
ODD = [
    "nan",
    "-inf",
    "1e9",
    "#N/A",
    "合计",
    "小计",
    "注：",
    "12亩",
    "1,234",
    "9" * 40,
    "0/0",
    "－",
    "2024-02-30",
    "()",
    "%",
]
CELLS = (
    st.sampled_from(ODD)
    | st.text("0123456789.,-+%/年月日（）亩公顷万元aE \u3000①²", max_size=9)
    | st.text(max_size=5)
)
HEADS = st.sampled_from(
    ["单位名称", "户数", "面积（亩）", "面积", "是否公示", "日期", "方式", "备注", "", "单位：亩"]
)


@given(
    st.lists(HEADS, min_size=1, max_size=8),
    st.lists(st.lists(CELLS, max_size=8), max_size=6),
    st.dictionaries(st.sampled_from(["x", "n", "none"]), st.sampled_from(["亩", "元", "?", "0/0"])),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_read_or_told(tmp_path, heads, rows, units):
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8", newline="", errors="replace") as file:
        csv.writer(file).writerows([heads, *rows])
    reading = read_columns(path, COLUMNS, units=units)
    assert reading.frame.columns == [*(column.name for column in COLUMNS), "_row", "_sheet"]
    for problem in (*reading.problems, *reading.warnings):
        assert problem.message("en")
        assert problem.remedy("en")
        assert problem.file == "a.csv"
        assert problem.row is None or 1 <= problem.row <= len(rows) + 20
    figures = [
        figure for name in ("n", "x") for figure in reading.frame[name].to_list() if figure is not None
    ]
    assert all(abs(figure) < 10**18 for figure in figures)
    if not reading.problems:
        assert reading.frame["name"].null_count() == 0
        assert reading.frame["name"].is_unique().all()
