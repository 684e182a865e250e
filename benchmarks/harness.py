"""What benches share: promises with their verdicts, candidates timed in turn, figures of a fresh process."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, Literal


@dataclass(frozen=True)
class Setting:
    """How to run: ``rounds`` in turn, small data when ``quick`` (then nothing is judged)."""

    quick: bool
    rounds: int


@dataclass(frozen=True)
class Promise:
    """A promise and what was measured: ``measured`` must be at least, or at most, ``limit``."""

    text: str
    measured: float
    bound: Literal["at least", "at most"]
    limit: float
    unit: str = "x"

    @property
    def kept(self) -> bool:
        return self.measured >= self.limit if self.bound == "at least" else self.measured <= self.limit

    def __str__(self) -> str:
        verdict = "kept  " if self.kept else "MISSED"
        return f"{verdict} {self.text}: {self.measured:.3g} {self.unit} ({self.bound} {self.limit:g})"


@dataclass(frozen=True)
class Outcome:
    """The promises of a bench, and whatever else is worth keeping in the result file."""

    promises: list[Promise]
    details: dict[str, Any] = field(default_factory=dict)


def in_turn(candidates: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Seconds of each candidate, one after the other in every round, so that a busy spell hits them all."""
    seconds: dict[str, list[float]] = {name: [] for name in candidates}
    for _ in range(rounds):
        for name, work in candidates.items():
            gc.collect()
            start = time.perf_counter()
            work()
            seconds[name].append(time.perf_counter() - start)
    return seconds


def medians(seconds: Mapping[str, list[float]]) -> dict[str, float]:
    return {name: median(values) for name, values in seconds.items()}


def status_kib(name: str) -> int:
    """A figure of this process in KiB, such as VmRSS or VmHWM (Linux only)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1])
    raise LookupError(name)


def in_fresh_process(module: str, *arguments: str) -> str:
    """What ``python -m module arguments`` prints."""
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
