"""What the installation guards: keys in the log, addresses behind a proxy, its own data folder."""

import logging
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path

import pytest

from app.office import Office
from jiyue.app.env import secret
from jiyue.app.logs import NoKeys
from jiyue.app.wsgi import behind
from jiyue.engine.problems import Refused


@pytest.mark.parametrize("path", ["/welcome/ab-C_d9", "/come-in/ab-C_d9", "/welcome/ab-C_d9/x"])
def test_the_log_holds_no_key(path: str) -> None:
    out = StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(NoKeys())
    log = logging.Logger("by itself")
    log.addHandler(handler)
    log.warning("%s: %s", "Gone", path)
    log.warning("GET " + path + "?x=1")
    try:
        raise ValueError(path)
    except ValueError:
        log.exception("failed")
    assert "ab-C_d9" not in out.getvalue()
    assert out.getvalue().count("/…") >= 3


def test_the_server_logs_no_key(tmp_path: Path) -> None:
    office = Office.migrated(tmp_path / "office")
    asks = 'from django.test import Client; Client(SERVER_NAME="localhost").get("/welcome/ab-C_d9/none")'
    said = office.python(asks).stderr
    assert "/welcome/" in said
    assert "ab-C_d9" not in said


@pytest.mark.parametrize(
    ("proxies", "peer", "address"),
    [
        (["127.0.0.1"], "127.0.0.1", "10.1.2.3"),
        (["10.9.0.0/16"], "10.9.4.1", "10.1.2.3"),
        (["127.0.0.1"], "10.9.4.1", "10.9.4.1"),
        ([], "127.0.0.1", "127.0.0.1"),
    ],
)
def test_only_a_known_proxy_names_the_client(proxies: list[str], peer: str, address: str) -> None:
    seen = []
    called = behind(lambda asked, answer: seen.append(asked["REMOTE_ADDR"]), proxies)
    called({"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": "10.7.7.7, 10.1.2.3"}, None)
    assert seen == [address]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_the_data_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    office = Office(tmp_path / "office")
    office.data.rmdir()
    office.run("migrate")
    found = [office.data, *office.data.rglob("*")]
    assert [p for p in found if p.stat().st_mode & 0o077] == []
    assert os.access(office.data / "secrets" / "field.key", os.R_OK)


def test_all_who_start_at_once_have_the_same_whole_key(tmp_path: Path, monkeypatch) -> None:
    """Whoever comes second waits for no half-written file: the key appears whole."""
    fdopen = os.fdopen

    def slowly(*args, **kwargs):
        time.sleep(0.05)
        return fdopen(*args, **kwargs)

    monkeypatch.setattr(os, "fdopen", slowly)
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: secret(tmp_path, "field.key"), range(8)))
    assert [len(key) for key in found] == [64]
    assert [p.name for p in (tmp_path / "secrets").iterdir()] == ["field.key"]


@pytest.mark.parametrize("left", ["", "ab12"])
def test_a_key_that_was_cut_is_refused_and_not_made_anew(tmp_path: Path, left: str) -> None:
    secret(tmp_path, "digest.key")
    (tmp_path / "secrets" / "digest.key").write_text(left)
    with pytest.raises(Refused, match="SECRET_BROKEN"):
        secret(tmp_path, "digest.key")
    assert (tmp_path / "secrets" / "digest.key").read_text() == left
