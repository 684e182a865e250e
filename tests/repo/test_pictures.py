"""Both READMEs show the same pictures of the program, which lie in docs/pictures."""

import re

import pytest
from PIL import Image

from paths import ROOT

READMES = ("README.md", "README.zh-CN.md")
PICTURES = {"unit-sheet.png", "import-check.png"}
SHOWN = re.compile(r"^!\[([^]]+)\]\(docs/pictures/([\w-]+\.png)\)\n\*[^*\n]+\*$", re.MULTILINE)
MOST = 300_000


@pytest.mark.parametrize("readme", READMES)
def test_a_readme_shows_them_each_with_its_caption(readme: str) -> None:
    assert {file for _, file in SHOWN.findall((ROOT / readme).read_text("utf-8"))} == PICTURES


def test_no_picture_lies_there_unseen() -> None:
    assert {path.name for path in (ROOT / "docs/pictures").iterdir()} == PICTURES


@pytest.mark.parametrize("file", sorted(PICTURES))
def test_a_picture_is_a_whole_window_and_loads_quickly(file: str) -> None:
    path = ROOT / "docs/pictures" / file
    assert path.stat().st_size < MOST
    with Image.open(path) as picture:
        assert picture.size == (1440, 900)
