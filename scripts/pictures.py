"""Put the pictures that the READMEs show into docs/pictures, as the tests took them last.

``python scripts/pictures.py [FOLDER]`` after ``make test``; FOLDER is where the tests keep pictures
(``JIYUE_PICTURES``, else ``out/pictures``).
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
SHOWN = re.compile(r"!\[[^]]*\]\(docs/pictures/([\w-]+\.png)\)")
COLOURS = 256


def main() -> None:
    taken = Path(
        sys.argv[1] if len(sys.argv) > 1 else os.environ.get("JIYUE_PICTURES", ROOT / "out/pictures")
    )
    names = SHOWN.findall((ROOT / "README.md").read_text("utf-8"))
    if missing := [name for name in names if not (taken / name).is_file()]:
        sys.exit(f"{taken} lacks {', '.join(missing)}: run make test first")
    target = ROOT / "docs/pictures"
    target.mkdir(exist_ok=True)
    for name in names:
        with Image.open(taken / name) as picture:
            small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(target / name, optimize=True)
        print(f"wrote docs/pictures/{name}, {(target / name).stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
