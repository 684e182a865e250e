"""What is done to entries: add, change, verify, close, withdraw, bring back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define
from jiyue.foundation.access import require
from jiyue.foundation.action import Deed, action
from jiyue.foundation.crypto.fields import masked
from jiyue.foundation.people.models import Organisation
from jiyue.foundation.seen import as_seen
from jiyue.registry.checks import check, table_of, tidied
from jiyue.registry.models import (
    SUBMITTED,
    TABLES,
    VERIFIED,
    WITHDRAWN,
    Enterprise,
    Entry,
    FormerName,
    RightsHolder,
)

NO_OWNER = define(
    "NO_OWNER",
    N_("Nobody is named who keeps this entry."),
    N_("Name the organisation that keeps it."),
)
NOT_LIVING = define(
    "ENTRY_NOT_LIVING",
    N_("{value} was withdrawn or merged into another entry."),
    N_("Bring it back or undo the merge first, or work on the entry that it became."),
)
STILL_LIVING = define(
    "ENTRY_STILL_LIVING",
    N_("{value} is neither withdrawn nor closed."),
    N_("There is nothing to bring back."),
)


def living(entry: Entry) -> None:
    """Refuse (ENTRY_NOT_LIVING) what was withdrawn or merged."""
    if entry.state == WITHDRAWN or entry.merged_into_id is not None:
        raise Refused(NOT_LIVING(value=str(entry)))


def hold(deed: Deed, entry: Entry) -> None:
    """Read the entry anew and keep others from changing it meanwhile; ask whether the deed reaches it."""
    entry.refresh_from_db(from_queryset=type(entry).objects.select_for_update())
    deed.reaches(path=entry.unit.path, organisation=getattr(entry, "organisation_id", None))


def is_person(entry: Entry) -> bool:
    return isinstance(entry, RightsHolder) and entry.kind == "person"


def shown(entry: Entry) -> str:
    """How the audit trail names an entry: persons by their family name and the number of their entry."""
    return f"{masked(str(entry), (1, 0))}#{entry.pk}" if is_person(entry) else str(entry)


def note_changes(deed: Deed, entry: Entry, facts: dict[str, Any]) -> None:
    """Put what changes into the audit line; personal facts and names of persons as digests."""
    deed.personal.update(entry.personal, ["name"] if is_person(entry) else [])
    for name, value in facts.items():
        before = getattr(entry, name)
        deed.changed(name, _plain(before), _plain(value))


def _plain(value: Any) -> Any:
    return None if value in (None, "") else value if isinstance(value, str | int | date) else str(value)


@action("registry.change", N_("{who} entered {thing}"))
def add(
    deed: Deed, /, table: str, *, owner: Organisation | None = None, as_printed: bool = False, **facts: Any
) -> Entry:
    """Add an entry of ``table``; somebody else verifies it.

    ``as_printed``: the licence really says so, though the check character does not fit. Raises
    :class:`Refused` with every problem of the facts, and with ENTRY_ALREADY_THERE.
    """
    model = TABLES[table]
    facts = tidied(table, facts)
    deed.reaches(path=facts["unit"].path)
    check(deed.actor, model, facts, as_printed=as_printed)
    owner_id = owner.pk if owner else deed.actor.organisation
    if owner_id is None:
        raise Refused(NO_OWNER(field="owner"))
    entry = model(owner_id=owner_id, entered_by_id=deed.actor.account, **facts)
    entry.save()
    deed.says(entry, thing=shown(entry))
    return entry


@action("registry.change", N_("{who} changed {thing}"))
def change(
    deed: Deed,
    /,
    entry: Entry,
    *,
    as_printed: bool = False,
    renamed_on: date | None = None,
    seen: str | None = None,
    **facts: Any,
) -> Entry:
    """Change facts; a verified entry must be verified again.

    ``renamed_on``: the name is new from that day on and the old one was right until then; without it, the
    old name was a mistake.
    """
    facts = tidied(table_of(entry), facts)
    hold(deed, entry)
    living(entry)
    as_seen(entry, seen)
    if "unit" in facts:
        deed.reaches(path=facts["unit"].path)
    whole = {name: getattr(entry, name) for name in entry.facts} | facts
    check(deed.actor, type(entry), whole, as_printed=as_printed, but=entry.pk)
    note_changes(deed, entry, facts)
    deed.says(entry, thing=shown(entry))
    if not deed.changes:
        deed.nothing_happened()
        return entry
    if isinstance(entry, Enterprise) and renamed_on and facts.get("name", entry.name) != entry.name:
        last = entry.former_names.last()
        FormerName.objects.create(
            enterprise=entry,
            name=entry.name,
            valid_from=last.valid_to + timedelta(days=1) if last and last.valid_to else None,
            valid_to=renamed_on - timedelta(days=1),
        )
    for name, value in facts.items():
        setattr(entry, name, value)
    entry.state, entry.entered_by_id, entry.verified_by = SUBMITTED, deed.actor.account, None
    entry.save()
    return entry


@action("registry.change", N_("{who} verified {thing}"))
def verify(deed: Deed, entry: Entry, *, seen: str | None = None) -> Entry:
    """Confirm the facts of an entry. Whoever entered or last changed it may not (SAME_PERSON)."""
    hold(deed, entry)
    living(entry)
    deed.not_by(entry.entered_by_id)
    deed.says(entry, thing=shown(entry))
    if entry.state == VERIFIED:
        deed.nothing_happened()
        return entry
    as_seen(entry, seen)
    deed.changed("state", entry.state, VERIFIED)
    entry.state, entry.verified_by_id = VERIFIED, deed.actor.account
    entry.save()
    return entry


@action("registry.change", N_("{who} closed {thing} as of {on}: {reason}"))
def close(deed: Deed, entry: Entry, on: date, reason: str) -> Entry:
    """Say that the enterprise, right or mine itself has ended; its entry stays and counts until then."""
    hold(deed, entry)
    living(entry)
    deed.changed("closed_on", entry.closed_on, on)
    if isinstance(entry, Enterprise):
        deed.changed("status", entry.status, "dissolved")
        entry.status = "dissolved"
    entry.closed_on = on
    entry.save()
    deed.says(entry, thing=shown(entry), on=on, reason=reason)
    return entry


@action("registry.change", N_("{who} withdrew the entry {thing}: {reason}"))
def withdraw(deed: Deed, entry: Entry, reason: str) -> Entry:
    """Take back an entry that should not be there; it stays to be seen and counts nowhere."""
    hold(deed, entry)
    living(entry)
    deed.changed("state", entry.state, WITHDRAWN)
    entry.state, entry.verified_by = WITHDRAWN, None
    entry.save()
    deed.says(entry, thing=shown(entry), reason=reason)
    return entry


@action("registry.change", N_("{who} brought back {thing}: {reason}"))
def bring_back(deed: Deed, entry: Entry, reason: str) -> Entry:
    """Undo a withdrawal or a closing; the entry must be verified again."""
    hold(deed, entry)
    if entry.state != WITHDRAWN and entry.closed_on is None:
        raise Refused(STILL_LIVING(value=str(entry)))
    deed.changed("state", entry.state, SUBMITTED)
    deed.changed("closed_on", entry.closed_on, None)
    if isinstance(entry, Enterprise) and entry.closed_on is not None:
        deed.changed("status", entry.status, "operating")
        entry.status = "operating"
    entry.state, entry.closed_on, entry.entered_by_id = SUBMITTED, None, deed.actor.account
    entry.save()
    deed.says(entry, thing=shown(entry), reason=reason)
    return entry


@action("personal.reveal", N_("{who} read the personal facts of {thing}: {reason}"))
def reveal(deed: Deed, entry: Entry, reason: str) -> dict[str, str]:
    """The sealed facts of an entry in plain text; that they were read is recorded with the reason.

    Whoever may not read the entry at all does not read its sealed facts either.
    """
    hold(deed, entry)
    here = {"path": entry.unit.path, "organisation": getattr(entry, "organisation_id", None)}
    require(deed.actor, "registry.read", allowed=deed.actor.may("registry.read", **here))
    deed.says(entry, thing=shown(entry), reason=reason)
    return {name: getattr(entry, name) for name in entry.personal}
