"""Pages of an office: a list of 50 rows and the sheet of a unit, in queries and CPU, in a fresh process."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from statistics import median
from typing import Any

from benchmarks.harness import Outcome, Promise, Setting, in_fresh_process

QUERIES_AT_MOST = 20
CPU_MILLISECONDS_AT_MOST = 50.0
ENTERPRISES = 5000
VISITS = 20
PAGES = {"a list of 50 rows": "/registry/enterprises/?size=50", "the sheet of one unit": "/units/{unit}/"}


def office(enterprises: int) -> tuple[Any, Any]:
    """A county with its towns and enterprises, and a client signed in as its bureau: client, county."""
    from datetime import date

    from django.core.management import call_command
    from django.test import Client

    from jiyue.foundation.access import program
    from jiyue.foundation.people.models import Account, Grant, Holding, Organisation, Post
    from jiyue.foundation.units.loading import load_divisions
    from jiyue.foundation.units.models import Unit
    from jiyue.registry.models import Enterprise

    call_command("migrate", verbosity=0)
    load_divisions(program("bench"), "320413", "town")
    county = Unit.objects.get(code="320413", kind="county")
    towns = list(Unit.objects.filter(kind="town", parent=county))
    bureau = Organisation.objects.create(name="bureau", sector="bureau", unit=county)
    account = Account.objects.create(username="li", name="Li", organisation=bureau, password="!")
    post = Post.objects.create(organisation=bureau, title="clerk")
    Holding.objects.create(post=post, account=account, kind="holder", valid_from=date(2020, 1, 1))
    Grant.objects.create(post=post, role="county_bureau", unit=county, valid_from=date(2020, 1, 1))
    Enterprise.objects.bulk_create(
        Enterprise(
            name=f"Works {i:06}", unit=towns[i % len(towns)], owner=bureau, entered_by=account
        ).prepare()
        for i in range(enterprises)
    )
    client = Client()
    client.force_login(account)
    return client, county


def visit(enterprises: int, visits: int) -> dict[str, dict[str, float]]:
    """Queries and CPU milliseconds of each page, the median of its visits after one to warm up."""
    os.environ["JIYUE_DATA"] = tempfile.mkdtemp(prefix="jiyue-bench-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "jiyue.app.settings"
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext, setup_test_environment

    setup_test_environment()
    client, county = office(enterprises)
    found = {}
    for name, address in PAGES.items():
        to = address.format(unit=county.pk)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(to)
        queries = len(asked)  # now: the next request empties the log
        assert answer.status_code == 200, answer.status_code
        seconds = []
        for _ in range(visits):
            start = time.process_time()
            client.get(to)
            seconds.append(time.process_time() - start)
        found[name] = {"queries": queries, "ms": median(seconds) * 1000}
    return found


def run(setting: Setting) -> Outcome:
    words = ("200", "3") if setting.quick else (str(ENTERPRISES), str(VISITS))
    rounds = [json.loads(in_fresh_process("benchmarks.app_pages", *words)) for _ in range(setting.rounds)]
    promises, middles = [], {}
    for name in PAGES:
        queries = max(r[name]["queries"] for r in rounds)
        middles[name] = median(r[name]["ms"] for r in rounds) / 1000
        promises.append(Promise(f"{name}, queries", queries, "at most", QUERIES_AT_MOST, "queries"))
        cpu = middles[name] * 1000
        promises.append(Promise(f"{name}, CPU", cpu, "at most", CPU_MILLISECONDS_AT_MOST, "ms"))
    return Outcome(promises, {"medians": middles, "rounds_seen": rounds})


if __name__ == "__main__":
    print(json.dumps(visit(int(sys.argv[1]), int(sys.argv[2]))))
