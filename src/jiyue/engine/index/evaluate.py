"""One evaluation: a framework on a panel in a year and variant by a recipe, whole and replayable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from jiyue.engine.collector import collector_paused
from jiyue.engine.formula import kind_word
from jiyue.engine.index import recipe as steps
from jiyue.engine.index.average import Averages, average
from jiyue.engine.index.composite import Runner, Stage, first_stage
from jiyue.engine.index.data import read_panel
from jiyue.engine.index.dictionary import Dictionary, default_dictionary
from jiyue.engine.index.framework import Framework
from jiyue.engine.index.framework_check import Compiled, compile_framework
from jiyue.engine.index.methods import Array
from jiyue.engine.index.official import rank, score_units
from jiyue.engine.index.panel import Panel, own_kinds
from jiyue.engine.index.recipe import OFFICIAL, Aggregate, Normalise, Rank, Recipe, read_recipe
from jiyue.engine.index.result import Evaluation, IndicatorResult, State, UnitResult
from jiyue.engine.index.values import Values
from jiyue.engine.messages import N_, current_language
from jiyue.engine.numbers import decimal_text
from jiyue.engine.problems import Problem, Refused, define
from jiyue.engine.rulebook import UNVERIFIED

OWN = "own"
"""Stands for the variant that each unit names itself."""
YEAR_ABSENT = define(
    "YEAR_ABSENT",
    N_("The data hold nothing for the year {value}; they hold {known}."),
    N_("Choose one of these years, or add the rows of that year."),
)
UNKNOWN_VARIANT = define(
    "UNKNOWN_VARIANT",
    N_("The framework has no variant {value}."),
    N_("Choose one of {known}."),
)
NOTHING_TO_RANK = define(
    "NOTHING_TO_RANK",
    N_("The data hold no unit of kind {value}, which this framework evaluates; they hold {known}."),
    N_("Correct the column kind, or take a framework for these units."),
)
NO_LINES_AT_ALL = define(
    "RECIPE_NEEDS_AGGREGATE",
    N_("The framework {value} has no lines to score against, and the recipe does not aggregate."),
    N_("Add the steps normalise and aggregate to the recipe."),
)
UNVERIFIED_FRAMEWORK = define(
    "UNVERIFIED_FIGURES",
    N_("{count} of {total} indicators of {value} rest on lines or weights not verified: {codes}."),
    N_("Take the result as provisional; confirm a figure by the document and page that state it."),
)
FRAMEWORK_EXPIRED = define(
    "FRAMEWORK_EXPIRED",
    N_("The framework {value} is not in force at the end of {year}; it holds for {span}."),
    N_("Take the version that was in force in that year, or evaluate another year."),
)
NO_ANCESTOR = define(
    "NO_ANCESTOR",
    N_("{count} units have no {kind} in the data, to which {codes} refer: missing there."),
    N_("Add a row for the {kind} and write its code into the column parent."),
)
ONE_UNIT = define(
    "ONE_UNIT",
    N_("There is one unit only, so relative scores say nothing about it."),
    N_("Add the units it is to be compared with."),
)
LABEL = define(
    "FRAMEWORK_LABEL",
    N_("{label}"),
    N_("Say so wherever the result is shown."),
)

DEFAULT_COMPOSITE = Recipe(
    (Normalise("minmax", options={"to": [0.0, 100.0]}), Aggregate("arithmetic"), Rank())
)


def evaluate_file(
    data: Path | str,
    framework: Framework,
    *,
    year: int | None = None,
    variant: str | None = None,
    recipe: Recipe | None = None,
    upto: str | None = None,
    dictionary: Dictionary | None = None,
) -> tuple[Evaluation, Panel, Compiled]:
    """Read ``data`` and evaluate it; also the panel and the compiled framework, for a package."""
    compiled = compile_framework(framework, dictionary or default_dictionary())
    panel = read_panel(data, compiled.scope, compiled.dictionary, framework.kinds)
    return evaluate(compiled, panel, year=year, variant=variant, recipe=recipe, upto=upto), panel, compiled


def evaluate(
    compiled: Compiled,
    panel: Panel,
    *,
    year: int | None = None,
    variant: str | None = None,
    recipe: Recipe | None = None,
    upto: str | None = None,
) -> Evaluation:
    """Evaluate the units of the framework's kind.

    ``year`` defaults to the latest; ``variant`` "own" takes the weights of each unit's own type, which stands
    in the attribute ``variant`` of the panel; ``upto`` stops after a step and gives its data instead of
    results. Raises :class:`Refused`; what is missing is said in the result, never guessed.
    """
    framework = compiled.framework
    chosen = _variant(framework, variant)
    kinds = own_kinds(panel, framework.kinds, _kinds_of_measures(compiled))
    year = _year(panel, year, kinds)
    _in_force(framework, year)
    if not any(u.kind in kinds for u in panel.units):
        known = ", ".join(sorted({u.kind or "-" for u in panel.units}))
        raise Refused(NOTHING_TO_RANK(field="kind", value=", ".join(kinds), known=known))
    recipe = named(recipe or default_recipe(framework), framework)
    if upto is not None:
        recipe = recipe.upto(upto)
    base = Evaluation(framework.code, framework.version, framework.hash, year, chosen, ())
    if recipe.official and not framework.composite:
        with collector_paused():
            results, values = score_units(compiled, panel, year, _variants(framework, panel, chosen), kinds)
        results = _plain(results, recipe)
        warnings = [*panel.warnings, *_warnings(compiled, values, kinds)]
        if upto is not None and not recipe.has("rank"):
            stage = {r.unit: {c: _float(x.score) for c, x in r.indicators.items()} for r in results}
            return replace(base, stage=stage, warnings=tuple(warnings), steps=tuple(recipe.as_list()))
        return replace(base, results=results, warnings=tuple(warnings), steps=tuple(recipe.as_list()))
    return _composite(base, compiled, panel, recipe, kinds, upto)


def default_recipe(framework: Framework) -> Recipe:
    """The framework's own recipe; else scoring by lines, or min-max and arithmetic means for a tree."""
    if framework.recipe is not None:
        return read_recipe(list(framework.recipe))
    return DEFAULT_COMPOSITE if framework.composite else OFFICIAL


