"""`jiyue evaluate`: the example from declared values, with a package that verifies."""

import json
from pathlib import Path

from app.office import Office
from index.golden import example_expected
from paths import needs_shared

pytestmark = needs_shared
DECLARE = """
from indicators.sample import declared, province_with_counties
from jiyue.indicators.models import Value
Value.objects.bulk_create(declared(province_with_counties()))
"""


def test_the_command_gives_the_totals_of_the_example(tmp_path: Path) -> None:
    office = Office.migrated(tmp_path / "data")
    office.python(DECLARE)
    words = ("--framework", "jintan-50", "--unit", "990000", "--year", "2025", "--variant", "mixed")
    found = json.loads(office.run("evaluate", *words, "--purpose", "self", "--json").stdout)
    totals = {r["code"]: (r["total"], r["rank"]) for r in found["results"]}
    wanted = example_expected()["variants"]["mixed"]["results"]
    assert totals == {r["unit"]: (r["total"], r["rank"]) for r in wanted}
    assert found["hash"][:16] in office.run("verify", found["package"]).stdout


def test_what_does_not_exist_is_refused_with_what_does(tmp_path: Path) -> None:
    office = Office.migrated(tmp_path / "data")
    done = office.run("evaluate", "--framework", "no", "--unit", "1", "--year", "2025", check=False)
    assert done.returncode == 1
    assert "jintan-50@1" in done.stdout + done.stderr
