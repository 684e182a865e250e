"""Small evaluations for the tests of the report."""

from collections.abc import Sequence

from jiyue.engine.index import (
    Compiled,
    Evaluation,
    Panel,
    Unit,
    compile_framework,
    default_dictionary,
    evaluate,
)
from jiyue.engine.index.framework_read import framework_from_dict
from jiyue.engine.index.panel import panel_from_rows

FRAMEWORK = {
    "framework": "yard",
    "version": "1",
    "zh": "测试框架",
    "en": "Yard",
    "label_zh": "测试，非官方",
    "label_en": "A test, nothing official",
    "kinds": ["county"],
    "verified": False,
    "scoring": {
        "standard_points": "60",
        "full_points": "100",
        "total_weight": "100",
        "total_floor": "0",
        "total_cap": "105",
        "decimals": 4,
        "source": "made up",
        "verified": False,
    },
    "measures": [
        {"code": "gold", "en": "Gold", "unit": "10k_yuan", "rollup": "sum"},
        {"code": "soil", "en": "Soil", "unit": "ha", "rollup": "sum"},
        {"code": "fraud", "en": "Fraud", "value_type": "boolean", "unit": "1"},
    ],
    "groups": [{"code": "G", "en": "Group"}],
    "indicators": [
        {
            "code": "Y1",
            "formula": "gold/soil",
            "en": "Gold per soil",
            "group": "G",
            "unit": "10k_yuan/ha",
            "decimals": 2,
            "weights": {"": "70"},
            "standard": "ref(Y1, province)",
            "excellence": "2*ref(Y1, province)",
            "source": "made up",
        },
        {
            "code": "Y2",
            "formula": "soil",
            "en": "Soil used",
            "group": "G",
            "unit": "ha",
            "decimals": 0,
            "direction": "down",
            "weights": {"": "30"},
            "standard": "20",
            "excellence": "5",
            "source": "page 3",
            "verified": True,
        },
        {
            "code": "Y3",
            "formula": "fraud",
            "en": "Fraud found",
            "group": "G",
            "unit": "1",
            "decimals": 0,
            "type": "veto",
            "score": "none",
            "source": "made up",
        },
    ],
}

Row = tuple[str, str, str, str, str]
"""code, name, gold, soil, fraud"""


def evaluated(rows: Sequence[Row]) -> tuple[Evaluation, Panel, Compiled]:
    """Counties of one province under a framework of two indicators and a veto, in 2020."""
    compiled = compile_framework(framework_from_dict(FRAMEWORK), default_dictionary())
    units = [Unit("990000", "Highland", "province")]
    figures = []
    for code, name, *values in rows:
        units.append(Unit(code, name, "county", "990000"))
        named = zip(("gold", "soil", "fraud"), values, strict=True)
        figures += [(code, 2020, measure, value) for measure, value in named if value]
    panel = panel_from_rows(units, figures)
    return evaluate(compiled, panel), panel, compiled


def plain(count: int) -> list[Row]:
    """``count`` complete counties, no two alike."""
    return [(f"99{i:04}", f"County {i}", str(100 + i * 7), str(4 + i % 23), "0") for i in range(1, count + 1)]
