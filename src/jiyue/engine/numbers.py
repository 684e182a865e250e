"""Exact numbers: decimals in, fractions on the way, rounding once by GB/T 8170 (half to even).

Source of the rule: GB/T 8170, rules of rounding off for numerical values and expression and judgement of
limiting values: rounding half to even, and comparison with a limit by the rounded or by the full value.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from numbers import Rational
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from fractions import Fraction as Fraction
else:  # the same class compiled: a county file is scored in a third of the time
    from quicktions import Fraction as Fraction

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define

Compare = Literal["rounded", "full"]

MAX_DIGITS = 60
"""Digits beyond which a text is no figure anybody measured; a guard against exponent bombs."""

NOT_A_NUMBER = define(
    "NOT_A_NUMBER",
    N_("{value!r} is not a number."),
    N_("Write a decimal number such as 1234.5, or leave the cell empty if the figure is missing."),
)
NOT_FINITE = define(
    "NOT_FINITE",
    N_("{value!r} is not a finite number."),
    N_("Correct the cell, or leave it empty if the figure is missing: NaN and infinity are not figures."),
)


def exact(value: int | float | str | Decimal | Fraction) -> Fraction:
    """``value`` as the fraction its decimal notation says; a float counts as its shortest decimal.

    Raises :class:`Refused` (NOT_A_NUMBER, NOT_FINITE) for anything that is no finite decimal number.
    """
    if isinstance(value, bool):
        return Fraction(int(value))
    if isinstance(value, Rational):
        return Fraction(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise Refused(NOT_FINITE(value=value))
        value = repr(value)
    if isinstance(value, str):
        return _from_text(value)
    return _from_decimal(Decimal(value), value)


def _from_text(text: str) -> Fraction:
    digits = text.strip()
    if digits.isascii():
        whole, dot, part = digits.partition(".")
        if part.isdigit() and whole.removeprefix("-").isdigit() and len(digits) <= MAX_DIGITS:
            return Fraction(int(whole + part), 10 ** len(part))
        if not dot and whole.removeprefix("-").isdigit() and len(digits) <= MAX_DIGITS:
            return Fraction(int(whole))
    try:
        number = Decimal(digits)
    except InvalidOperation:
        raise Refused(NOT_A_NUMBER(value=text)) from None
    if "_" in digits:
        raise Refused(NOT_A_NUMBER(value=text))
    return _from_decimal(number, text)


def _from_decimal(number: Decimal, value: object) -> Fraction:
    if not number.is_finite():
        raise Refused(NOT_FINITE(value=str(value)))
    _, digits, exponent = number.as_tuple()
    if len(digits) > MAX_DIGITS or abs(int(exponent)) > MAX_DIGITS:
        raise Refused(NOT_A_NUMBER(value=str(value)))
    return Fraction(number)


def round_half_even(value: Fraction, places: int) -> Fraction:
    """``value`` rounded once to ``places`` decimals, half to even (GB/T 8170 rounding)."""
    scale = 10**places
    scaled, rest = divmod(value.numerator * scale, value.denominator)
    twice = 2 * rest
    if twice > value.denominator or (twice == value.denominator and scaled % 2):
        scaled += 1
    return Fraction(scaled, scale)


def round_to_interval(value: Fraction, interval: Fraction) -> Fraction:
    """``value`` rounded to a multiple of ``interval`` such as 1/2 or 1/5 (GB/T 8170, 0.5 and 0.2 units)."""
    return round_half_even(value / interval, 0) * interval


def judged(value: Fraction, places: int, compare: Compare) -> Fraction:
    """The figure that gates and scores use: the rounded one, or the full one where the rule says so."""
    return round_half_even(value, places) if compare == "rounded" else value


def decimal_text(value: Fraction, places: int | None = None) -> str:
    """``value`` as plain decimal text; with ``places`` rounded to it, else exact (``n/d`` if endless)."""
    if places is None:
        places = _terminating_places(value)
        if places is None:
            return f"{value.numerator}/{value.denominator}"
    rounded = round_half_even(value, places)
    scaled = abs(rounded.numerator) * (10**places // rounded.denominator)
    text = str(scaled).rjust(places + 1, "0")
    body = f"{text[:-places]}.{text[-places:]}" if places else text
    return f"-{body}" if rounded < 0 else body


def _terminating_places(value: Fraction) -> int | None:
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def from_text(text: str) -> Fraction:
    """The inverse of :func:`decimal_text` without places: decimal text or ``n/d``."""
    numerator, slash, denominator = text.partition("/")
    return Fraction(int(numerator), int(denominator)) if slash else exact(text)


def largest_remainder(parts: Sequence[Fraction], total: int) -> list[int]:
    """Integers in proportion to ``parts`` that sum to ``total`` (largest remainder; ties to the first).

    ``parts`` must not be negative and not all zero, ``total`` not negative; ValueError otherwise.
    """
    whole = sum(parts, Fraction(0))
    if whole <= 0 or total < 0 or any(part < 0 for part in parts):
        raise ValueError("parts must be non-negative with a positive sum, and the total non-negative")
    shares = [part * total / whole for part in parts]
    floors = [math.floor(share) for share in shares]
    order = sorted(range(len(parts)), key=lambda i: (floors[i] - shares[i], i))
    for i in order[: total - sum(floors)]:
        floors[i] += 1
    return floors
