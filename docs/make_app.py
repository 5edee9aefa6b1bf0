"""Draw docs/images/app.png: the page of `sim app` as a real Chromium shows it.

Needs Playwright's Python client and a Chromium (Debian's: apt-get install chromium).
"""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

from sim.app.beside import served

DOCS = Path(__file__).parent
SHOWN = "#s=article&without=crimea,crimea-vote,crimea-mh17&m=2014-11"
READY = """() => document.getElementById('how-many').dataset.resting === 'true'
  && document.querySelector('#why-one .move') && document.querySelector('#panel .tie')
  && !document.querySelector('.old')"""


def main() -> None:
    """Start the server, open the page, and write what it shows."""
    with served() as server, sync_playwright() as player:
        program = shutil.which("chromium") or shutil.which("google-chrome")
        browser = player.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(400_000)
        page.goto(server.address + SHOWN)
        page.wait_for_function(READY)
        page.wait_for_timeout(500)  # until nothing fades
        page.screenshot(path=DOCS / "images" / "app.png")
        browser.close()


if __name__ == "__main__":
    main()
