import csv

import pytest

from cli.calls import jiyue
from paths import SHARED, needs_shared

BOOKS = SHARED / "golden/books"


@needs_shared
def test_json_and_csv(tmp_path):
    call = jiyue("sheet", BOOKS / "shanghai_2012_C1302.xls", "--csv", tmp_path / "out.csv", "--json")
    assert call.code == 0
    table = call.json["tables"][0]
    assert {"sheet", "rows", "heading_rows", "total_rows", "cells"} <= set(table)
    assert {"sheet", "row", "unit_name", "column_path", "unit", "value"} <= set(table["cells"][0])
    with (tmp_path / "out.csv").open(encoding="utf-8-sig") as file:
        assert next(csv.reader(file)) == [
            "sheet",
            "row_in_file",
            "unit_name",
            "column_path",
            "unit_of_measure",
            "value",
        ]


@needs_shared
def test_readable():
    assert jiyue("sheet", BOOKS / "jieyang_population.xlsx", lang="zh").code == 0


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "SHEET_EMPTY_FILE"), (b"PK\x03\x04 broken", "SHEET_BROKEN_FILE")]
)
def test_refused(tmp_path, data, code):
    (tmp_path / "x.xlsx").write_bytes(data)
    call = jiyue("sheet", tmp_path / "x.xlsx", "--json")
    assert call.code == 1
    assert call.json["errors"][0]["code"] == code
    assert jiyue("sheet", tmp_path / "absent.xlsx", "--json").json["errors"][0]["code"] == "NO_SUCH_FILE"
