"""An import, from upload to visible rows, against reading the file and one bulk insert, in CPU seconds."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.app_office import TOWN, office, write_workbook
from benchmarks.harness import Outcome, Promise, Setting, in_fresh_process

ROWS = 100_000
RATIO_AT_MOST = 2.0
WAYS = ("bare", "import")


def enterprises(count: int) -> Iterator[dict[str, Any]]:
    from jiyue.engine.identity import check_character

    for n in range(count):
        first = f"91{TOWN[:6]}MA{n:07d}"
        yield {
            "credit_code": first + check_character(first),
            "name": f"\u5e73\u5ddd\u53bf\u5236\u9020{n}\u6709\u9650\u516c\u53f8",
            "unit": TOWN,
            "industry": "C2613",
            "address": f"\u5de5\u4e1a\u8def{n}\u53f7",
            "contact": f"\u674e{n % 97}",
            "phone": f"138{n:08d}",
        }


def bare(path: Path, actor: Any) -> int:
    """The fastest reader of workbooks there is, the same instances, Django's own bulk insert."""
    from python_calamine import CalamineWorkbook

    from jiyue.foundation.imports.kinds import Context
    from jiyue.foundation.units.models import Unit
    from jiyue.registry.models import Enterprise
    from jiyue.registry.sheets import ENTERPRISES

    names = [column.name for column in ENTERPRISES.columns]
    unit = Unit.objects.get(code=TOWN).pk
    context = Context(actor, actor.organisation, actor.account)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[1:]
    filled = ({n: v or None for n, v in zip(names, row, strict=False)} for row in rows)
    blank = dict.fromkeys(names)
    made = [ENTERPRISES.make(blank | row | {"_unit": unit}, context) for row in filled]
    Enterprise.objects.bulk_create(made, batch_size=500)
    return len(made)


def imported(path: Path, actor: Any) -> int:
    """Everything: upload, check by the worker, publication by the worker."""
    from django.core.files import File

    from jiyue.foundation.imports import actions
    from jiyue.foundation.jobs.worker import Worker
    from jiyue.foundation.units.models import Unit

    worker = Worker()
    with path.open("rb") as file:
        upload = File(file, name=path.name)
        batch = actions.upload(actor, "registry.enterprises", [upload], Unit.objects.get(code=TOWN[:6]))
    worker.step()
    actions.publish(actor, batch.pk)
    worker.step()
    batch.refresh_from_db()
    return int(batch.new) if batch.state == "published" else 0


def measure(way: str, path: Path, rows: int) -> float:
    with office() as actor:
        start = time.process_time()
        done = bare(path, actor) if way == "bare" else imported(path, actor)
        seconds = time.process_time() - start
        from jiyue.registry.models import Enterprise

        if done != rows or Enterprise.objects.living().count() != rows:
            raise AssertionError(f"{way}: {done} rows of {rows} are there")
    return seconds


def run(setting: Setting) -> Outcome:
    rows = 2000 if setting.quick else ROWS
    seconds: dict[str, list[float]] = {way: [] for way in WAYS}
    with tempfile.TemporaryDirectory(prefix="jiyue-bench-") as folder:
        path = Path(folder) / "enterprises.xlsx"
        in_fresh_process("benchmarks.app_import", "write", str(path), str(rows))
        for _ in range(setting.rounds):
            for way in WAYS:
                said = in_fresh_process("benchmarks.app_import", way, str(path), str(rows))
                seconds[way].append(float(said))
    middle = {way: median(found) for way, found in seconds.items()}
    ratio = middle["import"] / middle["bare"]
    text = f"import of {rows} rows against bare reading and inserting, CPU"
    promise = Promise(text, ratio, "at most", RATIO_AT_MOST)
    return Outcome([promise], {"medians": middle, "cpu_seconds": seconds})


def main(way: str, path: Path, rows: int) -> None:
    if way == "write":
        with office():
            from jiyue.registry.sheets import ENTERPRISES

            write_workbook(path, ENTERPRISES.columns, enterprises(rows))
    else:
        print(measure(way, path, rows))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
