"""What each column of a table is for: names of the rows, their unit, a mere number, or figures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from dataclasses import field as field_of

from jiyue.engine.sheet.field import Field, broken_words
from jiyue.engine.sheet.units import as_unit
from jiyue.engine.sheet.values import CODE, EMPTY, MARK, NUMBER, TEXT, has_han, is_year
from jiyue.engine.sheet.words import words

_IDENTIFIER = re.compile(r"[A-Za-z]{0,4}[\d.\-]+")
_LATIN_WORDS = re.compile(r"[A-Za-z .,'&()\-]*[a-z][A-Za-z .,'&()\-]*")
_MOSTLY = 0.6
_HALF = 0.5


@dataclass
class Roles:
    """Columns by their role, from left to right. ``texts`` are the value columns that hold mostly text."""

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
        found = _role(field, j, _heads(field, band, j), rows, j == left)
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
    roles.values = _figure_columns(field, band, rows, j, right)
    if roles.names:
        constant = [c for c in periods if c < roles.names[0] and len({field.text(i, c) for i in rows}) == 1]
        roles.values = constant + roles.values
        roles.names = sorted(roles.names + [c for c in periods if c not in constant])
    else:
        roles.names = periods or codes[-1:]
    if not roles.names and roles.values and roles.values[0] == left and len(roles.values) > 1:
        roles.names = [roles.values.pop(0)] if _is_key(field, left, rows) else []
    roles.names = _without_translations(field, roles.names, rows)
    facts = _facts(field, band, roles.names, rows)
    roles.names = [c for c in roles.names if c not in facts]
    roles.values = sorted([*facts, *roles.values])
    roles.texts = {c for c in roles.values if _share(field, c, rows, (TEXT, CODE)) >= _MOSTLY}
    return roles


def _figure_columns(field: Field, band: list[int], rows: list[int], start: int, right: int) -> list[int]:
    """Used columns, without scattered cells beside the table: right of the last heading, in few rows."""
    headed = [c for c in range(start, right) if _heads(field, band, c) or any(field.text(h, c) for h in band)]
    last = max(headed, default=right)
    return [
        c
        for c in range(start, right)
        if _used(field, c, rows) and (c <= last or _filled(field, c, rows) >= _HALF * len(rows))
    ]


def _filled(field: Field, j: int, rows: list[int]) -> int:
    return sum(field.owns(i, j) for i in rows)


def _heads(field: Field, band: list[int], j: int) -> list[str]:
    """The heading texts of a column, and all in one; without marks and letters that number columns."""
    texts = dict.fromkeys(field.text(h, j) for h in band if field.kinds[h][j] == TEXT)
    heads = [text for text in texts if text not in words().code_letters]
    return [*heads, "".join(heads)] if len(heads) > 1 else heads


def _role(field: Field, j: int, heads: list[str], rows: list[int], first: bool) -> str:
    if not _used(field, j, rows):
        return "value" if heads and not first else "blank"
    numeric = _share(field, j, rows, (NUMBER, CODE, MARK)) >= _MOSTLY
    if any(map(words().code.fullmatch, heads)) and _only_codes(field, j, rows):
        return "code"
    texts = [field.text(i, j) for i in rows if field.kinds[i][j] in (TEXT, NUMBER, MARK)]
    if any(map(words().unit_heading.fullmatch, heads)) or (not first and not heads):
        units = sum(as_unit(text) is not None for text in texts)
        if texts and units >= _MOSTLY * len(texts):
            return "unit"
    if not numeric:
        return "name"
    if first and any(map(words().stub.fullmatch, heads)) and not any(map(words().year.fullmatch, heads)):
        return "name"
    years = all(is_year(field.cells[i][j]) for i in rows if field.kinds[i][j] != EMPTY)
    if any(map(words().year.fullmatch, heads)) or (first and years):
        return "period"
    if _share(field, j, rows, (CODE,)) >= _MOSTLY or (not heads and first and _counts(field, j, rows)):
        return "code"
    return "value"


def _only_codes(field: Field, j: int, rows: list[int]) -> bool:
    """Whether a column holds numbers and identifiers, but for the word of a total in a few rows."""
    texts = [field.text(i, j) for i in rows if field.owns(i, j) and field.kinds[i][j] == TEXT]
    words_in = [text for text in texts if not _IDENTIFIER.fullmatch(text)]
    return all(map(words().total.fullmatch, words_in)) and len(words_in) <= _HALF * len(rows)


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


def _facts(field: Field, band: list[int], names: list[int], rows: list[int]) -> list[int]:
    """Text columns with a heading of their own, beside columns that already name each row alone."""
    columns = {c: {**{i: field.text(i, c) for i in rows}, **broken_words(field, c, rows)} for c in names}
    for place in range(1, len(names)):
        named = [i for i in rows if any(columns[c][i] for c in names)]
        keys = [tuple(columns[c][i] for c in names[:place]) for i in named]
        if keys and all(key[0] for key in keys) and len(set(keys)) == len(keys):
            headed = [c for c in names[place:] if any(field.owns(h, c) for h in band)]
            return [c for c in headed if _filled(field, c, rows) >= _HALF * len(rows)]
    return []


def _without_translations(field: Field, names: list[int], rows: list[int]) -> list[int]:
    """The name columns without those that repeat a Chinese column in Latin words."""
    texts = {j: [field.text(i, j) for i in rows if field.kinds[i][j] == TEXT] for j in names}
    chinese = any(found and sum(map(has_han, found)) > _HALF * len(found) for found in texts.values())
    if not chinese:
        return names
    return [j for j in names if not texts[j] or not all(map(_LATIN_WORDS.fullmatch, texts[j]))]
