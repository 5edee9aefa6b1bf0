"""Draw docs/images/report.png: the report of `sim run article` without Crimea, in Chromium.

Needs Playwright's Python client and a Chromium (Debian's: apt-get install chromium).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

DOCS = Path(__file__).parent


def main() -> None:
    """Run the scenario, open its report from its file, leave Crimea out, and draw what is shown."""
    with tempfile.TemporaryDirectory() as place, sync_playwright() as player:
        folder = Path(place) / "article"
        words = [sys.executable, "-m", "sim", "run", "article", "-q", "-o", str(folder)]
        subprocess.run(words, cwd=DOCS.parent, check=True, stdout=subprocess.DEVNULL)
        program = shutil.which("chromium") or shutil.which("google-chrome")
        browser = player.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1080, "height": 1120})
        page.goto((folder / "report.html").as_uri())
        page.get_by_role("switch", name="Crimea").click()
        page.mouse.move(5, 5)
        page.evaluate("document.activeElement.blur()")
        page.screenshot(path=DOCS / "images" / "report.png")
        browser.close()


if __name__ == "__main__":
    main()
