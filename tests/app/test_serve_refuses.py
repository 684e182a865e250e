"""A second server at the same port says so, with the way out, and changes nothing."""

import socket
from pathlib import Path

import pytest

from app.office import Office


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_port_that_is_taken_is_told(host: str, tmp_path: Path) -> None:
    office = Office(tmp_path / "office")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = office.run("serve", "--host", host, "--port", port, check=False)
    assert done.returncode == 1
    assert f"cannot listen at {host}:{port}" in done.stderr
    assert "choose another --port" in done.stderr
    assert not (office.data / "jiyue.sqlite3").exists()


def test_an_address_that_is_not_here_is_told(tmp_path: Path) -> None:
    done = Office(tmp_path / "office").run("serve", "--host", "203.0.113.7", check=False)
    assert done.returncode == 1
    assert "cannot listen at 203.0.113.7:8000" in done.stderr
