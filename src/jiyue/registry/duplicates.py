"""Entries that may be the same: proposals with reasons; a person decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db.models import QuerySet

from jiyue.engine.messages import N_
from jiyue.engine.yamls import load_rules
from jiyue.registry.checks import table_of
from jiyue.registry.models import Enterprise, Entry, FormerName, KeptApart, Named, RightsHolder

REASONS = {
    "code": N_("same code"),
    "id": N_("same identity number"),
    "name": N_("same name apart from brackets, width and company form"),
    "former": N_("the name of one is a former name of the other"),
    "sound": N_("names sound the same, in one unit"),
    "near": N_("names differ in one character, in one unit"),
}
"""Why two entries may be the same, the strongest first."""
CODE = {"parcel": "code", "mine": "licence"}


@dataclass(frozen=True)
class Proposal:
    """Two entries by their keys, the older first, and why they may be the same."""

    first: int
    second: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Known:
    """What of an entry is compared."""

    pk: int
    unit: int
    code: str
    mark: str
    name_key: str
    sound: str


def proposals(rows: QuerySet[Any], about: int | None = None) -> list[Proposal]:
    """Pairs of ``rows`` that may be the same, strongest reasons first; only pairs with ``about`` if given.

    Pairs that somebody said are not the same are left out. Names within one character are compared inside
    a unit, and not between entries with different codes.
    """
    table = table_of(rows.model)
    known = list(_known(rows))
    apart = set(KeptApart.objects.filter(table=table).values_list("first", "second"))
    found: dict[tuple[int, int], set[str]] = defaultdict(set)
    for reason, pairs in _pairs(known, rows.model):
        for one, other in pairs:
            pair = (min(one, other), max(one, other))
            if pair not in apart and (about is None or about in pair):
                found[pair].add(reason)
    order = {reason: i for i, reason in enumerate(REASONS)}
    made = [Proposal(a, b, tuple(sorted(why, key=order.__getitem__))) for (a, b), why in found.items()]
    return sorted(made, key=lambda p: ([order[r] for r in p.reasons], p.first, p.second))


def _known(rows: QuerySet[Any]) -> Iterator[Known]:
    model: type[Entry] = rows.model
    code = CODE.get(table_of(model), "credit_code")
    named = ("name_key", "pinyin") if issubclass(model, Named) else ()
    mark = ("id_mark",) if model is RightsHolder else ()
    for row in rows.order_by("pk").values("pk", "unit", code, *named, *mark).iterator(5000):
        yield Known(
            row["pk"],
            row["unit"],
            row[code],
            row.get("id_mark", ""),
            row.get("name_key", ""),
            row.get("pinyin", ""),
        )


def _pairs(known: list[Known], model: type[Entry]) -> Iterator[tuple[str, Iterable[tuple[int, int]]]]:
    yield "code", _equal((k.code, k.pk) for k in known)
    yield "id", _equal((k.mark, k.pk) for k in known)
    yield "name", _equal((k.name_key, k.pk) for k in known)
    if model is Enterprise:
        yield "former", _former(known)
    yield "sound", _alike(known, lambda k: [k.sound] if k.sound.strip() else [], lambda a, b: True)
    yield "near", _alike(known, _shortened, lambda a, b: one_apart(a.name_key, b.name_key))


def _equal(keys: Iterable[tuple[str, int]]) -> Iterator[tuple[int, int]]:
    """The first entry with each key, paired with every later one."""
    first: dict[str, int] = {}
    for key, pk in keys:
        if key and first.setdefault(key, pk) != pk:
            yield first[key], pk


def _former(known: list[Known]) -> Iterator[tuple[int, int]]:
    by_name: dict[str, list[int]] = defaultdict(list)
    for k in known:
        by_name[k.name_key].append(k.pk)
    here = {k.pk for k in known}
    for key, owner in FormerName.objects.values_list("name_key", "enterprise").iterator(5000):
        if owner in here and key:
            yield from ((owner, pk) for pk in by_name.get(key, ()) if pk != owner)


def _shortened(k: Known) -> Iterable[str]:
    """A name, and what is left of it without each of its characters: names one apart share one of them."""
    if len(k.name_key) < int(load_rules("registry_words.yaml")["least_length_of_near_names"]):
        return ()
    return {k.name_key, *(k.name_key[:i] + k.name_key[i + 1 :] for i in range(len(k.name_key)))}


def _alike(
    known: list[Known], keys: Callable[[Known], Iterable[str]], agree: Callable[[Known, Known], bool]
) -> Iterator[tuple[int, int]]:
    """Different names of one unit that share a key and agree.

    Two entries with different codes are different for certain, so that one of each pair has no code.
    """
    bare = {(k.unit, key) for k in known if not k.code for key in keys(k)}
    shared: dict[tuple[int, str], list[Known]] = defaultdict(list)
    if bare:
        for k in known:
            for key in keys(k):
                if (k.unit, key) in bare:
                    shared[k.unit, key].append(k)
    seen: set[tuple[int, int]] = set()
    for group in shared.values():
        for a, b in combinations(group, 2):
            if (a.pk, b.pk) in seen or (a.code and b.code) or a.name_key == b.name_key or not agree(a, b):
                continue
            seen.add((a.pk, b.pk))
            yield a.pk, b.pk


def one_apart(a: str, b: str) -> bool:
    """Whether one character put in, taken out or exchanged makes ``a`` of ``b``."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    same = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    if len(a) == len(b):
        return a[same + 1 :] == b[same + 1 :]
    short, long = sorted((a, b), key=len)
    return short[same:] == long[same + 1 :]
