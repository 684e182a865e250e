"""Settings from the environment, each read by a small parser that names the variable it cannot read."""

from __future__ import annotations

import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define

BAD_SETTING = define(
    "BAD_SETTING",
    N_("The setting {field} = {value!r} cannot be read; it takes {what}."),
    N_("Correct the variable and start again; docs/reference/settings.md lists them all."),
)
BROKEN_SECRET = define(
    "SECRET_BROKEN",
    N_("The key in {value} is not whole."),
    N_("Put the folder secrets back from a backup. Do not delete it: sealed fields open with this key only."),
)
SECRET_BYTES = 32
_SECRET = re.compile(rf"[0-9a-f]{{{2 * SECRET_BYTES}}}")
SQLITE_NAME = "jiyue.sqlite3"
SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000;"
)
YES = {"1", "true", "yes", "on"}
NO = {"", "0", "false", "no", "off"}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
PROFILES = ("intranet", "internet")


class Environment:
    """Variables by name; the default is what an office computer needs."""

    def __init__(self, variables: Mapping[str, str] | None = None) -> None:
        self.variables = os.environ if variables is None else variables

    def text(self, name: str, default: str = "") -> str:
        return self.variables.get(name, default).strip() or default

    def flag(self, name: str, default: bool = False) -> bool:
        said = self.variables.get(name)
        if said is None:
            return default
        if (word := said.strip().lower()) in YES | NO:
            return word in YES
        raise Refused(BAD_SETTING(field=name, value=said, what="1 or 0"))

    def number(self, name: str, default: int, *, least: int = 0) -> int:
        said = self.variables.get(name, "").strip()
        if not said:
            return default
        if not said.isdecimal() or int(said) < least:
            raise Refused(BAD_SETTING(field=name, value=said, what=f">= {least}"))
        return int(said)

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        """The first of ``choices`` where nothing is said."""
        said = self.text(name, choices[0])
        if said not in choices:
            raise Refused(BAD_SETTING(field=name, value=said, what=" | ".join(choices)))
        return said

    def words(self, name: str, default: str = "") -> list[str]:
        """A list that is written with commas."""
        return [word.strip() for word in self.text(name, default).split(",") if word.strip()]

    def oidc(self) -> dict[str, str]:
        """The provider of single sign-on; empty where none is named."""
        issuer = self.text("JIYUE_OIDC_ISSUER")
        if not issuer:
            return {}
        found = urlsplit(issuer)
        if not (found.scheme == "https" or (found.scheme == "http" and found.hostname in LOOPBACK)):
            raise Refused(BAD_SETTING(field="JIYUE_OIDC_ISSUER", value=issuer, what="https://..."))
        client = self.text("JIYUE_OIDC_CLIENT")
        if not client:
            what = "the identifier that the provider gave to Jiyue"
            raise Refused(BAD_SETTING(field="JIYUE_OIDC_CLIENT", value=client, what=what))
        return {
            "issuer": issuer,
            "client_id": client,
            "client_secret": self.text("JIYUE_OIDC_SECRET"),
            "title": self.text("JIYUE_OIDC_TITLE", found.hostname or issuer),
        }

    def data_folder(self) -> Path:
        """The one folder that holds all a bureau must keep; made where it is not, for its owner alone."""
        folder = Path(self.text("JIYUE_DATA", "jiyue-data")).expanduser().resolve()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    def database(self, folder: Path) -> dict[str, Any]:
        """SQLite in the data folder, or what DATABASE_URL names."""
        said = self.text("DATABASE_URL")
        if not said:
            return {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": str(folder / SQLITE_NAME),
                "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": SQLITE_START},
            }
        try:
            found = dj_database_url.parse(said, conn_max_age=60, conn_health_checks=True)
        except Exception:
            found = {}
        if found.get("ENGINE") != "django.db.backends.postgresql":
            raise Refused(BAD_SETTING(field="DATABASE_URL", value=said, what="postgres://..."))
        return dict(found)


def secret(folder: Path, name: str) -> str:
    """The secret ``name`` of this installation: made once, readable by its owner only.

    It appears whole, whoever else starts at this moment or is killed in it. Raises :class:`Refused`
    (SECRET_BROKEN) for one that is cut: sealing with it would make fields that nobody opens again.
    """
    path = folder / "secrets" / name
    path.parent.mkdir(mode=0o700, exist_ok=True)
    if not path.exists():
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".")
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(SECRET_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
        Path(draft).unlink()
    found = path.read_text("ascii").strip()
    if not _SECRET.fullmatch(found):
        raise Refused(BROKEN_SECRET(field=name, value=str(path)))
    return found
