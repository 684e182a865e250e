"""Single committed writes beside two readers: the application's settings against a rollback journal."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median

from benchmarks.harness import Outcome, Promise, Setting
from jiyue.app.env import SQLITE_START

RATIO_AT_LEAST = 5.0
ROWS, WRITES, READERS = 20_000, 300, 2
WAYS = {"wal": SQLITE_START, "rollback": "PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL;"}
"""Both write every commit through to the disk (synchronous FULL)."""
TEXT = "x" * 200


def opened(path: Path, way: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=60, isolation_level=None)
    for statement in WAYS[way].split(";"):
        connection.execute(statement)
    return connection


def fill(path: Path, way: str) -> None:
    with closing(opened(path, way)) as connection:
        connection.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, code TEXT, text TEXT)")
        connection.execute("CREATE INDEX by_code ON rows (code)")
        connection.execute("BEGIN")
        rows = ((str(n), TEXT) for n in range(ROWS))
        connection.executemany("INSERT INTO rows (code, text) VALUES (?, ?)", rows)
        connection.execute("COMMIT")


def read(path: Path, way: str) -> None:
    """What a list asks for, again and again, until the parent ends this process."""
    with closing(opened(path, way)) as connection:
        print("ready", flush=True)
        while True:
            connection.execute("SELECT count(*) FROM rows").fetchall()
            connection.execute("SELECT * FROM rows ORDER BY id DESC LIMIT 50").fetchall()


@contextmanager
def readers(path: Path, way: str) -> Iterator[None]:
    command = [sys.executable, "-m", "benchmarks.app_writes", str(path), way]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(READERS)]
    try:
        for process in started:
            assert process.stdout is not None
            process.stdout.readline()
        yield
    finally:
        for process in started:
            process.kill()
            process.communicate()


def seconds_of(way: str, writes: int) -> float:
    """Seconds of so many committed writes while others read."""
    with tempfile.TemporaryDirectory(prefix="jiyue-bench-") as folder:
        path = Path(folder) / "rows.sqlite3"
        fill(path, way)
        with readers(path, way), closing(opened(path, way)) as connection:
            start = time.perf_counter()
            for n in range(writes):
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("INSERT INTO rows (code, text) VALUES (?, ?)", (str(n), TEXT))
                connection.execute("COMMIT")
            return time.perf_counter() - start


def run(setting: Setting) -> Outcome:
    writes = 30 if setting.quick else WRITES
    seconds: dict[str, list[float]] = {way: [] for way in WAYS}
    for _ in range(setting.rounds):
        for way in WAYS:
            seconds[way].append(seconds_of(way, writes))
    middle = {way: median(found) for way, found in seconds.items()}
    ratio = middle["rollback"] / middle["wal"]
    text = f"committed writes beside {READERS} readers against a rollback journal"
    return Outcome(
        [Promise(text, ratio, "at least", RATIO_AT_LEAST)], {"medians": middle, "seconds": seconds}
    )


if __name__ == "__main__":
    read(Path(sys.argv[1]), sys.argv[2])
