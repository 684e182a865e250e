"""What the facts of an entry must keep to, and which entries are the same for certain."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jiyue.engine.identity import (
    CREDIT_CODE_CHECK,
    credit_code_problem,
    industry_problem,
    old_number_problem,
    parcel_code_problem,
    tidy,
)
from jiyue.engine.messages import N_, Word
from jiyue.engine.problems import Problem, Refused, define
from jiyue.foundation.access import Actor
from jiyue.foundation.crypto.fields import fingerprint
from jiyue.registry.models import Entry

ALREADY_THERE = define(
    "ENTRY_ALREADY_THERE",
    N_("{kind} {value} has this number already."),
    N_("Open and change that entry; if both are the same, merge them."),
)
SPAN_ENDS_FIRST = define(
    "SPAN_ENDS_FIRST",
    N_("The last day {value} is before the first day {first}."),
    N_("Correct one of the two dates."),
)
NOT_POSITIVE = define(
    "AREA_NOT_POSITIVE",
    N_("The area {value} is not greater than 0."),
    N_("Correct the area, or leave it empty when it is not known."),
)
CODES: dict[str, dict[str, Callable[[str], Problem | None]]] = {
    "enterprise": {
        "credit_code": credit_code_problem,
        "old_number": old_number_problem,
        "industry": industry_problem,
    },
    "rightsholder": {"credit_code": credit_code_problem},
    "parcel": {"code": parcel_code_problem},
}
SAME_BY = {
    "enterprise": ("credit_code",),
    "rightsholder": ("credit_code", "id_number"),
    "parcel": ("code",),
    "mine": ("licence",),
}
"""Facts that two entries share only when they are the same."""
SPANS = (("registered_on", "term_end"), ("valid_from", "valid_to"))


def table_of(entry: Entry | type[Entry]) -> str:
    return str(entry._meta.model_name)


def tidied(table: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """``facts`` with their codes in the form in which they are compared, texts without outer blanks."""
    out = {k: v.strip() if isinstance(v, str) else v for k, v in facts.items()}
    for name in {*CODES.get(table, ()), "licence", "id_number"} & out.keys():
        out[name] = tidy(out[name])
    return out


def problems_of(table: str, facts: Mapping[str, Any], *, as_printed: bool = False) -> list[Problem]:
    """What is wrong with tidied ``facts``. ``as_printed``: the document says so, though a check fails."""
    found = [
        problem
        for name, check in CODES.get(table, {}).items()
        if facts.get(name) and (problem := check(facts[name]))
    ]
    if as_printed:
        found = [p for p in found if p.kind is not CREDIT_CODE_CHECK]
    for start, end in SPANS:
        if facts.get(start) and facts.get(end) and facts[end] < facts[start]:
            found.append(SPAN_ENDS_FIRST(field=end, value=facts[end], first=facts[start]))
    for name in ("area_m2", "area_km2"):
        if facts.get(name) is not None and facts[name] <= 0:
            found.append(NOT_POSITIVE(field=name, value=facts[name]))
    return found


def same(actor: Actor, model: type[Entry], facts: Mapping[str, Any], but: int | None = None) -> list[Problem]:
    """Living entries within the actor's reach that the codes in ``facts`` already belong to."""
    table, found = table_of(model), []
    for name in SAME_BY[table]:
        if not (value := facts.get(name)):
            continue
        lookup = {"id_mark": fingerprint(value)} if name == "id_number" else {name: value}
        rows = model.objects.reached(actor, "registry.read").living()
        if there := rows.filter(**lookup).exclude(pk=but).first():
            found.append(ALREADY_THERE(field=name, value=str(there), kind=Word(model.title)))
    return found


def check(
    actor: Actor, model: type[Entry], facts: Mapping[str, Any], *, as_printed: bool, but: int | None = None
) -> None:
    """Raise :class:`Refused` with everything that is wrong with ``facts``."""
    problems = problems_of(table_of(model), facts, as_printed=as_printed) + same(actor, model, facts, but)
    if problems:
        raise Refused(problems)