def named(recipe: Recipe, framework: Framework) -> Recipe:
    """``recipe`` with nothing left to a default: ranks last, and the treatment of missing scores named.

    A tree follows COINr (rescale), the others give no total (propagate).
    """
    out: list[steps.Step] = []
    for step in recipe.steps:
        if isinstance(step, Aggregate) and step.missing is None:
            step = replace(step, missing="rescale" if framework.composite else "propagate")
        out.append(step)
    result = Recipe(tuple(out))
    totals = result.has("score") or result.has("aggregate")
    return result if result.has("rank") or not totals else Recipe((*result.steps, Rank()))


def _year(panel: Panel, year: int | None, kinds: Sequence[str]) -> int | None:
    own = [i for i, u in enumerate(panel.units) if u.kind in kinds]
    years = panel.years_of(own)
    if year is None:
        return years[-1] if years else None
    if year not in years:
        raise Refused(YEAR_ABSENT(field="year", value=year, known=", ".join(map(str, years)) or "-"))
    return year


def _in_force(framework: Framework, year: int | None) -> None:
    """Refuse a framework outside its validity at the end of the assessment year."""
    if year is None:
        return
    end = f"{year}-12-31"
    late = framework.valid_to is not None and framework.valid_to < end
    if late or (framework.valid_from is not None and framework.valid_from > end):
        span = f"{framework.valid_from or '...'} - {framework.valid_to or '...'}"
        raise Refused(FRAMEWORK_EXPIRED(field="framework", value=framework.code, year=year, span=span))


