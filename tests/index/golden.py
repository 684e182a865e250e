"""The golden framework tables and examples, read once."""

import csv
import json
from functools import lru_cache

from jiyue.engine.index import compile_framework, default_dictionary, load_framework, read_panel
from paths import SHARED

INDICATORS = SHARED / "golden/indicators"
ASEM = SHARED / "golden/coinr_asem"


@lru_cache
def fifty():
    """The shipped framework of fifty, compiled."""
    return compile_framework(load_framework("jintan-50"), default_dictionary())


def example_panel():
    return read_panel(INDICATORS / "example_measures.csv", fifty().scope, fifty().dictionary)


@lru_cache
def example_expected():
    return json.loads((INDICATORS / "example_expected.json").read_text("utf-8"))


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def subset(expected, found, path=""):
    """Every place where ``found`` does not hold what ``expected`` says."""
    if isinstance(expected, dict):
        return [
            line
            for key, value in expected.items()
            for line in (
                subset(value, found[key], f"{path}/{key}") if key in found else [f"{path}/{key} is not there"]
            )
        ]
    return [] if expected == found else [f"{path}: {found!r} instead of {expected!r}"]
