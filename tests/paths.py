"""Where the tests find public data that the project does not ship."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("JIYUE_SHARED", ROOT.parent / "shared"))

needs_shared = pytest.mark.skipif(
    not (SHARED / "golden").is_dir(), reason="the folder of golden cases (JIYUE_SHARED) is not here"
)
