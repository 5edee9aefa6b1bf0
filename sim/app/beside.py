"""Beside: `sim app` as a process of its own, for pictures, measurements and tests of its pages."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_COMPILED = '"compiled":true'
_LONGEST = 300.0  # seconds that rules may take to compile


class Beside:
    """A server of one's own, which can be killed and started again at the same address.

    Attributes
    ----------
    port : int
    address : str
        Of the page, with a slash at its end.
    process : Popen or None
    """

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.address = f"http://127.0.0.1:{self.port}/"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, words: Sequence[str] = (), ready: str = _COMPILED) -> None:
        """Start it, and wait until it answers.

        Parameters
        ----------
        words : sequence of str
            What `sim app` is asked beside the port.
        ready : str
            What the answer about its health must hold.

        Raises
        ------
        RuntimeError
            When it ends at once, or does not answer.
        """
        asked = ["-m", "sim", "app", "--no-browser", "--port", str(self.port), *words]
        self.process = subprocess.Popen(
            [sys.executable, *asked], cwd=_ROOT, stdout=subprocess.DEVNULL
        )
        until = time.monotonic() + _LONGEST
        while time.monotonic() < until and self.process.poll() is None:
            if ready.encode() in self.health():
                return
            time.sleep(0.05)
        raise RuntimeError("sim app did not start")

    def health(self) -> bytes:
        """Return what it says of itself; nothing while it does not answer."""
        try:
            with urllib.request.urlopen(f"{self.address}api/health", timeout=5) as answer:
                return bytes(answer.read())
        except OSError:
            return b""

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()


@contextmanager
def served(words: Sequence[str] = (), ready: str = _COMPILED) -> Iterator[Beside]:
    """Serve the page while something looks at it.

    Parameters
    ----------
    words : sequence of str
    ready : str
        Both as for ``Beside.start``.
    """
    one = Beside()
    try:
        one.start(words, ready)
        yield one
    finally:
        one.kill()
