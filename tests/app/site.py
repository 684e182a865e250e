"""The real server of an office, and Chromium to use it as people do."""

import os
import re
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.office import Office
from paths import ROOT
from tools import require

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",
]
PICTURES = Path(os.environ.get("JIYUE_PICTURES", ROOT / "out" / "pictures"))
LOADED = """() => Promise.all([...document.images]
    .filter(image => image.getBoundingClientRect().top < innerHeight).map(image => image.decode()))"""
"""Ends when every image in view has come. No condition is polled in the page: its policy forbids eval."""
CJK = re.compile("[\u4e00-\u9fff]")


@dataclass
class Site:
    """An office with its server at ``base``."""

    office: Office
    base: str


@contextmanager
def serving(office: Office) -> Iterator[Site]:
    """`jiyue serve` in ``office`` until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (office.data / "serve.log").open("w")
    call = ["serve", "--port", str(port), "--workers", "1"]
    server = office.start(*call, log=log)
    base = f"http://127.0.0.1:{port}"
    try:
        wait_for(base, server, office)
        yield Site(office, base)
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
        log.close()


def wait_for(base: str, server: subprocess.Popen[str], office: Office, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert server.poll() is None, (office.data / "serve.log").read_text()
        try:
            urllib.request.urlopen(f"{base}/sign-in", timeout=2).close()
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError((office.data / "serve.log").read_text())


@contextmanager
def chromium() -> Iterator[Any]:
    """Debian's Chromium, headless."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=require("chromium"), args=FLAGS)
        yield browser
        browser.close()


class Reader:
    """Somebody at a browser. Every page that is opened must be free of errors in its console."""

    def __init__(self, browser: Any, site: Site) -> None:
        self.site = site
        self.context = browser.new_context(
            viewport={"width": 1440, "height": 900}, locale="zh-CN", accept_downloads=True
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.complaints: list[str] = []
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, address: str, status: int = 200) -> Any:
        """Go to an address of the site; its answer must have ``status``."""
        to = address if address.startswith("http") else self.site.base + address
        answer = self.page.goto(to)
        assert answer.status == status, f"{address}: {answer.status}"
        return self.page

    def sign_in(self, name: str, password: str) -> None:
        page = self.open("/sign-in")
        page.get_by_label("用户名").fill(name)
        page.get_by_label("口令").fill(password)
        page.get_by_label("口令").press("Enter")
        page.wait_for_url(re.compile(r"^(?!.*/sign-in)"))

    def violations(self) -> list[tuple[str, list[str]]]:
        """What axe finds on the page as it stands, at WCAG 2.1 A and AA."""
        from axe_playwright_python.sync_playwright import Axe

        rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "resultTypes": ["violations"]}
        found = Axe().run(self.page, options=rules).response["violations"]
        return [(v["id"], [n["html"][:160] for n in v["nodes"]][:3]) for v in found]

    def accessible(self) -> None:
        """Axe finds nothing."""
        assert self.violations() == [], self.page.url

    def picture(self, name: str) -> Path:
        """Keep a picture of the page, which must show Chinese."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        path = PICTURES / f"{name}.png"
        self.page.evaluate(LOADED)
        self.page.screenshot(path=path)
        assert CJK.search(self.page.inner_text("body")), name
        return path

    def close(self) -> None:
        self.context.close()
        assert self.complaints == [], self.complaints
