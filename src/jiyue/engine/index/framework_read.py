"""Plain data to a framework: every field checked, every problem named with its place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from jiyue.engine.fields import Fields
from jiyue.engine.index.dictionary import Measure
from jiyue.engine.index.framework import Framework, Goalposts, Group, Indicator, Scoring
from jiyue.engine.messages import N_
from jiyue.engine.numbers import Fraction, exact
from jiyue.engine.problems import Refused, define
from jiyue.engine.rulebook import default_rulebook

NOT_A_FRAMEWORK = define(
    "NOT_A_FRAMEWORK",
    N_("The file is not a framework: {what}."),
    N_("Give YAML with a list of indicators, or a table with the columns code and formula."),
)
_CHOICES = {
    "compare": ("rounded", "full"),
    "direction": ("up", "down"),
    "type": ("quant", "qual2", "qual3", "veto", "bonus", "penalty"),
    "score": ("lines", "ideal_ratio", "ratio_to_max", "none"),
}
_TEXTS = (
    "code", "formula", "zh", "en", "group", "unit", "standard", "excellence", "ideal", "denominator",
    "na_rule", "na_reason", "na_reason_zh", "evidence_zh", "owner", "evidence", "note", "source",
    "source_zh",
)  # fmt: skip
_TOP = {
    "framework", "version", "zh", "en", "label_zh", "label_en", "valid_from", "valid_to", "source",
    "source_zh", "jurisdiction", "verified", "kinds", "variants", "composite", "scoring", "recipe",
    "measures", "groups", "indicators",
}  # fmt: skip


class _Reader(Fields):
    """The fields that only frameworks have."""

    def choice(self, owner: str, data: Mapping[str, Any], field: str, default: str) -> Any:
        value = data.get(field) or default
        if value not in _CHOICES[field]:
            self.bad(owner, field, value, ", ".join(_CHOICES[field]))
            return default
        return value

    def number(self, owner: str, field: str, value: object, default: Fraction | None = None) -> Any:
        if value is None or value == "":
            return default
        try:
            return exact(value)  # type: ignore[arg-type]
        except (Refused, TypeError, ValueError):
            self.bad(owner, field, value, "a decimal number")
            return default

    def places(self, owner: str, value: object) -> int | None:
        if value is None or value == "":
            return None
        number = self.number(owner, "decimals", value)
        if number is None or number.denominator != 1 or not 0 <= number <= 12:
            self.bad(owner, "decimals", value, "0 to 12")
            return None
        return int(number)

    def day(self, field: str, value: object) -> str | None:
        if value is None:
            return None
        try:
            return date.fromisoformat(str(value)).isoformat()
        except ValueError:
            self.bad("framework", field, value, "2025-01-01")
            return None


def framework_from_dict(data: Any, *, file: str | None = None) -> Framework:
    """A framework from plain data; :class:`Refused` with every bad field. Formulas are not yet read."""
    if not isinstance(data, dict) or not isinstance(data.get("indicators"), list) or not data["indicators"]:
        raise Refused(NOT_A_FRAMEWORK(file=file, what="no list of indicators"))
    reader = _Reader(file)
    reader.unknown("framework", data, _TOP)
    composite = reader.flag("framework", "composite", data.get("composite", False))
    recipe = data.get("recipe")
    framework = Framework(
        code=str(data.get("framework") or "unnamed"),
        version=str(data.get("version") or "0"),
        zh=str(data.get("zh") or ""),
        en=str(data.get("en") or ""),
        kinds=reader.texts("framework", "kinds", data.get("kinds")),
        variants=reader.texts("framework", "variants", data.get("variants")) or ("",),
        groups=tuple(_group(reader, g) for g in reader.listed("framework", "groups", data.get("groups"))),
        measures=tuple(
            _measure(reader, m) for m in reader.listed("framework", "measures", data.get("measures"))
        ),
        scoring=None if composite else _scoring(reader, data),
        recipe=None if recipe is None else tuple(reader.listed("framework", "recipe", recipe)),
        composite=composite,
        label_zh=str(data.get("label_zh") or ""),
        label_en=str(data.get("label_en") or ""),
        valid_from=reader.day("valid_from", data.get("valid_from")),
        valid_to=reader.day("valid_to", data.get("valid_to")),
        jurisdiction=str(data.get("jurisdiction") or "CN"),
        source=str(data.get("source") or ""),
        source_zh=str(data.get("source_zh") or ""),
        verified=reader.flag("framework", "verified", data.get("verified", False)),
        indicators=tuple(_indicator(reader, i) for i in data["indicators"]),
    )
    if reader.problems:
        raise Refused(reader.problems)
    return framework


def _indicator(reader: _Reader, data: Any) -> Indicator:
    if not isinstance(data, dict):
        reader.bad("indicators", "indicator", data, "code, formula, ...")
        return Indicator("?", "0")
    owner = str(data.get("code") or "?")
    reader.unknown(owner, data, set(Indicator.__dataclass_fields__))
    texts = {k: str(data[k]) for k in _TEXTS if data.get(k) not in (None, "")}
    for needed in ("code", "formula"):
        if needed not in texts:
            reader.bad(owner, needed, data.get(needed), "a text")
            texts[needed] = "?" if needed == "code" else "0"
    return Indicator(
        **texts,
        decimals=reader.places(owner, data.get("decimals")),
        compare=reader.choice(owner, data, "compare", "rounded"),
        direction=reader.choice(owner, data, "direction", "up"),
        type=reader.choice(owner, data, "type", "quant"),
        score=reader.choice(owner, data, "score", "lines"),
        weights=_weights(reader, owner, data.get("weights")),
        goalposts=_goalposts(reader, owner, data.get("goalposts")),
        target=reader.number(owner, "target", data.get("target")),
        verified=reader.flag(owner, "verified", data.get("verified", False)),
    )


def _weights(reader: _Reader, owner: str, value: Any) -> dict[str, Fraction] | None:
    if value is None or value == "":
        return None
    table = value if isinstance(value, dict) else {"": value}
    out = {str(k): reader.number(owner, "weights", v) for k, v in table.items()}
    known = {k: v for k, v in out.items() if v is not None}
    if any(v < 0 for v in known.values()):
        reader.bad(owner, "weights", value, ">= 0")
    return known


def _goalposts(reader: _Reader, owner: str, value: Any) -> Goalposts | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        reader.bad(owner, "goalposts", value, "{lo, hi, cap, log}")
        return None
    reader.unknown(owner, value, {"lo", "hi", "cap", "log"})
    low, high = (reader.number(owner, f"goalposts.{k}", value.get(k)) for k in ("lo", "hi"))
    cap = value.get("cap", "none")
    log = reader.flag(owner, "goalposts.log", value.get("log", False))
    if low is None or high is None or low >= high or (log and low <= 0):
        reader.bad(owner, "goalposts", value, "lo < hi" + (", lo > 0" if log else ""))
        return None
    if cap not in ("none", "low", "high", "both"):
        reader.bad(owner, "goalposts.cap", cap, "none, low, high, both")
        return None
    return Goalposts(low, high, cap, log)


def _group(reader: _Reader, data: Any) -> Group:
    if not isinstance(data, dict) or not data.get("code"):
        reader.bad("groups", "group", data, "{code, zh, en, parent, weight}")
        return Group("?")
    owner = str(data["code"])
    reader.unknown(owner, data, set(Group.__dataclass_fields__))
    return Group(
        code=owner,
        zh=str(data.get("zh") or ""),
        en=str(data.get("en") or ""),
        parent=str(data["parent"]) if data.get("parent") else None,
        weight=reader.number(owner, "weight", data.get("weight"), Fraction(1)),
    )


def _measure(reader: _Reader, data: Any) -> Measure:
    if not isinstance(data, dict) or not data.get("code"):
        reader.bad("measures", "measure", data, "{code, unit, zh, en}")
        return Measure("?")
    owner = str(data["code"])
    reader.unknown(owner, data, set(Measure.__dataclass_fields__))
    fields: dict[str, Any] = {k: str(v) for k, v in data.items() if k != "unit_kinds" and v is not None}
    return Measure(**{**fields, "unit_kinds": reader.texts(owner, "unit_kinds", data.get("unit_kinds"))})


def _scoring(reader: _Reader, data: Mapping[str, Any]) -> Scoring:
    block = data.get("scoring")
    names = ("standard_points", "full_points", "total_weight", "total_floor", "total_cap")
    base = default_scoring()
    if block is None:
        return base
    if not isinstance(block, dict):
        reader.bad("scoring", "scoring", block, ", ".join(names))
        return base
    reader.unknown("scoring", block, {*names, "decimals", "source", "source_zh", "verified"})
    figures = {n: reader.number("scoring", n, block.get(n), getattr(base, n)) for n in names}
    for name in ("full_points", "total_weight"):
        if figures[name] <= 0:
            reader.bad("scoring", name, block.get(name), "> 0")
    return Scoring(
        **figures,
        decimals=reader.places("scoring", block.get("decimals", base.decimals)) or 0,
        source=str(block.get("source") or base.source),
        source_zh=str(block.get("source_zh") or ""),
        verified=reader.flag("scoring", "verified", block.get("verified", False)),
    )


def default_scoring() -> Scoring:
    """The scoring figures of ``rules/scoring.yaml`` that are in force without an end."""
    book = default_rulebook()
    names = ("standard_points", "full_points", "total_weight", "total_floor", "total_cap", "decimals")
    get = {name: book.figure(f"scoring.{name}", on=date.max) for name in names}
    one = get["standard_points"]
    places = int(get.pop("decimals").value)
    return Scoring(
        **{n: f.value for n, f in get.items()},
        decimals=places,
        source=one.source,
        source_zh="",
        verified=one.verified,
    )
