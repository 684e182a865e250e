"""Build the wheel and the sdist, then try the wheel as users get it: alone, with the base requirements.

Run by ``make release-check`` in the project's environment, after the tests and before the benchmarks.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ("jiyue/py.typed", "jiyue/locale/zh_CN/LC_MESSAGES/jiyue.mo", "jiyue/rules/measures.csv")


def call(*command: object, cwd: Path = ROOT) -> str:
    """Run ``command`` and return its output; end here, showing it, when it fails."""
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"! {' '.join(words)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def build(where: Path) -> tuple[Path, Path]:
    """(wheel, sdist) in ``where``; both hold the licence, the wheel also what it must ship."""
    call(sys.executable, "-m", "hatchling", "build", "-d", where, "-t", "wheel", "-t", "sdist")
    (wheel,), (sdist,) = where.glob("*.whl"), where.glob("*.tar.gz")
    names = zipfile.ZipFile(wheel).namelist()
    missing = [name for name in SHIPPED if name not in names]
    missing += [name for name in ("LICENSE", "NOTICE") if not any(n.endswith(f"/{name}") for n in names)]
    with tarfile.open(sdist) as packed:
        inside = {name.partition("/")[2] for name in packed.getnames()}
    missing += [name for name in ("LICENSE", "NOTICE", "scripts/compile_messages.py") if name not in inside]
    if missing:
        sys.exit(f"! not in {wheel.name} or {sdist.name}: {', '.join(missing)}")
    return wheel, sdist


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        wheel, sdist = build(here)
        print(f"* built {wheel.name} ({wheel.stat().st_size:,} bytes) and {sdist.name}")
        call(sys.executable, "-m", "venv", here / "venv")
        bin_ = here / "venv" / ("Scripts" if os.name == "nt" else "bin")
        pip = (bin_ / "python", "-m", "pip", "--disable-pip-version-check", "install", "-qq")
        call(*pip, "--require-hashes", "--only-binary=:all:", "-r", ROOT / "requirements/base.txt")
        call(*pip, "--no-deps", wheel)
        jiyue = bin_ / "jiyue"
        call(jiyue, "--help", cwd=here)
        call(bin_ / "python", "-m", "jiyue.demo", "--out", here / "out", cwd=here)
        packages = sorted(p.parent for p in (here / "out").rglob("manifest.json"))
        if not packages:
            sys.exit("! the sample run wrote no package")
        for package in packages:
            call(jiyue, "verify", package, cwd=here)
        print(f"* the wheel alone: help, sample run and {len(packages)} verified packages")
        blocked = "import importlib.util, sys; sys.exit(importlib.util.find_spec('django') is not None)"
        call(bin_ / "python", "-c", blocked, cwd=here)
        listed = call(bin_ / "python", ROOT / "scripts/licences.py", cwd=here)
        print(f"* no Django; {len(listed.splitlines())} distributions under allowed licences")


if __name__ == "__main__":
    main()
