"""What is done to reconciliations: take an export in, say what its columns are, explain a line."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define
from jiyue.foundation.action import Deed, action
from jiyue.foundation.files.content import stored
from jiyue.foundation.files.store import Received, place_of
from jiyue.foundation.units.models import Unit
from jiyue.indicators.upper.comparing import compare, read_export
from jiyue.indicators.upper.models import MANAGE, SAME, Line, Reconciliation, UpperSystem

COMPARED = define(
    "RECONCILIATION_KEPT",
    N_("{value} was compared already and stays as it is."),
    N_("Load the export again for another comparison."),
)
SAME_FIGURES = define(
    "LINE_NOTHING_TO_EXPLAIN",
    N_("Both figures of {value} are the same."),
    N_("Only differences are explained."),
)


@action(MANAGE, N_("{who} loaded the export {file} of {thing}"))
def load(deed: Deed, received: Received, *, system: str, unit: Unit) -> Reconciliation:
    """Keep an export of the system called ``system``. Raises :class:`Refused` where it is no table."""
    deed.reaches(path=unit.path, where=unit.name)
    read_export(place_of(received.sha256), received.name)
    known, _ = UpperSystem.objects.get_or_create(name=system.strip(), unit=unit)
    made: Reconciliation = Reconciliation.objects.create(
        system=known,
        unit=unit,
        file=stored(received),
        name=received.name,
        made_by_id=deed.actor.account,
    )
    deed.says(made, thing=str(made), file=received.name)
    deed.changed("sha256", None, received.sha256)
    return made


@action(MANAGE, N_("{who} compared {thing}: {count} rows"))
def settle(
    deed: Deed, made: Reconciliation, *, columns: Mapping[str, str], names: Mapping[str, str]
) -> Reconciliation:
    """Compare by the headings in ``columns`` and the local ``names`` of measures, which are remembered."""
    made.refresh_from_db(from_queryset=Reconciliation.objects.select_for_update())
    deed.reaches(path=made.unit.path, where=made.unit.name)
    if made.compared_at is not None:
        raise Refused(COMPARED(value=str(made)))
    system = made.system
    system.columns = dict(columns)
    system.names = {**system.names, **names}
    system.save(update_fields=["columns", "names"])
    export = read_export(made.file.place, made.name)
    Line.objects.bulk_create(compare(made, export, columns, system.names), batch_size=500)
    made.rows_read, made.compared_at = len(export.rows), timezone.now()
    made.save(update_fields=["rows_read", "compared_at"])
    deed.says(made, thing=str(made), count=made.rows_read)
    return made


@action(MANAGE, N_("{who} explained {thing}: {reason}"))
def explain(deed: Deed, line: Line, reason: str) -> Line:
    """Say why a figure differs; an explanation that was given before is replaced."""
    line.refresh_from_db(from_queryset=Line.objects.select_for_update())
    unit = line.reconciliation.unit
    deed.reaches(path=unit.path, where=unit.name)
    if line.standing == SAME:
        raise Refused(SAME_FIGURES(value=str(line)))
    deed.changed("explained", line.explained or None, reason.strip())
    line.explained, line.explained_by_id = deed.because(reason), deed.actor.account
    line.save(update_fields=["explained", "explained_by"])
    deed.says(line.reconciliation, thing=str(line))
    return line
