"""A real Chromium on the real server: one of each for all tests of a process."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = next(
    (
        found
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (found := shutil.which(name))
    ),
    None,
)
ROOT = Path(__file__).parents[3]
SETTLED = """() => {
  const many = document.getElementById('how-many');
  return many && many.dataset.resting === 'true'
    && !document.getElementById('result').classList.contains('old');
}"""
WHY_SETTLED = "() => !document.getElementById('why').classList.contains('old')"


class Server:
    """`sim app` as a process of its own, which can be killed and started again.

    Attributes
    ----------
    address : str
    """

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}/"
        self.process: subprocess.Popen | None = None

    def start(self, ready: str = "") -> None:
        """Start it, and wait until it answers, or until the rules are ready."""
        words = ["-m", "sim", "app", "--no-browser", "--port", str(self.port)]
        told = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen([sys.executable, *words], cwd=ROOT, **told)
        until = time.monotonic() + 300
        while time.monotonic() < until:
            assert self.process.poll() is None, "the server ended at once"
            try:
                with urllib.request.urlopen(f"{self.address}api/health", timeout=5) as answer:
                    if ready.encode() in answer.read():
                        return
            except OSError:
                pass
            time.sleep(0.05)
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        """End it at once."""
        if self.process and self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()


@pytest.fixture(scope="session")
def server(compiled_rules) -> Iterator[Server]:
    """The server that most tests ask."""
    pytest.importorskip("uvicorn", reason="sim app needs the extra [app]")
    one = Server()
    one.start('"compiled":true')
    yield one
    one.kill()


@pytest.fixture(scope="module")  # its event loop must not run while other files' tests do
def browser() -> Iterator[Any]:
    """Chromium without a window; no foreign host can be reached from it."""
    reason = "Playwright's Python client is not installed: pip install playwright"
    api = pytest.importorskip("playwright.sync_api", reason=reason)
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine: apt-get install chromium")
    with api.sync_playwright() as player:
        own = player.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
        )
        yield own
        own.close()


class Reader:
    """Somebody who reads the page, and what their browser complains of.

    Attributes
    ----------
    page : Page
        Playwright's.
    complaints : list of str
        Errors of scripts, of the console (violations of the content policy too), foreign requests.
    """

    def __init__(self, browser: Any, server: Server, **look: Any) -> None:
        self.server, self.complaints = server, []
        viewport = look.pop("viewport", {"width": 1280, "height": 800})
        self.context = browser.new_context(viewport=viewport, accept_downloads=True, **look)
        self.page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._console)
        self.page.on("request", self._request)

    def _console(self, message: Any) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.server.address, "blob:")):
            self.complaints.append(f"asks a foreign host: {request.url}")

    def open(self, link: str = "") -> Any:
        """Open the page with a link, and wait for its result."""
        self.page.goto(self.server.address + link)
        return self.settle()

    def settle(self) -> Any:
        """Wait until the page shows the full result of what is set."""
        self.page.wait_for_function(SETTLED)
        return self.page

    def settle_why(self) -> None:
        """Wait until the page shows why."""
        self.page.wait_for_selector("#why-one *")
        self.page.wait_for_function(WHY_SETTLED)

    def text(self, selector: str) -> str:
        """Return the words of an element."""
        return self.page.locator(selector).first.inner_text()

    def finding(self) -> str:
        """Return the headline, to the letter."""
        return self.page.locator("#finding").text_content()

    def notice(self, name: str) -> str:
        """Return the words of a notice, once it is there."""
        return self.page.locator(f'[data-notice="{name}"]').inner_text()


@pytest.fixture
def reader_of(browser, server) -> Iterator[Callable[..., Reader]]:
    """Make readers; at the end no browser may have complained."""
    made: list[Reader] = []

    def make(**look: Any) -> Reader:
        made.append(Reader(browser, server, **look))
        return made[-1]

    yield make
    complaints = [said for one in made for said in one.complaints]
    for one in made:
        one.context.close()
    assert not complaints


@pytest.fixture
def reader(reader_of) -> Reader:
    """A reader at a desk."""
    return reader_of()
