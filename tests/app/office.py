"""An office of the tests' own: a data folder, the `jiyue` command in it, and people to seed it with."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO

HERE = Path(__file__).resolve().parents[1]


@dataclass
class Office:
    """A data folder and what runs in it. With ``JIYUE_TEST_DB=postgres`` it has its own database there."""

    data: Path
    env: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        self.env = {**os.environ, **self.env, "JIYUE_DATA": str(self.data), "JIYUE_LANG": "en"}
        if "DATABASE_URL" in os.environ:
            self.env["DATABASE_URL"] = new_database(self.database)

    @property
    def database(self) -> str:
        """The name of its database on the server."""
        return f"office_{abs(hash(str(self.data)))}"

    @classmethod
    def migrated(cls, data: Path) -> Office:
        """An office as `jiyue migrate` leaves it, copied from one that a process migrates once."""
        template = _template(os.environ.get("DATABASE_URL"))
        office = cls(data)
        shutil.copytree(template.data, data, dirs_exist_ok=True)
        if "DATABASE_URL" in office.env:
            new_database(office.database, template.database)
        return office

    def run(self, *words: object, check: bool = True) -> subprocess.CompletedProcess[str]:
        """`jiyue WORDS` to its end."""
        call = [sys.executable, "-m", "jiyue", *map(str, words)]
        done = subprocess.run(call, env=self.env, capture_output=True, text=True, check=False, timeout=300)
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def start(self, *words: object, log: IO[str] | int = subprocess.PIPE) -> subprocess.Popen[str]:
        """`jiyue WORDS` in the background; what it says goes into ``log``."""
        call = [sys.executable, "-m", "jiyue", *map(str, words)]
        return subprocess.Popen(call, env=self.env, text=True, stdout=log, stderr=subprocess.STDOUT)

    def python(self, code: str, *words: object) -> subprocess.CompletedProcess[str]:
        """Python with Django ready, in this office, in a process of its own."""
        done = subprocess.run(
            [sys.executable, "-c", READY + code, *map(str, words)],
            env={**self.env, "PYTHONPATH": os.pathsep.join([str(HERE), *sys.path])},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done


READY = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "jiyue.app.settings"
import django
django.setup()
"""


@cache
def _template(server: str | None) -> Office:
    """The office that :meth:`Office.migrated` copies, for one server."""
    folder = Path(tempfile.mkdtemp(prefix="jiyue-office-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    office = Office(folder / "data")
    office.run("migrate")
    return office


def new_database(name: str, template: str = "template1") -> str:
    """A new database on the tests' server, empty or as ``template`` is; its DATABASE_URL."""
    import psycopg

    url = os.environ["DATABASE_URL"]
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return url.rsplit("/", 1)[0] + f"/{name}"
