"""Fonts with Chinese signs for documents: those of the system, and those of the folder ``JIYUE_FONTS``."""

from __future__ import annotations

from functools import cache

import typst
from django.conf import settings

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define

NO_FONT = define(
    "SHEET_NO_FONT",
    N_("No Chinese font is on this computer, so that no paper can be printed."),
    N_(
        "Install one, such as fonts-noto-cjk, or put font files into a folder and name it in JIYUE_FONTS; "
        "then start again."
    ),
)
SERIF = (
    *(
        "Noto Serif CJK SC",
        "Source Han Serif SC",
        "Noto Serif SC",
        "SimSun",
        "FangSong",
        "STSong",
        "Songti SC",
    ),
    *("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "Microsoft YaHei", "SimHei", "PingFang SC"),
    *("WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "AR PL UMing CN", "Droid Sans Fallback"),
)
"""Families with the signs of mainland China, the likeliest for papers first."""


@cache
def installed() -> typst.Fonts:
    return typst.Fonts(font_paths=settings.FONT_FOLDERS)


def chinese(fonts: typst.Fonts) -> list[str]:
    """The Chinese families of ``fonts``, the best first; Refused when there is none."""
    here = set(fonts.families())
    found = [family for family in SERIF if family in here]
    if not found:
        raise Refused(NO_FONT())
    return found
