"""`jiyue demo`: the sample city in an empty data folder, evaluated."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from jiyue.app.commands.serve import migrate
from jiyue.app.commands.user import JSON, Address, owner, show_link
from jiyue.cli.output import emit, note, refusing, say, table
from jiyue.engine.messages import N_, translate
from jiyue.engine.problems import Refused, define

if TYPE_CHECKING:
    from jiyue.indicators.models import Evaluation

NOT_WHOLE = define(
    "SAMPLE_NOT_WHOLE",
    N_("Loading the sample city into {value} was cut short."),
    N_("Delete that folder, or name another in JIYUE_DATA, and run jiyue demo again."),
)
SHOWN = ("lin", "wu")
"""Who is given a link each time: one person of the city's office, one of a county's bureau."""
HEADS = (N_("Evaluation"), N_("Purpose"), N_("Units"), N_("With a total"), N_("Package"))


@refusing
def demo(
    as_of: Annotated[
        datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="The day of the sample; today.")
    ] = None,
    address: Address = "",
    as_json: JSON = False,
) -> None:
    """Load the sample city (invented) into an empty data folder, evaluate it, and say who may sign in.

    Run again, it leaves what is there as it is.
    """
    migrate()
    from django.conf import settings
    from django.utils import timezone

    from jiyue.demo.city.load import load
    from jiyue.foundation.units.models import Unit
    from jiyue.indicators.models import DONE, Evaluation

    if not Unit.objects.filter(sample=True).exists():
        note(translate(N_("Loading the sample city; this takes about a minute.")))
        load(owner(), as_of.date() if as_of else timezone.localdate())
    kept = Evaluation.objects.filter(unit__sample=True).order_by("pk").select_related("framework")
    if not kept.filter(state=DONE).exists():
        raise Refused(NOT_WHOLE(field="JIYUE_DATA", value=str(settings.DATA)))
    if as_json:
        emit({"evaluations": [_plain(e) for e in kept]})
        return
    _tell(list(kept))
    _links(address)


def _plain(evaluation: Evaluation) -> dict[str, object]:
    return {
        "title": evaluation.title,
        "framework": evaluation.framework.code,
        "year": evaluation.year,
        "purpose": evaluation.purpose,
        "units": evaluation.units,
        "complete": evaluation.complete,
        "package": str(evaluation.place),
        "hash": evaluation.package,
    }


def _tell(kept: list[Evaluation]) -> None:
    from jiyue.indicators.models import PURPOSES

    rows = [
        (e.title, translate(PURPOSES[e.purpose]), str(e.units), str(e.complete), str(e.place)) for e in kept
    ]
    table([translate(h) for h in HEADS], rows)
    say(translate(N_("jiyue verify PACKAGE recomputes one of them, also on another machine.")))


def _links(address: str) -> None:
    """A link for each of the people shown who has no password yet."""
    from jiyue.foundation.people.actions.accounts import invite
    from jiyue.foundation.people.models import Account

    for account in Account.objects.filter(username__in=SHOWN).order_by("username"):
        if not account.has_usable_password():
            show_link(account, invite(owner(), account), address, as_json=False)
    words = N_("Everybody else: jiyue user list; jiyue user reset USERNAME gives a link.")
    say(translate(words))
