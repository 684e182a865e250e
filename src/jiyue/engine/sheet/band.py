"""The heading rows above the first data row, told from titles, lines about the form and section rows."""

from __future__ import annotations

from jiyue.engine.sheet.field import Field
from jiyue.engine.sheet.rows import is_empty, meaningful
from jiyue.engine.sheet.values import TEXT
from jiyue.engine.sheet.words import words

_LONG_TITLE = 16
_SHORT_STUB = 8
_TALLEST = 15


def heading_band(field: Field, rows: range, left: int, right: int) -> list[int]:
    """The heading rows among ``rows``, which end at the first data row; top to bottom, rulers included."""
    band: list[int] = []
    for i in reversed(rows):
        if is_empty(field, i, left, right):
            if _ends_at_blank(field, i, rows, band, left, right):
                break
            continue
        anchors = meaningful(field, i, left, right)
        if not anchors and not field.covered(i, left, right):
            break
        if len(anchors) == 1 and not field.covered(i, left, right):
            verdict = _single(field, i, anchors[0], rows, bool(band), left, right)
            if verdict == "title":
                break
            if verdict == "section":
                continue
        elif _is_title(field, i, anchors, band, left):
            break
        band.append(i)
        if len(band) == _TALLEST:
            break
    return band[::-1]


def _ends_at_blank(field: Field, i: int, rows: range, band: list[int], left: int, right: int) -> bool:
    """A blank row ends the headings unless the names' own heading stands only above it."""
    if not band:
        return False
    if any(field.text(h, left) for h in band) or i - 1 not in rows:
        return True
    head = field.text(i - 1, left)
    return not head or len(head) > _SHORT_STUB or len(meaningful(field, i - 1, left, right)) < 2


def _single(field: Field, i: int, j: int, rows: range, begun: bool, left: int, right: int) -> str:
    """What a row with one text is: 'heading', 'title', or 'section' when it stands right above the data."""
    text = field.text(i, j)
    merge = field.merged.get((i, j))
    across = merge is not None and merge.right > merge.left
    if words().stub.fullmatch(text):
        return "heading"
    if j > left and across:
        return "heading"
    if j == left and merge is not None and merge.bottom > merge.top and not across:
        return "heading"
    if j == left:
        higher = any(len(meaningful(field, h, left, right)) > 1 for h in rows if h < i)
        return "section" if higher and not begun else "title"
    if not begun and right - left == 2:
        return "heading"
    above = i - 1
    return "heading" if above in rows and _is_heading_row(field, above, left, right) else "title"


def _is_heading_row(field: Field, i: int, left: int, right: int) -> bool:
    anchors = meaningful(field, i, left, right)
    return len(anchors) > 1 and len(field.text(i, left)) <= _SHORT_STUB


def _is_title(field: Field, i: int, anchors: list[int], band: list[int], left: int) -> bool:
    """Whether a row of several texts begins with a title: worded so, or long over the heading of names."""
    if not anchors or anchors[0] != left or not band:
        return False
    text = field.text(i, left)
    if field.kinds[i][left] != TEXT or words().stub.fullmatch(text):
        return False
    headed = any(field.owns(h, left) for h in band)
    dated = all(words().date.fullmatch(field.text(i, j)) for j in anchors[1:])
    return words().title.match(text) is not None or (headed and (dated or len(text) > _LONG_TITLE))
