"""The JSON object and the CSV of ``jiyue sheet``."""

import csv
import json
from pathlib import Path

from tidy_books import tidy_rows

ROWS = [
    ["表"],
    ["单位：亩"],
    ["地区", "粮食", None],
    [None, "面积", "产量（吨）"],
    ["合计", 3, 2.5],
    ["东县", 1, 1],
    ["西县", 2, "…"],
]


def test_the_json_has_the_shape_of_the_contract() -> None:
    table = json.loads(json.dumps(tidy_rows(ROWS).as_dict()))["tables"][0]
    assert table["rows"] == [5, 7]
    assert table["heading_rows"] == [3, 4]
    assert {key: table["total_rows"][0][key] for key in ("row", "adds_up", "difference")} == {
        "row": 5,
        "adds_up": False,
        "difference": {"C": 1.5},
    }
    keys = ("sheet", "row", "unit_name", "column_path", "unit", "value")
    assert [table["cells"][1][key] for key in keys] == ["表", 5, "合计", ["粮食", "产量"], "吨", 2.5]
    assert table["cells"][-1]["value"] == "…"


def test_the_csv_has_the_columns_of_the_expected_files(tmp_path: Path) -> None:
    tidy_rows(ROWS).write_csv(tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows[1] == {
        "sheet": "表",
        "row_in_file": "5",
        "unit_name": "合计",
        "column_path": "粮食 / 产量",
        "unit_of_measure": "吨",
        "value": "2.5",
    }
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
