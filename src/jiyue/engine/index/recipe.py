"""A recipe: the ordered list of frozen, typed steps that turns measures into a ranked result.

Written and read as YAML; a result is its recipe and can be replayed. Every variant is named in the recipe
that a result keeps, also where the caller left it to the default.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from jiyue.engine.index.aggregate import AGGREGATIONS
from jiyue.engine.index.impute import IMPUTATIONS
from jiyue.engine.index.methods import find, select
from jiyue.engine.index.normalise import NORMALISATIONS
from jiyue.engine.index.treat import TREATMENTS
from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, Refused, define

BAD_STEP = define(
    "BAD_STEP",
    N_("Step {row} of the recipe cannot be read: {value}."),
    N_("Write a list such as - normalise: {{method: minmax, to: [0, 100]}}; the steps are {known}."),
)
BAD_OPTION = define(
    "BAD_OPTION",
    N_("The step {rule} has no option {value}."),
    N_("Its options are {known}."),
)
BAD_OPTION_VALUE = define(
    "BAD_OPTION_VALUE",
    N_("The option {field} of the step {rule} cannot be {value}."),
    N_("Give {known}."),
)
STEP_ORDER = define(
    "STEP_ORDER",
    N_("The step {value} cannot come after {before}."),
    N_("Keep the order {known}, each step once."),
)
STEP_MIXED = define(
    "STEP_MIXED",
    N_("A recipe cannot hold both score and {value}."),
    N_("Score against lines (score, gate, rank), or normalise and aggregate, not both."),
)
UNKNOWN_STEP = define(
    "UNKNOWN_STEP",
    N_("The recipe has no step {value} to stop at."),
    N_("Its steps are {known}."),
)


@dataclass(frozen=True)
class Step:
    """One step; subclasses name their options as fields."""

    name: ClassVar[str]

    def check(self) -> None:
        """Refuse options that do not fit together."""

    def as_dict(self) -> dict[str, Any]:
        options = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}
        return {
            self.name: {
                k: list(v) if isinstance(v, tuple) else v for k, v in options.items() if v is not None
            }
        }


@dataclass(frozen=True)
class Denominate(Step):
    """Divide each indicator that names a denominator by it, times ``scale``."""

    name: ClassVar[str] = "denominate"
    scale: float = 1.0


@dataclass(frozen=True)
class Impute(Step):
    """Fill missing cells by a named method.

    ``group`` is the column of labels for the group methods; ``series`` how ``panel`` goes along the years.
    """

    method: str
    name: ClassVar[str] = "impute"
    group: str | None = None
    series: str | None = None

    def check(self) -> None:
        select(IMPUTATIONS, self.method, {} if self.series is None else {"series": self.series})
        if self.method.startswith("group_") and not isinstance(self.group, str):
            raise Refused(_wrong(self, "group", self.group, "a column of the data"))


@dataclass(frozen=True)
class Screen(Step):
    """Leave out units with too few values (``availability``) or too many zeros (``nonzero``)."""

    name: ClassVar[str] = "screen"
    availability: float | None = None
    nonzero: float | None = None

    def check(self) -> None:
        for field in ("availability", "nonzero"):
            share = getattr(self, field)
            if share is not None and not (_is_number(share) and 0 <= share <= 1):
                raise Refused(_wrong(self, field, share, "0 to 1"))
        if self.availability is None and self.nonzero is None:
            raise Refused(_wrong(self, "availability", None, "0 to 1"))


@dataclass(frozen=True)
class Treat(Step):
    """Winsorise at most ``winsorise_max`` points, then transform, where skew and kurtosis stay too high."""

    name: ClassVar[str] = "treat"
    winsorise_max: int = 5
    skew: float = 2.0
    kurtosis: float = 3.5
    then: str = "log_CT"

    def check(self) -> None:
        self.method()

    def method(self) -> dict[str, Any]:
        """The parameters of the rule of skewness and kurtosis."""
        then = "log_CT" if self.then == "log" else self.then
        options = {"winmax": self.winsorise_max, "skew": self.skew, "kurt": self.kurtosis, "then": then}
        return select(TREATMENTS, "skew_kurt_rule", options)[1]


@dataclass(frozen=True)
class Normalise(Step):
    """Bring every indicator onto one scale; ``options`` are the parameters of the method."""

    method: str
    name: ClassVar[str] = "normalise"
    options: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def check(self) -> None:
        own = {"goalposts": ("lo", "hi", "cap", "log"), "dist2targ": ("target",)}.get(self.method, ())
        method = find(NORMALISATIONS, self.method)
        try:
            method.check(self.options)
        except Refused as refused:
            left = [p for p in refused.problems if p.field not in own]
            if left:
                raise Refused(left) from None

    def as_dict(self) -> dict[str, Any]:
        defaults = {k: p.default for k, p in NORMALISATIONS[self.method].parameters.items() if not p.required}
        if self.method == "goalposts":
            defaults = {"to": defaults["to"]}
        options = {**defaults, **self.options}
        return {
            self.name: {
                "method": self.method,
                **{k: list(v) if isinstance(v, tuple) else v for k, v in options.items()},
            }
        }


@dataclass(frozen=True)
class Weight(Step):
    """Set the weights of the indicators by a named method.

    ``framework`` its own; ``equal``; ``given`` by ``weights`` {code: weight}; ``entropy`` by ``variant``
    minmax or raw; ``ahp`` from ``judgements``, a square table in the order of the indicators, by ``variant``
    eigenvector or geometric_mean; ``combined``: ``share`` x the framework's + (1 - ``share``) x entropy.
    """

    method: str
    name: ClassVar[str] = "weight"
    variant: str | None = None
    shift: float = 0.0
    weights: Mapping[str, float] | None = None
    judgements: Sequence[Sequence[float]] | None = None
    share: float | None = None

    def check(self) -> None:
        find(WEIGHT_METHODS, self.method)
        variants = WEIGHT_METHODS[self.method]
        if variants and self.variant not in variants:
            raise Refused(_wrong(self, "variant", self.variant, ", ".join(variants)))
        if self.method == "given" and not isinstance(self.weights, dict):
            raise Refused(_wrong(self, "weights", self.weights, "{code: weight}"))
        if self.method == "ahp" and not _is_table(self.judgements):
            raise Refused(_wrong(self, "judgements", self.judgements, "[[1, 3], [0.333, 1]]"))
        if self.method == "combined" and not (_is_number(self.share) and 0 <= (self.share or 0) <= 1):
            raise Refused(_wrong(self, "share", self.share, "0 to 1"))


@dataclass(frozen=True)
class Aggregate(Step):
    """Average up the tree; ``groups`` names another method for single groups.

    ``missing``: ``rescale`` leaves missing scores out, ``propagate`` leaves the unit without a total. With
    ``topsis`` all indicators are taken at once and ``normalisation`` says how.
    """

    method: str
    name: ClassVar[str] = "aggregate"
    missing: Literal["rescale", "propagate"] | None = None
    p: float | None = None
    normalisation: str | None = None
    groups: Mapping[str, str] | None = None

    def check(self) -> None:
        if self.missing not in (None, "rescale", "propagate"):
            raise Refused(_wrong(self, "missing", self.missing, "rescale, propagate"))
        if self.method == "topsis":
            if self.normalisation not in ("none", "vector", "minmax"):
                raise Refused(_wrong(self, "normalisation", self.normalisation, "none, vector, minmax"))
            return
        if not isinstance(self.groups, dict | None):
            raise Refused(_wrong(self, "groups", self.groups, "{group: method}"))
        for method in (self.method, *(self.groups or {}).values()):
            find(AGGREGATIONS, method)
        if self.method == "generalised" and not _is_number(self.p):
            raise Refused(_wrong(self, "p", self.p, "a number"))


@dataclass(frozen=True)
class Score(Step):
    """Score exact values against the framework's lines."""

    name: ClassVar[str] = "score"


