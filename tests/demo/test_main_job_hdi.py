"""The main job without any public data beside it: the table that ships, kept, reported and verified."""

import subprocess
import sys
from pathlib import Path

import pytest

from jiyue.demo.__main__ import main
from jiyue.demo.job import run
from jiyue.engine import messages
from jiyue.engine.package import read_package, verify


def test_the_package_verifies_and_has_its_report(tmp_path: Path) -> None:
    with messages.language("en"):
        (done,) = run(tmp_path / "out", None)
    assert done.identical
    assert verify(done.package).identical
    assert (done.ranked, done.units) == (200, 206)
    text = done.report.read_text("utf-8")
    assert "Human Development Report 2023-24" in text
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["hdi"]


def test_the_same_twice(tmp_path: Path) -> None:
    (one,) = run(tmp_path / "a", None)
    (other,) = run(tmp_path / "b", tmp_path / "nothing here")
    assert one.hash == other.hash
    for path in one.package.iterdir():
        assert path.read_bytes() == (other.package / path.name).read_bytes()


def test_a_second_run_replaces_the_first(tmp_path: Path) -> None:
    (first,) = run(tmp_path, None)
    first.report.write_text("old", "utf-8")
    (second,) = run(tmp_path, None)
    assert second.report.read_text("utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(("lang", "word"), [("en", "identical"), ("zh", "hdi")])
def test_it_prints_where_the_results_are(
    lang: str, word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(shared=None, out=tmp_path, lang=lang)
    said = capsys.readouterr().out
    assert str(tmp_path / "hdi" / "report.html") in said
    assert str(read_package(tmp_path / "hdi").manifest()["hash"])[:16] in said
    assert word in said


def test_a_foreign_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "hdi").mkdir()
    (tmp_path / "hdi" / "mine.txt").write_text("keep", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "jiyue.demo", "--out", str(tmp_path), "--lang", "en"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "not overwritten" in done.stderr
    assert "Traceback" not in done.stderr
    assert [p.name for p in (tmp_path / "hdi").iterdir()] == ["mine.txt"]
