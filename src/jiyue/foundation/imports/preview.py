"""The second step as it is shown: problems with their repairs, and the rows with what was there before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from types import SimpleNamespace
from typing import Any

from jiyue.engine.messages import N_, translate
from jiyue.engine.problems import Problem
from jiyue.foundation.imports import staging
from jiyue.foundation.imports.doubts import DOUBTS
from jiyue.foundation.imports.models import ImportBatch
from jiyue.foundation.imports.repairs import correctable, repairs
from jiyue.foundation.policy import policy
from jiyue.foundation.ui import figures
from jiyue.foundation.ui.asking import whole_number

SIZE = 50
MOST_PROBLEMS = 30
MOST_NOTICES = 1000
TABS = {
    "": N_("All"),
    "bad": N_("With problems"),
    "new": N_("New"),
    "changed": N_("Changed"),
    "same": N_("Unchanged"),
}
JUDGEMENTS = {
    "bad": ("bad", N_("to be dealt with")),
    "doubt": ("mind", N_("please confirm")),
    "new": ("good", N_("new")),
    "changed": ("good", N_("changed")),
    "same": ("idle", N_("unchanged")),
}


def undo_days() -> int:
    return policy("imports.undo_days")


def heading(batch: ImportBatch) -> str:
    """The question that the page answers."""
    sound = figures.number(batch.new + batch.changed + batch.same)
    if batch.state == "failed":
        return translate(N_("The workbooks could not be checked; nothing was changed"))
    if not batch.questions:
        return translate(N_("Everything fits: {count} rows can be published"), {"count": sound})
    if batch.bad and batch.questions:
        said = {"bad": figures.number(batch.bad), "sound": sound}
        return translate(
            N_("Check before publishing: {bad} rows need attention, the other {sound} can be published"), said
        )
    said = {"count": figures.number(batch.questions), "sound": sound}
    return translate(
        N_("Check before publishing: {count} questions are open, {sound} rows can be published"), said
    )


def facts(batch: ImportBatch) -> list[str]:
    files = batch.files.count()
    found = [
        translate(N_("Step {n} of {of}"), {"n": 2, "of": 3}),
        translate(N_("no data changed yet")),
        translate(N_("{count} files from {sender}"), {"count": files, "sender": str(batch.sender)}),
    ]
    layouts = staging.read_layouts(batch.pk)
    if tall := sum(layout["last"] > layout["first"] for layout in layouts):
        found.append(translate(N_("{count} headings of several rows recognised"), {"count": tall}))
    if batch.totals:
        found.append(translate(N_("{count} rows of totals checked and left out"), {"count": batch.totals}))
    if wrong := sum(bool(total["differ"]) for layout in layouts for total in layout["totals"]):
        found.append(translate(N_("{count} of them do not add up"), {"count": wrong}))
    return found


def understood(batch: ImportBatch) -> list[SimpleNamespace]:
    """The files of a batch, each with how its sheets were understood."""
    sheets: dict[str, list[dict[str, Any]]] = {}
    for layout in staging.read_layouts(batch.pk):
        sheets.setdefault(layout["file"], []).append(layout)
    return [
        SimpleNamespace(file=file, sheets=[_sheet(one, len(found)) for one in found])
        for file in batch.files.all()
        for found in (sheets.get(file.name, []),)
    ]


def _sheet(layout: Mapping[str, Any], of: int) -> SimpleNamespace:
    """A sheet in words; its name only where the file has several."""
    words = N_("row {first}") if layout["first"] == layout["last"] else N_("rows {first} to {last}")
    return SimpleNamespace(
        name=layout["sheet"] if of > 1 else "",
        heading=translate(words, {"first": layout["first"], "last": layout["last"]}),
        totals=[_total(total) for total in layout["totals"]],
    )


def _total(total: Mapping[str, Any]) -> SimpleNamespace:
    """A row of totals in words, and whether the rows add up to it."""
    where = translate(N_("row {row}, “{label}”"), {"row": total["row"], "label": total["label"]})
    if not total["checked"]:
        return SimpleNamespace(where=where, tone="idle", word=translate(N_("no figure to check")))
    if not total["differ"]:
        return SimpleNamespace(where=where, tone="good", word=translate(N_("adds up")))
    told = [
        translate(
            N_("{field}: {stated} stated, {counted} counted"),
            {"field": field, "stated": _figure(stated, True), "counted": _figure(counted, True)},
        )
        for field, stated, counted in total["differ"]
    ]
    return SimpleNamespace(where=where, tone="mind", word="；".join(told))


def context(query: Mapping[str, str], batch: ImportBatch) -> dict[str, Any]:
    """What the template of the second step shows."""
    show = query.get("show", "")
    show = show if show in TABS else ""
    page = whole_number(query.get("page", "")) or 1
    problems = staging.read_problems(batch.pk, staging.PROBLEMS, 0, MOST_PROBLEMS)
    found = staging.entries(batch.pk, show, (page - 1) * SIZE, SIZE + 1)
    return {
        "questions": questions(problems),
        "more_questions": max(batch.questions - MOST_PROBLEMS, 0),
        "notices": notices(staging.read_problems(batch.pk, staging.NOTICES, 0, MOST_NOTICES)),
        "tabs": _tabs(batch, show),
        "show": show,
        "cells": cells(found[:SIZE], _problems_of(batch, found)),
        "page_number": page,
        "more": len(found) > SIZE,
        "returned": _returned(batch),
    }


def _tabs(batch: ImportBatch, show: str) -> list[SimpleNamespace]:
    counts = {
        "": batch.rows,
        "bad": batch.bad,
        "new": batch.new,
        "changed": batch.changed,
        "same": batch.same,
    }
    return [
        SimpleNamespace(code=code, words=translate(words), count=counts[code], here=code == show)
        for code, words in TABS.items()
    ]


def _returned(batch: ImportBatch) -> str:
    """The name of what can be taken away with the errors in it."""
    names = sorted(p.name for p in staging.returned_folder(batch.pk).iterdir() if not p.name.startswith("."))
    return "all.zip" if "all.zip" in names else (names[0] if names else "")


def notices(found: Iterable[Problem]) -> list[SimpleNamespace]:
    """What was noticed, said once with the number of places where it stands in several files alike."""
    alike: dict[str, list[Problem]] = {}
    for notice in found:
        alike.setdefault(notice.message(), []).append(notice)
    return [SimpleNamespace(first=same[0], others=len(same) - 1) for same in alike.values()]


def _where(problem: Problem, several: bool) -> str:
    """The place of a problem in words; its sheet only where the file has ``several``."""
    row = "" if problem.row is None else translate(N_("row {row}"), {"row": problem.row})
    sheet = problem.sheet if several or problem.row is None else ""
    return " ".join(part for part in (problem.file, sheet, row) if part)


def questions(problems: list[Problem]) -> list[SimpleNamespace]:
    """Numbered problems: where, what, the likely repairs, and whether the cell can be typed anew here.

    The link leads to the line of the preview; a problem of a whole file has none.
    """
    sheets = {(p.file, p.sheet) for p in problems if p.sheet}
    several = {file for file, _ in sheets if sum(1 for other, _ in sheets if other == file) > 1}
    return [
        SimpleNamespace(
            number=number,
            where=_where(problem, problem.file in several),
            problem=problem,
            repairs=list(enumerate(repair.words for repair in repairs(problem))),
            correctable=correctable(problem),
            linked=problem.row is not None,
            doubt=problem.code in DOUBTS,
            text="" if problem.value is None else str(problem.value),
        )
        for number, problem in enumerate(problems)
    ]


def _problems_of(batch: ImportBatch, entries: Iterable[Mapping[str, Any]]) -> dict[int, Problem]:
    """The problems that lines of the preview are about, by number."""
    numbers = [entry["problem"] for entry in entries if entry["problem"] is not None]
    if not numbers:
        return {}
    first = min(numbers)
    found = staging.read_problems(batch.pk, staging.PROBLEMS, first, max(numbers) - first + 1)
    return dict(enumerate(found, first))


def cells(
    entries: Iterable[Mapping[str, Any]], problems: Mapping[int, Problem] | None = None
) -> list[SimpleNamespace]:
    """Lines of the preview with their figures as people read them."""
    out = []
    for entry in entries:
        at = entry["problem"]
        problem = problems.get(at) if problems else None
        doubtful = problem is not None and problem.code in DOUBTS
        tone, word = JUDGEMENTS["doubt" if doubtful else entry["verdict"]]
        out.append(
            SimpleNamespace(
                file=entry["_file"],
                row=entry["_row"],
                unit=entry["unit"] or figures.DASH,
                label=entry["label"] or figures.DASH,
                field=entry["field"] or figures.DASH,
                before=_figure(entry["before"], entry["number"]),
                of=entry.get("of") or "",
                now=_figure(entry["now"], entry["number"]),
                change=f"{_signed(entry['change'])} %" if entry["change"] else "",
                bad=entry["verdict"] == "bad",
                number=at,
                tone=tone,
                word=problem.message() if problem else translate(word),
            )
        )
    return out


def _figure(text: str | None, number: bool) -> str:
    """A figure with thin spaces; codes, and what is no figure, stay as they are."""
    if text is None:
        return figures.DASH
    try:
        return figures.number(Decimal(text)) if number else text
    except InvalidOperation:
        return text


def _signed(text: str) -> str:
    said = figures.number(Decimal(text))
    return said if text.startswith("-") else f"+{said}"
