"""A unit of which the data do not hold all children is never summed from those that are there."""

import pytest

from jiyue.engine.index import Measure, Panel, Unit
from jiyue.engine.index.dictionary import Dictionary
from jiyue.engine.index.rollup import CHILDREN, PARTIAL, Rollup
from jiyue.engine.numbers import Fraction


@pytest.mark.parametrize(("said", "total"), [("", Fraction(3)), (PARTIAL, None)])
def test_a_partial_parent_stays_missing(said: str, total: Fraction | None) -> None:
    counties = [Unit(code, kind="county", parent="p") for code in "ab"]
    units = (Unit("p", kind="prefecture"), *counties)
    figures = {"x": {2025: [None, Fraction(1), Fraction(2)]}}
    panel = Panel(units, figures, {CHILDREN: [said, "", ""]})
    line = Measure("x", unit_kinds=("county",), rollup="sum")
    assert Rollup(panel, Dictionary([line])).column("x", 2025)[0] == total