def _kinds_of_measures(compiled: Compiled) -> tuple[str, ...]:
    """The kinds of unit that every measure of the formulas is for; empty where nothing says."""
    lines = [
        compiled.dictionary.get(d.code)
        for f in compiled.formulas.values()
        for d in f.dependencies
        if not d.kind
    ]
    named = [set(line.unit_kinds) for line in lines if line is not None and any(line.unit_kinds)]
    return tuple(sorted(set.intersection(*named))) if named else ()


def _variants(framework: Framework, panel: Panel, chosen: str) -> list[str]:
    """The variant of each unit of the panel; a unit that names none has the usual one."""
    if chosen != OWN:
        return [chosen] * len(panel.units)
    named = panel.attributes.get("variant", [""] * len(panel.units))
    return [_variant(framework, name or None) for name in named]


def _variant(framework: Framework, variant: str | None) -> str:
    if variant is None:
        return framework.default_variant()
    if variant == OWN and not framework.composite and framework.variants != ("",):
        return OWN
    if variant not in framework.variants:
        if framework.variants == ("",):
            return ""
        raise Refused(UNKNOWN_VARIANT(field="variant", value=variant, known=", ".join(framework.variants)))
    return variant


def _plain(results: tuple[UnitResult, ...], recipe: Recipe) -> tuple[UnitResult, ...]:
    """Without the gates that the recipe does not ask for."""
    if recipe.has("gate"):
        return results
    return tuple(replace(r, standard=None, excellence=None) for r in results)


def _float(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]


def _warnings(compiled: Compiled, values: Values, kinds: Sequence[str]) -> list[Problem]:
    framework = compiled.framework
    out: list[Problem] = []
    if framework.label("en"):
        out.append(LABEL(field="framework", value=framework.code, label=framework.label(current_language())))
    loose = [i.code for i in framework.indicators if not i.verified]
    scoring = framework.scoring
    if scoring is not None and not scoring.verified:
        points = f"{decimal_text(scoring.standard_points)} / {decimal_text(scoring.full_points)}"
        source = scoring.where(current_language())
        out.append(UNVERIFIED(field="rule", value="scoring", figure=points, source=source))
    if loose and (framework.source or not framework.composite):
        codes = ", ".join(loose)
        out.append(
            UNVERIFIED_FRAMEWORK(
                field="framework",
                value=framework.code,
                count=len(loose),
                total=len(framework.indicators),
                codes=codes,
            )
        )
    asked: dict[str, set[str]] = {}
    for code, formula in [*compiled.formulas.items(), *((c, f) for (c, _), f in compiled.lines.items())]:
        for needed in formula.dependencies:
            if needed.kind:
                asked.setdefault(needed.kind, set()).add(code)
    units = [i for i, u in enumerate(values.panel.units) if u.kind in kinds]
    for kind, codes_asked in sorted(asked.items()):
        ancestors = values.panel.ancestors(kind)
        count = sum(1 for i in units if ancestors[i] is None)
        if count:
            out.append(
                NO_ANCESTOR(
                    field="parent", kind=kind_word(kind), count=count, codes=", ".join(sorted(codes_asked))
                )
            )
    out.extend(values.measures.warnings(_used(compiled, kinds)))
    return out


def _used(compiled: Compiled, kinds: Sequence[str]) -> dict[str, set[str]]:
    """The measures that the result rests on: of the ranked kinds, and of the ancestors referred to."""
    formulas = [*compiled.formulas.values(), *compiled.na_rules.values()]
    used: dict[str, set[str]] = {kind: {d.code for f in formulas for d in f.dependencies} for kind in kinds}
    below: dict[str, set[str]] = {}
    for code in compiled.order:
        needed = compiled.formulas[code].dependencies
        below[code] = {m for d in needed for m in below.get(d.code, {d.code})}
    for formula in [*formulas, *compiled.lines.values()]:
        for d in formula.dependencies:
            if d.kind:
                used.setdefault(d.kind, set()).update(below.get(d.code, {d.code}))
    return used


