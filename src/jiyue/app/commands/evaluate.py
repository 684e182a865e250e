"""`jiyue evaluate`: an evaluation from the values of the application, computed here and kept."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from jiyue.app.commands.start import start
from jiyue.app.commands.units import UNIT_NOT_LOADED
from jiyue.cli.output import emit, figure, note, refusing, say, table
from jiyue.engine.messages import N_, translate
from jiyue.engine.problems import Refused, define

if TYPE_CHECKING:
    from jiyue.foundation.units.models import Unit
    from jiyue.indicators.models import Evaluation, FrameworkVersion

NO_VERSION = define(
    "FRAMEWORK_VERSION_UNKNOWN",
    N_("No framework {value} is kept that can be evaluated with."),
    N_("Give its code, or its code and version as code@version: {known}."),
)
BAD_PURPOSE = define(
    "EVALUATION_PURPOSE",
    N_("There is no purpose {value}."),
    N_("Choose one of {known}."),
)
BAD_DAY = define(
    "EVALUATION_DAY",
    N_("{value!r} is no day."),
    N_("Write it as 2026-01-31."),
)


@refusing
def evaluate(
    framework: Annotated[str, typer.Option("--framework", help="Code of a kept framework, or code@version.")],
    unit: Annotated[str, typer.Option("--unit", help="Code of the unit; those below it are evaluated.")],
    year: Annotated[int, typer.Option("--year", help="Assessment year.")],
    purpose: Annotated[str, typer.Option("--purpose", help="trial, self or final.")] = "trial",
    variant: Annotated[
        str, typer.Option("--variant", help="A variant of the framework; own: each unit by its own type.")
    ] = "own",
    as_of: Annotated[str, typer.Option("--as-of", help="Ledgers count as of this day.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
) -> None:
    """Evaluate the units below one from the values of the application, and keep the result."""
    start()
    from jiyue.foundation.access import program
    from jiyue.indicators import evaluating
    from jiyue.indicators.work import compute

    actor = program("jiyue evaluate")
    made = evaluating.begin(
        actor,
        framework=_framework(framework),
        unit=_unit(unit),
        year=year,
        purpose=_purpose(purpose),
        variant=variant,
        as_of=_day(as_of),
        queued=False,
    )
    try:
        kept = compute(actor, made.pk, lambda phase, n=None, of=None: None if n else note(translate(phase)))
    except Refused as refused:
        evaluating.note_failure(made.pk, refused.problems)
        raise
    if as_json:
        emit(_plain(kept))
    else:
        _print(kept)


def _framework(said: str) -> FrameworkVersion:
    from jiyue.indicators.models import DRAFT, PUBLISHED, FrameworkVersion

    code, _, version = said.partition("@")
    usable = FrameworkVersion.objects.filter(state__in=(PUBLISHED, DRAFT))
    found = usable.filter(code=code, **({"version": version} if version else {"state": PUBLISHED}))
    latest: FrameworkVersion | None = found.order_by("-pk").first()
    if latest is None:
        known = ", ".join(f"{c}@{v}" for c, v in usable.values_list("code", "version"))
        raise Refused(NO_VERSION(field="framework", value=said, known=known))
    return latest


def _unit(code: str) -> Unit:
    from jiyue.foundation.units.models import Unit

    found: Unit | None = Unit.objects.coded(code).first() or Unit.objects.filter(code=code).first()
    if found is None:
        raise Refused(UNIT_NOT_LOADED(field="unit", value=code))
    return found


def _purpose(said: str) -> str:
    from jiyue.indicators.models import PURPOSES, REVIEW

    known = [purpose for purpose in PURPOSES if purpose != REVIEW]
    if said not in known:
        raise Refused(BAD_PURPOSE(field="purpose", value=said, known=", ".join(known)))
    return said


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise Refused(BAD_DAY(field="as_of", value=said)) from None


def _plain(kept: Evaluation) -> dict[str, object]:
    names = ("code", "name", "kind", "variant", "total", "lower", "upper", "rank", "rank_in_type")
    rows = kept.results.values(*names, "standard", "excellence", "missing")
    results = [{k: float(v) if k in names[4:7] and v is not None else v for k, v in r.items()} for r in rows]
    return {
        "evaluation": kept.pk,
        "title": kept.title,
        "year": kept.year,
        "purpose": kept.purpose,
        "hash": kept.package,
        "package": str(kept.place),
        "results": results,
    }


def _print(kept: Evaluation) -> None:
    heads = [translate(N_("Rank")), translate(N_("Unit")), translate(N_("Total"))]
    rows = [(r.rank or "-", r.name, figure(r.total)) for r in kept.results.all()]
    table(heads, rows, right=(0, 2))
    say(f"{kept.package}  {kept.place}")
