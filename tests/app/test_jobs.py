"""Long computations: progress, stop, an answer labelled with what it rests on."""

from __future__ import annotations

import asyncio
import time

import pytest

pytest.importorskip("starlette")

from sim.app import jobs
from sim.app.bodies import Unanswered
from sim.app.computing import Computing
from sim.app.jobs import Job, Jobs


def counting(job: Job) -> dict:
    """Count histories one by one until all are done or somebody says stop."""
    while job.run < job.of and not job.stop.is_set():
        job.advance(1)
        time.sleep(0.001)
    return {"histories": job.run}


async def over(job: Job) -> dict:
    """Wait for a job's end."""
    until = time.monotonic() + 10
    while not job.over and time.monotonic() < until:
        await asyncio.sleep(0.005)
    return job.as_data()


def test_a_job_counts_and_ends_with_its_answer():
    async def ask() -> dict:
        some = Jobs(Computing())
        return await over(some.get(some.start(counting, 20)))

    told = asyncio.run(ask())
    assert told == {
        "done": 20, "of": 20, "state": "done", "answer": {"histories": 20}, "histories": 20,
    }  # fmt: skip


def test_a_stopped_job_ends_soon_with_what_it_has():
    async def ask() -> tuple[dict, float]:
        some = Jobs(Computing())
        name = some.start(counting, 10**6)
        while not some.get(name).run:
            await asyncio.sleep(0.005)
        began = time.monotonic()
        told = await over(some.stop(name))
        return told, time.monotonic() - began

    told, took = asyncio.run(ask())
    assert told["state"] == "stopped" and 0 < told["histories"] < 10**6
    assert told["histories"] == told["done"] and took < 0.5


def test_one_job_runs_at_a_time_and_one_that_waits_can_be_stopped():
    async def ask() -> tuple[str, dict]:
        some = Jobs(Computing())
        first, second = (some.start(counting, 10**6) for _ in range(2))
        await asyncio.sleep(0.05)
        state = some.get(second).state
        some.stop(second)
        some.stop(first)
        return state, await over(some.get(second))

    state, told = asyncio.run(ask())
    assert state == "waiting"
    assert told == {"done": 0, "of": 10**6, "state": "stopped"}


def test_a_failed_job_says_why_and_a_bug_says_that_it_is_one(capsys):
    async def ask() -> dict:
        some = Jobs(Computing())
        return await over(some.get(some.start(lambda job: 1 // 0, 5)))

    told = asyncio.run(ask())
    assert told["state"] == "failed" and told["error"].startswith("this is a bug of ours")
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_too_many_jobs_are_refused_and_old_ones_forgotten(monkeypatch):
    async def ask() -> None:
        some = Jobs(Computing())
        names = []
        for _ in range(jobs._KEPT + 3):
            names.append(some.start(lambda job: {}, 1))
            await over(some.get(names[-1]))
        with pytest.raises(Unanswered, match="no such computation"):
            some.get(names[0])
        assert some.get(names[-1]).state == "done"
        waiting = [some.start(counting, 10**6) for _ in range(jobs._WAITING)]
        with pytest.raises(Unanswered, match="are waiting"):
            some.start(counting, 1)
        for name in waiting:
            some.stop(name)
        await over(some.get(waiting[0]))

    asyncio.run(ask())


def test_a_job_that_nobody_watches_is_stopped(monkeypatch):
    monkeypatch.setattr(jobs, "_WATCHED", -1.0)

    async def ask() -> dict:
        some = Jobs(Computing())
        some.start(counting, 10**6)
        return await over(next(iter(some._jobs.values())))

    assert asyncio.run(ask())["state"] == "stopped"
