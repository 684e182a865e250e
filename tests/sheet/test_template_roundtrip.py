"""What is written into a template comes back as the same typed values, to the last digit."""

import datetime
from decimal import Decimal

import polars as pl
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from jiyue.engine.sheet.column_words import is_footer, total_kind
from jiyue.engine.sheet.columns import Column, read_columns
from jiyue.engine.sheet.template import write_template

COLUMNS = (
    Column("key", ("编号", "Key"), required=True, unique=True),
    Column("name", ("单位名称", "Unit name"), note="全称"),
    Column("people", ("常住人口", "Resident population"), "integer", unit="人"),
    Column("land", ("工业用地面积", "Industrial land"), "decimal", unit="公顷"),
    Column("open", ("是否公示", "Disclosed"), "boolean"),
    Column("day", ("批准日期", "Approved on"), "date"),
    Column("kind", ("供应方式", "Way of supply"), "choice", choices=("出让", "划拨", "=1+1", "a,b")),
)


def plain(text):
    """A text that is not changed on the way: no blanks at its ends, no wide ASCII, no error of Excel."""
    narrow = all(not 0xFF01 <= ord(mark) < 0xFF5F and mark not in "\u3000\u2212" for mark in text)
    trimmed = text.strip(" \t\r\n\f\v\u3000\u00a0\ufeff\u200b") == text
    return narrow and trimmed and not text.startswith("#") and not text.lower().startswith("err")


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12).filter(plain)
NAMES = TEXTS.filter(lambda text: total_kind(text) is None and not is_footer(text) and not text.isspace())
DECIMALS = st.decimals(-(10**17), 10**17, allow_nan=False, allow_infinity=False, places=6) | st.decimals(
    -1000, 1000, allow_nan=False, allow_infinity=False, places=20
)
ROWS = st.lists(
    st.tuples(
        st.none() | NAMES.filter(bool),
        st.none() | st.integers(-(10**18) + 1, 10**18 - 1),
        st.none() | DECIMALS,
        st.none() | st.booleans(),
        st.none() | st.dates(datetime.date(1000, 1, 1), datetime.date(9999, 12, 31)),
        st.none() | st.sampled_from(COLUMNS[-1].choices),
    ),
    min_size=1,
    max_size=6,
)


@given(ROWS, st.sampled_from(["zh", "en"]))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example([("=1+1", 10**15, Decimal("9007199254740993.5"), True, datetime.date(1900, 2, 28), "=1+1")], "zh")
@example([("_x0041_\n_x", 0, None, None, None, None)], "zh")
@example([("@x", -1, Decimal("0.30000000000000004"), False, datetime.date(1900, 3, 1), "a,b")], "en")
def test_a_filled_template_reads_back_as_it_was_written(tmp_path, rows, lang):
    named = [(f"k{number}", *row) for number, row in enumerate(rows)]
    names = [column.name for column in COLUMNS]
    schema = dict.fromkeys(names, pl.String) | {"people": pl.Int64, "open": pl.Boolean, "day": pl.Date}
    frame = pl.DataFrame(
        [
            pl.Series(
                name,
                [row[place] for row in named],
                dtype=schema[name] if name != "land" else pl.Decimal(38, 20),
            )
            for place, name in enumerate(names)
        ]
    )
    path = tmp_path / "a.xlsx"
    write_template(path, COLUMNS, title="工业用地统计表", lang=lang, rows=frame)
    reading = read_columns(path, COLUMNS).or_refuse()
    assert reading.warnings == ()
    assert reading.frame.select(names).rows() == named
