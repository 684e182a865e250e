"""A small SMTP server and a small HTTP server on loopback, which keep what they are given."""

import base64
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Post:
    """An SMTP server: what came in, and with which code it answers to DATA for how many times."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    credentials: list[str] = field(default_factory=list)
    refuse: int = 0
    takes: tuple[str, str] | None = None
    """User and password, where it asks for them."""


class Conversation(socketserver.StreamRequestHandler):
    """One session of SMTP (RFC 5321), with AUTH PLAIN."""

    post: Post

    def say(self, *lines: str) -> None:
        for line in lines:
            self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        self.say("220 loopback ESMTP")
        while line := self.rfile.readline().decode().strip():
            verb = line.split()[0].upper()
            if verb == "EHLO":
                self.say("250-loopback", "250 AUTH PLAIN")
            elif verb == "AUTH":
                self.auth(line.split()[2])
            elif verb == "DATA":
                self.data()
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def auth(self, sealed: str) -> None:
        _, user, password = base64.b64decode(sealed).decode().split("\0")
        self.post.credentials.append(password)
        self.say("235 ok" if self.post.takes == (user, password) else "535 authentication failed")

    def data(self) -> None:
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line[1:] if line.startswith(b"..") else line)
        if self.post.refuse:
            self.post.refuse -= 1
            self.say("451 try again later")
            return
        self.post.mails.append(message_from_bytes(b"".join(lines), policy=policy.default))  # type: ignore[arg-type]
        self.say("250 kept")


@contextmanager
def smtp_server() -> Iterator[Post]:
    post = Post()
    handler = type("Handler", (Conversation,), {"post": post})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        post.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield post
        server.shutdown()
        thread.join()


@dataclass
class Gate:
    """An HTTP server: what was posted, with its headers, and the statuses that it answers with in turn."""

    port: int = 0
    calls: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)


@contextmanager
def http_server() -> Iterator[Gate]:
    gate = Gate()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            gate.calls.append((dict(self.headers), body))
            self.send_response(gate.statuses.pop(0) if gate.statuses else 204)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        gate.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield gate
        server.shutdown()
        thread.join()
