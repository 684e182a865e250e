"""`jiyue demo` fills an empty data folder, once, and its packages are recomputed by the engine alone."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from indicators.rederived import from_frozen_rows, results
from jiyue.engine.package import read_package
from paths import ROOT

ENGINE_ONLY = (
    "import sys; sys.modules['django'] = None\n"
    "from pathlib import Path\n"
    "from jiyue.engine.package import verify\n"
    "import jiyue.engine.index\n"
    "print(verify(Path(sys.argv[1])).identical)"
)


def jiyue(folder: Path, *words: str, code: int = 0) -> str:
    env = {**os.environ, "JIYUE_DATA": str(folder), "JIYUE_LANG": "en"}
    env.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-m", "jiyue", *words],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    return done.stdout or done.stderr


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, object]]]:
    folder = tmp_path_factory.mktemp("demo")
    said = jiyue(folder, "demo", "--as-of", "2026-11-25", "--json")
    return folder, json.loads(said)["evaluations"]


def test_it_is_evaluated(city: tuple[Path, list[dict[str, object]]]) -> None:
    _, made = city
    assert {(e["framework"], e["purpose"], e["units"], e["complete"]) for e in made} == {
        ("jintan-50", "trial", 5, 5),
        ("jintan-50", "self", 5, 3),
        ("jintan-50", "final", 5, 3),
        ("town-contest", "trial", 15, 15),
        ("zone-1029", "trial", 3, 3),
    }


def test_packages_are_recomputed_without_the_application(
    city: tuple[Path, list[dict[str, object]]], tmp_path: Path
) -> None:
    """What a machine without Django, database and data folder does with the file alone."""
    _, made = city
    for package in {str(e["package"]) for e in made}:
        alone = tmp_path / Path(package).name
        alone.write_bytes(Path(package).read_bytes())
        command = [sys.executable, "-c", ENGINE_ONLY, str(alone)]
        assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "True\n"


def test_every_score_follows_from_the_frozen_figures_alone(
    city: tuple[Path, list[dict[str, object]]],
) -> None:
    """Counted figures are put together from their frozen rows, the others taken as they were frozen."""
    _, made = city
    for path in {str(e["package"]) for e in made}:
        package = read_package(Path(path))
        assert results(from_frozen_rows(package)) == package.documents["result"]["results"], path


def test_again_it_changes_nothing(city: tuple[Path, list[dict[str, object]]]) -> None:
    folder, made = city
    assert json.loads(jiyue(folder, "demo", "--json"))["evaluations"] == made


def test_it_is_not_mixed_with_real_units(tmp_path: Path) -> None:
    jiyue(tmp_path, "migrate")
    jiyue(tmp_path, "units", "load", "--under", "3204")
    assert "SAMPLE_AMONG_REAL" in jiyue(tmp_path, "demo", "--json", code=1)
