"""A framework: indicators, their formulas, lines and weights, for one kind of unit; data, never code."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import rfc8785

from jiyue.engine.formula import Item, Scope
from jiyue.engine.index.dictionary import Dictionary, Measure
from jiyue.engine.numbers import Compare, Fraction, decimal_text

Type = Literal["quant", "qual2", "qual3", "veto", "bonus", "penalty"]
Score = Literal["lines", "ideal_ratio", "ratio_to_max", "none"]

GATED: tuple[Type, ...] = ("quant", "qual2", "qual3")

ONE = Fraction(1)


@dataclass(frozen=True)
class Goalposts:
    """Fixed ends of a scale: ``lo`` and ``hi`` in the indicator's unit; values beyond are cut by ``cap``."""

    lo: Fraction
    hi: Fraction
    cap: Literal["none", "low", "high", "both"] = "none"
    log: bool = False

    def as_dict(self) -> dict[str, Any]:
        return {"lo": decimal_text(self.lo), "hi": decimal_text(self.hi), "cap": self.cap, "log": self.log}


@dataclass(frozen=True)
class Indicator:
    """One indicator. Lines (``standard``, ``excellence``, ``ideal``) are formulas, often a bare number."""

    code: str
    formula: str
    zh: str = ""
    en: str = ""
    group: str | None = None
    unit: str | None = None
    decimals: int | None = None
    compare: Compare = "rounded"
    direction: Literal["up", "down"] = "up"
    type: Type = "quant"
    score: Score = "lines"
    weights: Mapping[str, Fraction] | None = None
    standard: str | None = None
    excellence: str | None = None
    ideal: str | None = None
    goalposts: Goalposts | None = None
    target: Fraction | None = None
    denominator: str | None = None
    na_rule: str | None = None
    na_reason: str = ""
    na_reason_zh: str = ""
    owner: str = ""
    evidence: str = ""
    evidence_zh: str = ""
    note: str = ""
    source: str = ""
    source_zh: str = ""
    verified: bool = False

    def where(self, lang: str) -> str:
        """Where its lines and weights come from, in words."""
        return (self.source_zh if lang == "zh" else "") or self.source

    @property
    def scored(self) -> bool:
        """Whether it carries a weight in the total."""
        return self.type in GATED and self.score != "none"

    @property
    def gated(self) -> bool:
        """Whether its lines take part in the two gates."""
        return self.type in GATED and self.score == "lines"

    def weight(self, variant: str) -> Fraction:
        """The weight in ``variant``; 0 where it carries none."""
        weights = self.weights or {}
        return weights.get(variant, weights.get("", Fraction(0)))

    def as_dict(self) -> dict[str, Any]:
        """Plain data with decimals as texts; what is at its default is left out."""
        out: dict[str, Any] = {}
        for name, spec in Indicator.__dataclass_fields__.items():
            value = getattr(self, name)
            if value == spec.default and name not in ("code", "formula", "verified"):
                continue
            if name == "weights":
                value = {k: decimal_text(v) for k, v in value.items()}
            elif name == "goalposts":
                value = value.as_dict()
            elif isinstance(value, Fraction):
                value = decimal_text(value)
            out[name] = value
        return out


@dataclass(frozen=True)
class Group:
    """An aspect or a sub-index. ``weight`` counts only where groups are averaged (composite indices)."""

    code: str
    zh: str = ""
    en: str = ""
    parent: str | None = None
    weight: Fraction = ONE

    def as_dict(self) -> dict[str, Any]:
        out: dict[str, Any] = {"code": self.code, "zh": self.zh, "en": self.en}
        if self.parent is not None:
            out["parent"] = self.parent
        if self.weight != 1:
            out["weight"] = decimal_text(self.weight)
        return out


@dataclass(frozen=True)
class Scoring:
    """Points at the two lines, the sum of weights, the clip of the total; figures with their source."""

    standard_points: Fraction
    full_points: Fraction
    total_weight: Fraction
    total_floor: Fraction
    total_cap: Fraction
    decimals: int
    source: str
    verified: bool
    source_zh: str = ""

    def where(self, lang: str) -> str:
        """Where the points come from, in words."""
        return (self.source_zh if lang == "zh" else "") or self.source

    def as_dict(self) -> dict[str, Any]:
        figures = ("standard_points", "full_points", "total_weight", "total_floor", "total_cap")
        return {
            **{name: decimal_text(getattr(self, name)) for name in figures},
            "decimals": self.decimals,
            "source": self.source,
            **({"source_zh": self.source_zh} if self.source_zh else {}),
            "verified": self.verified,
        }


