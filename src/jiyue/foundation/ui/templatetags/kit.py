"""The words of the page kit. They are built in: no template loads them."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from jiyue.engine.messages import Word, translate
from jiyue.engine.problems import Problem
from jiyue.foundation.ui import figures

register = template.Library()
LAMPS = {"good": "good", "bad": "bad", "mind": "mind", "idle": "idle"}


@register.simple_tag
def t(msgid: str, **params: Any) -> str:
    """A message of the catalogue: ``{% t "Signed in as {name}" name=account.name %}``."""
    if isinstance(msgid, Word) and not params:
        return translate(msgid, msgid.params)
    return translate(str(msgid), params)


@register.filter
def said(msgid: object) -> str:
    """A message without parameters, or a Word with its own."""
    return translate(msgid, msgid.params) if isinstance(msgid, Word) else translate(str(msgid))


@register.filter
def number(value: object, decimals: int | None = None) -> str:
    return figures.number(value, decimals)


@register.filter
def day(value: Any) -> str:
    return figures.day(value)


@register.simple_tag
def lamp(tone: str, word: str) -> SafeString:
    """A state: a lamp with its word, never colour alone."""
    return format_html('<span class="lamp lamp-{}">{}</span>', LAMPS[tone], word)


@register.simple_tag
def mark(word: str, tone: str = "plain") -> SafeString:
    """What a figure is: not verified, doubtful, override, review, rolled up."""
    return format_html('<span class="mark mark-{}">{}</span>', tone, word)


@register.simple_tag
def bar(value: Any, line: Any = None, full: Any = 100, tone: str = "good", label: str = "") -> SafeString:
    """A figure against a line, as a picture that also says its figures."""
    top = float(full) or 1.0

    def at(v: Any) -> float:
        return round(min(max(float(v) / top, 0), 1) * 120, 2)

    parts = [format_html('<rect class="bar-ground" width="120" height="6" y="5" rx="3"></rect>')]
    if value is not None:
        parts.append(
            format_html('<rect class="bar-{}" width="{}" height="6" y="5" rx="3"></rect>', tone, at(value))
        )
    if line is not None:
        parts.append(format_html('<rect class="bar-line" x="{}" width="1" height="16"></rect>', at(line)))
    return format_html(
        '<svg class="bar" viewBox="0 0 120 16" role="img" aria-label="{}">{}</svg>',
        label or figures.number(value),
        mark_safe("".join(parts)),  # noqa: S308 - made of the escaped parts above
    )


@register.filter
def message(problem: Problem) -> str:
    return problem.message()


@register.filter
def remedy(problem: Problem) -> str:
    return problem.remedy()


@register.filter
def place(problem: Problem) -> str:
    """Where a problem stands, in words."""
    where = [problem.file, problem.sheet]
    if problem.row is not None:
        where.append(translate("row {row}", {"row": problem.row}))
    where.append(problem.column)
    return " / ".join(str(p) for p in where if p)


@register.simple_tag(takes_context=True)
def address(context: Any, **changes: Any) -> str:
    """The address of this page with some parameters changed; None takes one away."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = value
    return f"?{query.urlencode()}" if query else "?"


@register.filter
def html(cell: object) -> SafeString:
    return conditional_escape(cell)
