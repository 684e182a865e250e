"""The filter of stages: they follow from the day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from jiyue.foundation.disclosure.models import STAGES, NoticeRows
from jiyue.foundation.ui.filters import Choice


@dataclass(frozen=True)
class Stage(Choice):
    """Notices in a stage today."""

    def apply(self, rows: QuerySet[Any], said: str) -> QuerySet[Any]:
        if said not in STAGES or not isinstance(rows, NoticeRows):
            return rows.none()
        return rows.in_stage(said, timezone.localdate())