@dataclass(frozen=True)
class Framework:
    """Indicators in groups for ``kinds`` of unit (empty: any but provinces and prefectures).

    ``composite`` frameworks average normalised indicators up a tree in floats (HDI, COINr tables); the others
    score exact values against lines.
    """

    code: str
    version: str
    indicators: tuple[Indicator, ...]
    zh: str = ""
    en: str = ""
    kinds: tuple[str, ...] = ()
    variants: tuple[str, ...] = ("",)
    groups: tuple[Group, ...] = ()
    measures: tuple[Measure, ...] = ()
    scoring: Scoring | None = None
    recipe: tuple[Any, ...] | None = None
    composite: bool = False
    label_zh: str = ""
    label_en: str = ""
    valid_from: str | None = None
    valid_to: str | None = None
    jurisdiction: str = "CN"
    source: str = ""
    source_zh: str = ""
    verified: bool = False

    @cached_property
    def by_code(self) -> dict[str, Indicator]:
        return {i.code: i for i in self.indicators}

    @cached_property
    def groups_by_code(self) -> dict[str, Group]:
        return {g.code: g for g in self.groups}

    def title(self, lang: str) -> str:
        return (self.zh if lang == "zh" else self.en) or self.en or self.zh or self.code

    def label(self, lang: str) -> str:
        """What every output must say of this framework's results, such as that they are a proxy."""
        return self.label_zh if lang == "zh" else self.label_en

    def where(self, lang: str) -> str:
        """Where the framework comes from, in words."""
        return (self.source_zh if lang == "zh" else "") or self.source

    def default_variant(self) -> str:
        return "mixed" if "mixed" in self.variants else self.variants[0]

    def aspect(self, indicator: Indicator) -> str:
        """The top group of an indicator, within which the weight of what is not applicable is spread."""
        code = indicator.group or ""
        while code in self.groups_by_code and self.groups_by_code[code].parent:
            code = self.groups_by_code[code].parent or ""
        return code

    def dictionary(self, base: Dictionary) -> Dictionary:
        """``base`` with this framework's own measures."""
        return base.extended(self.measures) if self.measures else base

    def scope(self, base: Dictionary) -> Scope:
        """What the formulas of this framework may name."""
        measures = [m.item() for m in self.dictionary(base)]
        known = {m.code for m in measures}
        own = [
            Item(i.code, i.unit, "indicator", zh=i.zh, en=i.en)
            for i in self.indicators
            if i.code not in known
        ]
        return Scope([*measures, *own])

    def as_dict(self) -> dict[str, Any]:
        """Plain data: what stands in a YAML file and in a package, and what the hash is over."""
        out: dict[str, Any] = {"framework": self.code, "version": self.version}
        for name in ("zh", "en", "label_zh", "label_en", "valid_from", "valid_to", "source", "source_zh"):
            if getattr(self, name):
                out[name] = getattr(self, name)
        out["jurisdiction"] = self.jurisdiction
        out["verified"] = self.verified
        out["kinds"] = list(self.kinds)
        out["variants"] = list(self.variants)
        if self.composite:
            out["composite"] = True
        if self.scoring:
            out["scoring"] = self.scoring.as_dict()
        if self.recipe is not None:
            out["recipe"] = list(self.recipe)
        if self.measures:
            out["measures"] = [measure_dict(m) for m in self.measures]
        out["groups"] = [g.as_dict() for g in self.groups]
        out["indicators"] = [i.as_dict() for i in self.indicators]
        return out

    @cached_property
    def hash(self) -> str:
        """SHA-256 over the canonical content (RFC 8785), whatever file it came from."""
        return hashlib.sha256(rfc8785.dumps(self.as_dict())).hexdigest()


def measure_dict(measure: Measure) -> dict[str, Any]:
    """A measure as plain data, defaults left out."""
    out: dict[str, Any] = {}
    for name, spec in Measure.__dataclass_fields__.items():
        value = getattr(measure, name)
        if name == "code" or value != spec.default:
            out[name] = list(value) if isinstance(value, tuple) else value
    return out
