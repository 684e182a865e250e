"""Chinese fonts of the system and of the folders ``JIYUE_FONTS``, and which stands in for which."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import typst
from django.conf import settings

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define
from jiyue.foundation.documents.style import fonts, roles

NO_FONT = define(
    "DOCUMENT_FONT_MISSING",
    N_("No Chinese font is installed where documents are made."),
    N_(
        "Install one (Debian: apt-get install fonts-noto-cjk), or name a folder of fonts in JIYUE_FONTS; "
        "rules/documents.yaml lists the fonts that are looked for."
    ),
)


@cache
def book(folders: tuple[str, ...]) -> typst.Fonts:
    """What typst draws with; made once, since it looks through every font of the computer."""
    return typst.Fonts(font_paths=list(folders))


@cache
def installed(folders: tuple[str, ...]) -> dict[str, typst.FontInfo]:
    """The regular font of each family."""
    regular: dict[str, typst.FontInfo] = {}
    for info in book(folders).fonts():
        kept = regular.get(info.family)
        if kept is None or abs(info.weight - 400) < abs(kept.weight - 400):
            regular[info.family] = info
    return regular


def folders() -> tuple[str, ...]:
    return tuple(settings.FONT_FOLDERS)


def chosen(role: str, found: Mapping[str, object]) -> list[str]:
    """Of the families ``found``, those of a role, then every other Chinese one. Refused without any."""
    wanted = dict.fromkeys([*fonts(role), *(name for other in roles() for name in fonts(other))])
    known = [name for name in wanted if name in found]
    if not known:
        raise Refused(NO_FONT(field="JIYUE_FONTS", value=", ".join(folders())))
    return known


def families(role: str) -> list[str]:
    """The installed fonts of a role, the best first. Refused: DOCUMENT_FONT_MISSING."""
    return chosen(role, installed(folders()))


def font_file(role: str) -> tuple[str, int]:
    """The file of a role's font and the number of its face in it."""
    info = installed(folders())[families(role)[0]]
    return str(info.path), info.index
