"""The ranking of one evaluation: who meets the standard, who excels, and how totals are spread."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from django.core.paginator import Paginator
from django.db.models import Count, F, FloatField, Q, QuerySet
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.urls import URLPattern, path, re_path, reverse
from django.utils.safestring import SafeString
from numpy.typing import NDArray

from jiyue.engine.index.framework import Framework
from jiyue.engine.index.framework_read import framework_from_dict
from jiyue.engine.messages import N_, current_language, translate
from jiyue.foundation.kept import restored
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.ui import figures
from jiyue.foundation.ui.filters import Choice, Filters, Search
from jiyue.foundation.ui.listing import Column, ListPage
from jiyue.foundation.ui.output import OUTPUTS
from jiyue.foundation.units.models import COUNTY_TYPES
from jiyue.indicators import drawing
from jiyue.indicators.changed import changed_in_reach
from jiyue.indicators.models import DONE, RUNNING, Evaluation, FrameworkVersion
from jiyue.indicators.pages import columns as shown
from jiyue.indicators.reading import (
    GATES,
    READ,
    crumbs,
    evaluation_at,
    evaluations,
    facts_of,
    kind_word,
    proof,
    results,
)

Array = NDArray[np.float64]
LACKS = {"yes": N_("figures lack"), "no": N_("complete")}
BINS = 10
LOOKED_AT = 50
"""Units of a ranking up to which it says by itself what changed since; the page of changes says it of any."""


@lru_cache(maxsize=8)
def framework_of(version: int, digest: str) -> Framework:
    """The framework that a version holds, read once."""
    return framework_from_dict(FrameworkVersion.objects.values_list("content", flat=True).get(pk=version))


class Told(NamedTuple):
    """How many units of a kind stand alike."""

    kind: str
    standard: str
    excellence: str
    units: int
    known: int
    lacking: int


class Lacking(Choice):
    """Units with or without missing figures."""

    def apply(self, rows: QuerySet[Any], said: str) -> QuerySet[Any]:
        return rows.filter(missing__gt=0) if said == "yes" else rows.filter(missing=0)


class Ranking(ListPage):
    """The units of one evaluation by rank: all kinds of county together, or each type apart."""

    name = "evaluation"
    permission = READ
    title = N_("Who meets the standard, who excels")
    template = "indicators/ranking.html"
    columns = ()
    filters = (
        Search("q", N_("Name or code"), fields=("name", "code", "unit__pinyin")),
        Choice("variant", N_("Type"), choices=COUNTY_TYPES),
        Choice("standard", N_("Standard met"), choices=GATES),
        Choice("excellence", N_("Excellence"), choices=GATES),
        Lacking("lacks", N_("Completeness"), choices=LACKS),
    )
    empty = N_("This evaluation has no ranks yet.")
    evaluation: Evaluation
    kind: str
    kinds: list[str]
    told: list[Told]
    framework: Framework
    apart: bool

    @classmethod
    def urls(cls) -> list[URLPattern]:
        listing = page(cls.permission)(cls._view)
        formats = "|".join(OUTPUTS)
        return [
            path("indicators/evaluations/<int:pk>/", listing, name=cls.name),
            re_path(
                rf"^indicators/evaluations/(?P<pk>\d+)\.(?P<form>{formats})$", listing, name=f"{cls.name}-as"
            ),
        ]

    def prepare(self, request: ActorRequest) -> None:
        self.evaluation = evaluation_at(request, self.of["pk"])
        version = self.evaluation.framework
        self.framework = framework_of(version.pk, version.digest)
        rows = results(request, self.evaluation).order_by().values_list("kind", "standard", "excellence")
        lacking = Count("pk", filter=Q(missing__gt=0))
        told = [Told(*row) for row in rows.annotate(Count("pk"), Count("total"), lacking=lacking)]
        self.kinds = sorted({one.kind for one in told})
        asked = request.GET.get("kind", "")
        self.kind = asked if asked in self.kinds else (self.kinds or ["county"])[0]
        self.told = [one for one in told if one.kind == self.kind]
        self.apart = request.GET.get("apart") == "1" and len(self.framework.variants) > 1

    def offered(self, request: HttpRequest) -> tuple[Column, ...]:
        lang = current_language()
        scoring = self.framework.scoring
        full = float(scoring.total_cap) if scoring and not self.framework.composite else 100.0
        vetoes = {i.code: _named(i, lang) for i in self.framework.indicators if i.type == "veto"}
        typed = len(self.framework.variants) > 1
        total = shown.TotalColumn("total", shown.TOTAL, kind="number", needs=("lower", "upper"), full=full)
        found: list[Column] = [shown.RANK_IN_TYPE if self.apart else shown.RANK, shown.NAME]
        if typed:
            found.append(shown.TYPE)
        found += [total, shown.STANDARD, shown.EXCELLENCE]
        if vetoes:
            found.append(shown.VetoColumn("vetoes", N_("Vetoes"), titles=vetoes))
        found.append(shown.MISSING)
        found += [
            replace(_aspect(code, title), shown=i < 4) for i, (code, title) in enumerate(self._aspects(lang))
        ]
        if typed:
            found.append(replace(shown.RANK if self.apart else shown.RANK_IN_TYPE, shown=False))
        return (*found, shown.CODE, shown.LOWER, shown.UPPER)

    def _aspects(self, lang: str) -> list[tuple[str, str]]:
        """The top groups that are scored."""
        scored = {self.framework.aspect(i) for i in self.framework.indicators if i.scored}
        return [
            (g.code, _named(g, lang)) for g in self.framework.groups if g.parent is None and g.code in scored
        ]

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        rows = results(request, self.evaluation).filter(kind=self.kind)
        aspects = {
            _lookup(code): KeyTransform(code, "groups") for code, _ in self._aspects(current_language())
        }
        return rows.annotate(**aspects)

    def ordering(self, request: HttpRequest) -> list[Any]:
        said = super().ordering(request)
        if said != ["pk"]:
            column = F(said[0].removeprefix("-"))
            first = column.desc(nulls_last=True) if said[0].startswith("-") else column.asc(nulls_last=True)
            return [first, "pk"]
        rank = F("rank_in_type" if self.apart else "rank").asc(nulls_last=True)
        return [*(["variant"] if self.apart else []), rank, F("lower").desc(nulls_last=True), "code"]

    def heading(self, request: ActorRequest, count: int) -> str:
        asked = N_("Who meets the standard, who excels: ranks of {count} {kind}")
        if not any(i.gated for i in self.framework.indicators):
            asked = N_("Who is ahead: ranks of {count} {kind}")
        whole = {"count": figures.number(count), "kind": kind_word(self.kind)}
        return translate(asked, whole)

    def facts(self, request: ActorRequest, count: int) -> list[str]:
        return [*facts_of(self.evaluation), proof(self.evaluation)]

    def actions(self, request: ActorRequest) -> list[tuple[str, str, bool]]:
        pk = [self.evaluation.pk]
        return [
            (translate(N_("Beside another year")), reverse("evaluation-years", args=pk), False),
            (translate(N_("Beside another framework")), reverse("evaluation-frameworks", args=pk), False),
            (translate(N_("What lacks")), reverse("evaluation-missing", args=pk), False),
            (translate(N_("What changed since")), reverse("evaluation-changes", args=pk), False),
            (translate(N_("Package and proof")), reverse("evaluation-package", args=pk), True),
        ]

    def pages(self, filters: Filters, rows: QuerySet[Any], lookups: list[str], size: int) -> Paginator:
        return KeysFirst(rows, lookups, size, None if filters.active else sum(one.units for one in self.told))

    def more(self, request: ActorRequest) -> dict[str, Any]:
        mine = results(request, self.evaluation).filter(kind=self.kind)
        return {
            "crumbs": crumbs(),
            "keep": [("kind", self.kind), *([("apart", "1")] if self.apart else [])],
            "evaluation": self.evaluation,
            "under_way": self.evaluation.state == RUNNING,
            "since": self._since(request),
            "tabs": self._tabs(request),
            "apart": self.apart,
            "typed": len(self.framework.variants) > 1,
            "cards": _cards(self.told),
            "label": self.framework.label(current_language()),
            "problems_kept": [restored(p) for p in self.evaluation.problems],
            "warnings": [restored(w) for w in self.evaluation.warnings],
            "indicators": [
                (i.code, _named(i, current_language())) for i in self.framework.indicators if i.type != "veto"
            ],
            "across": reverse("evaluation-across-any", args=[self.evaluation.pk]),
            **_spread(mine, full=_top(self.framework)),
        }

    def _since(self, request: ActorRequest) -> int:
        """How many figures changed since, in a ranking that is short enough to look at each time."""
        one = self.evaluation
        if one.state != DONE or sum(told.units for told in self.told) > LOOKED_AT or not one.place.is_file():
            return 0
        return len(changed_in_reach(request.actor, one))

    def _tabs(self, request: ActorRequest) -> list[tuple[str, str, bool]]:
        """The kinds of this evaluation, and the evaluations of other kinds of unit beside it."""
        here = reverse(self.name, args=[self.evaluation.pk])
        tabs = [(kind_word(k), f"{here}?kind={k}", k == self.kind) for k in self.kinds]
        mine = self.evaluation
        beside = evaluations(request).filter(unit=mine.unit, year=mine.year, purpose=mine.purpose, state=DONE)
        for other in (
            beside.exclude(pk=mine.pk).exclude(framework__code=mine.framework.code).order_by("-pk")[:6]
        ):
            kinds = set(other.framework.kinds) - set(self.kinds)
            if kinds:
                words = translate(N_(", ")).join(kind_word(k) for k in sorted(kinds))
                tabs.append((words, reverse(self.name, args=[other.pk]), False))
        return tabs


def _named(thing: Any, lang: str) -> str:
    return (thing.zh if lang == "zh" else thing.en) or thing.zh or thing.en or thing.code


def _lookup(code: str) -> str:
    """The name of the column of an aspect; codes of frameworks may hold any sign."""
    return f"aspect_{code.encode().hex()}"


def _aspect(code: str, title: str) -> Column:
    return Column(_lookup(code), title, kind="number", decimals=2)


def _top(framework: Framework) -> float | None:
    if framework.scoring is None or framework.composite:
        return None
    return float(framework.scoring.full_points)


class KeysFirst(Paginator):
    """Pages of rows that are wide: which rows stand on a page is found before any of them is read."""

    def __init__(self, rows: QuerySet[Any], lookups: list[str], size: int, count: int | None) -> None:
        super().__init__(rows, size)
        self.lookups = lookups
        if count is not None:
            self.__dict__["count"] = count

    def page(self, number: Any) -> Any:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        keys = list(self.object_list.values_list("pk", flat=True)[first : first + self.per_page])
        found = self.object_list.order_by().filter(pk__in=keys).values("pk", *self.lookups)
        by_key = {row["pk"]: row for row in found}
        return self._get_page([by_key[key] for key in keys], number, self)


def _cards(told: list[Told]) -> list[tuple[str, str, str, str]]:
    """Title, figure, note, tone."""
    standards: Counter[str] = Counter()
    excellences: Counter[str] = Counter()
    for one in told:
        standards[one.standard] += one.units
        excellences[one.excellence] += one.units
    lacking = sum(one.lacking for one in told)
    of = translate(N_("of {count} units"), {"count": figures.number(sum(one.units for one in told))})
    gaps = translate(N_("units with gaps") if lacking else N_("nothing is missing"))
    known = figures.number(sum(one.known for one in told))
    return [
        (N_("With a total"), known, of, ""),
        _gate_card(N_("Standard met"), standards),
        _gate_card(N_("Excellence"), excellences),
        (N_("Figures missing"), figures.number(lacking), gaps, "mind" if lacking else ""),
    ]


def _gate_card(title: str, states: Counter[str]) -> tuple[str, str, str, str]:
    open_ = translate(N_("{count} undetermined"), {"count": figures.number(states["undetermined"])})
    return title, figures.number(states["met"]), open_, "good" if states["met"] else ""


def _spread(rows: QuerySet[Any], full: float | None) -> dict[str, Any]:
    """How totals are spread: a picture, its ends, and the same as a table."""
    known = rows.exclude(total=None).order_by().annotate(at=Cast("total", FloatField()))
    totals = np.sort(np.fromiter(known.values_list("at", flat=True), dtype=float))
    if len(totals) < 2:
        return {"strip": SafeString("")}
    low, high = drawing.around([float(totals[0]), float(totals[-1])])
    if full is not None:
        high = max(min(high, full), float(totals[-1]))
    ends = (low, high)
    middle = float(np.median(totals))
    said = translate(
        N_("{count} totals from {low} to {high}, the middle one {middle}"),
        {
            "count": figures.number(len(totals)),
            "low": figures.number(float(totals[0]), 2),
            "high": figures.number(float(totals[-1]), 2),
            "middle": figures.number(middle, 2),
        },
    )
    places = ((totals - low) / (high - low) * 100).tolist()
    return {
        "strip": drawing.strip(places, said, lines=[drawing.at(middle, ends)]),
        "strip_said": said,
        "strip_ends": [figures.number(v, 1) for v in (low, (low + high) / 2, high)],
        "bins": _bins(totals, ends),
    }


def _bins(totals: Array, ends: tuple[float, float]) -> list[tuple[str, str, int]]:
    counts, edges = np.histogram(totals, BINS, ends)
    return [
        (figures.number(float(low), 2), figures.number(float(high), 2), int(count))
        for low, high, count in zip(edges, edges[1:], counts, strict=False)
    ]
