"""A small framework and table that single behaviours are shown on."""

from jiyue.engine.index import compile_framework, default_dictionary, evaluate, read_panel
from jiyue.engine.index.framework_read import framework_from_dict

MEASURES = [
    {"code": "tax", "unit": "10k_yuan", "zh": "税收", "rollup": "sum"},
    {"code": "land", "unit": "ha", "zh": "用地", "rollup": "sum"},
    {"code": "mines", "unit": "count", "value_type": "integer", "rollup": "sum"},
    {"code": "in_force", "unit": "1", "value_type": "boolean"},
]


def indicator(code="X1", formula="tax/land", **changes):
    base = {
        "code": code,
        "formula": formula,
        "group": code[0],
        "unit": "10k_yuan/ha",
        "decimals": 2,
        "direction": "up",
        "standard": "60",
        "excellence": "100",
        "weights": 100,
    }
    return {k: v for k, v in {**base, **changes}.items() if v is not None}


def framework(*indicators, **changes):
    chosen = indicators or (indicator(),)
    groups = dict.fromkeys(i["group"] for i in chosen if "group" in i)
    data = {
        "framework": "small",
        "version": "1",
        "kinds": ["county"],
        "measures": MEASURES,
        "groups": [{"code": g} for g in groups],
        "indicators": list(chosen),
    }
    return framework_from_dict({**data, **changes})


def compiled(*indicators, **changes):
    return compile_framework(framework(*indicators, **changes), default_dictionary())


def table(tmp_path, text, name="data.csv"):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def run(tmp_path, text, *indicators, year=None, **changes):
    """Evaluate a csv text under a small framework."""
    ready = compiled(*indicators, **changes)
    panel = read_panel(table(tmp_path, text), ready.scope, ready.dictionary, ready.framework.kinds)
    return evaluate(ready, panel, year=year)
