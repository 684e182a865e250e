"""Figures and days as people read them: thin spaces between thousands, a dash for what is missing."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.utils import timezone

from jiyue.engine.messages import N_, current_language, translate

THIN = "\u2009"
DASH = "—"
DAY = N_("{year}-{month:02}-{day:02}")


def number(value: object, decimals: int | None = None) -> str:
    """``1842600.5`` with two decimals is ``1 842 600.50``; None is a dash, never 0."""
    if value is None or value == "":
        return DASH
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / Decimal(value.denominator)
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    text = f"{exact:,.{decimals}f}" if decimals is not None else f"{exact:,f}"
    return text.replace(",", THIN).replace("-", "\u2212")


def day(value: date | datetime | None) -> str:
    """A day; with the time of day where there is one."""
    if value is None:
        return DASH
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{local:%Y-%m-%d %H:%M}"
    return translate(DAY, {"year": value.year, "month": value.month, "day": value.day})


def yes_no(value: bool | None) -> str:
    return DASH if value is None else translate(N_("yes") if value else N_("no"))


def spoken_language() -> str:
    return "zh-Hans" if current_language() == "zh" else "en"
