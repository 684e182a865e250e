"""From text to tree: NFKC input, the closed grammar in Lark, Chinese or English words, caps on size."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken, VisitError

from jiyue.engine.formula import tree as t
from jiyue.engine.messages import N_, Word, translate
from jiyue.engine.numbers import Fraction, exact
from jiyue.engine.problems import Problem, Refused, define
from jiyue.engine.yamls import load_rules

MAX_LENGTH = 4000
MAX_DEPTH = 100
MAX_NODES = 600
MAX_DEGREE = 32
MAX_LAG = 50

SYNTAX = define(
    "FORMULA_SYNTAX",
    N_("Line {line}, column {at}: {found} cannot stand here; expected {expected}."),
    N_(
        "Correct the formula at that place. Allowed: numbers, measures, + - * / ^, comparisons, and or not, "
        "if min max abs prev mean sum ref."
    ),
)  # fmt: skip
TOO_LARGE = define(
    "FORMULA_TOO_LARGE",
    N_("The formula is too large: {what} is {size}, at most {limit} is allowed."),
    N_("Split it into several indicators, or shorten it."),
)
EXPONENT = define(
    "FORMULA_EXPONENT",
    N_("The exponents add up to degree {size}; at most {limit} is allowed."),
    N_("Use a smaller whole-number exponent."),
)
FUNCTION = define(
    "FORMULA_FUNCTION",
    N_("{value} is not a function of the formula language."),
    N_("Use one of if, min, max, abs, prev, mean, sum, ref."),
)
ARGUMENTS = define(
    "FORMULA_ARGUMENTS",
    N_("{value} is not called as it must be: {usage}."),
    N_("Write it as shown; a number of periods is a whole number from 1 to 50."),
)

_OPERATORS = str.maketrans({"×": "*", "÷": "/", "−": "-", "≤": "<=", "≥": ">=", "≠": "!=", "·": "*"})
_USAGE = {
    "prev": "prev(m) / prev(m, k)",
    "mean": "mean(m, k)",
    "sum": "sum(m, k)",
    "ref": "ref(x, province)",
    "min": "min(a, b, ...)",
    "max": "max(a, b, ...)",
    "abs": "abs(a)",
}
_TERMINALS = {
    "NUMBER": N_("a number"),
    "NAME": N_("a measure or function"),
    "$END": N_("the end of the formula"),
    "COMPARE": N_("a comparison"),
}
_SYMBOLS = {
    "PLUS": "+", "MINUS": "-", "TIMES": "*", "OVER": "/", "RAISED": "^", "LPAR": "(", "RPAR": ")",
    "COMMA": ",", "AND": "and", "OR": "or", "NOT": "not", "IF": "if",
}  # fmt: skip


@lru_cache(maxsize=1)
def words() -> dict[str, str]:
    """Chinese word -> English word of the grammar (``rules/formula_words.yaml``)."""
    return {zh: en for en, chinese in load_rules("formula_words.yaml").items() for zh in chinese}


@dataclass(frozen=True, slots=True)
class _Sized:
    node: t.Node
    depth: int
    nodes: int
    degree: int


class _Abort(Exception):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def _build(make: Callable[..., t.Node], *parts: _Sized, degree: int | None = None) -> _Sized:
    depth = 1 + max((p.depth for p in parts), default=0)
    nodes = 1 + sum(p.nodes for p in parts)
    if depth > MAX_DEPTH:
        raise _Abort(TOO_LARGE(field="formula", what=Word(N_("depth")), size=depth, limit=MAX_DEPTH))
    if nodes > MAX_NODES:
        raise _Abort(
            TOO_LARGE(field="formula", what=Word(N_("number of parts")), size=nodes, limit=MAX_NODES)
        )
    if degree is None:
        degree = max((p.degree for p in parts), default=1)
    if degree > MAX_DEGREE:
        raise _Abort(EXPONENT(field="formula", size=degree, limit=MAX_DEGREE))
    return _Sized(make(*(p.node for p in parts)), depth, nodes, degree)


class _Fold(Transformer[Token, _Sized]):
    """Builds the tree bottom-up while Lark parses; every step checks the caps."""

    def start(self, c: list[Any]) -> _Sized:
        return cast(_Sized, c[0])

    def group(self, c: list[Any]) -> _Sized:
        inner: _Sized = c[1]
        return _build(lambda node: node, inner, degree=inner.degree)

    def number(self, c: list[Any]) -> _Sized:
        return _build(lambda: t.Number(exact(str(c[0]))))

    def name(self, c: list[Any]) -> _Sized:
        return _build(lambda: t.Name(str(c[0])))

    def arithmetic(self, c: list[Any]) -> _Sized:
        degree = c[0].degree + c[2].degree if c[1] in "*/" else None
        if degree is not None and (isinstance(c[0].node, t.Number) or isinstance(c[2].node, t.Number)):
            degree = None
        return _build(lambda a, b: t.Arithmetic(str(c[1]), a, b), c[0], c[2], degree=degree)

    def compare(self, c: list[Any]) -> _Sized:
        return _build(lambda a, b: t.Comparison(str(c[1]), a, b), c[0], c[2])

    def both(self, c: list[Any]) -> _Sized:
        return _build(lambda a, b: t.Logic("and", a, b), c[0], c[2])

    def either(self, c: list[Any]) -> _Sized:
        return _build(lambda a, b: t.Logic("or", a, b), c[0], c[2])

    def no(self, c: list[Any]) -> _Sized:
        return _build(t.Not, c[1])

    def negative(self, c: list[Any]) -> _Sized:
        return _build(t.Negative, c[1])

    def exponent(self, c: list[Any]) -> Fraction:
        text = "".join(str(token) for token in c if token not in ("(", ")"))
        return exact(text)

    def power(self, c: list[Any]) -> _Sized:
        exponent: Fraction = c[2]
        degree = c[0].degree * max(1, -(-abs(exponent.numerator) // exponent.denominator))
        return _build(lambda base: t.Power(base, exponent), c[0], degree=degree)

    def choice(self, c: list[Any]) -> _Sized:
        return _build(t.If, c[2], c[4], c[6])

    def call(self, c: list[Any]) -> _Sized:
        function = words().get(str(c[0]), str(c[0]))
        return _build(lambda *nodes: _call(function, nodes), *c[2::2])


def _call(function: str, arguments: tuple[t.Node, ...]) -> t.Node:
    if function not in _USAGE:
        raise _Abort(FUNCTION(field="formula", value=function))
    wrong = ARGUMENTS(field="formula", value=function, usage=_USAGE[function])
    first = arguments[0]
    if function in ("min", "max"):
        return t.Call(function, arguments)  # type: ignore[arg-type]
    if function == "abs" and len(arguments) == 1:
        return t.Call("abs", arguments)
    if function == "ref" and len(arguments) == 2 and isinstance(first, t.Name):
        kind = arguments[1]
        if isinstance(kind, t.Name):
            return t.Ref(first.code, words().get(kind.code, kind.code))
    if function == "prev" and len(arguments) in (1, 2) and isinstance(first, t.Name):
        return t.Name(first.code, _periods(arguments[1], wrong) if len(arguments) == 2 else 1)
    if function in ("mean", "sum") and len(arguments) == 2 and isinstance(first, t.Name):
        return t.Window(function, first.code, _periods(arguments[1], wrong))  # type: ignore[arg-type]
    raise _Abort(wrong)


def _periods(node: t.Node, wrong: Problem) -> int:
    if isinstance(node, t.Number) and node.value.denominator == 1 and 1 <= node.value <= MAX_LAG:
        return int(node.value)
    raise _Abort(wrong)


def _keyword(token: Token) -> Token:
    word = words().get(str(token), str(token))
    return token.update(type=word.upper(), value=word) if word in ("and", "or", "not", "if") else token


@lru_cache(maxsize=1)
def _parser() -> Lark:
    grammar = (Path(__file__).with_name("grammar.lark")).read_text("utf-8")
    return Lark(
        grammar, parser="lalr", lexer="basic", transformer=_Fold(), lexer_callbacks={"NAME": _keyword}
    )


def normalised(text: str) -> str:
    """``text`` in NFKC with the mathematical signs of a word processor turned into plain ones."""
    return unicodedata.normalize("NFKC", text).translate(_OPERATORS).strip()


@lru_cache(maxsize=4096)
def parse(text: str) -> t.Node:
    """The tree of a formula. Raises :class:`Refused` with line, column and what was expected."""
    if len(text) > MAX_LENGTH:
        raise Refused(TOO_LARGE(field="formula", what=Word(N_("length")), size=len(text), limit=MAX_LENGTH))
    plain = normalised(text)
    if len(plain) > MAX_LENGTH:
        raise Refused(TOO_LARGE(field="formula", what=Word(N_("length")), size=len(plain), limit=MAX_LENGTH))
    try:
        return cast(_Sized, _parser().parse(plain)).node
    except VisitError as error:
        if isinstance(error.orig_exc, _Abort):
            raise Refused(error.orig_exc.problem) from None
        if isinstance(error.orig_exc, Refused):
            raise error.orig_exc from None
        raise
    except _Abort as abort:
        raise Refused(abort.problem) from None
    except UnexpectedInput as error:
        raise Refused(_syntax(plain, error)) from None


def _syntax(text: str, error: UnexpectedInput) -> Problem:
    if isinstance(error, UnexpectedCharacters):
        found, names = repr(error.char), error.allowed or set()
    elif isinstance(error, UnexpectedToken) and error.token.type != "$END":
        found, names = repr(str(error.token)), error.accepts or error.expected
    else:
        found = translate(N_("the end of the formula"))
        names = set(getattr(error, "accepts", None) or getattr(error, "expected", None) or ())
    end = isinstance(error, UnexpectedEOF) or (
        isinstance(error, UnexpectedToken) and error.token.type == "$END"
    )
    line = error.line if not end else text.count("\n") + 1
    column = error.column if not end else len(text) - (text.rfind("\n") + 1) + 1
    signs = sorted(repr(_SYMBOLS[n]) for n in names if n in _SYMBOLS)
    kinds = sorted(translate(_TERMINALS[n]) for n in names if n in _TERMINALS)
    return SYNTAX(
        field="formula",
        value=text,
        row=line,
        column=str(column),
        line=line,
        at=column,
        found=found,
        expected=", ".join(kinds + signs),
    )
