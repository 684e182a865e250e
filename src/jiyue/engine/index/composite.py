"""Composite indices in floats: a matrix of indicators through the steps of a recipe, up a tree of groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from jiyue.engine.formula import Dependency, column_name, expression
from jiyue.engine.index import recipe as steps
from jiyue.engine.index.denominate import denominate
from jiyue.engine.index.framework import Framework
from jiyue.engine.index.framework_check import Compiled
from jiyue.engine.index.impute import Imputation, impute
from jiyue.engine.index.methods import MAX, Array
from jiyue.engine.index.normalise import CONSTANT_COLUMN, normalise
from jiyue.engine.index.panel import Panel
from jiyue.engine.index.screen import screen
from jiyue.engine.index.treat import treat
from jiyue.engine.index.values import Column, Values
from jiyue.engine.index.weights import WEIGHTS_COUNT, ahp, combined, entropy, equal, relative
from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, Refused, define

NO_GROUP_COLUMN = define(
    "NO_GROUP_COLUMN",
    N_("The data have no column {value} to group by."),
    N_("Use one of the columns {known}, or another method of imputation."),
)
NO_DENOMINATOR = define(
    "NO_DENOMINATOR",
    N_("{field} is to be divided by {value}, for which the data have no figures."),
    N_("Add the column {value} to the data, or take the denominator out of the framework."),
)
NO_GOALPOSTS = define(
    "NO_GOALPOSTS",
    N_("{field} has no goalposts."),
    N_("Give goalposts {{lo, hi}} in the framework, or options lo and hi in the step normalise."),
)
NO_TARGET = define(
    "NO_TARGET",
    N_("{field} has no target."),
    N_("Give a target in the framework, or the option target in the step normalise."),
)
NO_GIVEN_WEIGHT = define(
    "NO_GIVEN_WEIGHT",
    N_("The step weight gives no weight for {field}."),
    N_("Give one for every indicator; 0 leaves it out."),
)
SCREENED_OUT = define(
    "SCREENED_OUT",
    N_("The unit {value} is left out: too few of its figures are there ({available})."),
    N_("Complete its data, or lower the threshold of the step screen."),
)
IMPUTED = define(
    "IMPUTED",
    N_("{count} missing cells of {field} were filled in by {rule}."),
    N_("Replace them with real figures where these can be had."),
)


@dataclass
class Stage:
    """The working data: ``matrix`` (units, indicators), NaN missing; ``rows`` are positions in the panel.

    ``left_out`` marks what is not applicable or tells nobody apart: its weight goes to the rest of its group.
    """

    rows: list[int]
    codes: list[str]
    matrix: Array
    raw: Array
    left_out: NDArray[np.bool_]
    marks: dict[tuple[int, str], list[str]] = field(default_factory=dict)
    warnings: list[Problem] = field(default_factory=list)
    weights: dict[str, float] | None = None
    bounds: tuple[float, float] | None = None
    turned: bool = False

    def mark(self, place: int, code: str, word: str) -> None:
        self.marks.setdefault((self.rows[place], code), []).append(word)

    def signs(self, framework: Framework) -> list[float]:
        """+1 or -1 a column; all +1 once normalising has turned the scores so that more is better."""
        down = {i.code for i in framework.indicators if i.direction == "down"}
        return [-1.0 if code in down and not self.turned else 1.0 for code in self.codes]

    def named(self, problems: Sequence[Problem], code: str) -> None:
        """Keep warnings, saying which indicator they are about."""
        for p in problems:
            rest = {k: v for k, v in p.params.items() if k != "position"}
            self.warnings.append(p.kind(field=code, value=p.value, rule=p.rule, **rest))


def floats(column: Column) -> Array:
    """Exact figures as float64, NaN for missing and for what is beyond any float."""
    return np.array([np.nan if v is None or abs(v) > MAX else float(v) for v in column], dtype=np.float64)


def first_stage(compiled: Compiled, values: Values, panel: Panel, kinds: Sequence[str]) -> Stage:
    """The indicators of the ranked units as floats: exact values of an official framework, else in bulk."""
    framework = compiled.framework
    rows = [i for i, u in enumerate(panel.units) if u.kind in kinds]
    chosen = [i for i in framework.indicators if i.scored]
    codes = [i.code for i in chosen]
    if framework.composite:
        columns = _bulk(compiled, values, codes)
        left_out = np.zeros((len(rows), len(codes)), dtype=bool)
    else:
        found = [values.indicator(code) for code in codes]
        columns = [floats(column.rounded) for column in found]
        left_out = np.array([[column.applicable[i] is False for column in found] for i in rows])
    matrix = np.column_stack(columns)[rows]
    return Stage(rows, codes, matrix, matrix, left_out.reshape(matrix.shape))


def _bulk(compiled: Compiled, values: Values, codes: Sequence[str]) -> list[Array]:
    needed: dict[str, Dependency] = {
        column_name(d): d for code in codes for d in compiled.formulas[code].dependencies
    }
    frame = pl.DataFrame({name: floats(values.column(d)) for name, d in needed.items()}).fill_nan(None)
    out = frame.select([expression(compiled.formulas[code].tree).alias(code) for code in codes])
    return [out[code].cast(pl.Float64).fill_null(np.nan).to_numpy() for code in codes]


class Runner:
    """Runs the steps of a recipe that come before aggregation."""

    def __init__(self, compiled: Compiled, values: Values, panel: Panel, variant: str) -> None:
        self.framework: Framework = compiled.framework
        self.variant = variant
        self.values = values
        self.panel = panel

    def run(self, stage: Stage, step: steps.Step) -> None:
        """Change ``stage`` as ``step`` says."""
        action: Any = getattr(self, step.name, None)
        if action is not None:
            action(stage, step)

    def denominate(self, stage: Stage, step: steps.Denominate) -> None:
        problems = []
        out = stage.matrix.copy()
        for j, code in enumerate(stage.codes):
            name = self.framework.by_code[code].denominator
            if name is None:
                continue
            sizes = floats(self.values.column(Dependency(name)))[stage.rows]
            if np.isnan(sizes).all():
                problems.append(NO_DENOMINATOR(field=code, value=name))
                continue
            out[:, j], warnings = denominate(out[:, j], sizes, scale=step.scale)
            stage.named(warnings, code)
        if problems:
            raise Refused(problems)
        stage.matrix = out

    def impute(self, stage: Stage, step: steps.Impute) -> None:
        known = self.panel.attributes
        if step.group is not None and step.group not in known:
            raise Refused(NO_GROUP_COLUMN(field="group", value=step.group, known=", ".join(known) or "-"))
        groups = None if step.group is None else [known[step.group][i] or None for i in stage.rows]
        other_years = self._other_years(stage) if step.method == "panel" else []
        out = stage.matrix.copy()
        for j, code in enumerate(stage.codes):
            if not np.isnan(out[:, j]).any():
                continue
            if step.method == "panel":
                found = self._along_years(stage, j, other_years, step)
            else:
                found = impute(out[:, j], step.method, groups=groups)
            out[:, j] = found.values
            stage.named(found.warnings, code)
            for place in np.flatnonzero(found.filled):
                stage.mark(int(place), code, "imputed")
            if found.filled.any():
                stage.warnings.append(IMPUTED(field=code, count=int(found.filled.sum()), rule=step.method))
        stage.matrix = out

    def _other_years(self, stage: Stage) -> list[tuple[int, Array]]:
        """The same units and indicators in every other year of the panel."""
        kinds = {self.panel.units[i].kind for i in stage.rows}
        found = []
        for year in self.panel.years:
            if year != self.values.year:
                other = Values(self.values.compiled, self.panel, year)
                whole = first_stage(self.values.compiled, other, self.panel, tuple(kinds))
                places = {row: k for k, row in enumerate(whole.rows)}
                found.append((year, whole.matrix[[places[row] for row in stage.rows]]))
        return found

    def _along_years(
        self, stage: Stage, j: int, other_years: Sequence[tuple[int, Array]], step: steps.Impute
    ) -> Imputation:
        count = len(stage.rows)
        own = 0 if self.values.year is None else self.values.year
        columns = [stage.matrix[:, j], *(matrix[:, j] for _, matrix in other_years)]
        years = np.repeat([own, *(year for year, _ in other_years)], count)
        units = list(range(count)) * len(columns)
        found = impute(np.concatenate(columns), "panel", units=units, years=years, series=step.series)
        return Imputation(found.values[:count], found.filled[:count], found.warnings)

    def screen(self, stage: Stage, step: steps.Screen) -> None:
        if step.availability is not None and step.nonzero is not None:
            found = screen(stage.matrix, "both", available=step.availability, nonzero=step.nonzero)
        elif step.availability is not None:
            found = screen(stage.matrix, "missing", available=step.availability)
        else:
            found = screen(stage.matrix, "zeros", nonzero=step.nonzero)
        for place in np.flatnonzero(~found.included):
            unit = self.panel.units[stage.rows[place]].code
            stage.warnings.append(
                SCREENED_OUT(field="unit", value=unit, available=f"{found.available[place]:.4g}")
            )
        stage.rows = [row for row, keep in zip(stage.rows, found.included, strict=True) if keep]
        stage.matrix = stage.matrix[found.included]
        stage.raw = stage.raw[found.included]
        stage.left_out = stage.left_out[found.included]

    def treat(self, stage: Stage, step: steps.Treat) -> None:
        out = stage.matrix.copy()
        for j, code in enumerate(stage.codes):
            treatment = treat(out[:, j], "skew_kurt_rule", **step.method())
            stage.named(treatment.warnings, code)
            for place in np.flatnonzero(treatment.marks != ""):
                stage.mark(int(place), code, str(treatment.marks[place]))
            out[:, j] = treatment.values
        stage.matrix = out

    def normalise(self, stage: Stage, step: steps.Normalise) -> None:
        out = np.empty_like(stage.matrix)
        problems: list[Problem] = []
        for j, code in enumerate(stage.codes):
            indicator = self.framework.by_code[code]
            options = dict(step.options)
            if step.method == "goalposts" and indicator.goalposts is not None:
                posts = indicator.goalposts
                options = {
                    "lo": float(posts.lo),
                    "hi": float(posts.hi),
                    "cap": posts.cap,
                    "log": posts.log,
                    **options,
                }
            elif step.method == "goalposts" and not {"lo", "hi"} <= set(options):
                problems.append(NO_GOALPOSTS(field=code))
                continue
            if step.method == "dist2targ" and "target" not in options:
                if indicator.target is None:
                    problems.append(NO_TARGET(field=code))
                    continue
                options["target"] = float(indicator.target)
            direction = 1.0 if indicator.direction == "up" else -1.0
            out[:, j], warnings = normalise(stage.matrix[:, j], step.method, direction, **options)
            stage.named(warnings, code)
            if any(w.kind is CONSTANT_COLUMN for w in warnings):
                stage.left_out[:, j] = True
        if problems:
            raise Refused(problems)
        stage.matrix = out
        stage.turned = True
        given = [self.framework.by_code[c].goalposts for c in stage.codes]
        capped = step.options.get("cap") == "both" or all(p is not None and p.cap == "both" for p in given)
        if step.method == "minmax" or (step.method == "goalposts" and capped):
            low, high = sorted(step.as_dict()["normalise"]["to"])
            stage.bounds = (float(low), float(high))

    def weight(self, stage: Stage, step: steps.Weight) -> None:
        if step.method == "framework":
            return
        own = [float(self.framework.by_code[c].weight(self.variant)) for c in stage.codes]
        if step.method == "equal":
            found = equal(len(stage.codes))
        elif step.method == "given":
            found = relative([self._given(step, code) for code in stage.codes])
        elif step.method == "ahp":
            if len(step.judgements or ()) != len(stage.codes):
                size, count = len(step.judgements or ()), len(stage.codes)
                raise Refused(WEIGHTS_COUNT(field="judgements", value=size, count=count))
            answer = ahp(step.judgements or (), method=str(step.variant))
            stage.warnings.extend(answer.warnings)
            found = answer.weights
        else:
            found = self._entropy(stage, step)
            if step.method == "combined":
                found = combined(own, found, share=step.share or 0.0)
        stage.weights = dict(zip(stage.codes, map(float, found), strict=True))

    def _given(self, step: steps.Weight, code: str) -> float:
        weight = (step.weights or {}).get(code)
        if weight is None:
            raise Refused(NO_GIVEN_WEIGHT(field=code, rule="weight"))
        return float(weight)

    def _entropy(self, stage: Stage, step: steps.Weight) -> Array:
        try:
            return entropy(
                stage.matrix, stage.signs(self.framework), variant=str(step.variant), shift=step.shift
            ).weights
        except Refused as refused:
            raise Refused(self._placed(p, stage.codes) for p in refused.problems) from None

    def _placed(self, problem: Problem, codes: Sequence[str]) -> Problem:
        """``problem`` of the indicator at ``position``, said of its code."""
        params = dict(problem.params)
        position = params.pop("position", None)
        code = problem.field if position is None else codes[position]
        return problem.kind(field=code, row=problem.row, value=problem.value, rule=problem.rule, **params)
