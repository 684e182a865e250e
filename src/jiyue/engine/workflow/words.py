"""A chart in words: the text beside its picture, and the tables of a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from jiyue.engine.messages import N_, translate
from jiyue.engine.workflow.chart import Chart, Move, State, named


def sentences(chart: Chart, lang: str) -> list[str]:
    """Every move as a sentence: from where to where, by whom, if what, with which papers."""
    return [_sentence(chart, m, lang) for m in chart.moves]


def _sentence(chart: Chart, m: Move, lang: str) -> str:
    parts = [
        translate(
            N_("{move}: from {origins} to {to}, by {roles}"),
            {
                "move": m.name,
                "origins": named(chart.states_by_code[o] for o in m.origins),
                "to": chart.states_by_code[m.to].name,
                "roles": named(chart.roles_by_code[r] for r in m.roles),
            },
            lang,
        )
    ]
    if m.guards:
        conditions = named(chart.guards_by_code[g] for g in m.guards)
        parts.append(translate(N_("if: {conditions}"), {"conditions": conditions}, lang))
    if m.documents:
        papers = named(chart.documents_by_code[d] for d in m.documents)
        parts.append(translate(N_("papers: {papers}"), {"papers": papers}, lang))
    return translate(N_("; "), lang=lang).join(parts) + translate(N_("."), lang=lang)


def mark(state: State, lang: str) -> str:
    """What is special about a state: start or end."""
    words = [(state.start, N_("start")), (state.end, N_("end"))]
    return translate(N_(", "), lang=lang).join(translate(word, lang=lang) for is_so, word in words if is_so)


def state_rows(chart: Chart, lang: str) -> list[Sequence[str]]:
    """Code, title and mark of each state."""
    return [(s.code, s.title(lang), mark(s, lang)) for s in chart.states]


def move_rows(chart: Chart, lang: str) -> list[Sequence[str]]:
    """Code, title, from, to, roles, guards (codes), papers, clocks (+ starts, - stops) of each move."""
    rows: list[Sequence[str]] = []
    for m in chart.moves:
        clocks = [f"+{c}" for c in m.starts] + [f"-{c}" for c in m.stops]
        rows.append(
            (
                m.code,
                m.title(lang),
                named(chart.states_by_code[o] for o in m.origins).into(lang),
                chart.states_by_code[m.to].title(lang),
                named(chart.roles_by_code[r] for r in m.roles).into(lang),
                " ".join(m.guards),
                named(chart.documents_by_code[d] for d in m.documents).into(lang),
                " ".join(clocks),
            )
        )
    return rows


def guard_rows(chart: Chart, lang: str) -> list[Sequence[str]]:
    """Code, condition, remedy and whether it is verified, of each guard."""
    words = {True: translate(N_("verified"), lang=lang), False: translate(N_("not verified"), lang=lang)}
    return [(g.code, g.title(lang), g.remedy.into(lang), words[g.verified]) for g in chart.guards]
