"""Evidence, passages, stamped sheets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from app.counties import County
from foundation.files import samples
from foundation.files.conftest import taken
from jiyue.foundation.access import program
from jiyue.foundation.files import actions
from jiyue.foundation.files import disposal as disposing
from jiyue.foundation.files.actions import Description
from jiyue.foundation.files.models import Disposal, Evidence, EvidenceShare, Passage, PrintedSheet

HERE = program("tests")


def evidence(here: County) -> Evidence:
    said = Description(title=here.called("文件"), unit=here.unit, organisation=here.bureau)
    return actions.add_evidence(HERE, taken("a.png", samples.picture()), said, link=("room/table/1", ""))


def due(here: County) -> Evidence:
    made = evidence(here)
    Evidence.objects.filter(pk=made.pk).update(due_on=date(2020, 1, 1))
    return made


def passage(here: County) -> Passage:
    whole = {"left": Decimal(0), "top": Decimal(0), "width": Decimal(1), "height": Decimal(1)}
    return actions.box(HERE, evidence(here), page=1, **whole)


def sheet(here: County) -> PrintedSheet:
    more = {"unit": here.unit, "organisation": here.bureau, "ref": "room/table/1"}
    return actions.print_sheet(HERE, title=here.called("表"), columns=["甲"], rows=[["1"]], **more)


def share(here: County) -> EvidenceShare:
    made = evidence(here)
    given = {"last_day": date(2099, 1, 1), "reason": "评审"}
    return EvidenceShare.objects.create(evidence=made, account=here.person, **given)


def disposal(here: County) -> Disposal:
    return disposing.propose(HERE, due(here), "保管期满")


VERBS = ("one", "describe", "box", "link", "confirm", "withdraw", "restore", "file", "page", "share")
BEHIND: dict[str, Callable[[County], Any]] = {
    **{f"evidence-{verb}": evidence for verb in VERBS},
    "evidence-dispose": due,
    "evidence-share-end": share,
    "disposal-confirm": disposal,
    "disposal-decline": disposal,
    "evidence-unlink": lambda here: evidence(here).links.get(),
    "passage-picture": passage,
    "passage-unbox": passage,
    **{f"sheet-{verb}": sheet for verb in ("one", "pdf", "page")},
}
LISTED: dict[str, Callable[[County], Any]] = {"evidence": evidence, "evidence-due": due, "sheets": sheet}
