"""How the page's server bears a crowd: 64 connections, memory after 500 moves and downloads.

    python benchmarks/app_load.py [MOVES]

It starts ``sim app`` for itself, moves a slider so many times (by default 500; each fifth time the
full 1,000 histories are asked for, as a page does at rest), then asks from 64 connections at once,
while one of them measures how long the server takes to say that it is there; then it downloads
everything of a comparison. It prints the memory of the server and the medians, and ends it.
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


def main(moves: int) -> None:
    """Start a server, load it, print what was measured."""
    command = [sys.executable, "-m", "sim", "app", "--no-browser"]
    began = time.perf_counter()
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        port = int(re.search(r":(\d+)/", server.stdout.readline())[1])
        while not asked(port, "/api/health")["compiled"]:
            time.sleep(0.05)
        print(f"ready after {time.perf_counter() - began:.1f} s, {memory(server.pid)} MB")
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


def memory(process: int) -> int:
    """Return the memory of a process in MB (Linux)."""
    status = Path(f"/proc/{process}/status").read_text()
    return round(int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1000)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
