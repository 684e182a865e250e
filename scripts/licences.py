"""List the licence of every installed distribution; exit 1 when one is not on the list of allowed ones.

Permissive licences, and LGPL or MPL for packages that are installed apart and unchanged; nothing stronger.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, distributions

ALLOWED = {
    "0BSD", "Apache-2.0", "BlueOak-1.0.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0", "HPND",
    "ISC", "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0",
    "PSF-2.0", "Unlicense", "Zlib",
}  # fmt: skip
CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}


def licence(distribution: Distribution) -> str:
    """The SPDX expression of a distribution, from its metadata; its own words when they name no known one."""
    metadata = distribution.metadata
    if "License-Expression" in metadata:
        return metadata["License-Expression"]
    classifiers = metadata.get_all("Classifier", [])
    if named := [c.rpartition(" :: ")[2] for c in classifiers if c.startswith("License ::")]:
        return " AND ".join(CLASSIFIERS.get(name, name) for name in named)
    return metadata["License"].strip().splitlines()[0] if "License" in metadata else "not stated"


def allowed(expression: str) -> bool:
    """Whether every part of an SPDX expression is allowed, or one of its alternatives is."""
    if "(" not in expression and " OR " in expression:
        return any(map(allowed, expression.split(" OR ")))
    parts = re.split(r" (?:AND|OR) ", re.sub(r"[()]|WITH [\w.-]+", "", expression))
    return all(part.strip() in ALLOWED for part in parts)


def main() -> int:
    table = sorted({(d.name, d.version, licence(d)) for d in distributions() if d.name != "jiyue"})
    bad = [row for row in table if not allowed(row[2])]
    for name, version, expression in bad or table:
        print(f"{name} {version}: {expression}")
    if bad:
        print("not on the list of allowed licences (scripts/licences.py)", file=sys.stderr)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
