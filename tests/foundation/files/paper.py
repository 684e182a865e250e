"""What happens to a printed sheet: printed, stamped, scanned askew with noise."""

from io import BytesIO

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw

STAMP = (150, 20, 20)


def printed(pdf: bytes, dpi: int = 200) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
    document.close()
    return pages


def stamped(page: Image.Image) -> Image.Image:
    """A red round stamp at the end of the table."""
    out = page.copy()
    w, h = out.size
    edge = (w * 0.2, h * 0.55, w * 0.4, h * 0.55 + w * 0.2)
    ImageDraw.Draw(out).ellipse(edge, outline=STAMP, width=max(w // 200, 2))
    return out


def scanned(page: Image.Image, *, turn: float = 0, noise: float = 0, seed: int = 1) -> Image.Image:
    turned = page.rotate(turn, expand=True, fillcolor="white", resample=Image.Resampling.BILINEAR)
    if not noise:
        return turned
    grain = np.random.default_rng(seed).normal(0, noise, (*turned.size[::-1], 1))
    return Image.fromarray(np.clip(np.asarray(turned) + grain, 0, 255).astype("uint8"))


def as_pdf(pages: list[Image.Image], dpi: int = 200) -> bytes:
    out = BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=dpi)
    return out.getvalue()


def as_picture(page: Image.Image, form: str = "JPEG", dpi: int = 200) -> bytes:
    out = BytesIO()
    page.save(out, form, dpi=(dpi, dpi))
    return out.getvalue()


def as_tiff(pages: list[Image.Image]) -> bytes:
    out = BytesIO()
    grey = [page.convert("L") for page in pages]
    grey[0].save(out, "TIFF", save_all=True, append_images=grey[1:], compression="tiff_lzw")
    return out.getvalue()
