"""`jiyue serve` keeps one worker beside the server, and both end together."""

import os
import signal
import socket
from pathlib import Path
from urllib.request import urlopen

from foundation.bureau import Bureau, until


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def workers_of(parent: int) -> list[int]:
    """The processes that ``jiyue jobs work`` runs in, of one parent."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().split(b"\0")
            owner = (folder / "stat").read_text().rpartition(")")[2].split()[1]
        except OSError:
            continue
        if b"--parent" in command and int(owner) == parent:
            found.append(int(folder.name))
    return found


def answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=5) as page:
            return bool(page.status == 200)
    except OSError:
        return False


def gone(pid: int) -> bool:
    """Whether a process has ended, buried or not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def children_of(parent: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def test_a_dead_worker_is_replaced_and_all_end_with_the_server(bureau: Bureau) -> None:
    port = free_port()
    serve = bureau.start("serve", "--port", str(port), "--workers", "1")
    until(lambda: answers(port), 60)
    first = until(lambda: workers_of(serve.pid))[0]
    os.kill(first, signal.SIGKILL)
    second = until(lambda: [w for w in workers_of(serve.pid) if w != first])[0]
    serve.terminate()
    serve.wait(30)
    until(lambda: gone(second))
    assert not answers(port)


def test_a_worker_does_not_outlive_a_killed_server(bureau: Bureau) -> None:
    port = free_port()
    serve = bureau.start("serve", "--port", str(port), "--workers", "1")
    until(lambda: answers(port), 60)
    worker = until(lambda: workers_of(serve.pid))[0]
    server = next(pid for pid in children_of(serve.pid) if pid != worker)
    serve.kill()
    serve.wait()
    os.kill(server, signal.SIGTERM)
    until(lambda: gone(worker))
    until(lambda: gone(server))


def test_no_worker_when_none_is_wanted(bureau: Bureau) -> None:
    port = free_port()
    serve = bureau.start("serve", "--port", str(port), "--workers", "1", "--no-worker")
    until(lambda: answers(port), 60)
    assert workers_of(serve.pid) == []
    serve.send_signal(signal.SIGINT)
    serve.wait(30)
