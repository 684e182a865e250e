"""Named methods of the index engine: a function, its parameters, and the check of what a recipe asks for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Literal, NamedTuple, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jiyue.engine.messages import N_
from jiyue.engine.problems import Kind, Problem, Refused, define

Array = NDArray[np.float64]


class Result(NamedTuple):
    """Values (NaN = missing) and the warnings that come with them; the caller names the indicator in them."""

    values: Array
    warnings: tuple[Problem, ...] = ()


METHOD_UNKNOWN = define(
    "METHOD_UNKNOWN",
    N_("There is no method named {value} for this step."),
    N_("Did you mean {nearest}? The names are: {known}."),
)
PARAMETER_UNKNOWN = define(
    "PARAMETER_UNKNOWN",
    N_("The method {rule} has no parameter named {value}."),
    N_("Remove it, or use one of its parameters: {known}."),
)
PARAMETER_MISSING = define(
    "PARAMETER_MISSING",
    N_("The method {rule} needs the parameter {name}."),
    N_("Write {name} and its value into this step of the recipe."),
)
_BAD = N_("The parameter {name} of the method {rule} cannot be {value}.")
PARAMETER_NOT_NUMBER = define("PARAMETER_NOT_NUMBER", _BAD, N_("Give a finite number."))
PARAMETER_NOT_POSITIVE = define("PARAMETER_NOT_POSITIVE", _BAD, N_("Give a number greater than 0."))
PARAMETER_NOT_COUNT = define("PARAMETER_NOT_COUNT", _BAD, N_("Give a whole number that is not negative."))
PARAMETER_NOT_SHARE = define("PARAMETER_NOT_SHARE", _BAD, N_("Give a number from 0 to 1."))
PARAMETER_NOT_FLAG = define("PARAMETER_NOT_FLAG", _BAD, N_("Give true or false."))
PARAMETER_NOT_PAIR = define("PARAMETER_NOT_PAIR", _BAD, N_("Give two different numbers, such as [0, 100]."))
PARAMETER_NOT_CHOICE = define("PARAMETER_NOT_CHOICE", _BAD, N_("Give one of: {known}."))
BAD_DIRECTION = define(
    "BAD_DIRECTION",
    N_("A direction is 1 (more is better) or -1 (less is better), not {value}."),
    N_("Write 1 or -1 as the direction of the indicator."),
)

_REQUIRED = object()
MAX = sys.float_info.max
M = TypeVar("M")


@dataclass(frozen=True)
class Parameter:
    """What a parameter may be. Without ``default`` it must be given."""

    kind: Literal["number", "positive", "count", "share", "flag", "pair", "choice"]
    default: object = _REQUIRED
    choices: tuple[object, ...] = ()

    @property
    def required(self) -> bool:
        return self.default is _REQUIRED

    def trouble(self, value: object) -> Kind | None:
        """The kind of problem that ``value`` is, or None when it will do."""
        if self.kind == "choice":
            known = any(type(value) is type(choice) and value == choice for choice in self.choices)
            return None if known else PARAMETER_NOT_CHOICE
        fits, kind = _KINDS[self.kind]
        return None if fits(value) else kind


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= MAX


def _is_pair(value: Any) -> bool:
    two = isinstance(value, list | tuple) and len(value) == 2 and all(map(_is_number, value))
    return two and value[0] != value[1]


_KINDS: dict[str, tuple[Callable[[Any], bool], Kind]] = {
    "number": (_is_number, PARAMETER_NOT_NUMBER),
    "positive": (lambda v: _is_number(v) and v > 0, PARAMETER_NOT_POSITIVE),
    "count": (lambda v: _is_number(v) and isinstance(v, int) and v >= 0, PARAMETER_NOT_COUNT),
    "share": (lambda v: _is_number(v) and 0 <= v <= 1, PARAMETER_NOT_SHARE),
    "flag": (lambda v: isinstance(v, bool), PARAMETER_NOT_FLAG),
    "pair": (_is_pair, PARAMETER_NOT_PAIR),
}


@dataclass(frozen=True)
class Method:
    """A named function; ``parameters`` are those that a recipe may set (data are passed beside them)."""

    name: str
    function: Callable[..., Any]
    parameters: Mapping[str, Parameter] = field(default_factory=dict)

    def check(self, params: Mapping[str, object]) -> dict[str, Any]:
        """``params`` completed with the defaults; Refused with every parameter that is not right."""
        problems: list[Problem] = []
        known = ", ".join(self.parameters) or "-"
        for name, value in params.items():
            if name not in self.parameters:
                problems.append(PARAMETER_UNKNOWN(field=name, value=name, rule=self.name, known=known))
            elif kind := self.parameters[name].trouble(value):
                choices = ", ".join(map(str, self.parameters[name].choices))
                problems.append(kind(field=name, value=value, rule=self.name, name=name, known=choices))
        for name, parameter in self.parameters.items():
            if parameter.required and name not in params:
                problems.append(PARAMETER_MISSING(field=name, rule=self.name, name=name))
        if problems:
            raise Refused(problems)
        return {name: params.get(name, parameter.default) for name, parameter in self.parameters.items()}


def registry(*methods: Method) -> Mapping[str, Method]:
    """The methods by name."""
    return {method.name: method for method in methods}


def find(methods: Mapping[str, M], name: str) -> M:
    """What stands under that name; Refused (METHOD_UNKNOWN) with the nearest name."""
    if isinstance(name, str) and name in methods:
        return methods[name]
    nearest = (get_close_matches(str(name), methods, 1, 0.0) or list(methods))[0]
    raise Refused(METHOD_UNKNOWN(value=name, nearest=nearest, known=", ".join(methods)))


def select(
    methods: Mapping[str, Method], name: str, params: Mapping[str, object]
) -> tuple[Method, dict[str, Any]]:
    """The method of that name and its complete parameters; Refused as :func:`find` and ``check`` say."""
    method = find(methods, name)
    return method, method.check(params)


def directions(direction: ArrayLike, columns: int) -> Array:
    """One direction (+1 or -1) a column, from one for all or one each; Refused (BAD_DIRECTION)."""
    signs = np.broadcast_to(np.asarray(direction, dtype=np.float64), (columns,))
    bad = signs[np.abs(signs) != 1]
    if bad.size:
        raise Refused(BAD_DIRECTION(value=float(bad[0])))
    return signs
