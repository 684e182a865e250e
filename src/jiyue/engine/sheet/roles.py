"""What each column of a table is for: names of the rows, their unit, a mere number, or figures."""

from __future__ import annotations

from dataclasses import dataclass, field as field_of

from jiyue.engine.sheet.field import Field
from jiyue.engine.sheet.units import as_unit
from jiyue.engine.sheet.values import CODE, EMPTY, MARK, NUMBER, TEXT, clean, has_han, is_year
from jiyue.engine.sheet.words import words

_MOSTLY = 0.6


@dataclass
class Roles:
    """Columns by their role, each from left to right. ``texts`` are the value columns that hold mostly text."""

    names: list[int] = field_of(default_factory=list)
    unit: int | None = None
    values: list[int] = field_of(default_factory=list)
    texts: set[int] = field_of(default_factory=set)


def column_roles(field: Field, band: list[int], rows: list[int], left: int, right: int) -> Roles:
    """The roles of columns left..right-1, judged by their heading and by what stands in ``rows``."""
    roles = Roles()
    codes: list[int] = []
    periods: list[int] = []
    j = left
    while j < right:
        head = _head(field, band, j)
        found = _role(field, j, head, rows, j == left)
        if found == "value":
            break
        if found == "name":
            roles.names.append(j)
        elif found == "unit":
            roles.unit = j
        elif found == "code":
            codes.append(j)
        elif found == "period":
            periods.append(j)
        j += 1
    roles.values = [c for c in range(j, right) if _used(field, c, rows)]
    if roles.names:
        constant = [c for c in periods if c < roles.names[0] and len({field.text(i, c) for i in rows}) == 1]
        roles.values = constant + roles.values
        roles.names = sorted(roles.names + [c for c in periods if c not in constant])
    else:
        roles.names = periods or codes[-1:]
    if not roles.names and roles.values and roles.values[0] == left and len(roles.values) > 1:
        roles.names = [roles.values.pop(0)] if _is_key(field, left, rows) else []
    roles.names = _without_translations(field, roles.names, rows)
    roles.texts = {c for c in roles.values if _share(field, c, rows, (TEXT, CODE)) >= _MOSTLY}
    return roles


def _head(field: Field, band: list[int], j: int) -> str:
    """All heading texts of a column in one, without marks and the letters that number name columns."""
    texts = (field.text(h, j) for h in band if field.kinds[h][j] == TEXT)
    return "".join(text for text in dict.fromkeys(texts) if text not in words().code_letters)


def _role(field: Field, j: int, head: str, rows: list[int], first: bool) -> str:
    if not _used(field, j, rows):
        return "value" if head and not first else "blank"
    numeric = _share(field, j, rows, (NUMBER, CODE, MARK)) >= _MOSTLY
    if words().code.fullmatch(head) and all(
        field.kinds[i][j] in (NUMBER, CODE, MARK) for i in rows if field.owns(i, j)
    ):
        return "code"
    texts = [field.text(i, j) for i in rows if field.kinds[i][j] in (TEXT, NUMBER, MARK)]
    if words().unit_heading.fullmatch(head) or (not first and not head):
        units = sum(as_unit(text) is not None for text in texts)
        if texts and units >= _MOSTLY * len(texts):
            return "unit"
    if not numeric:
        return "name"
    years = all(is_year(field.cells[i][j]) for i in rows if field.kinds[i][j] != EMPTY)
    if words().year.fullmatch(head) or (first and years):
        return "period"
    if _share(field, j, rows, (CODE,)) >= _MOSTLY or (not head and first and _counts(field, j, rows)):
        return "code"
    return "value"


def _used(field: Field, j: int, rows: list[int]) -> bool:
    return any(field.kinds[i][j] != EMPTY for i in rows)


def _share(field: Field, j: int, rows: list[int], kinds: tuple[str, ...]) -> float:
    found = [field.kinds[i][j] for i in rows if field.kinds[i][j] != EMPTY]
    return sum(kind in kinds for kind in found) / len(found) if found else 0.0


def _counts(field: Field, j: int, rows: list[int]) -> bool:
    found = [field.text(i, j) for i in rows if field.kinds[i][j] != EMPTY]
    return len(found) > 1 and found == [str(n) for n in range(1, len(found) + 1)]


def _is_key(field: Field, j: int, rows: list[int]) -> bool:
    found = [field.text(i, j) for i in rows]
    return all(found) and len(set(found)) == len(found) and all(is_year(field.cells[i][j]) for i in rows)


def _without_translations(field: Field, names: list[int], rows: list[int]) -> list[int]:
    """The name columns without those that repeat a Chinese column in Latin letters."""
    texts = {j: [t for i in rows if field.kinds[i][j] == TEXT and (t := clean(field.text(i, j)))] for j in names}
    chinese = [j for j in names if texts[j] and sum(map(has_han, texts[j])) > len(texts[j]) / 2]
    return [j for j in names if not chinese or j in chinese or any(map(has_han, texts[j])) or not texts[j]]
