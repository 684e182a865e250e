"""The names that the formula tests use."""

from dataclasses import replace

from jiyue.engine.formula import Item, Scope

SCOPE = Scope(
    [
        Item("tax", "10k_yuan", zh="税收", en="Tax"),
        Item("land", "ha", zh="用地", en="Land"),
        Item("idle", "mu", zh="闲置土地", en="Idle land"),
        Item("coal", "tce", zh="能耗", en="Energy"),
        Item("people", "person", zh="人口", en="Population"),
        Item("mines", "count", zh="矿山", en="Mines"),
        Item("open", "1", truth=True, zh="公开", en="Open"),
        Item("loose", None, en="A figure without a unit"),
    ]
)

PLAIN = Scope([replace(item, unit=None) for item in SCOPE.items.values()])
"""The same names without units, for what is about arithmetic alone."""
