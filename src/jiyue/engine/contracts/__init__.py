"""How rooms reach each other without importing each other: contributions go up, guards answer down.

A :class:`Ref` points at any row; referrals, which go sideways, are rows that carry Refs.
"""

from jiyue.engine.contracts.collect import load, load_demo, load_measures
from jiyue.engine.contracts.guards import YES, Answer, Guards
from jiyue.engine.contracts.offers import (
    Classification,
    Counted,
    DemoRows,
    Finding,
    Geometry,
    Guard,
    LayerSource,
    Measure,
    Offer,
    Period,
    Severity,
    Todo,
    TodoItem,
    Urgency,
    Values,
    Watch,
)
from jiyue.engine.contracts.owners import Awaited, Owner, owners, to_come
from jiyue.engine.contracts.ref import Ref

__all__ = [
    "YES",
    "Answer",
    "Awaited",
    "Classification",
    "Counted",
    "DemoRows",
    "Finding",
    "Geometry",
    "Guard",
    "Guards",
    "LayerSource",
    "Measure",
    "Offer",
    "Owner",
    "Period",
    "Ref",
    "Severity",
    "Todo",
    "TodoItem",
    "Urgency",
    "Values",
    "Watch",
    "load",
    "load_demo",
    "load_measures",
    "owners",
    "to_come",
]
