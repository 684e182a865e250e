"""The sample city hands in every measure of the dictionary, in figures that fit each other."""

from collections import defaultdict

import pytest

from jiyue.demo.city.figures import City
from jiyue.engine.index import Unit, compile_framework, default_dictionary, evaluate, load_framework
from jiyue.engine.index.panel import panel_from_rows
from jiyue.engine.numbers import decimal_text, exact

LAST = 2025


@pytest.fixture(scope="module")
def city():
    return City(LAST)


def panel(city):
    rows = [(f.unit, f.year, f.measure, decimal_text(f.value)) for f in city.figures()]
    units = [Unit(u["code"], u["name"], u["kind"], u.get("parent", "")) for u in city.units]
    return panel_from_rows(units, rows, {"variant": [u.get("type", "") for u in city.units]})


def results(city, framework, year=LAST):
    compiled = compile_framework(load_framework(framework), default_dictionary())
    variant = "own" if len(compiled.framework.variants) > 1 else None
    return evaluate(compiled, panel(city), year=year, variant=variant).results


def test_every_measure_for_every_kind_that_has_it(city):
    kinds = {u["code"]: u["kind"] for u in city.units}
    handed = defaultdict(set)
    for unit, measure, _year in city.all:
        handed[measure].add(kinds[unit])
    for line in city.dictionary:
        assert handed[line.code] == set(line.unit_kinds) - {"prefecture"}, line.code


def test_the_same_figures_every_time(city):
    assert list(City(LAST).figures()) == list(city.figures())


def test_no_part_is_above_its_whole(city):
    for measure, rule in city.rules["draws"].items():
        wholes = [rule.get("within")]
        if "of" in rule and max(map(exact, rule["between"])) <= 1:
            wholes.append(rule["of"])
        for (unit, code, year), value in city.all.items():
            if code == measure:
                for whole in filter(None, wholes):
                    assert value <= city.all.get((unit, whole, year), value), (unit, measure, year)


def test_towns_make_up_their_county(city):
    parents = {u["code"]: u.get("parent") for u in city.units if u["kind"] == "town"}
    sums = defaultdict(int)
    for (unit, measure, year), value in city.all.items():
        if unit in parents:
            sums[parents[unit], measure, year] += value
    assert len(sums) > 1000
    assert all(city.all[key] == value for key, value in sums.items())


def test_the_last_year_holds_what_a_bureau_meets(city):
    """Somebody meets the standard, somebody lacks figures, a veto fires, a figure looks wrong."""
    found = results(city, "jintan-50")
    assert {r.standard for r in found} == {"met", "failed", "undetermined"}
    assert {v.state for r in found for v in r.vetoes.values()} == {"clear", "fired"}
    assert sum(r.total is None for r in found) == 2
    assert [f.measure for f in city.figures() if f.doubtful] == ["industrial_tax"]


@pytest.mark.parametrize("framework", ["town-contest", "zone-1029"])
def test_towns_and_zones_are_ranked_too(city, framework):
    assert all(r.rank for r in results(city, framework))


def test_earlier_years_are_whole(city):
    assert all(r.rank for r in results(city, "jintan-50", LAST - 2))