@dataclass(frozen=True)
class Gate(Step):
    """Judge standard met and excellence, apart from the total."""

    name: ClassVar[str] = "gate"


@dataclass(frozen=True)
class Rank(Step):
    """Rank by total, descending; equal totals share a rank and the next is skipped."""

    name: ClassVar[str] = "rank"


STEPS: dict[str, type[Step]] = {
    step.name: step
    for step in (Denominate, Impute, Screen, Treat, Normalise, Weight, Aggregate, Score, Gate, Rank)
}
KNOWN = ", ".join(STEPS)
PLACE = {
    name: 0 if name in ("denominate", "impute", "screen", "treat") else i for i, name in enumerate(STEPS)
}
"""Where a step stands; the four that prepare the data may come in any order before the others."""


WEIGHT_METHODS: dict[str, tuple[str, ...]] = {
    "framework": (),
    "equal": (),
    "given": (),
    "entropy": ("minmax", "raw"),
    "ahp": ("eigenvector", "geometric_mean"),
    "combined": ("minmax", "raw"),
}
"""The methods of the step weight, with the variants that each must name."""


def _is_table(value: object) -> bool:
    rows = value if isinstance(value, list) and value else [None]
    return all(isinstance(r, list) and len(r) == len(rows) and all(map(_is_number, r)) for r in rows)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _wrong(step: Step, field: str, value: object, known: str) -> Problem:
    return BAD_OPTION_VALUE(field=field, value=value, rule=step.name, known=known)


