"""The measures that the ledgers of this room count; how, is said in the modules that count them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from jiyue.engine.contracts import Counted, Measure, Period, Values
from jiyue.mechanisms.baseline import figures
from jiyue.mechanisms.baseline.classes import counted
from jiyue.mechanisms.baseline.count_balance import compensated, occupied
from jiyue.mechanisms.baseline.count_land import INFLOWS, inflow, land_area, of_classes
from jiyue.mechanisms.baseline.count_statistics import constant_prices, reported
from jiyue.mechanisms.baseline.count_targets import target
from jiyue.mechanisms.baseline.models import TARGETS

Count = Callable[[Sequence[str], Period, Mapping[str, Values]], Counted]
COUNTS: dict[str, Count] = {
    "land_area": land_area,
    **{code: partial(of_classes, line) for code, line in counted().items()},
    **{code: partial(inflow, field) for code, field in INFLOWS.items()},
    **{code: partial(reported, code) for code in figures.measures()},
    figures.CONSTANT: constant_prices,
    **{code: partial(target, code) for code in TARGETS},
    "approved_cultivated_land_occupied": occupied,
    "compensated_cultivated_land": compensated,
}
MEASURES = [Measure(room="baseline", code=code, count=count) for code, count in COUNTS.items()]
