"""What the program keeps to by itself: headers, cookies, forms from elsewhere, hosts, addresses of files."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from app.counties import House, whole
from app.office import Office
from app.rows import PAGES, asked
from foundation.people_known import PASSWORD

HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
PLAIN = sorted(name for name in PAGES if not asked(name))


@pytest.fixture
def quiet() -> Client:
    """A browser that is shown what a reader is shown when something breaks."""
    return Client(raise_request_exception=False)


def guarded(answer) -> bool:
    """Whether an answer carries every header of ``HEADERS`` and a policy without a hole."""
    policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    return all(answer.headers[name] == value for name, value in HEADERS.items())


@pytest.mark.parametrize("name", PLAIN)
def test_every_page_carries_the_headers(name: str, house: House) -> None:
    for role in ("public", "county_bureau"):
        answer = house.client(role).get(reverse(name))
        assert guarded(answer)
        assert answer.headers["Cache-Control"] == "no-store"


def test_so_do_errors_files_and_the_api(house: House, quiet: Client, monkeypatch) -> None:
    for to in ("/nowhere", "/static/ui/jiyue.css", "/static/nowhere.css", "/api/duties", "/api/openapi.json"):
        answer = quiet.get(to)
        whole(answer)
        assert guarded(answer), to
    answer = Client(enforce_csrf_checks=True).post("/sign-in")
    assert answer.status_code == 403
    assert guarded(answer)
    monkeypatch.setattr("jiyue.app.pages.waiting", lambda *_: 1 / 0)
    quiet.force_login(house.people["county_bureau"])
    answer = quiet.get("/")
    assert answer.status_code == 500
    assert guarded(answer)
    assert "ZeroDivisionError" not in answer.content.decode()


def test_cookies_are_not_for_scripts_or_other_sites(house: House, client: Client, quick_passwords) -> None:
    li = house.people["county_bureau"]
    client.get("/sign-in")
    client.post("/reading", {"language": "en", "large": "1"})
    client.post("/sign-in", {"username": li.username, "password": PASSWORD})
    assert {"jiyue", "csrftoken", "jiyue_language", "jiyue_large"} <= set(client.cookies)
    for name, cookie in client.cookies.items():
        assert cookie["httponly"] is True, name
        assert cookie["samesite"] == "Lax", name


@pytest.mark.parametrize("name", [n for n in PLAIN if n != "sso-start"])
def test_a_form_from_elsewhere_changes_nothing(name: str, house: House) -> None:
    """Whatever is sent without the token of an own page is answered by the page about forged forms."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(house.people["county_bureau"])
    foreign = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
    for headers in ({}, foreign):
        assert client.post(reverse(name), {"reason": "x"}, headers=headers).status_code == 403


def test_the_token_of_another_browser_does_not_fit(db: None) -> None:
    mine, other = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    for client in (mine, other):
        client.get("/sign-in")
    said = {"language": "en"}
    kept = mine.cookies["csrftoken"].value
    assert other.post("/reading", {**said, "csrfmiddlewaretoken": kept}).status_code == 403
    assert mine.post("/reading", {**said, "csrfmiddlewaretoken": kept}).status_code == 302


@pytest.mark.parametrize("host", ["elsewhere.example", "127.0.0.1.elsewhere.example", "localhost:80@x", ""])
def test_another_host_is_refused(host: str, quiet: Client, settings) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
    assert quiet.get("/sign-in", headers={"host": host}).status_code == 400


@pytest.mark.parametrize(
    "back",
    ["https://a.example/", "//a.example", "/\\a.example", "javascript:alert(1)"],
)
def test_choosing_a_language_leads_to_own_pages_only(back: str, client: Client, db: None) -> None:
    assert client.post("/reading", {"language": "en", "next": back}).headers["Location"] == "/"
    assert client.post("/reading", {"language": "en", "next": "/units/"}).headers["Location"] == "/units/"


@pytest.mark.parametrize(
    "to",
    [
        "/static/../settings.py",
        "/static/ui/../../settings.py",
        "/static/%2e%2e/%2e%2e/settings.py",
        "/static/..%2f..%2fsettings.py",
        "/static/..%5c..%5csettings.py",
        "/static//etc/passwd",
        "/static/ui/jiyue.css%00.png",
        "/evidence/..%2f1/file",
        "/imports/1/returned/..%2f..%2f..%2fsecrets%2ffield.key",
        "/imports/1/returned/../../../secrets/field.key",
    ],
)
def test_no_address_leads_out_of_its_folder(to: str, house: House) -> None:
    assert house.status("county_bureau", to) in (400, 404)


def test_a_backup_without_secrets_holds_no_key(tmp_path: Path) -> None:
    office = Office.migrated(tmp_path / "office")
    keys = [path.read_bytes() for path in (office.data / "secrets").iterdir()]
    assert len(keys) >= 3
    office.run("backup", "--no-secrets", tmp_path / "all.zip")
    with ZipFile(tmp_path / "all.zip") as book:
        whole = b"".join(book.read(name) for name in book.namelist())
    assert b"SQLite format" in whole or b"PGDMP" in whole
    assert [key for key in keys if key in whole] == []
