"""Imports point upstream only, and the engine and its commands need no Django."""

import subprocess
import sys
from pathlib import Path

from paths import ROOT

BLOCKED = """
import importlib, pkgutil, sys

class Block:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "django":
            raise ImportError("blocked: " + name)

sys.meta_path.insert(0, Block())
import jiyue.cli, jiyue.engine

for package in (jiyue.engine, jiyue.cli):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
            print(module.name)
assert not any(name.partition(".")[0] == "django" for name in sys.modules)
"""


def test_import_order_is_kept() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_engine_and_commands_import_without_django() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", BLOCKED], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "jiyue.engine.formula" in done.stdout.split()
