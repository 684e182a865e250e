"""Weights of what is not applicable, spread exactly: within the aspect, else over the other aspects."""

from __future__ import annotations

from jiyue.engine.index.framework import Framework
from jiyue.engine.numbers import Fraction

ZERO = Fraction(0)


def spread_weights(framework: Framework, variant: str, left_out: frozenset[str]) -> dict[str, Fraction]:
    """The weights of the scored indicators but ``left_out``; exact fractions with the sum of the framework.

    An indicator's weight goes to the applicable ones of its aspect in proportion to their weights; that of an
    aspect with none goes to the other aspects in proportion to their totals.
    """
    scored = [i for i in framework.indicators if i.scored]
    own: dict[str, Fraction] = {}
    left: dict[str, Fraction] = {}
    for indicator in scored:
        aspect, weight = framework.aspect(indicator), indicator.weight(variant)
        own[aspect] = own.get(aspect, ZERO) + weight
        if indicator.code not in left_out:
            left[aspect] = left.get(aspect, ZERO) + weight
    whole = sum(own.values(), ZERO)
    standing = sum((own[a] for a, rest in left.items() if rest), ZERO)
    factor = {a: own[a] / rest * whole / standing if rest else ZERO for a, rest in left.items()}
    return {i.code: i.weight(variant) * factor[framework.aspect(i)] for i in scored if i.code not in left_out}


def group_members(framework: Framework) -> dict[str, list[str]]:
    """The scored indicators below each group that has any, sub-groups included."""
    members: dict[str, list[str]] = {g.code: [] for g in framework.groups}
    for indicator in framework.indicators:
        group = indicator.group if indicator.scored else None
        while group in members:
            members[group].append(indicator.code)
            group = framework.groups_by_code[group].parent
    return {group: codes for group, codes in members.items() if codes}
