"""A framework is checked whole before it is used: names, units, lines, weights, tree, circles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from jiyue.engine.formula import Formula, Scope, comparable, define_formula, degree, evaluate
from jiyue.engine.formula.parse import EXPONENT, MAX_DEGREE
from jiyue.engine.index.dictionary import Dictionary
from jiyue.engine.index.framework import Framework, Indicator
from jiyue.engine.index.recipe import read_recipe
from jiyue.engine.messages import N_, Word
from jiyue.engine.numbers import Fraction, decimal_text
from jiyue.engine.problems import Problem, Refused, define
from jiyue.engine.units import dimension

DUPLICATE_CODE = define(
    "DUPLICATE_CODE",
    N_("The code {value} stands {count} times in the framework."),
    N_("Give each indicator and group a code of its own."),
)
ORPHAN = define(
    "ORPHAN",
    N_("{rule} belongs to {value}, which is not a group of this framework."),
    N_("Add the group, or correct the name. Groups: {groups}."),
)
CHILDLESS = define(
    "CHILDLESS",
    N_("The group {value} has no indicator below it."),
    N_("Remove the group, or put an indicator into it."),
)
CIRCLE = define(
    "CIRCLE",
    N_("The formulas go round in a circle: {value}."),
    N_("Break the circle: one of them must be written in measures alone."),
)
TOO_MANY = define(
    "FRAMEWORK_TOO_LARGE",
    N_("The framework is too large: {field} {value}, at most {limit}."),
    N_("Split it into several frameworks, or nest the groups less deeply."),
)
WEIGHTS_SUM = define(
    "FRAMEWORK_WEIGHTS_SUM",
    N_("The weights{variant} sum to {value}, not to {expected}."),
    N_("Correct the weights; they must sum to {expected} exactly over the scored indicators."),
)
NO_WEIGHT = define(
    "NO_WEIGHT",
    N_("{rule} is scored but has no weight{variant}."),
    N_("Give it a weight, or make it one that is shown only (score: none)."),
)
NO_LINES = define(
    "NO_LINES",
    N_("{rule} has no {field} line."),
    N_("Give the line as a number or a formula."),
)
LINES_AGAINST_DIRECTION = define(
    "LINES_AGAINST_DIRECTION",
    N_("{rule}: excellence {value} is easier than the standard {standard} although {direction} is better."),
    N_("Swap the two lines, or correct the direction."),
)
NO_DECIMALS = define(
    "NO_DECIMALS",
    N_("{rule} does not say to how many decimals its value is rounded."),
    N_("Give decimals, such as 2; gates and scores depend on it."),
)

HIGHER, LOWER = N_("higher"), N_("lower")
MAX_INDICATORS = 1000
MAX_LEVELS = 20


@dataclass(frozen=True)
class Compiled:
    """A framework with its formulas read: what an evaluation runs on."""

    framework: Framework
    scope: Scope
    dictionary: Dictionary
    formulas: dict[str, Formula]
    na_rules: dict[str, Formula]
    lines: dict[tuple[str, str], Formula]
    order: tuple[str, ...]


def compile_framework(framework: Framework, base: Dictionary) -> Compiled:
    """Read and check every formula of ``framework``; :class:`Refused` with all problems of the whole."""
    problems: list[Problem] = [*_codes(framework), *_tree(framework), *_recipe(framework)]
    scope = framework.scope(base)
    compiled = Compiled(framework, scope, framework.dictionary(base), {}, {}, {}, ())
    for indicator in framework.indicators:
        problems.extend(_formulas(compiled, indicator))
    order: tuple[str, ...] = ()
    if not problems:
        problems.extend(_lines(compiled))
        problems.extend(_weights(framework))
        try:
            order = _order(compiled)
            problems.extend(_degrees(compiled, order))
        except Refused as refused:
            problems.extend(refused.problems)
    if problems:
        raise Refused(problems)
    return Compiled(
        framework, scope, compiled.dictionary, compiled.formulas, compiled.na_rules, compiled.lines, order
    )


def _recipe(framework: Framework) -> Iterator[Problem]:
    if framework.recipe is None:
        return
    try:
        recipe = read_recipe(list(framework.recipe))
    except Refused as refused:
        yield from refused.problems
        return
    for step in recipe.steps:
        for group in getattr(step, "groups", None) or ():
            if group not in framework.groups_by_code:
                yield ORPHAN(
                    field="recipe", rule=step.name, value=group, groups=", ".join(framework.groups_by_code)
                )


def _degrees(compiled: Compiled, order: Sequence[str]) -> Iterator[Problem]:
    """The degree cap of one formula holds through the indicators that it names, too."""
    degrees: dict[str, int] = {}
    for code in order:
        degrees[code] = degree(compiled.formulas[code].tree, degrees)
        if degrees[code] > MAX_DEGREE:
            yield EXPONENT(field=f"{code}.formula", rule=code, size=degrees[code], limit=MAX_DEGREE)
            return


def _codes(framework: Framework) -> Iterator[Problem]:
    if len(framework.indicators) > MAX_INDICATORS:
        yield TOO_MANY(field="indicators", value=len(framework.indicators), limit=MAX_INDICATORS)
    for things in (framework.indicators, framework.groups):
        for code, count in Counter(x.code for x in things).items():
            if count > 1:
                yield DUPLICATE_CODE(field="code", value=code, count=count)
    shared = set(framework.by_code) & set(framework.groups_by_code)
    for code in sorted(shared):
        yield DUPLICATE_CODE(field="code", value=code, count=2)


def _tree(framework: Framework) -> Iterator[Problem]:
    groups = framework.groups_by_code
    known = ", ".join(groups)
    filled = set()
    for indicator in framework.indicators:
        if indicator.group is None:
            continue
        if indicator.group not in groups:
            yield ORPHAN(field="group", rule=indicator.code, value=indicator.group, groups=known)
        filled.add(indicator.group)
    for group in framework.groups:
        if group.parent is not None and group.parent not in groups:
            yield ORPHAN(field="parent", rule=group.code, value=group.parent, groups=known)
        seen, here = [group.code], group.parent
        while here in groups and here not in seen:
            seen.append(here)
            if group.code in filled:
                filled.add(here)
            here = groups[here].parent
        if len(seen) > MAX_LEVELS:
            yield TOO_MANY(field="parent", value=len(seen), limit=MAX_LEVELS)
        if here is not None and here in seen:
            yield CIRCLE(field="parent", value=" > ".join([*seen, here]))
    for group in framework.groups:
        if group.code not in filled:
            yield CHILDLESS(field="group", value=group.code)


def _formulas(compiled: Compiled, indicator: Indicator) -> Iterator[Problem]:
    """Fill the formulas of one indicator into ``compiled``; yields what is wrong with them."""
    asked = (
        ("formula", indicator.formula),
        ("na_rule", indicator.na_rule),
        ("standard", indicator.standard),
        ("excellence", indicator.excellence),
        ("ideal", indicator.ideal),
    )
    unit = indicator.unit
    if unit is not None:
        try:
            dimension(unit)
        except Refused as refused:
            unit = None
            for problem in refused.problems:
                yield _placed(problem, indicator.code, "unit")
    for field, source in asked:
        if source is None:
            continue
        try:
            formula = define_formula(
                source,
                compiled.scope,
                unit=unit if field == "formula" else None,
                truth=field == "na_rule",
                exact=not compiled.framework.composite,
            )
            if field in ("standard", "excellence", "ideal") and unit is not None:
                comparable(formula.tree, compiled.scope, unit)
        except Refused as refused:
            for problem in refused.problems:
                yield _placed(problem, indicator.code, field)
            continue
        if field == "formula":
            compiled.formulas[indicator.code] = formula
        elif field == "na_rule":
            compiled.na_rules[indicator.code] = formula
        else:
            compiled.lines[indicator.code, field] = formula


def _placed(problem: Problem, code: str, field: str) -> Problem:
    """``problem`` said of one field of one indicator."""
    return problem.kind(
        field=f"{code}.{field}",
        row=problem.row,
        column=problem.column,
        value=problem.value,
        rule=problem.rule or code,
        **problem.params,
    )


def _lines(compiled: Compiled) -> Iterator[Problem]:
    for indicator in compiled.framework.indicators:
        if compiled.framework.composite:
            continue
        needed: tuple[str, ...] = ()
        if indicator.score == "ideal_ratio" and indicator.scored:
            needed = ("ideal",)
        elif indicator.score == "lines" and indicator.type != "veto":
            needed = ("standard",) if indicator.type == "qual2" else ("standard", "excellence")
        for field in needed:
            if (indicator.code, field) not in compiled.lines:
                yield NO_LINES(field=field, rule=indicator.code)
        if indicator.decimals is None:
            yield NO_DECIMALS(field="decimals", rule=indicator.code)
        if indicator.gated:
            yield from _direction(compiled, indicator)


def _direction(compiled: Compiled, indicator: Indicator) -> Iterator[Problem]:
    lines = [compiled.lines.get((indicator.code, f)) for f in ("standard", "excellence")]
    if any(line is None or line.dependencies for line in lines):
        return
    standard, excellence = (constant(line) for line in lines if line)
    if standard is None or excellence is None:
        return
    against = excellence < standard if indicator.direction == "up" else excellence > standard
    if against:
        yield LINES_AGAINST_DIRECTION(
            field="excellence",
            rule=indicator.code,
            value=decimal_text(excellence),
            standard=decimal_text(standard),
            direction=Word(HIGHER if indicator.direction == "up" else LOWER),
        )


def constant(formula: Formula) -> Fraction | None:
    """The value of a formula that names nothing."""
    return evaluate(formula.tree, {}, 1)[0]


def _weights(framework: Framework) -> Iterator[Problem]:
    if framework.composite or framework.scoring is None:
        return
    scored = [i for i in framework.indicators if i.scored]
    for variant in framework.variants:
        where = f" ({variant})" if variant else ""
        lacking = [i for i in scored if not {variant, ""} & set(i.weights or ())]
        for indicator in lacking:
            yield NO_WEIGHT(field="weights", rule=indicator.code, variant=where)
        total = sum((i.weight(variant) for i in scored), Fraction(0))
        if not lacking and total != framework.scoring.total_weight:
            yield WEIGHTS_SUM(
                field="weights",
                value=decimal_text(total),
                variant=where,
                expected=decimal_text(framework.scoring.total_weight),
            )


def _order(compiled: Compiled) -> tuple[str, ...]:
    """Indicators so that each comes after those its formula names."""
    own = compiled.framework.by_code
    graph = {
        code: {
            d.code
            for f in (formula, compiled.na_rules.get(code))
            if f is not None
            for d in f.dependencies
            if d.code in own and d.code not in compiled.dictionary
        }
        for code, formula in compiled.formulas.items()
    }
    try:
        return tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise Refused(CIRCLE(field="formula", value=" > ".join(error.args[1]))) from None