def _composite(
    base: Evaluation,
    compiled: Compiled,
    panel: Panel,
    recipe: Recipe,
    kinds: Sequence[str],
    upto: str | None,
) -> Evaluation:
    framework = compiled.framework
    step = next((s for s in recipe.steps if isinstance(s, Aggregate)), None)
    if step is None and upto is None:
        raise Refused(NO_LINES_AT_ALL(field="recipe", value=framework.code))
    values = Values(compiled, panel, base.year)
    stage = first_stage(compiled, values, panel, kinds)
    runner = Runner(compiled, values, panel, base.variant)
    for each in recipe.steps:
        runner.run(stage, each)
    warnings = [*panel.warnings, *_warnings(compiled, values, kinds), *stage.warnings]
    if len(stage.rows) == 1:
        warnings.append(ONE_UNIT(field="unit", value=panel.units[stage.rows[0]].code))
    base = replace(base, steps=tuple(recipe.as_list()))
    if step is None:
        return replace(base, stage=_stage_data(stage, panel), warnings=tuple(warnings))
    averages = average(framework, stage, step, base.variant, step.missing or "propagate")
    warnings.extend(averages.warnings)
    if upto is not None and upto != "rank":
        data = _stage_data(stage, panel, averages)
        return replace(base, stage=data, warnings=tuple(warnings))
    lower, upper = _bounds(framework, stage, step, base.variant, averages)
    results = rank(_results(framework, panel, stage, averages, lower, upper))
    return replace(base, results=results, warnings=tuple(warnings))


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _stage_data(
    stage: Stage, panel: Panel, averages: Averages | None = None
) -> dict[str, dict[str, float | None]]:
    out = {}
    for place, row in enumerate(stage.rows):
        values = {code: _known(stage.matrix[place, j]) for j, code in enumerate(stage.codes)}
        if averages is not None:
            values.update({g: _known(column[place]) for g, column in averages.groups.items()})
        out[panel.units[row].code] = values
    return out


def _bounds(
    framework: Framework, stage: Stage, step: steps.Aggregate, variant: str, averages: Averages
) -> tuple[Array, Array]:
    """Lower and upper totals: missing scores at the ends of a bounded scale; NaN where there is no scale."""
    if stage.bounds is None or averages.contributions is None:
        return averages.total, averages.total
    ends = []
    for end in stage.bounds:
        gaps = np.isnan(stage.matrix) & ~stage.left_out
        filled = replace(stage, matrix=np.where(gaps, end, stage.matrix), marks={}, warnings=[])
        ends.append(average(framework, filled, step, variant, "propagate").total)
    known = ~np.isnan(averages.total)
    return (np.where(known, averages.total, ends[0]), np.where(known, averages.total, ends[1]))


def _state(score: float | None, left_out: bool) -> State:
    if left_out:
        return "not_applicable"
    return "missing" if score is None else "ok"


def _results(
    framework: Framework, panel: Panel, stage: Stage, averages: Averages, lower: Array, upper: Array
) -> list[UnitResult]:
    out = []
    for place, row in enumerate(stage.rows):
        unit = panel.units[row]
        indicators = {}
        for j, code in enumerate(stage.codes):
            share = None if averages.contributions is None else _known(averages.contributions[code][place])
            score = _known(stage.matrix[place, j])
            value = _known(stage.raw[place, j])
            indicators[code] = IndicatorResult(
                value=value,
                full=value,
                score=score,
                level=None,
                state=_state(score, bool(stage.left_out[place, j])),
                weight=averages.weights[code],
                contribution=share,
                marks=tuple(stage.marks.get((row, code), ())),
            )
        out.append(
            UnitResult(
                unit=unit.code,
                name=unit.name,
                kind=unit.kind,
                total=_known(averages.total[place]),
                lower=_known(lower[place]),
                upper=_known(upper[place]),
                rank=None,
                standard=None,
                excellence=None,
                vetoes={},
                groups={g: _known(column[place]) for g, column in averages.groups.items()},
                indicators=indicators,
            )
        )
    return out
