"""Draw docs/images/app.png: the page of `sim app` as a real Chromium shows it.

Needs Playwright's Python client and a Chromium (Debian's: apt-get install chromium).
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from time import monotonic, sleep

from playwright.sync_api import sync_playwright

DOCS = Path(__file__).parent
SHOWN = "#s=article&without=crimea,crimea-vote&m=2014-11"
READY = """() => document.getElementById('how-many').dataset.resting === 'true'
  && document.querySelector('#why-one .move') && document.querySelector('#panel .tie')
  && !document.querySelector('.old')"""


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def answers(address: str) -> bool:
    """Return whether the server answers."""
    try:
        with urllib.request.urlopen(f"{address}api/health", timeout=5):
            return True
    except OSError:
        return False


def main() -> None:
    """Start the server, open the page, and write what it shows."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    words = [sys.executable, "-m", "sim", "app", "--no-browser", "--port", str(port)]
    server = subprocess.Popen(words, cwd=DOCS.parent, stdout=subprocess.DEVNULL)
    try:
        until = monotonic() + 60
        while not answers(address) and monotonic() < until:
            sleep(0.2)
        with sync_playwright() as player:
            program = shutil.which("chromium") or shutil.which("google-chrome")
            browser = player.chromium.launch(executable_path=program, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.set_default_timeout(400_000)
            page.goto(address + SHOWN)
            page.wait_for_function(READY)
            page.wait_for_timeout(500)  # until nothing fades
            page.screenshot(path=DOCS / "images" / "app.png")
            browser.close()
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
