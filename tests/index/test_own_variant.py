"""Each unit is weighted by its own type, and all are ranked together."""

import pytest

from index.small import compiled, indicator, table
from jiyue.engine.index import evaluate, keep, read_panel
from jiyue.engine.package import verify
from jiyue.engine.problems import Refused

TABLE = """unit,name,kind,tax,land,variant
1,甲县,county,100,1,land
2,乙县,county,30,1,mineral
3,丙县,county,30,1,
"""
TWO = (
    indicator("X1", weights={"land": 80, "mixed": 50, "mineral": 10}),
    indicator("X2", formula="tax", unit="10k_yuan", weights={"land": 20, "mixed": 50, "mineral": 90}),
)
VARIANTS = {"variants": ["land", "mixed", "mineral"]}


def panel(tmp_path, text=TABLE):
    ready = compiled(*TWO, **VARIANTS)
    return ready, read_panel(table(tmp_path, text), ready.scope, ready.dictionary, ready.framework.kinds)


def test_weights_are_those_of_the_type_of_each_unit(tmp_path):
    ready, data = panel(tmp_path)
    own = evaluate(ready, data, variant="own")
    for result, variant in zip(own.results, ("land", "mineral", "mixed"), strict=True):
        alone = evaluate(ready, data, variant=variant).unit(result.unit)
        assert (result.total, result.indicators) == (alone.total, alone.indicators)
    assert [r.rank for r in own.results] == [1, 2, 2]


def test_a_type_that_the_framework_lacks_is_named(tmp_path):
    ready, data = panel(tmp_path, TABLE.replace("mineral", "ocean"))
    with pytest.raises(Refused) as refused:
        evaluate(ready, data, variant="own")
    assert [(p.code, p.value) for p in refused.value.problems] == [("UNKNOWN_VARIANT", "ocean")]


def test_the_types_are_kept_with_the_result(tmp_path):
    ready, data = panel(tmp_path)
    keep(evaluate(ready, data, variant="own"), data, ready, tmp_path / "kept")
    assert verify(tmp_path / "kept").identical
