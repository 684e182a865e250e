"""The index engine: framework > values > scores > levels, each result explained and replayable.

>>> from jiyue.engine.index import evaluate_file, load_framework
>>> evaluation, panel, compiled = evaluate_file("counties.csv", load_framework("jintan-50"))  # doctest: +SKIP
"""

from jiyue.engine.index.data import read_panel
from jiyue.engine.index.dictionary import Dictionary, Measure, default_dictionary, read_dictionary
from jiyue.engine.index.evaluate import evaluate, evaluate_file
from jiyue.engine.index.explain import explain_indicator, explain_unit
from jiyue.engine.index.framework import Framework, Goalposts, Group, Indicator, Scoring
from jiyue.engine.index.framework_check import Compiled, compile_framework
from jiyue.engine.index.framework_files import known_frameworks, load_framework, write_framework
from jiyue.engine.index.kept import Kept, Origin, keep, pack, read_kept
from jiyue.engine.index.panel import Panel, Unit
from jiyue.engine.index.recipe import Recipe, read_recipe
from jiyue.engine.index.result import Evaluation, IndicatorResult, UnitResult, as_json

__all__ = [
    "Compiled",
    "Dictionary",
    "Evaluation",
    "Framework",
    "Goalposts",
    "Group",
    "Indicator",
    "IndicatorResult",
    "Kept",
    "Measure",
    "Origin",
    "Panel",
    "Recipe",
    "Scoring",
    "Unit",
    "UnitResult",
    "as_json",
    "compile_framework",
    "default_dictionary",
    "evaluate",
    "evaluate_file",
    "explain_indicator",
    "explain_unit",
    "keep",
    "known_frameworks",
    "load_framework",
    "pack",
    "read_dictionary",
    "read_kept",
    "read_panel",
    "read_recipe",
    "write_framework",
]
