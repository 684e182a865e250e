"""Addresses of an evaluation, and what a page says without its markup."""

import re
from html import unescape
from typing import Any

from django.urls import reverse

from jiyue.foundation.units.models import Unit
from jiyue.indicators.models import Evaluation


def ranking(evaluation: Evaluation) -> str:
    return reverse("evaluation", args=[evaluation.pk])


def sheet(evaluation: Evaluation, unit: Unit) -> str:
    return reverse("evaluation-unit", args=[evaluation.pk, unit.pk])


def measure(evaluation: Evaluation, unit: Unit, code: str, year: int = 2025) -> str:
    return reverse("evaluation-measure", args=[evaluation.pk, unit.pk, code, year])


def said(answer: Any) -> str:
    """The words of the page, one space between them."""
    main = answer.content.decode().partition("<main")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())
