"""Two entries become one, and can become two again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import ForeignKey
from django.utils import timezone

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define
from jiyue.foundation.action import Deed, action
from jiyue.foundation.seen import as_seen
from jiyue.registry.actions import hold, living, note_changes, shown
from jiyue.registry.checks import table_of
from jiyue.registry.models import SUBMITTED, TABLES, Enterprise, Entry, FormerName, KeptApart, Merge

SAME_ENTRY = define(
    "SAME_ENTRY",
    N_("An entry cannot be merged with itself or with one of another kind."),
    N_("Choose two different entries of one kind."),
)
UNDONE_ALREADY = define(
    "MERGE_UNDONE",
    N_("This merge was undone before."),
    N_("There is nothing to undo."),
)
LATER_MERGE = define(
    "LATER_MERGE",
    N_("{value} was merged into another entry later."),
    N_("Undo the later merge first."),
)


def differences(winner: Entry, loser: Entry) -> list[tuple[str, Any, Any]]:
    """The facts in which two entries differ: name, the winner's, the loser's."""
    pairs = [(name, getattr(winner, name), getattr(loser, name)) for name in winner.facts]
    return [(name, ours, theirs) for name, ours, theirs in pairs if (ours or None) != (theirs or None)]


@action("registry.merge", N_("{who} merged {loser} into {thing}: {reason}"))
def merge(
    deed: Deed, winner: Entry, loser: Entry, *, take: Iterable[str], reason: str, seen: str | None = None
) -> Merge:
    """Make ``loser`` point at ``winner``, which takes the facts named in ``take`` from it.

    The loser stays as it was; rows that point at it lead on to the winner. Former names move, and the
    loser's name becomes one. Whatever had been merged into the loser follows.
    """
    if type(winner) is not type(loser) or winner.pk == loser.pk:
        raise Refused(SAME_ENTRY())
    for entry in _in_order(winner, loser):
        hold(deed, entry)
        living(entry)
    as_seen(winner, seen, loser)
    taken = {name: getattr(loser, name) for name in winner.facts if name in set(take)}
    note_changes(deed, winner, taken)
    kept = {
        "facts": {k: _text(getattr(winner, k)) for k, v in taken.items() if getattr(winner, k) != v},
        "state": [winner.state, winner.entered_by_id, winner.verified_by_id],
        "names": _names_move(winner, loser, str(taken.get("name") or winner)),
        "followers": list(type(loser).objects.filter(merged_into=loser).values_list("pk", flat=True)),
    }
    for name, value in taken.items():
        setattr(winner, name, value)
    if kept["facts"]:
        winner.state, winner.entered_by_id, winner.verified_by = SUBMITTED, deed.actor.account, None
    winner.save()
    kept["after"] = {name: _text(getattr(winner, name)) for name in winner.facts}
    type(loser).objects.filter(pk__in=[loser.pk, *kept["followers"]]).update(merged_into=winner)
    loser.merged_into = winner
    made = Merge.objects.create(
        table=table_of(winner),
        loser=loser.pk,
        winner=winner.pk,
        reason=reason,
        before=json.dumps(kept),
        unit=winner.unit,
        merged_by_id=deed.actor.account,
    )
    deed.says(winner, loser, thing=shown(winner), loser=shown(loser), reason=reason)
    return made


def _in_order(one: Entry, other: Entry) -> list[Entry]:
    """Two entries in the order in which everybody locks them, so that no two wait for each other."""
    return sorted((one, other), key=lambda entry: entry.pk)


def _names_move(winner: Entry, loser: Entry, name: str) -> dict[str, list[int]]:
    """Move the loser's former names; both entries' other names become former names of the winner."""
    if not isinstance(winner, Enterprise):
        return {"moved": [], "made": []}
    moved = list(FormerName.objects.filter(enterprise=loser).values_list("pk", flat=True))
    FormerName.objects.filter(pk__in=moved).update(enterprise=winner)
    have = {name, *FormerName.objects.filter(enterprise=winner).values_list("name", flat=True)}
    made = [
        FormerName.objects.create(enterprise=winner, name=other).pk
        for other in dict.fromkeys([winner.name, str(loser)])
        if other not in have
    ]
    return {"moved": moved, "made": made}


@action("registry.merge", N_("{who} undid the merge of {loser} into {thing}: {reason}"))
def undo_merge(deed: Deed, merged: Merge, reason: str) -> list[str]:
    """Make two entries of one again. The names of facts that were changed since, which stay, are returned.

    Raises MERGE_UNDONE, LATER_MERGE.
    """
    model = TABLES[merged.table]
    winner, loser = model.objects.get(pk=merged.winner), model.objects.get(pk=merged.loser)
    for entry in _in_order(winner, loser):
        hold(deed, entry)
    merged.refresh_from_db()
    if merged.undone_at is not None:
        raise Refused(UNDONE_ALREADY())
    if winner.merged_into_id is not None or loser.merged_into_id != winner.pk:
        raise Refused(LATER_MERGE(value=str(winner)))
    kept = json.loads(merged.before)
    changed = {name for name, after in kept["after"].items() if _text(getattr(winner, name)) != after}
    back = {n: _value(model, n, before) for n, before in kept["facts"].items() if n not in changed}
    note_changes(deed, winner, back)
    for name, value in back.items():
        setattr(winner, name, value)
    if winner.state == SUBMITTED and not changed:
        winner.state, winner.entered_by_id, winner.verified_by_id = kept["state"]
    winner.save()
    FormerName.objects.filter(pk__in=kept["names"]["made"]).delete()
    FormerName.objects.filter(pk__in=kept["names"]["moved"]).update(enterprise=loser.pk)
    model.objects.filter(pk=loser.pk).update(merged_into=None)
    model.objects.filter(pk__in=kept["followers"]).update(merged_into=loser)
    merged.undone_at = timezone.now()
    merged.save()
    deed.says(winner, loser, thing=shown(winner), loser=shown(loser), reason=reason)
    return sorted(kept["facts"].keys() & changed)


@action("registry.merge", N_("{who} said that {thing} and {other} are not the same: {reason}"))
def keep_apart(deed: Deed, one: Entry, other: Entry, reason: str) -> KeptApart:
    """Say that two entries are not the same, so that they are proposed no more."""
    if type(one) is not type(other) or one.pk == other.pk:
        raise Refused(SAME_ENTRY())
    for entry in _in_order(one, other):
        hold(deed, entry)
    first, second = sorted((one.pk, other.pk))
    made, _ = KeptApart.objects.update_or_create(
        table=table_of(one),
        first=first,
        second=second,
        defaults={"reason": reason, "said_by_id": deed.actor.account},
    )
    deed.says(one, other, thing=shown(one), other=shown(other), reason=reason)
    return made


def _text(value: Any) -> Any:
    """A fact as JSON keeps it."""
    if isinstance(value, Decimal | date):
        return str(value)
    return getattr(value, "pk", value)


def _value(model: type[Entry], name: str, kept: Any) -> Any:
    """A fact as it was before :func:`_text`."""
    field = model._meta.get_field(name)
    if isinstance(field, ForeignKey):
        return None if kept is None else field.related_model.objects.get(pk=kept)
    return field.to_python(kept)
