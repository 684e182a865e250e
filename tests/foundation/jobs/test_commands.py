"""`jiyue jobs`: list, cancel, work, retry."""

import json

from foundation.jobs.test_killed_worker import ASK


def jobs(bureau) -> dict:
    found = json.loads(bureau.jiyue("jobs", "list", "--json"))["jobs"]
    return {job["job"]: job for job in found}


def test_list_cancel_retry_work(bureau) -> None:
    key = bureau.python(ASK, kind="test.once", arguments={"pause": 0})
    assert jobs(bureau)[key]["state"] == "waiting"
    bureau.jiyue("jobs", "cancel", str(key))
    assert jobs(bureau)[key]["state"] == "cancelled"
    bureau.jiyue("jobs", "work", "--once")
    kinds = {job["kind"]: job["state"] for job in jobs(bureau).values()}
    assert kinds["audit.anchor"] == "done"
    assert kinds["people.sessions"] == "done"
    assert list((bureau.folder / "anchors").glob("*.jsonl"))
    assert bureau.jiyue("jobs", "list").count("\n") >= 5


def test_a_job_that_this_version_does_not_know_is_refused(bureau) -> None:
    key = bureau.python(ASK, kind="test.once", arguments={"pause": 0})
    bureau.jiyue("jobs", "work", "--once")
    assert jobs(bureau)[key]["problems"][0]["code"] == "JOB_UNKNOWN"
