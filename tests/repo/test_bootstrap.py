"""The bootstrap knows when an environment can be used, and the Makefile offers what it can do."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from paths import ROOT


@pytest.fixture
def bootstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, pointed at an environment in ``tmp_path`` that looks complete."""
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "scripts/bootstrap.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path)
    monkeypatch.setattr(module, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(module, "UNFINISHED", tmp_path / "unfinished")
    monkeypatch.setattr(module, "HOME", tmp_path / "home")
    module.HOME.write_text(module.home())
    return module


def test_complete_environment_is_left_alone(bootstrap: ModuleType) -> None:
    assert bootstrap.broken() is None


def test_interrupted_run_is_noticed(bootstrap: ModuleType) -> None:
    bootstrap.UNFINISHED.touch()
    assert "cut short" in bootstrap.broken()


def test_moved_environment_is_noticed(bootstrap: ModuleType) -> None:
    bootstrap.HOME.write_text("elsewhere 3.11")
    assert "folder" in bootstrap.broken()


def test_locks_are_installed_once_and_again_when_they_change(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locks = {name: tmp_path / f"{name}.txt" for name in ("base", "build")}
    for path in locks.values():
        path.write_text("as it was")
    ran: list[tuple[object, ...]] = []
    monkeypatch.setattr(bootstrap, "locks_of", lambda name: list(locks.values()))
    monkeypatch.setattr(bootstrap, "python", lambda *words, quiet=False: ran.append(words))
    monkeypatch.setattr(bootstrap, "compile_messages", lambda: None)
    bootstrap.install("run")
    assert ["--require-hashes" in words for words in ran] == [True, False]
    bootstrap.install("run")
    assert len(ran) == 2
    locks["base"].write_text("changed")
    bootstrap.install("run")
    assert ["--require-hashes" in words for words in ran] == [True, False, True]
    assert not bootstrap.UNFINISHED.exists()


def test_missing_python_is_noticed(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "PYTHON", tmp_path / "bin/python")
    assert "no python" in bootstrap.broken()


def test_python_that_cannot_make_environments_is_told_what_to_install(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SystemExit, match=r"apt-get install python3\.\d+-venv"):
        bootstrap.make_venv("test")


def test_missing_programs_stop_a_strict_run_only(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)
    monkeypatch.setattr(bootstrap, "STRICT", False)
    bootstrap.debian_packages()
    assert "libreoffice-calc" in capsys.readouterr().out
    monkeypatch.setattr(bootstrap, "STRICT", True)
    with pytest.raises(SystemExit, match="libreoffice-calc"):
        bootstrap.debian_packages()


def test_catalogue_older_than_its_source_is_compiled(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    po = tmp_path / "src/jiyue/locale/zh_CN/LC_MESSAGES/jiyue.po"
    po.parent.mkdir(parents=True)
    po.touch()
    ran: list[str] = []

    def compile_catalogues(*words: str, quiet: bool) -> None:
        ran.extend(words)
        po.with_suffix(".mo").touch()

    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "python", compile_catalogues)
    bootstrap.compile_messages()
    assert ran == ["scripts/compile_messages.py"]


def test_makefile_has_every_task(bootstrap: ModuleType) -> None:
    targets = re.search(r"^TASKS = (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert targets
    assert set(targets[1].split()) == set(bootstrap.TASKS)


def test_ci_runs_make_test_strictly() -> None:
    lines = (ROOT / ".ci/run").read_text().splitlines()
    assert [line for line in lines if "make" in line] == ["JIYUE_STRICT=1 exec make test"]


def test_unknown_task_names_the_known_ones() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts/bootstrap.py", "dance"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "release-check" in done.stderr
