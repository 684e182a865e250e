"""A real task for the tests of fanout: the fifty indicators of generated counties, as canonical bytes."""

import random
from functools import lru_cache

import rfc8785

from jiyue.engine.index import Panel, Unit, compile_framework, default_dictionary, evaluate, load_framework
from jiyue.engine.index.result import canonical
from jiyue.engine.numbers import exact

YEARS = (2023, 2024, 2025)
COUNTIES = 3


@lru_cache
def fifty():
    return compile_framework(load_framework("jintan-50"), default_dictionary())


def figure(dice, value_type):
    if value_type == "boolean":
        return exact(dice.randint(0, 1))
    return exact(dice.randint(1, 500) if value_type == "integer" else f"{dice.uniform(1, 90000):.4f}")


def panel(seed):
    """Counties of one province with every measure that the framework names; a tenth of them missing."""
    dice = random.Random(seed)
    formulas = [*fifty().formulas.values(), *fifty().na_rules.values()]
    values = {
        code: {
            year: [
                None if dice.random() < 0.1 else figure(dice, fifty().dictionary.get(code).value_type)
                for _ in range(COUNTIES)
            ]
            + [None]
            for year in YEARS
        }
        for code in sorted({d.code for f in formulas for d in f.dependencies})
    }
    counties = [Unit(f"{seed:02}{i}", kind="county", parent="P") for i in range(COUNTIES)]
    return Panel((*counties, Unit("P", kind="province")), values)


def scores(seed):
    return rfc8785.dumps(canonical(evaluate(fifty(), panel(seed), year=2025)))
