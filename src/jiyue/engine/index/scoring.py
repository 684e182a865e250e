"""One indicator against its lines: score and level of each unit, exact, rounded once.

The rule is stated in docs/explanation/scoring.md: full points at the excellence line, standard points at the
standard line, straight between them; below the standard in proportion.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from jiyue.engine.index.framework import Indicator, Scoring
from jiyue.engine.numbers import Fraction, round_half_even

Level = Literal["excellent", "standard", "below"]
ZERO = Fraction(0)


class Judgement(NamedTuple):
    """What the lines say of one value: the score (None where it has none) and the level."""

    score: Fraction | None
    level: Level | None


def meets(value: Fraction, line: Fraction, direction: str) -> bool:
    """Whether ``value`` reaches ``line``."""
    return value >= line if direction == "up" else value <= line


def piecewise(
    value: Fraction, standard: Fraction, excellence: Fraction, direction: str, scoring: Scoring
) -> Fraction:
    """The unrounded score of a quantitative indicator between its two lines."""
    full, base = scoring.full_points, scoring.standard_points
    if meets(value, excellence, direction):
        return full
    if meets(value, standard, direction):
        return base + (full - base) * (value - standard) / (excellence - standard)
    if direction == "up":
        return base * max(ZERO, value) / standard if standard > 0 else ZERO
    return base * standard / value if standard > 0 else ZERO


def judge(
    indicator: Indicator, value: Fraction, standard: Fraction, excellence: Fraction | None, scoring: Scoring
) -> Judgement:
    """Score and level of a value that is judged by lines."""
    level: Level = "below"
    if meets(value, standard, indicator.direction):
        level = "standard"
    if excellence is not None and meets(value, excellence, indicator.direction):
        level = "excellent"
    if indicator.type == "quant" and excellence is not None:
        score = piecewise(value, standard, excellence, indicator.direction, scoring)
    elif indicator.type == "qual2":
        score = scoring.full_points if level != "below" else ZERO
    else:
        score = {"excellent": scoring.full_points, "standard": scoring.standard_points, "below": ZERO}[level]
    return Judgement(round_half_even(score, scoring.decimals), level)


def ideal_ratio(value: Fraction, ideal: Fraction, direction: str, scoring: Scoring) -> Fraction | None:
    """Ideal-value ratio of the regional evaluation: x/t up, t/x down, between 0 and 1, times full points.

    An ideal of 0 or below gives no score; a value of 0 or below is full for a down indicator.
    """
    if ideal <= 0:
        return None
    if direction == "down" and value <= 0:
        return scoring.full_points
    ratio = value / ideal if direction == "up" else ideal / value
    return round_half_even(scoring.full_points * min(Fraction(1), max(ZERO, ratio)), scoring.decimals)


def ratio_to_best(
    value: Fraction, best: Fraction | None, direction: str, scoring: Scoring
) -> Fraction | None:
    """Value over the best value of the round (best over value when lower is better), times full points."""
    top, bottom = (value, best) if direction == "up" else (best, value)
    if top is None or not bottom:
        return None
    return round_half_even(scoring.full_points * min(Fraction(1), max(ZERO, top / bottom)), scoring.decimals)


def best_of(values: Iterable[Fraction | None], direction: str) -> Fraction | None:
    """The best value of the round; None when there is none."""
    known = [v for v in values if v is not None]
    return (max(known) if direction == "up" else min(known)) if known else None
