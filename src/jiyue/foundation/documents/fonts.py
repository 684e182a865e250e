"""Chinese fonts: where they are, and which one stands in for which."""

from __future__ import annotations

from functools import cache

import typst
from django.conf import settings

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define
from jiyue.foundation.documents.style import fonts, roles

NO_CHINESE_FONT = define(
    "NO_CHINESE_FONT",
    N_("No Chinese font is installed where documents are made ({where})."),
    N_(
        "Install one (Debian: apt-get install fonts-noto-cjk), or name a folder of fonts in JIYUE_FONTS; "
        "rules/documents.yaml lists the fonts that are looked for."
    ),
)


@cache
def _found(folders: tuple[str, ...]) -> dict[str, typst.FontInfo]:
    """The regular font of each family, from ``folders``, or from the system where none is named."""
    made = typst.Fonts(include_system_fonts=not folders, font_paths=list(folders))
    regular: dict[str, typst.FontInfo] = {}
    for info in made.fonts():
        kept = regular.get(info.family)
        if kept is None or abs(info.weight - 400) < abs(kept.weight - 400):
            regular[info.family] = info
    return regular


def folders() -> tuple[str, ...]:
    return tuple(settings.FONT_FOLDERS)


def families(role: str) -> list[str]:
    """The installed fonts of a role, then every other Chinese one; Refused (NO_CHINESE_FONT) without any."""
    found = _found(folders())
    wanted = dict.fromkeys([*fonts(role), *(name for other in roles() for name in fonts(other))])
    known = [name for name in wanted if name in found]
    if not known:
        raise Refused(NO_CHINESE_FONT(field="JIYUE_FONTS", where=", ".join(folders()) or "system"))
    return known


def font_file(role: str) -> tuple[str, int]:
    """The file of a role's font and the number of its face in it."""
    info = _found(folders())[families(role)[0]]
    return str(info.path), info.index
