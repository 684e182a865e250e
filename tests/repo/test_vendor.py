"""What others wrote is unchanged, named with its licence, and loads nothing from elsewhere."""

import hashlib
import re
import tomllib

import pytest

from paths import ROOT

FOLDER = ROOT / "src/jiyue/foundation/ui/static/vendor"
FILES = tomllib.loads((FOLDER / "vendor.toml").read_text("utf-8"))["file"]
LICENCES = {"MIT", "0BSD", "Apache-2.0", "BSD-3-Clause", "BSD-2-Clause", "ISC"}


def test_every_vendored_file_is_listed() -> None:
    assert {p.name for p in FOLDER.iterdir()} == {f["name"] for f in FILES} | {"vendor.toml"}


@pytest.mark.parametrize("entry", FILES, ids=lambda e: e["name"])
def test_file_is_the_published_one(entry: dict[str, str]) -> None:
    assert hashlib.sha256((FOLDER / entry["name"]).read_bytes()).hexdigest() == entry["sha256"]


@pytest.mark.parametrize("entry", FILES, ids=lambda e: e["name"])
def test_licence_is_permissive(entry: dict[str, str]) -> None:
    assert entry["licence"] in LICENCES


@pytest.mark.parametrize("entry", FILES, ids=lambda e: e["name"])
def test_file_loads_nothing_from_elsewhere(entry: dict[str, str]) -> None:
    text = (FOLDER / entry["name"]).read_text("utf-8")
    assert not re.search(r"""(?:url\(|import\s*|src\s*=\s*)["']?https?:""", text)


def test_pages_have_no_inline_script_or_style() -> None:
    """The content security policy refuses them; a browser would silently drop them."""
    found = []
    for path in (ROOT / "src/jiyue/foundation").rglob("templates/**/*.html"):
        text = path.read_text("utf-8")
        if re.search(r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\bsrc=)", text):
            found.append(path.name)
    assert found == []
