"""Files are made in a process of their own, which ends with the server and when nobody waits."""

from __future__ import annotations

import json
import threading
import time

import pytest

pytest.importorskip("starlette")

from sim.app.answers.asked import Pair
from sim.app.answers.pictures import OF_A, OF_B, OF_BOTH, picture_of
from sim.app.bodies import Unanswered
from sim.app.workshop import Workshop

PRINTS = """
import json, sys
for line in sys.stdin.buffer:
    head = {"status": 200, "headers": {"content-type": "text/csv"}, "size": len(line)}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\\n" + line)
    sys.stdout.flush()
    {then}
"""


def test_files_are_made_one_after_the_other_by_one_process():
    workshop = Workshop(code=PRINTS.replace("{then}", "pass"))
    try:
        first = workshop.made({"kind": "csv"}, threading.Event())
        process = workshop._process
        second = workshop.made({"kind": "svg"}, threading.Event())
        assert json.loads(first.body) == {"kind": "csv"}
        assert json.loads(second.body) == {"kind": "svg"}
        assert workshop._process is process
        assert first.headers["content-type"] == "text/csv"
    finally:
        workshop.end()
    assert process.wait(timeout=10) < 0


def test_a_process_that_ended_meanwhile_is_begun_anew():
    workshop = Workshop(code=PRINTS.replace("{then}", "break"))
    try:
        for kind in ("csv", "svg"):
            body = workshop.made({"kind": kind}, threading.Event()).body
            assert json.loads(body) == {"kind": kind}
    finally:
        workshop.end()


def test_a_process_that_ends_without_an_answer_is_said():
    workshop = Workshop(code="raise SystemExit(3)")
    with pytest.raises(Unanswered, match="ended early") as refused:
        workshop.made({"kind": "csv"}, threading.Event())
    assert refused.value.status == 500
    workshop.end()


def test_a_process_that_cannot_be_begun_is_said_with_what_to_do(monkeypatch):
    def full(*given, **more):
        """Begin nothing, as a machine does that has no room for more processes."""
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("sim.system.processes.subprocess.Popen", full)
    with pytest.raises(Unanswered, match=r"could not be started: .* \(Resource temporarily"):
        Workshop().made({"kind": "csv"}, threading.Event())


def test_the_process_ends_when_nobody_waits_or_the_server_ends():
    workshop, stop = Workshop(code="import time; time.sleep(60)"), threading.Event()
    threading.Timer(0.2, stop.set).start()
    began = time.monotonic()
    with pytest.raises(Unanswered, match="nobody waits"):
        workshop.made({"kind": "csv"}, stop)
    assert time.monotonic() - began < 30
    threading.Timer(0.2, workshop.end).start()
    with pytest.raises(Unanswered, match="the server is ending"):
        workshop.made({"kind": "csv"}, threading.Event())
    assert workshop._process is None or workshop._process.wait(timeout=10) < 0


def test_what_it_makes_is_what_the_server_itself_would_make(client, compiled_rules):
    asked = {"scenario": "article", "histories": 6, "kind": "csv"}
    workshop = Workshop(lingers=0.1)
    try:
        made = workshop.made(asked, threading.Event())
        process = workshop._process
        assert made.body == client.post("/api/download", asked).body
        assert made.headers["content-disposition"] == 'attachment; filename="runs.csv"'
        assert process.wait(timeout=10) == 0  # it has nothing more to do
    finally:
        workshop.end()


def test_the_figures_that_are_offered_are_those_that_there_are(article):
    from sim.analysis.compare.figures import OF_TWO
    from sim.analysis.run.figures import FIGURES

    assert list(OF_A) == list(FIGURES) and list(OF_BOTH) == list(OF_TWO)
    assert {name.removesuffix("-b") for name in OF_B} <= set(FIGURES)
    assert picture_of(Pair(article, None, 1, 6), "postures") == "02-postures"
    assert picture_of(Pair(article, article, 1, 6), "postures-b") == "02-postures-b"
