"""Pictures through Pillow: size before decoding, pages of a TIFF, and time and place of EXIF."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image, ImageOps

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define
from jiyue.foundation.files.limits import limit
from jiyue.foundation.files.problems import TOO_MANY_PAGES, reading

TOO_MANY_PIXELS = define(
    "FILE_TOO_MANY_PIXELS",
    N_("The picture {file} has {found} million pixels; it may have {limit}."),
    N_("Scan with fewer dots per inch, or make the picture smaller, and send that copy."),
)
_FORMATS = ("PNG", "JPEG", "WEBP", "TIFF")
MILLION = 1_000_000


def opened(path: Path, name: str) -> Image.Image:
    """The picture, measured and not yet decoded; Refused for one with too many pixels."""
    with reading(name):
        try:
            picture = Image.open(path, formats=_FORMATS)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            most = limit("megapixels")
            raise Refused(TOO_MANY_PIXELS(file=name, found=f"> {most}", limit=most)) from error
        try:
            measure(picture, name)
        except Refused:
            picture.close()
            raise
        return picture


def measure(picture: Image.Image, name: str) -> None:
    pixels, most = picture.width * picture.height, limit("megapixels")
    if pixels > most * MILLION:
        raise Refused(TOO_MANY_PIXELS(file=name, found=-(-pixels // MILLION), limit=most))


def check(path: Path, name: str) -> tuple[int, dict[str, Any]]:
    """Pages (frames of a TIFF) and what EXIF tells; every page is decoded once, so that a cut file shows."""
    with opened(path, name) as picture, reading(name):
        pages = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
        if pages > limit("pages"):
            raise Refused(TOO_MANY_PAGES(file=name, found=pages, limit=limit("pages")))
        facts = told(picture.getexif())
        for page in range(pages):
            if page:
                picture.seek(page)
                measure(picture, name)
            picture.load()
    return pages, facts


def drawn(path: Path, name: str, page: int, *, longest: int = 0, grey: bool = False) -> Image.Image:
    """One page (from 1), upright, at most ``longest`` pixels a side where it is given."""
    with opened(path, name) as picture, reading(name):
        if page > 1:
            picture.seek(page - 1)
            measure(picture, name)
        upright = ImageOps.exif_transpose(picture)
        shown = upright.convert("L" if grey else "RGB")
    if longest and max(shown.size) > longest:
        shown.thumbnail((longest, longest))
    return shown


def told(exif: Image.Exif) -> dict[str, Any]:
    """``taken_at`` (as the camera wrote it), ``place`` (latitude, longitude as texts), ``device``."""
    inner: Mapping[int, Any] = exif.get_ifd(ExifTags.IFD.Exif)
    facts = {
        "taken_at": _time(
            inner.get(ExifTags.Base.DateTimeOriginal), inner.get(ExifTags.Base.OffsetTimeOriginal)
        ),
        "place": _place(exif.get_ifd(ExifTags.IFD.GPSInfo)),
        "device": " ".join(_text(exif.get(t)) for t in (ExifTags.Base.Make, ExifTags.Base.Model)).strip()[
            :120
        ],
    }
    return {k: v for k, v in facts.items() if v}


def _text(value: Any) -> str:
    return "".join(c for c in value if c.isprintable()).strip() if isinstance(value, str) else ""


def _time(value: Any, offset: Any) -> str:
    day, _, hour = _text(value).partition(" ")
    parts = [*day.split(":"), *hour.split(":")]
    if len(parts) != 6 or not all(p.isascii() and p.isdigit() for p in parts) or not int(parts[0]):
        return ""
    y, mo, d, h, mi, s = parts
    return f"{y}-{mo}-{d}T{h}:{mi}:{s}{_text(offset)[:6]}"


def _place(gps: Mapping[int, Any]) -> list[str]:
    try:
        north = _degrees(gps[ExifTags.GPS.GPSLatitude], gps[ExifTags.GPS.GPSLatitudeRef] in ("S", "s"), 90)
        east = _degrees(gps[ExifTags.GPS.GPSLongitude], gps[ExifTags.GPS.GPSLongitudeRef] in ("W", "w"), 180)
    except (KeyError, TypeError, ValueError, ZeroDivisionError, AttributeError):
        return []
    return [north, east] if north != east or Decimal(north) else []


def _degrees(parts: Any, negative: bool, most: int) -> str:
    degrees, minutes, seconds = (Fraction(p.numerator, p.denominator) for p in parts)
    value = degrees + minutes / 60 + seconds / 3600
    if not 0 <= value <= most:
        raise ValueError("no place on the earth")
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(round(-exact if negative else exact, 6))
