"""Compile every message catalogue (.po -> .mo) with Babel.

Runs as a hatchling build hook, so that a wheel and an editable install carry the catalogues, and as a
script: ``python scripts/compile_messages.py``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parents[1]


def compile_all(root: Path = ROOT) -> list[Path]:
    """Write a .mo beside each .po below ``src/jiyue/locale``; returns the files written."""
    written = []
    for po in sorted((root / "src/jiyue/locale").glob("*/LC_MESSAGES/*.po")):
        with po.open("rb") as source:
            catalogue = read_po(source, abort_invalid=True)
        target = po.with_suffix(".mo")
        with target.open("wb") as out:
            write_mo(out, catalogue)
        written.append(target)
    return written


class CompileMessages(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        compile_all(Path(self.root))


if __name__ == "__main__":
    for path in compile_all():
        print(path.relative_to(ROOT))
