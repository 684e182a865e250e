"""Fetch the files of others that pages load, by `npm pack`, and write their hashes into vendor.toml.

Users never need this or Node; it is for whoever raises a version.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import tarfile
import tempfile
import tomllib
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "src/jiyue/foundation/ui/static/vendor"
LIST = FOLDER / "vendor.toml"


def fetch(package: str, version: str, path: str) -> bytes:
    """One file of one version of an npm package."""
    with tempfile.TemporaryDirectory() as folder:
        call = ["npm", "pack", "--silent", f"{package}@{version}"]
        packed = subprocess.run(call, cwd=folder, check=True, capture_output=True, text=True).stdout.split()[
            -1
        ]
        with tarfile.open(Path(folder) / packed) as archive:
            member = archive.extractfile(f"package/{path}")
            assert member is not None, f"{package} {version} has no {path}"
            return member.read()


def main() -> None:
    text = LIST.read_text("utf-8")
    for entry in tomllib.loads(text)["file"]:
        content = fetch(entry["package"], entry["version"], entry["path"])
        (FOLDER / entry["name"]).write_bytes(content)
        found = hashlib.sha256(content).hexdigest()
        text = re.sub(rf'(name = "{re.escape(entry["name"])}"\nsha256 = ")[^"]*', rf"\g<1>{found}", text)
    LIST.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
