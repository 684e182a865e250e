"""`jiyue units`: divisions are loaded and shown from the command line."""

import json
from pathlib import Path

from app.office import Office


def test_divisions_are_loaded_once_and_found_by_an_earlier_code(tmp_path: Path) -> None:
    office = Office.migrated(tmp_path / "data")
    done = json.loads(
        office.run("units", "load", "--under", "320413", "--down-to", "county", "--json").stdout
    )
    assert (done["added"], done["known"]) == (3, 0)
    again = json.loads(
        office.run("units", "load", "--under", "320413", "--down-to", "county", "--json").stdout
    )
    assert (again["added"], again["former"], again["known"]) == (0, 0, 3)
    [found] = json.loads(office.run("units", "show", "329024", "--json").stdout)["units"]
    assert (found["code"], found["name"], len(found["codes"])) == ("320413", "金坛区", 5)
    assert "329024" in office.run("units", "show", "320413").stdout


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    office = Office.migrated(tmp_path / "data")
    for words, said in ((("load", "--under", "9999"), "No division"), (("show", "320413"), "No unit")):
        done = office.run("units", *words, check=False)
        assert done.returncode == 1
        assert said in done.stdout + done.stderr
