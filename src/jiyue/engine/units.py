"""Units of measures and indicators, parsed by pint with exact factors when a formula is defined."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define

DEFINITIONS = Path(__file__).resolve().parents[1] / "rules" / "units.txt"

UNKNOWN_UNIT = define(
    "UNKNOWN_UNIT",
    N_("The unit {value!r} is not known."),
    N_("Use a unit of rules/units.txt, such as ha, mu, 10k_yuan, person, percent, or a quotient of them."),
)

_TOKEN = re.compile(r"10k_(?=[A-Za-z])")
_SHAPE = re.compile(r"[A-Za-z0-9_]+(\^-?\d)?([*/][A-Za-z0-9_]+(\^-?\d)?)*")


@dataclass(frozen=True)
class Dimension:
    """What a unit measures (powers of base units), and its exact size in those base units."""

    powers: tuple[tuple[str, int], ...]
    size: Fraction

    @property
    def pure(self) -> bool:
        return not self.powers

    def times(self, other: Dimension, sign: int = 1) -> Dimension:
        """The dimension of a product (``sign`` 1) or a quotient (-1)."""
        powers = dict(self.powers)
        for base, power in other.powers:
            powers[base] = powers.get(base, 0) + sign * power
        return Dimension(
            tuple(sorted((b, p) for b, p in powers.items() if p)),
            self.size * other.size if sign > 0 else self.size / other.size,
        )

    def raised(self, exponent: int) -> Dimension:
        powers = tuple((b, p * exponent) for b, p in self.powers) if exponent else ()
        return Dimension(powers, self.size**exponent)


PURE = Dimension((), Fraction(1))


@lru_cache(maxsize=1)
def _registry() -> Any:
    import pint

    registry: Any = pint.UnitRegistry(None, non_int_type=Fraction, autoconvert_offset_to_baseunit=False)
    registry.load_definitions(
        [line for line in DEFINITIONS.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    )
    return registry


@lru_cache(maxsize=1024)
def dimension(unit: str) -> Dimension:
    """The :class:`Dimension` of a unit such as ``10k_yuan/ha``, ``person/km2``, ``1``; refused if unknown."""
    import pint

    text = unit.strip()
    if text in ("1", "", "-"):
        return PURE
    if not _SHAPE.fullmatch(text) or len(text) > 60:
        raise Refused(UNKNOWN_UNIT(field="unit", value=unit))
    spelled = _TOKEN.sub("wan_", text).replace("^", "**")
    try:
        base = (1 * _registry().parse_units(spelled)).to_base_units()
    except (pint.PintError, AttributeError, ValueError, ZeroDivisionError, OverflowError):
        raise Refused(UNKNOWN_UNIT(field="unit", value=unit)) from None
    registry = _registry()
    powers = tuple(sorted((n, int(p)) for n, p in base.unit_items() if registry.get_dimensionality({n: 1})))
    return Dimension(powers, Fraction(base.magnitude))
