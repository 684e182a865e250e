"""Weights of what is not applicable, spread exactly: within the aspect, else over the other aspects."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from jiyue.engine.index.framework import Framework
from jiyue.engine.numbers import round_half_even

ZERO = Fraction(0)


def spread_weights(framework: Framework, variant: str, applicable: Mapping[str, bool]) -> dict[str, Fraction]:
    """The weights of the applicable scored indicators; exact fractions with the sum of the framework.

    An indicator's weight goes to the applicable ones of its aspect in proportion to their weights; that of an
    aspect with none goes to the other aspects in proportion to their totals.
    """
    scored = [i for i in framework.indicators if i.scored]
    own: dict[str, Fraction] = {}
    left: dict[str, Fraction] = {}
    whole = ZERO
    for indicator in scored:
        aspect, weight = framework.aspect(indicator), indicator.weight(variant)
        whole += weight
        own[aspect] = own.get(aspect, ZERO) + weight
        if applicable[indicator.code]:
            left[aspect] = left.get(aspect, ZERO) + weight
    standing = sum((own[a] for a, rest in left.items() if rest), ZERO)
    out: dict[str, Fraction] = {}
    for indicator in scored:
        aspect = framework.aspect(indicator)
        if applicable[indicator.code]:
            out[indicator.code] = (
                indicator.weight(variant) * (own[aspect] / left[aspect]) * (whole / standing)
                if left[aspect]
                else ZERO
            )
    return out


def group_scores(
    framework: Framework,
    weights: Mapping[str, Fraction],
    scores: Mapping[str, Fraction | None],
    places: int,
) -> dict[str, Fraction | None]:
    """Each group's mean score by spread weight; None when one of its scores is missing or it has none."""
    members: dict[str, list[str]] = {g.code: [] for g in framework.groups}
    for code in weights:
        group = framework.by_code[code].group
        while group in framework.groups_by_code:
            members[group].append(code)
            group = framework.groups_by_code[group].parent
    scored = {g for i in framework.indicators if i.scored for g in _path(framework, i.group)}
    out: dict[str, Fraction | None] = {}
    for group, codes in members.items():
        if group not in scored:
            continue
        weight = sum((weights[c] for c in codes), ZERO)
        known = [(weights[c], scores[c]) for c in codes]
        if not weight or any(s is None for _, s in known):
            out[group] = None
        else:
            out[group] = round_half_even(
                sum((w * s for w, s in known if s is not None), ZERO) / weight, places
            )
    return out


def _path(framework: Framework, group: str | None) -> list[str]:
    out: list[str] = []
    while group in framework.groups_by_code and group not in out:
        out.append(group)
        group = framework.groups_by_code[group].parent
    return out
