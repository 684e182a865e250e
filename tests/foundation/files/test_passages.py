"""A passage lies on a page of its paper, exactly where it was drawn."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from foundation.files import samples
from jiyue.foundation.files import actions
from jiyue.foundation.files.models import Passage
from jiyue.foundation.files.previews import crop, page_picture

SHARES = st.decimals(0, 1, places=6)


def size_of(path: Path) -> tuple[int, int]:
    with Image.open(path) as found:
        return found.size


def box(*edges: str) -> dict[str, Decimal]:
    return dict(zip(("left", "top", "width", "height"), map(Decimal, edges), strict=True))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SHARES, SHARES, SHARES, SHARES)
def test_fractions_come_back_exactly(office, a, b, c, d) -> None:
    left, right, top, bottom = *sorted((a, b)), *sorted((c, d))
    if left == right or top == bottom:
        return
    found = office.add(samples.picture(), "a.png")
    edges = {"left": left, "top": top, "width": right - left, "height": bottom - top}
    made = actions.box(office.li, found, page=1, note="证明", **edges)
    kept = Passage.objects.get(pk=made.pk)
    assert {name: getattr(kept, name) for name in edges} == edges


@pytest.mark.parametrize(
    ("page", "edges"),
    [
        (0, ("0", "0", "0.5", "0.5")),
        (3, ("0", "0", "0.5", "0.5")),
        (1, ("0.6", "0", "0.400001", "0.5")),
        (1, ("0", "0.6", "0.5", "0.400001")),
        (1, ("0", "0", "0", "0.5")),
        (1, ("-0.1", "0", "0.5", "0.5")),
    ],
)
def test_a_box_off_the_page_is_refused(office, refused, page, edges) -> None:
    refused("PASSAGE_OFF_PAGE", actions.box, office.li, office.add(), page=page, **box(*edges))


def test_a_file_without_pages_has_no_passage(office, refused) -> None:
    found = office.add(samples.xlsx(), "表.xlsx")
    refused("PASSAGE_OFF_PAGE", actions.box, office.li, found, page=1, **box("0", "0", "1", "1"))


def test_the_crop_shows_what_was_boxed(office) -> None:
    found = office.add(samples.picture(size=(400, 200)), "a.png")
    path = page_picture(found.file.sha256, found.file.kind, 1)
    cut = Image.open(BytesIO(crop(path, tuple(box("0.05", "0.1", "0.05", "0.05").values()))))
    assert cut.size == (36, 18)
    assert cut.getpixel((20, 10)) == (0, 0, 128)
    assert cut.getpixel((8, 4)) == (180, 35, 24), "the frame"


def test_a_turned_photo_is_shown_upright(office) -> None:
    found = office.add(samples.photo(turned=True), "a.jpg")
    assert size_of(page_picture(found.file.sha256, "jpeg", 1)) == (80, 120)


def test_pages_of_a_pdf_are_drawn_within_the_limit(office) -> None:
    found = office.add(samples.pdf(2))
    assert found.file.pages == 2
    assert max(size_of(page_picture(found.file.sha256, "pdf", 2))) == 1600


def test_the_cache_keeps_its_limit(office, monkeypatch, data_folder) -> None:
    from jiyue.foundation.files import limits

    monkeypatch.setitem(limits._figures(), "files.preview_cache_mb", 0)
    first, second = office.add(samples.pdf(2)), office.add(samples.picture(), "a.png")
    old = page_picture(first.file.sha256, "pdf", 1)
    new = page_picture(second.file.sha256, "png", 1)
    assert (old.exists(), new.exists()) == (False, True)
    assert page_picture(first.file.sha256, "pdf", 1).exists()
