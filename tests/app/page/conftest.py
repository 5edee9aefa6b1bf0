"""A real Chromium on the real server: one of each for all tests of a process."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from sim.app.beside import Beside

CHROMIUM = next(
    (
        found
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (found := shutil.which(name))
    ),
    None,
)
SETTLED = """() => {
  const many = document.getElementById('how-many');
  return many && many.dataset.resting === 'true'
    && !document.getElementById('result').classList.contains('old');
}"""
PATIENCE = 120_000  # ms: what a busy machine may take; nobody waits longer than it takes
WHY_SETTLED = "() => !document.getElementById('why').classList.contains('old')"


@pytest.fixture(scope="session")
def server(compiled_rules) -> Iterator[Beside]:
    """The server that most tests ask."""
    pytest.importorskip("uvicorn", reason="sim app needs the extra [app]")
    one = Beside()
    one.start()
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

    def __init__(self, browser: Any, server: Beside, **look: Any) -> None:
        self.server, self.complaints = server, []
        viewport = look.pop("viewport", {"width": 1280, "height": 800})
        self.context = browser.new_context(viewport=viewport, accept_downloads=True, **look)
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
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

    def follow(self, link: str) -> Any:
        """Put another link into the address bar, and wait for its result: no page is loaded."""
        self.page.evaluate("document.getElementById('how-many').dataset.resting = 'false'")
        return self.open(link)

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


@pytest.fixture(scope="module")
def looking(browser, server) -> Iterator[Callable[..., Any]]:
    """Open pages that several tests of a file share, as they only look: each is loaded once."""
    opened: dict[str, Reader] = {}

    @contextmanager
    def look(link: str, **how: Any) -> Iterator[Reader]:
        name = f"{link} {how}"
        if name not in opened:
            opened[name] = Reader(browser, server, **how)
            opened[name].open(link)
        yield opened[name]
        assert not opened[name].complaints

    yield look
    for one in opened.values():
        one.context.close()


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


@pytest.fixture(scope="session")
def grave_faults() -> Callable[[Any], list]:
    """What axe-core finds of a page that keeps somebody from using it, in light and in dark."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    contrast = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}  # all else is the same

    def found(page: Any) -> list:
        grave: list = []
        for scheme, rules in {"light": {}, "dark": contrast}.items():
            page.emulate_media(color_scheme=scheme)
            options = {"resultTypes": ["violations"], **rules}
            for one in axe.run(page, options=options).response["violations"]:
                if one["impact"] in ("serious", "critical"):
                    grave.append((scheme, one["id"], [node["html"] for node in one["nodes"][:3]]))
        page.emulate_media(color_scheme="light")
        return grave

    return found


@pytest.fixture
def reader(reader_of) -> Reader:
    """A reader at a desk."""
    return reader_of()
