"""Pages as pictures: drawn once, kept in the cache of the data folder within its limit."""

from __future__ import annotations

import os
import tempfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw

from jiyue.foundation.files import pdfs, pictures
from jiyue.foundation.files.limits import MB, limit
from jiyue.foundation.files.store import place_of

Box = tuple[Decimal, Decimal, Decimal, Decimal]
"""Left, top, width, height as fractions of the page."""
MARGIN = Decimal("0.02")
FRAME = "#b42318"


def cache() -> Path:
    return Path(settings.DATA) / "cache" / "pages"


def page_picture(sha256: str, kind: str, page: int) -> Path:
    """The PNG of one page (from 1), drawn when it is not in the cache."""
    longest = limit("preview_pixels")
    kept = cache() / sha256[:2] / f"{sha256}-{page}-{longest}.png"
    if not kept.exists():
        path = place_of(sha256)
        draw = pdfs.drawn if kind == "pdf" else pictures.drawn
        picture = draw(path, sha256, page, longest=longest)
        _write(kept, picture)
        make_room(kept)
    return kept


def crop(path: Path, box: Box) -> bytes:
    """The PNG of the boxed part of a page, with a frame and a little around it."""
    left, top, width, height = box
    with Image.open(path) as picture:
        w, h = picture.size
        edges = (
            int(max(left - MARGIN, Decimal(0)) * w),
            int(max(top - MARGIN, Decimal(0)) * h),
            max(int(min(left + width + MARGIN, Decimal(1)) * w), 1),
            max(int(min(top + height + MARGIN, Decimal(1)) * h), 1),
        )
        cut = picture.crop(edges).convert("RGB")
        frame = (left * w, top * h, (left + width) * w, (top + height) * h)
        at = [int(edge) - edges[i % 2] for i, edge in enumerate(frame)]
        ImageDraw.Draw(cut).rectangle(at, outline=FRAME, width=max(w // 500, 2))
        out = BytesIO()
        cut.save(out, "PNG")
    return out.getvalue()


def _write(kept: Path, picture: Image.Image) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    handle, made = tempfile.mkstemp(dir=kept.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            picture.save(file, "PNG", optimize=False)
        Path(made).replace(kept)
    finally:
        Path(made).unlink(missing_ok=True)


def make_room(newest: Path) -> None:
    """Take the pictures that were drawn first out of the cache until it keeps its limit."""
    found = sorted((p.stat().st_mtime, p.stat().st_size, p) for p in cache().glob("*/*.png") if p.exists())
    over = sum(size for _, size, _ in found) - limit("preview_cache_mb") * MB
    for _, size, path in found:
        if over <= 0:
            return
        if path != newest:
            path.unlink(missing_ok=True)
            over -= size


def forget(sha256: str) -> None:
    """Take all pictures of a content out of the cache."""
    for path in cache().glob(f"{sha256[:2]}/{sha256}-*.png"):
        path.unlink(missing_ok=True)
