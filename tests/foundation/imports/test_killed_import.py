"""Workers killed at any point of a check or of a publication: all or nothing, said so, and repeatable."""

import random
import signal
import time
from pathlib import Path

import pytest

from foundation.bureau import Bureau, until
from foundation.imports.books import write_enterprises

ROWS = 4000
SEED = 20260105
PLACE = """
from datetime import date
from jiyue.foundation.people.models import Account, Grant, Holding, Organisation, Post
from jiyue.foundation.units.models import Unit
county = Unit(kind="county", code="329921", name="平川县")
county.save()
Unit(kind="town", code="329921100", name="青禾镇", parent=county).save()
bureau = Organisation.objects.create(name="平川县自然资源局", sector="bureau", unit=county)
li = Account.objects.create(username="li", name="李敏", organisation=bureau)
post = Post.objects.create(organisation=bureau, title="科员")
Holding.objects.create(post=post, account=li, kind="holder", valid_from=date(2020, 1, 1))
Grant.objects.create(post=post, role="county_bureau", unit=county, valid_from=date(2020, 1, 1))
"""
LI = """
from datetime import date
from jiyue.foundation.people.actors import actor_of
from jiyue.foundation.people.models import Account
from jiyue.foundation.imports import actions
from jiyue.foundation.units.models import Unit
li = actor_of(Account.objects.get(username="li"), date.today())
"""
UPLOAD = (
    LI
    + """
from django.core.files import File
with open(book, "rb") as file:
    found = File(file, name="企业.xlsx")
    batch = actions.upload(li, "registry.enterprises", [found], Unit.objects.get(code="329921"))
print(batch.pk)
"""
)
PUBLISH = LI + "actions.publish(li, batch)\n"
UNDO = LI + "actions.undo(li, batch, 'no reason')\n"


@pytest.fixture
def place(bureau: Bureau) -> Bureau:
    bureau.python(PLACE)
    return bureau


def counts(bureau: Bureau) -> dict[bool, int]:
    """Rows of enterprises by whether they are staged."""
    found = dict(bureau.sql("SELECT staged, count(*) FROM registry_enterprise GROUP BY staged"))
    return {bool(staged): count for staged, count in found.items()}


def visible(bureau: Bureau) -> int:
    return counts(bureau).get(False, 0)


def state(bureau: Bureau) -> str:
    return bureau.sql("SELECT state FROM imports_importbatch")[0][0]


def job(bureau: Bureau, kind: str) -> tuple:
    """State and attempt of the latest job of a kind."""
    return bureau.sql(f"SELECT state, attempt FROM jobs_job WHERE kind = '{kind}' ORDER BY id DESC LIMIT 1")[
        0
    ]


def watched(bureau: Bureau, whole: tuple[int, ...], stop) -> None:
    """Nobody ever sees a part of the batch."""
    while not stop():
        assert visible(bureau) in whole
        time.sleep(0.05)


def test_kills_while_publishing_leave_all_or_nothing(place: Bureau, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    book = write_enterprises(tmp_path / "企业.xlsx", ROWS, "329921100")
    batch = place.python(UPLOAD, book=str(book))
    place.jiyue("jobs", "work", "--once")
    assert state(place) == "checked"
    killed = 0
    while state(place) != "published":
        if state(place) == "checked":
            place.python(PUBLISH, batch=batch)
        worker = place.start("jobs", "work")
        begun = until(lambda: job(place, "imports.publish")[0] == "running" and time.monotonic())
        if killed < 6:
            end = begun + chance.uniform(0.1, 2.5)
            watched(place, (0, ROWS), lambda e=end: time.monotonic() > e or state(place) == "published")
            worker.send_signal(signal.SIGKILL)
            worker.wait()
            killed += 1
        else:
            watched(place, (0, ROWS), lambda: state(place) in ("published", "checked"))
            until(lambda: job(place, "imports.publish")[0] in ("done", "lost"))
            worker.terminate()
            worker.wait()
        assert visible(place) in (0, ROWS)
    assert visible(place) == ROWS
    assert counts(place).get(True, 0) == 0
    assert place.sql("SELECT count(*), count(DISTINCT credit_code) FROM registry_enterprise") == [
        (ROWS, ROWS)
    ]


def test_kills_while_checking_change_nothing(place: Bureau, tmp_path: Path) -> None:
    chance = random.Random(SEED + 1)
    book = write_enterprises(tmp_path / "企业.xlsx", ROWS, "329921100")
    batch = place.python(UPLOAD, book=str(book))
    for _ in range(2):
        worker = place.start("jobs", "work")
        until(lambda: job(place, "imports.check")[0] == "running" or state(place) != "checking")
        time.sleep(chance.uniform(0, 1))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        assert counts(place) == {}
        assert state(place) in ("checking", "checked")
    worker = place.start("jobs", "work")
    until(lambda: state(place) == "checked")
    place.python(PUBLISH, batch=batch)
    until(lambda: state(place) == "published")
    worker.terminate()
    worker.wait()
    assert counts(place) == {False: ROWS}


def test_a_publication_without_attempts_left_says_what_became_of_it(place: Bureau, tmp_path: Path) -> None:
    book = write_enterprises(tmp_path / "企业.xlsx", ROWS, "329921100")
    batch = place.python(UPLOAD, book=str(book))
    place.jiyue("jobs", "work", "--once")
    place.python(PUBLISH, batch=batch)
    for attempt in (1, 2, 3):
        worker = place.start("jobs", "work")
        until(lambda n=attempt: job(place, "imports.publish") == ("running", n))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    worker = place.start("jobs", "work")
    until(lambda: job(place, "imports.publish")[0] == "lost")
    assert (state(place), visible(place)) == ("checked", 0)
    word = place.sql("SELECT word FROM jobs_job WHERE kind = 'imports.publish'")[0][0]
    assert "nothing was changed" in word
    place.python(PUBLISH, batch=batch)
    until(lambda: state(place) == "published")
    worker.terminate()
    worker.wait()
    assert counts(place) == {False: ROWS}


def test_kills_while_undoing_leave_all_or_nothing(place: Bureau, tmp_path: Path) -> None:
    chance = random.Random(SEED + 2)
    book = write_enterprises(tmp_path / "企业.xlsx", ROWS, "329921100")
    batch = place.python(UPLOAD, book=str(book))
    place.jiyue("jobs", "work", "--once")
    place.python(PUBLISH, batch=batch)
    place.jiyue("jobs", "work", "--once")
    place.python(UNDO, batch=batch)
    for _ in range(2):
        worker = place.start("jobs", "work")
        until(lambda: job(place, "imports.undo")[0] == "running" or state(place) == "undone")
        time.sleep(chance.uniform(0, 1.5))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        assert visible(place) in (0, ROWS)
    worker = place.start("jobs", "work")
    until(lambda: job(place, "imports.undo")[0] == "done")
    worker.terminate()
    worker.wait()
    assert (state(place), counts(place)) == ("undone", {})
