"""Export then import is the identity, as YAML and as the workbook that provinces send."""

import pytest
import xlsxwriter

from index.golden import ASEM, INDICATORS
from jiyue.engine.index import (
    compile_framework,
    default_dictionary,
    known_frameworks,
    load_framework,
    write_framework,
)
from paths import needs_shared


@pytest.mark.parametrize("ending", ["yaml", "xlsx"])
@pytest.mark.parametrize("name", known_frameworks())
def test_shipped(tmp_path, name, ending):
    framework = load_framework(name)
    compile_framework(framework, default_dictionary())
    write_framework(framework, tmp_path / f"x.{ending}")
    again = load_framework(tmp_path / f"x.{ending}")
    assert again == framework
    assert again.hash == framework.hash


@needs_shared
@pytest.mark.parametrize("ending", ["yaml", "xlsx"])
@pytest.mark.parametrize(
    "path",
    [
        ASEM / "iMeta.csv",
        INDICATORS / "formulas.csv",
        INDICATORS / "regional_1018_formulas.csv",
        INDICATORS / "contest_formulas.csv",
    ],
)
def test_tables(tmp_path, path, ending):
    framework = load_framework(path)
    compile_framework(framework, default_dictionary())
    write_framework(framework, tmp_path / f"x.{ending}")
    assert load_framework(tmp_path / f"x.{ending}").as_dict() == framework.as_dict()


@needs_shared
def test_the_given_tables_are_the_shipped_formulas():
    for file, name in (
        ("formulas", "jintan-50"),
        ("regional_1018_formulas", "regional-1018"),
        ("contest_formulas", "town-contest"),
    ):
        table, shipped = load_framework(INDICATORS / f"{file}.csv"), load_framework(name)
        same = (
            "code",
            "formula",
            "unit",
            "decimals",
            "compare",
            "direction",
            "type",
            "standard",
            "excellence",
            "ideal",
            "na_rule",
        )
        for one, other in zip(table.indicators, shipped.indicators, strict=True):
            assert all(getattr(one, f) == getattr(other, f) for f in same), one.code
            assert all(one.weight(v) == other.weight(v) for v in shipped.variants), one.code


def test_a_plain_province_workbook(tmp_path):
    with xlsxwriter.Workbook(str(tmp_path / "省厅指标表.xlsx")) as book:
        page = book.add_worksheet("Sheet1")
        page.write(0, 0, "节约集约用地考核指标")
        page.write_row(
            2, 0, ["序号", "指标", "公式", "单位", "小数位", "达标", "创优", "权重", "责任部门", "佐证"]
        )
        page.write_row(
            3,
            0,
            ["A1", "地均税收", "工业企业税收 ÷ 工业用地", "10k_yuan/ha", 2, 300, 600, 70, "税务局", "税票"],
        )
        page.write_row(4, 0, ["A2", "违法占地", "耕地违法", "mu", 2, 10, 3, 30, "自然资源局", "台账"])
    framework = load_framework(tmp_path / "省厅指标表.xlsx")
    assert [i.direction for i in framework.indicators] == ["up", "down"]
    assert framework.indicators[0].owner == "税务局"
    assert framework.indicators[0].weight("") == 70
    assert framework.groups[0].code == "A"