@dataclass(frozen=True)
class Recipe:
    """Steps in their order. :attr:`official` recipes score exact values; the others work in floats."""

    steps: tuple[Step, ...]

    @property
    def official(self) -> bool:
        return any(isinstance(s, Score) for s in self.steps)

    def has(self, name: str) -> bool:
        return any(s.name == name for s in self.steps)

    def upto(self, name: str) -> Recipe:
        """The recipe as far as the step ``name``, that one included."""
        names = [s.name for s in self.steps]
        if name not in names:
            raise Refused(UNKNOWN_STEP(field="upto", value=name, known=", ".join(names)))
        return Recipe(self.steps[: names.index(name) + 1])

    def replacing(self, *steps: Step) -> Recipe:
        """This recipe with steps of the same names replaced, or put in at their place in the order."""
        given = {s.name: s for s in steps}
        out = [given.pop(s.name, s) for s in self.steps]
        if {"normalise", "aggregate"} & {s.name for s in steps}:
            out = [s for s in out if s.name not in ("score", "gate")]
        return Recipe(tuple(sorted([*out, *given.values()], key=lambda s: PLACE[s.name])))

    def as_list(self) -> list[dict[str, Any]]:
        """Plain data, every option named."""
        return [s.as_dict() for s in self.steps]


OFFICIAL = Recipe((Score(), Gate(), Rank()))


def read_recipe(data: Any) -> Recipe:
    """A recipe from plain data (the YAML list); :class:`Refused` with every bad step."""
    problems: list[Problem] = []
    steps: list[Step] = []
    if not isinstance(data, list | tuple) or not data:
        raise Refused(BAD_STEP(field="recipe", row=1, value=str(data)[:80], known=KNOWN))
    for row, entry in enumerate(data, start=1):
        try:
            steps.append(_step(row, entry))
        except Refused as refused:
            problems.extend(p.kind(**_placed(p, row), **p.params) for p in refused.problems)
    problems.extend(_order(steps))
    if problems:
        raise Refused(problems)
    return Recipe(tuple(steps))


def _placed(problem: Problem, row: int) -> dict[str, Any]:
    return {"field": problem.field or "recipe", "row": row, "value": problem.value, "rule": problem.rule}


def _step(row: int, entry: Any) -> Step:
    if isinstance(entry, str):
        entry = {entry: {}}
    if not isinstance(entry, dict) or len(entry) != 1:
        raise Refused(BAD_STEP(field="recipe", row=row, value=str(entry)[:80], known=KNOWN))
    ((name, options),) = entry.items()
    if name not in STEPS or not isinstance(options, dict | None):
        raise Refused(BAD_STEP(field="recipe", row=row, value=str(entry)[:80], known=KNOWN))
    return make_step(name, options or {})


def make_step(name: str, options: Mapping[str, Any]) -> Step:
    """A step of that name from its options; :class:`Refused` for an unknown or unfit option."""
    kind = STEPS[name]
    known = {f.name for f in dataclasses.fields(kind)}
    if kind is Normalise:
        rest = {k: v for k, v in options.items() if k != "method"}
        options = {"method": options.get("method"), "options": rest}
    unknown = [k for k in options if k not in known]
    if unknown:
        raise Refused(
            BAD_OPTION(field=str(k), value=str(k), rule=name, known=", ".join(sorted(known)) or "-")
            for k in unknown
        )
    if "method" in known and not (isinstance(options.get("method"), str) and options["method"]):
        raise Refused(BAD_OPTION_VALUE(field="method", value=None, rule=name, known="the name of a method"))
    for field, value in options.items():
        if isinstance(value, float) and not math.isfinite(value):
            raise Refused(BAD_OPTION_VALUE(field=field, value=str(value), rule=name, known="a finite number"))
    step = kind(**options)
    step.check()
    return step


def _order(steps: Sequence[Step]) -> list[Problem]:
    names = [s.name for s in steps]
    out = [
        STEP_ORDER(field="recipe", row=i + 1, value=names[i], before=names[i - 1], known=KNOWN)
        for i in range(1, len(names))
        if PLACE[names[i]] < PLACE[names[i - 1]] or names[i] in names[:i]
    ]
    if "score" in names:
        floats = [name for name in names if PLACE[name] < PLACE["score"]]
        out.extend(STEP_MIXED(field="recipe", value=name) for name in floats)
    return out
