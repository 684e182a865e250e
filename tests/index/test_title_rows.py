"""A table of measures may carry title rows; the rows are still named as the sheet counts them."""

import pytest

from index.small import run
from jiyue.engine.problems import Refused

HEAD = "节约集约用地统计表\n\nunit,kind,year,tax,land\n"


def test_read(tmp_path):
    assert run(tmp_path, HEAD + "a,county,2025,100,1\n").results[0].total == 100


def test_rows_are_counted_in_the_file(tmp_path):
    with pytest.raises(Refused) as caught:
        run(tmp_path, HEAD + "a,county,2025,many,1\n")
    assert caught.value.problems[0].row == 4


def test_the_latest_year_is_that_of_the_ranked_units(tmp_path):
    found = run(tmp_path, "unit,kind,year,tax,land\na,county,2024,100,1\np,province,2025,9,1\n")
    assert found.year == 2024
