"""What the rows of every ledger share: who keeps them, who entered and who verified them, how they changed.

A room derives its tables from :class:`LedgerRow` and wraps the deeds below in actions of its own, which carry
the room's permission: ``return ledger.verify(deed, row)``. The registry's entries, which can also be merged,
have their own base.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self, TypeVar

from django.db import models

from jiyue.engine.contracts.ref import Ref
from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, Refused, define
from jiyue.foundation.access import Actor
from jiyue.foundation.action import Deed
from jiyue.foundation.people.models import Account, Organisation
from jiyue.foundation.rows import Row, Rows
from jiyue.foundation.units.models import Unit

DRAFT, SUBMITTED, VERIFIED, WITHDRAWN = "draft", "submitted", "verified", "withdrawn"
STATES = {
    DRAFT: N_("draft"),
    SUBMITTED: N_("to be verified"),
    VERIFIED: N_("verified"),
    WITHDRAWN: N_("withdrawn"),
}
LAMPS = {DRAFT: "idle", SUBMITTED: "mind", VERIFIED: "good", WITHDRAWN: "idle"}
NO_KEEPER = define(
    "LEDGER_NO_KEEPER",
    N_("Nobody is named who keeps this row."),
    N_("Name the organisation that keeps it."),
)
ROW_WITHDRAWN = define(
    "LEDGER_ROW_WITHDRAWN",
    N_("{value} was withdrawn."),
    N_("Bring it back first, or enter it anew."),
)
ROW_NOT_WITHDRAWN = define(
    "LEDGER_ROW_NOT_WITHDRAWN",
    N_("{value} was not withdrawn."),
    N_("There is nothing to bring back."),
)
ROW_IS_DRAFT = define(
    "LEDGER_ROW_IS_DRAFT",
    N_("{value} is still a draft."),
    N_("Submit it first; then somebody else verifies it."),
)


class LedgerRows(Rows):
    def published(self) -> Self:
        """Without the rows of an import that is not committed yet: nobody sees those."""
        return self.filter(staged=False)

    def living(self) -> Self:
        return self.published().exclude(state=WITHDRAWN)

    def verified(self) -> Self:
        """The rows that measures count."""
        return self.published().filter(state=VERIFIED)

    def reached(self, actor: Actor, permission: str) -> Self:
        return super().reached(actor, permission).published()


class LedgerRow(Row):
    """A row of a ledger: draft > submitted > verified, or withdrawn with the reason; never deleted.

    ``owner`` keeps it. ``entered_by`` entered it or changed it last, and may not verify it. ``version``
    starts at 1 and counts everything done to the row, so that a frozen copy knows whether the row has changed
    since. An import stages its rows with ``staged`` and its ``batch``.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=list(STATES.items()), default=SUBMITTED, db_index=True)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    verified_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    withdrawn_because = models.CharField(max_length=300, blank=True)
    batch = models.BigIntegerField(null=True, db_index=True)
    staged = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    objects: Any = LedgerRows.as_manager()
    scope_unit = "unit__path"
    scope_organisation = "owner_id"
    title: ClassVar[str]
    """What one such row is called, as a msgid."""
    facts: ClassVar[tuple[str, ...]]
    """The fields that a person fills in."""

    class Meta:
        abstract = True

    @property
    def as_it_stands(self) -> Ref:
        """The row in its present version: what contributing rows of measures name it by."""
        return Ref(self._meta.app_label, str(self._meta.model_name), str(self.pk), self.version)

    def problems(self) -> Iterable[Problem]:
        """What is wrong with the facts taken together; asked before they are kept."""
        return ()


R = TypeVar("R", bound=LedgerRow)


def enter(
    deed: Deed, model: type[R], *, owner: Organisation | None = None, draft: bool = False, **facts: Any
) -> R:
    """A new row, for ``owner`` or the actor's own organisation. Raises :class:`Refused`."""
    keeper = owner or Organisation.objects.filter(pk=deed.actor.organisation).first()
    if keeper is None:
        raise Refused(NO_KEEPER(field="owner"))
    row = model(owner=keeper, entered_by_id=deed.actor.account, **facts)
    _reaches(deed, row)
    _sound(row)
    row.state = DRAFT if draft else SUBMITTED
    row.save()
    deed.says(row, thing=str(row))
    return row


