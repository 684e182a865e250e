"""The locked requirements install the same bytes everywhere and name no host."""

import re
import tomllib
from collections.abc import Iterator

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from paths import ROOT

LOCKS = ("base", "app", "build", "test", "bench")
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==(\S+)( ; .+?)? \\$")


def entries(lock: str) -> dict[tuple[str, str], tuple[str, list[str]]]:
    """{(name, marker): (version, hashes)} of a lock."""
    found: dict[tuple[str, str], tuple[str, list[str]]] = {}
    hashes: list[str] = []
    for line in (ROOT / "requirements" / f"{lock}.txt").read_text().splitlines():
        if pin := PIN.match(line):
            hashes = []
            found[canonicalize_name(pin[1]), pin[3] or ""] = (pin[2], hashes)
        else:
            assert re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line), f"{lock}: {line}"
            hashes.append(line)
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_carries_hashes(lock: str) -> None:
    pins = entries(lock)
    assert pins
    assert [key for key, (_, hashes) in pins.items() if not hashes] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_address_stands_in_a_lock(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    assert "://" not in text
    assert "index" not in text


def test_locks_agree_on_versions() -> None:
    test = {name: set() for name, _ in entries("test")}
    for (name, _), (version, _hashes) in entries("test").items():
        test[name].add(version)
    for lock in ("base", "app", "build", "bench"):
        for (name, _), (version, _hashes) in entries(lock).items():
            if name in test:
                assert version in test[name], f"{lock}: {name}=={version}"


def whole(name: str, extras: dict[str, list[str]]) -> Iterator[str]:
    """What an extra asks for; the project's own extras in it are taken apart."""
    for need in extras[name]:
        asked = Requirement(need)
        if asked.name == "jiyue":
            for other in sorted(asked.extras):
                yield from whole(other, extras)
        else:
            yield need


def test_locks_cover_what_pyproject_asks_for() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    extras = asked["project"]["optional-dependencies"]
    base = asked["project"]["dependencies"]
    extras = {name: list(whole(name, extras)) for name in extras}
    for lock, needs in (
        ("base", base),
        ("app", base + extras["app"]),
        ("build", asked["build-system"]["requires"]),
        ("test", base + extras["test"] + asked["build-system"]["requires"]),
        ("bench", base + extras["bench"]),
    ):
        pins: dict[str, list[str]] = {}
        for (name, _), (version, _hashes) in entries(lock).items():
            pins.setdefault(name, []).append(version)
        for need in map(Requirement, needs):
            versions = pins.get(canonicalize_name(need.name), [])
            assert versions, f"{need} is not in {lock}.txt: run make lock"
            assert all(v in need.specifier for v in versions), f"{need}: {lock}.txt pins {versions}"
