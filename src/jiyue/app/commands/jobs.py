"""`jiyue jobs`: do them, list them, cancel one, start one again."""

from __future__ import annotations

import signal
from typing import Annotated, Any

import typer

from jiyue.app.commands.start import start
from jiyue.app.supervise import watch_parent
from jiyue.cli.output import emit, note, refusing, say, table
from jiyue.engine.messages import N_, translate

app = typer.Typer(no_args_is_help=True, help="Long work, done by a process of its own.")
JSON = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]
KEY = Annotated[int, typer.Argument(metavar="JOB", help="Number of the job, as in the list.")]


@app.command("work")
@refusing
def work(
    once: Annotated[bool, typer.Option("--once", help="Do what waits now, then end.")] = False,
    parent: Annotated[
        int, typer.Option("--parent", help="End when this process, which started it, is gone.")
    ] = 0,
) -> None:
    """Do the jobs, one after the other, until stopped (SIGTERM or Ctrl-C give the job back first)."""
    start()
    from jiyue.foundation.jobs.worker import Worker

    worker = Worker()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stop())
    if parent:
        watch_parent(parent, worker.stop)
    begun = worker.work(once=once)
    note(translate(N_("{count} jobs were begun."), {"count": begun}))


@app.command("list")
@refusing
def show(
    state: Annotated[
        str, typer.Option("--state", help="waiting, running, done, failed, cancelled or lost.")
    ] = "",
    count: Annotated[int, typer.Option("--count", help="How many at most, the latest first.")] = 20,
    as_json: JSON = False,
) -> None:
    """The latest jobs with their states."""
    start()
    from jiyue.foundation.jobs.models import Job

    found = Job.objects.order_by("-pk")
    jobs = list((found.filter(state=state) if state else found)[:count])
    if as_json:
        emit({"jobs": [_plain(job) for job in jobs]})
        return
    _print(jobs)


def _plain(job: Any) -> dict[str, Any]:
    ended = job.ended_at.isoformat() if job.ended_at else None
    return {
        "job": job.pk,
        "kind": job.kind,
        "state": job.state,
        "phase": job.phase,
        "n": job.n,
        "of": job.of,
        "attempt": job.attempt,
        "asked_by": job.who,
        "made_at": job.made_at.isoformat(),
        "ended_at": ended,
        "result": job.result,
        "problems": job.problems,
    }


def _print(jobs: list[Any]) -> None:
    from jiyue.foundation.jobs.kinds import TITLES
    from jiyue.foundation.jobs.models import STATES

    heads = [translate(h) for h in (N_("No."), N_("Job"), N_("State"), N_("At"), N_("Asked by"))]
    rows = [
        (
            job.pk,
            translate(TITLES.get(job.kind, job.kind)),
            translate(STATES[job.state]),
            f"{translate(job.phase)} {job.n}/{job.of}" if job.of else translate(job.phase),
            job.who,
        )
        for job in jobs
    ]
    if rows:
        table(heads, rows, right=(0,))
    else:
        say(translate(N_("No job.")))


@app.command("cancel")
@refusing
def cancel(key: KEY) -> None:
    """End a waiting job, or ask a running one to stop."""
    start()
    from jiyue.foundation.access import program
    from jiyue.foundation.jobs import actions

    actions.cancel(program("jiyue jobs"), key)
    say(translate(N_("Job {job} is asked to stop."), {"job": key}))


@app.command("retry")
@refusing
def retry(key: KEY) -> None:
    """Let a job that was refused, cancelled or broken off begin anew."""
    start()
    from jiyue.foundation.access import program
    from jiyue.foundation.jobs import actions

    actions.retry(program("jiyue jobs"), key)
    say(translate(N_("Job {job} waits for its turn again."), {"job": key}))
