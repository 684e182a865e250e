"""Second reading: the formula as a sentence, in Chinese and in English."""

from __future__ import annotations

from jiyue.engine.formula import tree as t
from jiyue.engine.formula.scope import Scope, number_text
from jiyue.engine.messages import N_, Word, current_language, translate

_OPERATOR = {
    "+": N_("{a} plus {b}"),
    "-": N_("{a} minus {b}"),
    "*": N_("{a} times {b}"),
    "/": N_("{a} divided by {b}"),
    "<": N_("{a} is below {b}"),
    "<=": N_("{a} is at most {b}"),
    ">": N_("{a} is above {b}"),
    ">=": N_("{a} is at least {b}"),
    "==": N_("{a} equals {b}"),
    "!=": N_("{a} differs from {b}"),
    "and": N_("{a} and {b}"),
    "or": N_("{a} or {b}"),
}
_CALL = {
    "min": N_("the smallest of {a}"),
    "max": N_("the largest of {a}"),
    "abs": N_("the absolute value of {a}"),
}
_WINDOW = {
    "mean": N_("the mean of {a} over the last {k} years"),
    "sum": N_("the sum of {a} over the last {k} years"),
}
_KIND = {
    "province": N_("province"),
    "prefecture": N_("prefecture"),
    "county": N_("county"),
    "town": N_("town"),
    "village": N_("village"),
    "zone": N_("development zone"),
    "cluster": N_("industrial cluster"),
    "zone, cluster": N_("zone and cluster"),
}
_LAST_YEAR = N_("{a} of the year before")
_YEARS_BEFORE = N_("{a} of {k} years before")
_ANCESTOR = N_("{a} of the {kind}")
_HOLDS = N_("{a} holds")
_NOT = N_("not ({a})")
_NEGATIVE = N_("minus {a}")
_POWER = N_("{a} to the power {b}")
_IF = N_("{then} if {condition}, otherwise {otherwise}")
_BRACKETED = N_("({a})")
_COMMA = N_(", ")


def kind_name(kind: str, lang: str | None = None) -> str:
    """The name of a kind of unit."""
    return translate(_KIND[kind], lang=lang) if kind in _KIND else kind


def kind_word(kind: str) -> Word:
    """The name of a kind of unit as a parameter of a message in any language."""
    return Word(_KIND.get(kind, kind))


def describe(node: t.Node, scope: Scope, lang: str | None = None) -> str:
    """``node`` as one sentence in ``lang`` (``zh`` or ``en``), with the titles of ``scope``."""
    return _Sentence(scope, lang or current_language()).of(node)


class _Sentence:
    def __init__(self, scope: Scope, lang: str) -> None:
        self.scope = scope
        self.lang = lang

    def say(self, msgid: str, **params: object) -> str:
        return translate(msgid, params, self.lang)

    def title(self, code: str) -> str:
        item = self.scope.find(code)
        return (getattr(item, self.lang) or item.code) if item else code

    def of(self, node: t.Node) -> str:
        if isinstance(node, t.Number):
            return number_text(node.value)
        if isinstance(node, t.Name):
            title = self.title(node.code)
            if node.lag == 0:
                return title
            return self.say(_LAST_YEAR if node.lag == 1 else _YEARS_BEFORE, a=title, k=node.lag)
        if isinstance(node, t.Window):
            return self.say(_WINDOW[node.function], a=self.title(node.code), k=node.span)
        if isinstance(node, t.Ref):
            return self.say(_ANCESTOR, a=self.title(node.code), kind=kind_name(node.kind, self.lang))
        if isinstance(node, t.If):
            return self.say(
                _IF,
                condition=self.condition(node.condition),
                then=self.inner(node.then),
                otherwise=self.inner(node.otherwise),
            )
        if isinstance(node, t.Call):
            comma = self.say(_COMMA)
            return self.say(_CALL[node.function], a=comma.join(self.inner(a) for a in node.arguments))
        return self.compound(node)

    def compound(self, node: t.Node) -> str:
        if isinstance(node, t.Negative):
            return self.say(_NEGATIVE, a=self.inner(node.operand))
        if isinstance(node, t.Not):
            return self.say(_NOT, a=self.condition(node.operand))
        if isinstance(node, t.Power):
            return self.say(_POWER, a=self.inner(node.base), b=number_text(node.exponent))
        if isinstance(node, t.Logic):
            return self.say(
                _OPERATOR[node.operator],
                a=self.condition(node.left, node.operator),
                b=self.condition(node.right, node.operator),
            )
        assert isinstance(node, t.Arithmetic | t.Comparison)
        return self.say(_OPERATOR[node.operator], a=self.inner(node.left), b=self.inner(node.right))

    def condition(self, node: t.Node, within: str = "") -> str:
        if isinstance(node, t.Name | t.Ref):
            return self.say(_HOLDS, a=self.of(node))
        clear = not isinstance(node, t.Logic) or within in ("", node.operator)
        return self.of(node) if clear else self.say(_BRACKETED, a=self.of(node))

    def inner(self, node: t.Node) -> str:
        plain = isinstance(node, t.Number | t.Name | t.Window | t.Ref | t.Call)
        return self.of(node) if plain else self.say(_BRACKETED, a=self.of(node))
