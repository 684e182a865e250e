"""Words and figures of a report in one language: units, states with their lamps, grouped digits."""

from __future__ import annotations

from dataclasses import dataclass

from jiyue.engine.formula import kind_name
from jiyue.engine.index.framework import Group, Indicator
from jiyue.engine.index.framework_check import Compiled
from jiyue.engine.index.panel import Panel
from jiyue.engine.index.result import Number
from jiyue.engine.index.words import state_word
from jiyue.engine.messages import N_, translate
from jiyue.engine.numbers import Fraction, decimal_text

THIN = "\N{NARROW NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
NOTHING = "\N{EM DASH}"
SHOWN_PLACES = 4

_UNITS = {
    "m": N_("m"),
    "km": N_("km"),
    "t": N_("t"),
    "a": N_("years"),
    "m2": N_("m\u00b2"),
    "km2": N_("km\u00b2"),
    "ha": N_("ha"),
    "mu": N_("mu"),
    "m3": N_("m\u00b3"),
    "10k_m3": N_("10k m\u00b3"),
    "person": N_("person"),
    "10k_person": N_("10k persons"),
    "household": N_("household"),
    "yuan": N_("yuan"),
    "10k_yuan": N_("10k yuan"),
    "yi_yuan": N_("100m yuan"),
    "tce": N_("tce"),
    "10k_tce": N_("10k tce"),
    "kWh": N_("kWh"),
    "10k_kWh": N_("10k kWh"),
    "usd": N_("US dollars"),
    "percent": N_("%"),
    "permille": N_("\u2030"),
    "level": N_("level"),
    "point": N_("points"),
}
_VARIANTS = {"land": N_("land only"), "mixed": N_("land and minerals"), "mineral": N_("minerals mainly")}
_WORDLESS = (None, "", "-", "1", "one", "count")


@dataclass(frozen=True)
class Lamp:
    """A state: its word, and the tone of the lamp beside it (good, bad, mind, idle)."""

    word: str
    tone: str


_TONES = {
    "met": "good",
    "failed": "bad",
    "undetermined": "mind",
    "clear": "good",
    "fired": "bad",
    "excellent": "good",
    "standard": "good",
    "below": "bad",
    "missing": "mind",
    "not_applicable": "idle",
    "ok": "idle",
}

_MARKS = {
    "rolled_up": N_("rolled up"),
    "imputed": N_("filled in"),
    "winlo": N_("raised to the next value"),
    "winhi": N_("cut to the next value"),
}
_TRANSFORMED = N_("transformed")


def unit_words(unit: str | None, lang: str | None = None) -> str:
    """A unit of measure in words; empty for a pure number or a count."""
    if unit in _WORDLESS:
        return ""

    def factor(token: str) -> str:
        return translate(_UNITS[token], {}, lang) if token in _UNITS else "" if token in _WORDLESS else token

    top, slash, bottom = str(unit).partition("/")
    return factor(top) + slash + (factor(bottom) if bottom else "")


class Words:
    """Everything that a report says, in ``lang`` (zh or en)."""

    def __init__(self, compiled: Compiled, panel: Panel, lang: str) -> None:
        self.compiled = compiled
        self.panel = panel
        self.lang = lang
        self._units = {u.code: u for u in panel.units}

    def __call__(self, msgid: str, **params: object) -> str:
        return translate(msgid, params, self.lang)

    def title(self, thing: Indicator | Group) -> str:
        """The title of an indicator or a group; its code where it has none."""
        return (thing.zh if self.lang == "zh" else thing.en) or thing.en or thing.zh or thing.code

    def named(self, code: str) -> str:
        """The title of a measure or an indicator by its code."""
        item = self.compiled.scope.find(code)
        return ((item.zh if self.lang == "zh" else item.en) if item else "") or code

    def names(self, code: str) -> bool:
        """Whether a formula could name a measure or an indicator of this code."""
        return self.compiled.scope.find(code) is not None

    def name(self, unit: str) -> str:
        """The name of a unit of the panel; its code where it has none."""
        known = self._units.get(unit)
        return known.name or unit if known else unit

    def knows(self, unit: str) -> bool:
        """Whether the panel holds a unit of this code."""
        return unit in self._units

    def above(self, unit: str) -> str:
        """The names of the units above one, the highest first."""
        names: list[str] = []
        here = self._units.get(unit)
        while here is not None and (here := self._units.get(here.parent)) is not None:
            names.insert(0, here.name or here.code)
        return " \N{MIDDLE DOT} ".join(names)

    def kind(self, kind: str) -> str:
        return kind_name(kind, self.lang)

    def variant(self, variant: str) -> str:
        """The name of a variant of a framework; itself where it is not one of the county types."""
        return self(_VARIANTS[variant]) if variant in _VARIANTS else variant

    def listed(self, things: list[str], shown: int) -> str:
        """Some of ``things`` in a row, and how many more there are."""
        text = self(N_(", ")).join(things[:shown])
        if len(things) > shown:
            return self(N_("{things} and {count} more"), things=text, count=len(things) - shown)
        return text

    def unit(self, unit: str | None) -> str:
        """A unit of measure in words; empty for a pure number or a count."""
        return unit_words(unit, self.lang)

    def lamp(self, state: str | None) -> Lamp | None:
        if state is None:
            return None
        return Lamp(state_word(state, self.lang), _TONES[state])

    def mark(self, mark: str) -> str:
        return self(_MARKS.get(mark, _TRANSFORMED))


def figure(value: Number | int | None, places: int | None = None) -> str:
    """A figure with digits in groups of three; ``places`` fixed, else as many as it needs, at most four."""
    if value is None:
        return NOTHING
    if isinstance(value, int):
        value = Fraction(value)
    if isinstance(value, float):
        text = f"{value:.{SHOWN_PLACES if places is None else places}f}"
        if value and places is None and not float(text):
            return f"{value:.3g}".replace("-", MINUS)
    else:
        text = decimal_text(value, SHOWN_PLACES if places is None else places)
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    whole, dot, part = text.partition(".")
    sign, whole = (MINUS, whole[1:]) if whole.startswith("-") else ("", whole)
    if len(whole) > 3:
        whole = f"{int(whole):,}".replace(",", THIN)
    if sign and not whole.strip("0") and not part.strip("0"):
        sign = ""
    return f"{sign}{whole}{dot}{part}"
