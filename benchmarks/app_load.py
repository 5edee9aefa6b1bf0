"""How the page's server bears a crowd: 64 connections, memory after 500 moves and downloads.

    python benchmarks/app_load.py [MOVES] [--mixed]

It starts ``sim app`` for itself, moves a slider so many times (by default 500; each fifth time the
full 1,000 histories are asked for, as a page does at rest), then asks from 64 connections at once,
while one of them measures how long the server takes to say that it is there; then it downloads
everything of a comparison. It prints the memory of the server and the medians, and ends it. With
``--mixed`` the moves go through four scenarios in turn, each fifth one is explained, and at the end
10,000 histories of one of them are run: what a server holds after a lesson.
"""

from __future__ import annotations

import http.client
import json
import random
import re
import signal
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

CONNECTIONS = 63  # and the one that measures
JSON = {"content-type": "application/json"}


SCENARIOS = ("article", "cold-war", "world-2013", "yeltsin-years")
IN_A_ROW = 25  # moves in a scenario before the next


def main(moves: int, mixed: bool = False) -> None:
    """Start a server, load it, print what was measured."""
    command = [sys.executable, "-m", "sim", "app", "--no-browser"]
    began = time.perf_counter()
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        port = int(re.search(r":(\d+)/", server.stdout.readline())[1])
        while not asked(port, "/api/health")["compiled"]:
            time.sleep(0.05)
        print(f"ready after {time.perf_counter() - began:.1f} s, {memory(server.pid)} MB")
        if mixed:
            mix(port, moves, server.pid)
            many(port, server.pid)
            return
        move(port, moves, server.pid)
        crowd(port)
        print(f"after the crowd {memory(server.pid)} MB")
        download(port)
        print(f"after the downloads {memory(server.pid)} MB")
    finally:
        began = time.perf_counter()
        server.send_signal(signal.SIGINT)
        server.wait()
        print(f"ended in {time.perf_counter() - began:.2f} s with {server.returncode}")


def asked(port: int, path: str, body: dict | None = None) -> dict:
    """Ask once, on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    try:
        data = None if body is None else json.dumps(body)
        connection.request("GET" if body is None else "POST", path, data, JSON)
        return json.load(connection.getresponse())
    finally:
        connection.close()


def view(histories: int) -> dict:
    """Return a request for a view that nobody has asked for yet."""
    value = round(random.uniform(0.05, 1.95), 6)
    return {"scenario": "article", "set": {"states.DPRK.autonomy": value}, "histories": histories}


def move(port: int, moves: int, server: int) -> None:
    """Move a slider many times, one move after the other."""
    took = []
    for k in range(moves):
        began = time.perf_counter()
        asked(port, "/api/view", view(256))
        took.append(time.perf_counter() - began)
        if k % 5 == 4:
            asked(port, "/api/view", view(1000))
        if (k + 1) % 100 == 0:
            print(f"after {k + 1} moves {memory(server)} MB", flush=True)
    print(f"a move of 256 histories: median {1000 * statistics.median(took):.0f} ms")


def mix(port: int, moves: int, server: int) -> None:
    """Move any number of several scenarios, and ask why now and then."""
    draws, offered = random.Random(3), {}
    for k in range(moves):
        name = SCENARIOS[k // IN_A_ROW % len(SCENARIOS)]
        if name not in offered:
            offered[name] = asked(port, "/api/scenario", {"scenario": name})
        one = draws.choice([row for row in offered[name]["parameters"] if row["has_range"]])
        value = round(draws.uniform(one["low"], one["high"]), 6)
        body = {"scenario": name, "set": {one["path"]: value}}
        asked(port, "/api/view", {**body, "histories": 256 if name == "article" else 64})
        if k % 5 == 4:
            asked(port, "/api/view", body)
            who, months = offered[name]["focus"]["state"], len(offered[name]["months"])
            why = {"side": "b", "state": who, "history": "typical"}
            asked(port, "/api/why", {**body, **why, "month": draws.randrange(months)})
        if (k + 1) % 50 == 0:
            peak = memory(server, "VmHWM")
            print(f"after {k + 1} moves {memory(server)} MB, {peak} at most", flush=True)


def many(port: int, server: int) -> None:
    """Run 10,000 histories of the longest scenario with a change, and print the memory."""
    Path(f"/proc/{server}/clear_refs").write_text("5")  # the most so far is forgotten
    body = {"scenario": "cold-war", "set": {"states.DPRK.autonomy": 0.77}, "histories": 10_000}
    job = asked(port, "/api/jobs", body)["job"]
    while asked(port, f"/api/jobs/{job}")["state"] in ("waiting", "running"):
        time.sleep(0.3)
    print(f"10,000 histories: {memory(server, 'VmHWM')} MB at most, then {memory(server)} MB")


def crowd(port: int) -> None:
    """Ask from many connections at once, and measure one that asks for next to nothing."""
    answers: list[dict] = []
    threads = [
        threading.Thread(target=lambda: answers.append(asked(port, "/api/view", view(64))))
        for _ in range(CONNECTIONS)
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    waits = []
    while any(thread.is_alive() for thread in threads):
        start = time.perf_counter()
        asked(port, "/api/health")
        waits.append(time.perf_counter() - start)
        time.sleep(0.02)
    good = sum("a" in answer for answer in answers)
    print(f"{CONNECTIONS} views at once: {good} answered in {time.perf_counter() - began:.1f} s")
    worst = sorted(waits)[int(0.99 * len(waits))]
    print(
        f"health meanwhile: median {1000 * statistics.median(waits):.0f} ms, "
        f"99 % within {1000 * worst:.0f} ms"
    )


def download(port: int) -> None:
    """Download each kind of file once, and print how long each took."""
    for kind in ("svg", "png", "pdf", "csv", "report"):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
        began = time.perf_counter()
        body = {"scenario": "article", "without": ["crimea"], "kind": kind}
        connection.request("POST", "/api/download", json.dumps(body), JSON)
        answer = connection.getresponse()
        size = len(answer.read())
        connection.close()
        took = time.perf_counter() - began
        print(f"{kind}: {size / 1000:.0f} kB in {took:.1f} s ({answer.status})", flush=True)


def memory(process: int, which: str = "VmRSS") -> int:
    """Return the memory of a process in MB, or with ``VmHWM`` the most that it was (Linux)."""
    status = Path(f"/proc/{process}/status").read_text()
    return round(int(re.search(rf"{which}:\s+(\d+)", status)[1]) / 1000)


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--mixed"]
    main(int(words[0]) if words else 500, "--mixed" in sys.argv)
