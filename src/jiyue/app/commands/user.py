"""`jiyue user`: people, for the owner of the machine. It works on an empty database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from jiyue.app.commands.start import start
from jiyue.cli.output import emit, refusing, say, table
from jiyue.engine.messages import N_, translate
from jiyue.engine.problems import Refused, define

if TYPE_CHECKING:
    from jiyue.foundation.access import Actor
    from jiyue.foundation.people.models import Account

app = typer.Typer(no_args_is_help=True, help="People who sign in, for the owner of the machine.")
NO_ACCOUNT = define(
    "NO_SUCH_ACCOUNT",
    N_("There is no account {value}."),
    N_("jiyue user list shows them all."),
)
JSON = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]
Username = Annotated[str, typer.Argument(metavar="USERNAME", help="The name that the person signs in with.")]
Address = Annotated[
    str, typer.Option("--address", help="How browsers reach Jiyue; the first of JIYUE_ORIGINS goes before.")
]
LOCAL = "http://127.0.0.1:8000"
HEADS = (N_("User name"), N_("Name of the person"), N_("Organisation"), N_("Posts"), N_("State"))


def owner() -> Actor:
    """The owner of the machine, who acts through this command."""
    from dataclasses import replace

    from jiyue.foundation.access import program

    return replace(program(translate(N_("Owner of the machine"))), via="cli")


def known(username: str) -> Account:
    from jiyue.foundation.people.models import Account

    found = Account.objects.called(username).select_related("organisation__unit").first()
    if found is None:
        raise Refused(NO_ACCOUNT(field="username", value=username))
    return found


def show_link(account: Account, key: str, address: str, as_json: bool) -> None:
    """Print the one-time link: the only time that anybody sees it."""
    from django.conf import settings
    from django.urls import reverse

    from jiyue.foundation.policy import security

    origin = settings.CSRF_TRUSTED_ORIGINS[0] if settings.CSRF_TRUSTED_ORIGINS else LOCAL
    link = (address or origin).rstrip("/") + reverse("welcome", args=[key])
    hours = security("link_hours")
    if as_json:
        emit({"username": account.username, "name": account.name, "link": link, "hours": hours})
        return
    words = N_("{name} sets a password with this link. It works once, within {hours} hours:")
    say(translate(words, {"name": account.name, "hours": hours}))
    say(link)


@app.command("add")
@refusing
def add(
    username: Username,
    name: Annotated[str, typer.Option("--name", help="Full name of the person.")],
    role: Annotated[str, typer.Option("--role", help="Role of the post, such as system_admin.")],
    organisation: Annotated[str, typer.Option("--organisation", help="Its full name; made when missing.")],
    unit: Annotated[str, typer.Option("--unit", help="Division code of the unit that the role reaches.")],
    unit_name: Annotated[
        str, typer.Option("--unit-name", help="Name of the unit, to make it when missing.")
    ] = "",
    unit_kind: Annotated[
        str, typer.Option("--unit-kind", help="province, prefecture, county, town, village, zone, cluster.")
    ] = "county",
    post: Annotated[
        str, typer.Option("--post", help="Title of the post; without it, that of the role.")
    ] = "",
    sector: Annotated[
        str, typer.Option("--sector", help="Kind of a new organisation, such as bureau.")
    ] = "government",
    address: Address = "",
    as_json: JSON = False,
) -> None:
    """Open an account at a post with a role, and print the one-time link for its password.

    Unit, organisation and post are made when they are missing: so the first administrators come in.
    """
    start()
    from jiyue.foundation.people.actions.setup import Place, add_person

    place = Place(unit, organisation, post, sector, unit_name, unit_kind)
    account, key = add_person(owner(), username=username, name=name, role=role, place=place)
    show_link(account, key, address, as_json)


@app.command("list")
@refusing
def list_people(as_json: JSON = False) -> None:
    """List the accounts with their posts."""
    start()
    from django.utils import timezone

    from jiyue.foundation.people.models import Account, Holding
    from jiyue.foundation.people.pages.accounts import STATES, state_of

    held: dict[int, list[str]] = {}
    for holding in Holding.objects.on(timezone.localdate()).select_related("post__organisation"):
        held.setdefault(holding.account_id, []).append(str(holding.post))
    people = list(Account.objects.select_related("organisation").order_by("username"))
    if as_json:
        rows = [
            {
                "username": a.username,
                "name": a.name,
                "organisation": a.organisation.name,
                "posts": held.get(a.pk, []),
                "state": state_of(a),
            }
            for a in people
        ]
        emit({"accounts": rows})
        return
    cells = [
        (
            a.username,
            a.name,
            a.organisation.name,
            ", ".join(held.get(a.pk, [])),
            translate(STATES[state_of(a)]),
        )
        for a in people
    ]
    table([translate(h) for h in HEADS], cells)


@app.command("reset")
@refusing
def reset(
    username: Username,
    code: Annotated[bool, typer.Option("--code", help="Take the code from a telephone off as well.")] = False,
    address: Address = "",
    as_json: JSON = False,
) -> None:
    """Make the password useless and print a one-time link for a new one."""
    start()
    from jiyue.foundation.people.actions.accounts import drop_second_step, reset_password

    account = known(username)
    if code:
        drop_second_step(owner(), account, "jiyue user reset")
    show_link(account, reset_password(owner(), account), address, as_json)


@app.command("unlock")
@refusing
def unlock(username: Username) -> None:
    """Let somebody try again who was locked out after too many failures."""
    start()
    from jiyue.foundation.people.actions.accounts import unlock as unlock_account

    account = known(username)
    unlock_account(owner(), account)
    say(translate(N_("{name} can sign in again."), {"name": account.name}))


@app.command("close")
@refusing
def close(username: Username) -> None:
    """Close an account at once; its posts stay vacant."""
    start()
    from datetime import timedelta

    from django.utils import timezone

    from jiyue.foundation.people.actions.accounts import close_account

    account = known(username)
    close_account(owner(), account, timezone.localdate() - timedelta(days=1))
    say(translate(N_("The account of {name} is closed."), {"name": account.name}))
