"""A row of 临河县 behind each address of imports and jobs, for sweeps over all pages."""

from collections.abc import Callable
from typing import Any

from jiyue.foundation.imports.models import ImportBatch
from jiyue.foundation.jobs.models import Job


def batch(place: Any) -> dict[str, Any]:
    owner = place.person("liu", "county_bureau", place.river).organisation
    facts = {"unit": place.river, "organisation": owner, "sender": owner}
    return {"key": ImportBatch.objects.create(kind="registry.parcels", **facts).pk}


def job(place: Any) -> dict[str, Any]:
    liu = place.person("liu", "county_bureau", place.river)
    return {"key": Job.objects.create(kind="imports.check", account=liu, who=liu.name).pk}


OF_BATCH = ("answer", "correct", "file", "leave-out", "check", "publish", "cancel", "undo")
ROWS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "import": batch,
    "import-returned": lambda place: batch(place) | {"name": "1.xlsx"},
    **{f"import-{deed}": batch for deed in OF_BATCH},
    **dict.fromkeys(("job", "job-state", "job-cancel", "job-retry"), job),
}
