"""The life of the server as a process: its address, its connections, its end."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request

import pytest

pytest.importorskip("uvicorn")

from sim.app import connections, serving

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and process groups are POSIX's")
SOON = 2.0  # seconds within which it ends
PATIENCE = 120.0  # seconds for it to be there on a busy machine


class Served:
    """A running `sim app`, alone in its process group."""

    def __init__(self, *words: str) -> None:
        command = [sys.executable, "-m", "sim", "app", "--no-browser", *words]
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.address = re.search(r"http://\S+", self.process.stdout.readline())[0]
        self.port = int(self.address.rstrip("/").rpartition(":")[2])

    def ask(self, path: str, body: dict | None = None) -> dict:
        """Ask it."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"content-type": "application/json"}
        request = urllib.request.Request(f"{self.address}{path}", data, headers)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)

    def wait_until_ready(self) -> None:
        """Wait until all is loaded."""
        until = time.monotonic() + PATIENCE
        while not self.ask("api/health")["compiled"]:
            assert time.monotonic() < until
            time.sleep(0.1)

    def end(self, number: int) -> tuple[int, str, float]:
        """Send a signal; return exit code, stderr and the seconds that it took."""
        began = time.monotonic()
        self.process.send_signal(number)
        _, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, err, time.monotonic() - began

    def leaves_nothing(self) -> bool:
        """Whether no process of its group is left."""
        until = time.monotonic() + SOON
        while time.monotonic() < until:
            try:
                os.killpg(self.process.pid, 0)
            except ProcessLookupError:
                return True
            time.sleep(0.02)
        return False


@pytest.fixture
def served():
    """Start servers; none is left when the test ends."""
    started: list[Served] = []

    def start(*words: str) -> Served:
        started.append(Served(*words))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
            one.process.communicate()


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.mark.usefixtures("compiled_rules")
def test_a_server_answers_at_its_port_alone_and_ends_when_it_is_interrupted_while_it_computes(
    served, command
):
    port = free_port()
    one = served("--port", str(port))
    assert one.port == port
    taken = command("app", "--no-browser", "--port", str(port))
    assert (taken.returncode, taken.stdout) == (2, "")
    assert taken.stderr.startswith(f"sim: --port {port}: another program uses it, perhaps a `sim ")
    assert "choose another, or leave --port out" in taken.stderr
    one.wait_until_ready()
    outside = socket.socket()  # the address of this machine in the network, where it has one
    with outside, pytest.raises(OSError):
        outside.settimeout(1)
        outside.connect((socket.gethostbyname(socket.gethostname()), port))
        peer = outside.getpeername()[0]
        raise OSError if peer.startswith("127.") else AssertionError(f"it answers at {peer}")
    one.ask("api/jobs", {"scenario": "article", "histories": 100_000, "without": ["crimea"]})
    time.sleep(0.3)
    code, err, took = one.end(signal.SIGINT)
    assert (code, err) == (130, "sim: interrupted\n")
    assert took < SOON and one.leaves_nothing()


def test_a_server_that_is_terminated_while_it_loads_ends_with_143(served):
    one = served()
    assert one.ask("api/health")["compiled"] is False  # the page is there at once
    code, err, took = one.end(signal.SIGTERM)
    assert (code, err) == (143, "sim: terminated\n")
    assert took < SOON and one.leaves_nothing()


@pytest.mark.usefixtures("compiled_rules")
def test_a_server_that_is_killed_leaves_no_process(served):
    one = served()
    one.ask("api/health")
    one.process.kill()
    one.process.communicate()
    assert one.leaves_nothing()


def test_a_connection_that_says_nothing_is_closed_and_too_many_are_refused(monkeypatch):
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.2)
    monkeypatch.setattr(connections, "MOST", 3)
    monkeypatch.setattr(connections, "_HELD", 5)
    with in_this_process() as port:
        silent = socket.create_connection(("127.0.0.1", port), timeout=5)
        slow = socket.create_connection(("127.0.0.1", port), timeout=5)
        slow.sendall(b"GET /api/health HT")
        assert silent.recv(1) == b"" and slow.recv(1) == b""
        held = [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(4)]
        time.sleep(0.05)
        for number, one in enumerate(held):
            one.sendall(f"GET /api/health HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\n\r\n".encode())
            status = one.recv(12).decode()
            assert status == ("HTTP/1.1 503" if number == 3 else "HTTP/1.1 200")
        for one in (silent, slow, *held):
            one.close()


def test_without_a_port_it_is_the_usual_one_or_a_free_one(monkeypatch):
    from sim.app import serving

    usual = free_port()
    monkeypatch.setattr(serving, "USUAL_PORT", usual)
    with serving.listening(serving.LOOPBACK, None) as first:
        assert first.getsockname()[1] == usual
        with serving.listening(serving.LOOPBACK, None) as second:
            assert second.getsockname()[1] not in (usual, 0)


def test_small_packets_are_sent_at_once():
    from sim.app.serving import LOOPBACK, listening

    with (
        listening(LOOPBACK, free_port()) as listener,
        socket.create_connection(listener.getsockname()),
    ):
        accepted, _ = listener.accept()
        with accepted:
            # asyncio switches the delay of 40 ms off where it is told that this is TCP
            assert accepted.proto == socket.IPPROTO_TCP


class in_this_process:
    """A server in a thread of this process."""

    def __enter__(self) -> int:
        from sim.app.serving import LOOPBACK, Server, listening
        from sim.app.site import Site

        self.listening = listening(LOOPBACK, free_port())
        listener = self.listening.__enter__()
        port = listener.getsockname()[1]
        self.server = Server(Site(port=port, warm=False))
        self.thread = threading.Thread(target=self.server.run, args=([listener],))
        self.thread.start()
        until = time.monotonic() + PATIENCE
        while not self.server.started and time.monotonic() < until:
            time.sleep(0.01)
        return port

    def __exit__(self, *error) -> None:
        self.server.should_exit = True
        self.thread.join()
        self.listening.__exit__(*error)


def test_where_the_usual_port_is_taken_the_page_says_so_and_has_another(monkeypatch, capsys):
    left: list[int] = []
    monkeypatch.setattr(serving, "_leave", left.append)
    monkeypatch.setattr(serving.Server, "run", lambda self, sockets: None)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setattr(serving, "USUAL_PORT", port)
        serving.serve(serving.Wanted(browser=False))
    told = capsys.readouterr().out
    assert told.startswith(f"Port {port} is not free: another program uses it")
    assert f"127.0.0.1:{port}/" not in told
    assert left == [1]  # no signal ended it: that is a bug of ours
