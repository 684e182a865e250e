"""Every measure has one owner, a room that stands or one that is listed as to come; none needs itself."""

from graphlib import TopologicalSorter

import pytest

from jiyue.engine.contracts import owners, to_come
from jiyue.engine.index import (
    Compiled,
    compile_framework,
    default_dictionary,
    known_frameworks,
    load_framework,
)
from jiyue.foundation.referrals.rooms import ROOMS
from jiyue.indicators.counting import offered
from jiyue.indicators.models import SOURCES
from jiyue.indicators.needs import measures_of, needed

INDICATORS = 50


def compiled(name: str) -> Compiled:
    return compile_framework(load_framework(name), default_dictionary())


def test_the_list_of_what_is_to_come_fits_the_rooms_that_stand() -> None:
    found = owners(offered(), to_come(), default_dictionary())
    assert list(found) == [line.code for line in default_dictionary()]
    assert {owner.room for owner in found.values()} <= set(ROOMS)
    standing = {measure.room for measure in offered()}
    assert standing >= {"baseline", "office"}
    assert standing.isdisjoint(one.room for one in to_come())
    assert {one.until for one in to_come()} <= set(SOURCES)


def test_everything_that_the_fifty_indicators_ask_for_has_an_owner() -> None:
    fifty = compiled("jintan-50")
    rests_on = measures_of(fifty)
    assert len(rests_on) == INDICATORS
    assert [code for code, measures in rests_on.items() if not measures] == []
    found = owners(offered(), to_come(), fifty.dictionary)
    assert {code for code, _ in needed(fifty)} <= found.keys()


@pytest.mark.parametrize("name", known_frameworks())
def test_formulas_and_rooms_together_make_no_circle(name: str) -> None:
    """Indicators rest on indicators and measures, measures on measures: one order holds for all of them."""
    found = compiled(name)
    graph = {measure.code: set(measure.needs) for measure in offered()}
    assert not graph.keys() & found.formulas.keys()
    for code, formula in found.formulas.items():
        graph[code] = {d.code for d in formula.dependencies if d.lag == 0}
    order = list(TopologicalSorter(graph).static_order())
    assert set(found.formulas) <= set(order)
