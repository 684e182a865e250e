"""Names and parents of administrative units by their codes, from the division tables and code history."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

from jiyue.engine.index import Unit

CODE = 6
PREFECTURE = 4
LEVELS = {1: 2, 2: 4, 3: 6}
"""Leading digits that name a unit at each level of the code history (structure of codes by GB/T 2260)."""


class Divisions:
    """What the tables in ``folder`` know: provinces.csv, cities.csv, areas.csv, code_history*.json.gz."""

    def __init__(self, folder: Path) -> None:
        self.names: dict[str, str] = {}
        for history in sorted(folder.glob("code_history*.json.gz")):
            self._history(history)
        for table in ("provinces.csv", "cities.csv", "areas.csv"):
            with (folder / table).open(encoding="utf-8-sig", newline="") as file:
                for row in csv.DictReader(file):
                    self.names[row["code"].ljust(CODE, "0")] = row["name"]

    def _history(self, path: Path) -> None:
        """Names of codes of the past, the latest name of each; the tables of today win over them."""
        with gzip.open(path, "rt", encoding="utf-8") as file:
            events = json.load(file)["events"]
        for event in sorted(events, key=lambda e: int(e["year"])):
            for side in ("old", "new"):
                known = event.get(side) or {}
                code, name = str(known.get("code") or "")[:CODE], known.get("name")
                digits = LEVELS.get(event.get("level"), 0)
                if name and digits and code[digits:] == "0" * (CODE - digits):
                    self.names[code] = str(name)

    def county(self, code: str, prefecture: str, province: str) -> Unit:
        """A county under its prefecture, or under its province where the table names that as its city.

        A county that is its own city stands under the prefecture of its leading digits (units administered by
        the province), or, where that is the same code again, under those digits alone: a prefecture-level
        city without counties, which the roll-up to the province must not leave out.
        """
        parent = prefecture
        if parent == code:
            parent = code[:PREFECTURE].ljust(CODE, "0")
        if parent == code:
            parent = code[:PREFECTURE]
        return Unit(code, self.names.get(code, ""), "county", parent)

    def parents(self, county: Unit, province: str) -> list[Unit]:
        """The province of a county, and its prefecture if it has one."""
        out = [Unit(province, self.names.get(province, ""), "province")]
        if county.parent != province:
            name = self.names.get(county.parent.ljust(CODE, "0"), "")
            out.append(Unit(county.parent, name, "prefecture", province))
        return out
