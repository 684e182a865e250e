"""Averages up the tree of groups, and how much of the top each indicator contributes.

All four means are homogeneous of degree one, so by Euler's theorem a mean is the sum of each part times its
partial derivative: these products are the contributions, and they add up to the total.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from jiyue.engine.index.aggregate import aggregate
from jiyue.engine.index.composite import Stage
from jiyue.engine.index.framework import Framework
from jiyue.engine.index.methods import Array
from jiyue.engine.index.recipe import Aggregate
from jiyue.engine.index.topsis import topsis
from jiyue.engine.problems import Problem

TOP = ""
Flags = NDArray[np.bool_]


@dataclass
class Averages:
    """``groups`` holds a column per group; ``weights`` and ``contributions`` a column per indicator."""

    total: Array
    groups: dict[str, Array]
    weights: dict[str, float]
    contributions: dict[str, Array] | None
    warnings: list[Problem] = field(default_factory=list)


def average(framework: Framework, stage: Stage, step: Aggregate, variant: str, missing: str) -> Averages:
    """Totals of the units of ``stage``; the top is the only root group, or all roots taken together."""
    tree = _Tree(framework, stage, variant)
    columns = {code: stage.matrix[:, j] for j, code in enumerate(stage.codes)}
    left_out: dict[str, Flags] = {code: stage.left_out[:, j] for j, code in enumerate(stage.codes)}
    if step.method == "topsis":
        return _topsis(framework, stage, step, tree)
    warnings: list[Problem] = []
    powers: dict[str, float | None] = {}
    for group in tree.order:
        method = (step.groups or {}).get(group, step.method)
        options: dict[str, object] = {"missing": "rescale"}
        if method == "generalised":
            options["p"] = step.p
        members = tree.children[group]
        block = np.column_stack([columns[m] for m in members])
        shares = [tree.weight[m] for m in members]
        totals, found = aggregate(block, shares, method, **options)
        aside = np.column_stack([left_out[m] for m in members])
        if missing == "propagate":
            totals = np.where((np.isnan(block) & ~aside).any(axis=1), np.nan, totals)
        columns[group], left_out[group] = totals, np.logical_and.reduce(aside, axis=1)
        warnings.extend(p.kind(field=group or None, value=p.value, rule=p.rule, **p.params) for p in found)
        powers[group] = _power(method, step.p)
    contributions = None
    if None not in powers.values():
        contributions = _contributions(tree, columns, {g: p for g, p in powers.items() if p is not None})
    groups = {g: columns[g] for g in tree.order if g != TOP}
    return Averages(columns[tree.root], groups, tree.effective(), contributions, warnings)


def _power(method: str, p: float | None) -> float | None:
    """The exponent of a mean as a power mean; None for what is not one."""
    return {"arithmetic": 1.0, "geometric": 0.0, "harmonic": -1.0, "generalised": p}.get(method)


class _Tree:
    """Children of each group with their weights, groups ordered from the leaves up; TOP only if needed."""

    def __init__(self, framework: Framework, stage: Stage, variant: str) -> None:
        self.children: dict[str, list[str]] = {}
        self.weight: dict[str, float] = {}
        parents = {g.code: g.parent or TOP for g in framework.groups}
        used: set[str] = set()
        for code in stage.codes:
            indicator = framework.by_code[code]
            own = stage.weights[code] if stage.weights else float(indicator.weight(variant))
            self.weight[code] = own
            group = indicator.group or TOP
            self.children.setdefault(group, []).append(code)
            while group != TOP and group not in used:
                used.add(group)
                self.children.setdefault(parents[group], []).append(group)
                group = parents[group]
        self.order = self._ordered(TOP)
        summed = not framework.composite or stage.weights is not None
        for group in self.order:
            if group == TOP:
                continue
            if summed:
                self.weight[group] = sum(self.weight[c] for c in self.children[group])
            else:
                self.weight[group] = float(framework.groups_by_code[group].weight)
        top = self.children[TOP]
        self.root = top[0] if len(top) == 1 and top[0] in self.children else TOP
        if self.root != TOP:
            self.order.remove(TOP)

    def _ordered(self, group: str) -> list[str]:
        below = [g for c in self.children[group] if c in self.children for g in self._ordered(c)]
        return [*below, group]

    def effective(self) -> dict[str, float]:
        """The share of each indicator in the top, were all groups arithmetic; the shares sum to 1."""
        out: dict[str, float] = {}
        share = {self.root: 1.0}
        for group in reversed(self.order):
            whole = sum(self.weight[c] for c in self.children[group])
            for child in self.children[group]:
                share[child] = share[group] * self.weight[child] / whole
                if child not in self.children:
                    out[child] = share[child]
        return out


def _contributions(
    tree: _Tree, columns: Mapping[str, Array], powers: Mapping[str, float]
) -> dict[str, Array]:
    slope = {tree.root: np.ones_like(columns[tree.root])}
    out: dict[str, Array] = {}
    for group in reversed(tree.order):
        members = tree.children[group]
        known = np.column_stack([~np.isnan(columns[m]) for m in members])
        weights = np.array([tree.weight[m] for m in members]) * known
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = weights / weights.sum(axis=1, keepdims=True)
        for k, member in enumerate(members):
            with np.errstate(divide="ignore", invalid="ignore"):
                ratio = (columns[member] / columns[group]) ** (powers[group] - 1.0)
                step = np.where(columns[group] == 0, 0.0 if powers[group] != 1 else 1.0, ratio)
                slope[member] = slope[group] * shares[:, k] * step
                if member not in tree.children:
                    out[member] = slope[member] * columns[member]
    return out


def _topsis(framework: Framework, stage: Stage, step: Aggregate, tree: _Tree) -> Averages:
    shares = tree.effective()
    signs = stage.signs(framework)
    found = topsis(stage.matrix, [shares[c] for c in stage.codes], signs, normalisation=step.normalisation)
    return Averages(found.values, {}, shares, None, list(found.warnings))
