"""The typed tree of a formula. Every reading (dependencies, sentence, unit, evaluation) walks this."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Literal

from jiyue.engine.numbers import Fraction

ARITHMETIC = ("+", "-", "*", "/")
COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")


@dataclass(frozen=True, slots=True)
class Number:
    value: Fraction


@dataclass(frozen=True, slots=True)
class Name:
    """A measure (or an indicator of the same framework), ``lag`` periods before."""

    code: str
    lag: int = 0


@dataclass(frozen=True, slots=True)
class Window:
    """Mean or sum of a measure over the last ``span`` periods, this one included."""

    function: Literal["mean", "sum"]
    code: str
    span: int


@dataclass(frozen=True, slots=True)
class Ref:
    """A measure or indicator of the nearest ancestor of ``kind``, same period."""

    code: str
    kind: str


@dataclass(frozen=True, slots=True)
class Negative:
    operand: Node


@dataclass(frozen=True, slots=True)
class Arithmetic:
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Power:
    base: Node
    exponent: Fraction


@dataclass(frozen=True, slots=True)
class Comparison:
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Logic:
    operator: Literal["and", "or"]
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Not:
    operand: Node


@dataclass(frozen=True, slots=True)
class If:
    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Call:
    function: Literal["min", "max", "abs"]
    arguments: tuple[Node, ...]


Node = Number | Name | Window | Ref | Negative | Arithmetic | Power | Comparison | Logic | Not | If | Call


def children(node: Node) -> Iterator[Node]:
    """The direct sub-expressions of ``node``, in reading order."""
    if isinstance(node, Call):
        yield from node.arguments
        return
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, Node):
            yield value


def walk(node: Node) -> Iterator[Node]:
    """``node`` and everything below it."""
    stack = [node]
    while stack:
        here = stack.pop()
        yield here
        stack.extend(children(here))


def is_truth(node: Node) -> bool:
    """Whether ``node`` is a condition (a comparison, a logical word) rather than a number."""
    return isinstance(node, Comparison | Logic | Not)