def hold(deed: Deed, row: LedgerRow) -> None:
    """Read the row anew and keep others from changing it meanwhile; ask whether the deed reaches it.

    Raises :class:`Refused` (LEDGER_ROW_WITHDRAWN).
    """
    _hold(deed, row)
    if row.state == WITHDRAWN:
        raise Refused(ROW_WITHDRAWN(value=str(row)))


def change(deed: Deed, row: R, **facts: Any) -> R:
    """Change facts; a verified row must be verified again."""
    hold(deed, row)
    note_changes(deed, row, facts)
    if not deed.changes:
        deed.nothing_happened()
        return row
    for name, value in facts.items():
        setattr(row, name, value)
    _reaches(deed, row)
    _sound(row)
    return touch(deed, row)


def touch(deed: Deed, row: R) -> R:
    """Say that a held row, or a line that belongs to it, has changed: it must be verified again."""
    row.state = DRAFT if row.state == DRAFT else SUBMITTED
    row.entered_by_id, row.verified_by = deed.actor.account, None
    return save(deed, row)


def submit(deed: Deed, row: R) -> R:
    """Say that a draft is ready to be verified."""
    hold(deed, row)
    return _move(deed, row, SUBMITTED) if row.state == DRAFT else _as_it_was(deed, row)


def verify(deed: Deed, row: R) -> R:
    """Confirm a submitted row. Whoever entered or last changed it may not (SAME_PERSON)."""
    hold(deed, row)
    deed.not_by(row.entered_by_id)
    if row.state == DRAFT:
        raise Refused(ROW_IS_DRAFT(value=str(row)))
    if row.state == VERIFIED:
        return _as_it_was(deed, row)
    row.verified_by_id = deed.actor.account
    return _move(deed, row, VERIFIED)


def withdraw(deed: Deed, row: R, reason: str) -> R:
    """Take back a row that should not be there; it stays to be seen and counts nowhere."""
    hold(deed, row)
    row.withdrawn_because, row.verified_by = deed.because(reason), None
    return _move(deed, row, WITHDRAWN)


def bring_back(deed: Deed, row: R, reason: str) -> R:
    """Undo a withdrawal; the row must be verified again."""
    _hold(deed, row)
    if row.state != WITHDRAWN:
        raise Refused(ROW_NOT_WITHDRAWN(value=str(row)))
    deed.because(reason)
    row.withdrawn_because, row.entered_by_id = "", deed.actor.account
    return _move(deed, row, SUBMITTED)


def note_changes(deed: Deed, row: LedgerRow, facts: Mapping[str, Any]) -> None:
    """Put what changes into the audit line."""
    for name, value in facts.items():
        deed.changed(name, _plain(getattr(row, name)), _plain(value))


def _plain(value: Any) -> Any:
    """A fact as the audit trail keeps it: empty is empty, and 100 is 100.0000."""
    if value in (None, ""):
        return None
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value if isinstance(value, str | int | date) else str(value)


def _hold(deed: Deed, row: LedgerRow) -> None:
    row.refresh_from_db(from_queryset=type(row).objects.select_for_update())
    _reaches(deed, row)


def _reaches(deed: Deed, row: LedgerRow) -> None:
    """Ask for the row's unit; an organisation keeps rows of its own unit and those below only."""
    own = row.unit.path.startswith(row.owner.unit.path)
    deed.reaches(path=row.unit.path, organisation=row.owner_id if own else None)


def _sound(row: LedgerRow) -> None:
    if found := list(row.problems()):
        raise Refused(found)


def _move(deed: Deed, row: R, state: str) -> R:
    deed.changed("state", row.state, state)
    row.state = state
    return save(deed, row)


def save(deed: Deed, row: R) -> R:
    """Keep what was done to a held row: one more version, one audit line."""
    row.version += 1
    row.save()
    deed.says(row, thing=str(row))
    return row


def _as_it_was(deed: Deed, row: R) -> R:
    deed.says(row, thing=str(row))
    deed.nothing_happened()
    return row
