"""Two hundred generated units: the fifty formulas calculated by LibreOffice agree with the engine."""

import csv
import random
import subprocess

import pytest
import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from index.excel import Excel
from jiyue.engine.index import compile_framework, default_dictionary, load_framework
from jiyue.engine.index.panel import Panel, Unit
from jiyue.engine.index.values import Values
from jiyue.engine.numbers import exact
from tools import require

UNITS = 200
YEARS = (2025, 2024, 2023)


def generated(compiled):
    """Random figures of every measure that the framework names, with zeros where rules look for them."""
    dice = random.Random(20100824)
    needed = {d.code for f in compiled.formulas.values() for d in f.dependencies}
    needed |= {d.code for f in compiled.na_rules.values() for d in f.dependencies}
    figures = {}
    for code in sorted(needed):
        measure = compiled.dictionary.get(code)
        for year in YEARS:
            column = []
            for _ in range(UNITS):
                if measure.value_type == "boolean":
                    column.append(str(dice.randint(0, 1)))
                elif dice.random() < 0.04:
                    column.append("0")
                elif measure.value_type == "integer":
                    column.append(str(dice.randint(1, 400)))
                else:
                    column.append(f"{dice.uniform(0.5, 5000):.4f}")
            figures[code, year] = column
    return figures


def write_workbook(path, compiled, figures):
    codes = sorted({code for code, _ in figures})
    place = {code: i for i, code in enumerate(codes)}
    truths = {m.code for m in compiled.dictionary if m.value_type == "boolean"}
    with xlsxwriter.Workbook(str(path)) as book:
        result = book.add_worksheet("result")
        for year in YEARS:
            sheet = book.add_worksheet(f"y{year}")
            for code in codes:
                sheet.write_column(0, place[code], [float(v) for v in figures[code, year]])
        for row in range(UNITS):

            def cell(code, lag, row=row):
                return f"y{YEARS[lag]}!{xl_rowcol_to_cell(row, place[code])}"

            excel = Excel(cell, truths)
            for column, formula in enumerate(compiled.formulas.values()):
                result.write_formula(row, column, f'=IFERROR({excel.number(formula.tree)},"")')


ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""


def calculate(office, folder, book):
    """The first sheet of ``book`` as csv, every formula calculated anew by LibreOffice."""
    user = folder / "profile/user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(ALWAYS)
    kind = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false"
    profile = (folder / "profile").as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind]
    command += ["--outdir", str(folder), str(folder / book)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)


def test_agreement(tmp_path):
    office = require("soffice")
    compiled = compile_framework(load_framework("jintan-50"), default_dictionary())
    figures = generated(compiled)
    write_workbook(tmp_path / "fifty.xlsx", compiled, figures)
    calculate(office, tmp_path, "fifty.xlsx")
    values = {}
    for (code, year), column in figures.items():
        values.setdefault(code, {})[year] = [exact(v) for v in column]
    panel = Panel(tuple(Unit(str(i), kind="county") for i in range(UNITS)), values)
    engine = Values(compiled, panel, YEARS[0])
    with (tmp_path / "fifty.csv").open(encoding="utf-8") as file:
        office_rows = list(csv.reader(file))
    assert len(office_rows) == UNITS
    compared = 0
    for column, code in enumerate(compiled.formulas):
        found = engine.indicator(code)
        for row in range(UNITS):
            theirs, ours = office_rows[row][column], found.full[row]
            if found.applicable[row] is False:
                continue
            if theirs == "":
                assert ours is None, (code, row)
            else:
                assert float(ours) == pytest.approx(float(theirs), rel=1e-9, abs=1e-9), (code, row)
                compared += 1
    assert compared > 0.9 * 50 * UNITS
