"""A bureau of its own: a data folder and a database that real processes work on and may die over."""

import atexit
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, ClassVar

import psycopg

TESTS = Path(__file__).resolve().parents[1]
SETUP = "import os, sys, json; sys.path.insert(0, {tests!r}); import django; django.setup()\n"


class Bureau:
    """Runs commands and pieces of Python in processes of their own, on one data folder."""

    template: ClassVar[Path]

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.children: list[subprocess.Popen[bytes]] = []
        self.env = {**os.environ, "JIYUE_DATA": str(folder), "JIYUE_JOB_LEASE": "2", **settings}
        self._prepare()

    def _prepare(self) -> None:
        """A migrated database: made once, copied for every bureau."""
        server = os.environ.get("DATABASE_URL", "")
        template = f"bureau_{os.getpid()}"
        if not hasattr(Bureau, "template"):
            Bureau.template = Path(tempfile.mkdtemp(prefix="jiyue-bureau-"))
            atexit.register(shutil.rmtree, Bureau.template, ignore_errors=True)
            env = {**self.env, "JIYUE_DATA": str(Bureau.template)}
            if server:
                env["DATABASE_URL"] = new_database(server, template)
            command = [sys.executable, "-m", "jiyue", "migrate"]
            subprocess.run(command, env=env, check=True, capture_output=True)
        if server:
            self.env["DATABASE_URL"] = new_database(server, f"{template}_{uuid.uuid4().hex[:12]}", template)
        shutil.copytree(Bureau.template, self.folder, dirs_exist_ok=True)

    def jiyue(self, *words: str) -> str:
        """What ``jiyue words`` prints; it must succeed."""
        done = subprocess.run(
            [sys.executable, "-m", "jiyue", *words], env=self.env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def python(self, code: str, **given: Any) -> Any:
        """The JSON that a piece of Python prints last; ``given`` are its variables."""
        done = subprocess.run(
            [sys.executable, "-c", self._whole(code, given)],
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        lines = done.stdout.strip().splitlines()
        return json.loads(lines[-1]) if lines else None

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """``jiyue words`` in the background."""
        return self._start([sys.executable, "-m", "jiyue", *words])

    def start_python(self, code: str, **given: Any) -> subprocess.Popen[bytes]:
        return self._start([sys.executable, "-c", self._whole(code, given)])

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        log = (self.folder / "processes.log").open("ab")
        child = subprocess.Popen(command, env=self.env, stdout=log, stderr=log)
        log.close()
        self.children.append(child)
        return child

    def _whole(self, code: str, given: Mapping[str, Any]) -> str:
        start = SETUP.format(tests=str(TESTS))
        return f"{start}globals().update(json.loads({json.dumps(given)!r}))\n{code}"

    def sql(self, query: str) -> list[tuple[Any, ...]]:
        """What the database answers, read beside whatever is at work on it."""
        if "DATABASE_URL" in self.env:
            with psycopg.connect(self.env["DATABASE_URL"]) as connection:
                return connection.execute(query).fetchall()
        with closing(sqlite3.connect(self.folder / "jiyue.sqlite3", timeout=20)) as connection:
            return connection.execute(query).fetchall()

    def log(self) -> str:
        return (self.folder / "processes.log").read_text("utf-8")

    def end(self) -> None:
        for child in self.children:
            if child.poll() is None:
                child.send_signal(signal.SIGKILL)
            child.wait()


def new_database(url: str, name: str, template: str = "template0") -> str:
    """The address of a new database on the server at ``url``, a copy of ``template``."""
    server, _, _ = url.rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return f"{server}/{name}"


def until(what: Callable[[], Any], seconds: float = 180) -> Any:
    """The first true answer of ``what``; fails when none comes in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.05)
    raise AssertionError(f"nothing came of it in {seconds} s")
