"""The page is there at once; what takes long happens behind it, and is counted."""

from __future__ import annotations

import asyncio
import time

import pytest

pytest.importorskip("starlette")

import sim
from sim.app import warming
from sim.app.warming import Warming
from sim.model import compiled


def lived(monkeypatch, first, cold: bool, fine: bool = True) -> tuple[list[dict], list[str]]:
    """Warm up; return what is told meanwhile and at the end, and what was compiled apart."""
    apart = []
    monkeypatch.setattr(compiled, "is_cold", lambda: cold)
    monkeypatch.setattr(warming.Apart, "run", lambda self, name: apart.append(name) or fine)

    async def run() -> list[dict]:
        one = Warming()
        told = [one.as_data()]
        task = asyncio.create_task(one.run(first, "article"))
        await asyncio.sleep(0.1)
        told.append(one.as_data())
        await task
        return [*told, one.as_data()]

    return asyncio.run(run()), apart


def test_seconds_are_counted_while_the_rules_are_compiled(monkeypatch, capsys):
    told, apart = lived(monkeypatch, lambda name: time.sleep(0.3), cold=True)
    assert [one["compiled"] for one in told] == [False, False, True]
    assert [one["compiling_seconds"] is None for one in told] == [True, False, True]
    assert apart == ["article"]
    assert "The rules are compiled (" in capsys.readouterr().err


def test_loading_alone_counts_no_seconds(monkeypatch, capsys):
    told, apart = lived(monkeypatch, lambda name: time.sleep(0.3), cold=False)
    assert [one["compiling_seconds"] for one in told] == [None, None, None]
    assert not apart and not capsys.readouterr().err


def test_a_first_answer_that_is_refused_leaves_the_page_to_say_so(monkeypatch, capsys):
    def refused(name: str) -> None:
        raise sim.InvalidInput("no such thing")

    told, _ = lived(monkeypatch, refused, cold=False)
    assert told[-1]["compiled"] is True
    assert not capsys.readouterr().err
