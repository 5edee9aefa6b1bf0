"""How long the page of `sim app` takes, in a real Chromium: medians over many moves.

Run from the root of the project:  .venv/bin/python benchmarks/app_latency.py [MOVES]
It starts a server of its own and needs Playwright's Python client and Debian's Chromium. From an
input event until the frame after the figure that answers it: without the engine (a tab), while a
slider is dragged (some of the histories), and at rest (all 1,000). Before that, from the command to
the first figure, with the browser open already. What is waited for is watched, not looked at with
every frame: to draw frames takes time from the histories on the same two cores.

Where other programs run, times say little. As root, `chrt -r 10` before the command gives it and
its browser the two cores as if they were alone; a minute of that is enough.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import time
from typing import Any

from playwright.sync_api import sync_playwright

from sim.app.beside import served

PATH = "states.DPRK.autonomy"
FIRST = 5  # starts
AIMS = {"engine-free": 60, "dragging": 150, "at rest": 300}  # milliseconds

FRAME = """const frame = () => new Promise((done) =>
  requestAnimationFrame(() => setTimeout(done, 0)));
const many = document.getElementById('how-many');
const until = async (right) => {
  await new Promise((done) => {
    const look = () => right() && (watch.disconnect(), done());
    const watch = new MutationObserver(look);
    watch.observe(document.body, { subtree: true, childList: true, attributes: true });
    look();
  });
  await frame(); };"""
TAB = f"""async (name) => {{ {FRAME}
  const from = performance.now();
  document.getElementById(name).click();
  await until(() => document.querySelector('#panel svg').childElementCount > 0);
  return performance.now() - from; }}"""
MOVE = f"""async ([path, value, resting]) => {{ {FRAME}
  const slider = document.querySelector(`[data-path="${{path}}"] input[type=range]`);
  const result = document.getElementById('result');
  slider.value = value;
  const from = performance.now();
  slider.dispatchEvent(new Event('input', {{ bubbles: true }}));
  if (resting) slider.dispatchEvent(new Event('change', {{ bubbles: true }}));
  await until(() => !result.classList.contains('old')
    && (!resting || many.dataset.resting === 'true'));
  return [performance.now() - from, Number(many.dataset.histories)]; }}"""
DRAWN = "() => document.querySelector('#fan svg path')"
REST = """() => document.getElementById('how-many').dataset.resting === 'true'
  && !document.querySelector('.old') && document.querySelector('#why-one *')"""


def first_figure(browser: Any) -> float:
    """Return the seconds from the command to the first figure."""
    began = time.perf_counter()
    with served(ready='"version"') as server:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(120_000)
        page.goto(server.address)
        page.wait_for_function(DRAWN)
        took = time.perf_counter() - began
        page.close()
    return took


def measured(page: Any, moves: int) -> dict[str, list[float]]:
    """Return the times of moves of each kind, in milliseconds; the first of each is thrown away."""
    found: dict[str, list[float]] = {name: [] for name in AIMS}
    for k in range(moves + 1):
        tab = ("tab-postures", "tab-states")[k % 2]
        found["engine-free"].append(page.evaluate(TAB, tab))
    for k in range(moves + 1):
        took, count = page.evaluate(MOVE, [PATH, 0.36 + 0.01 * k, False])
        found["dragging"].append(took)
    print(f"while dragging at the end {count} histories")
    page.wait_for_function(REST)
    for k in range(moves + 1):
        found["at rest"].append(page.evaluate(MOVE, [PATH, 1.0 + 0.01 * k, True])[0])
        page.wait_for_function(REST)
    return {name: times[1:] for name, times in found.items()}


def main(moves: int) -> None:
    """Measure, and print."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=program, args=["--no-sandbox"])
        firsts = sorted(first_figure(browser) for _ in range(FIRST))
        told = ", ".join(f"{took:.1f}" for took in firsts)
        print(f"from the command to the first figure {told} s (aim: 5)")
        with served() as server:
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.set_default_timeout(120_000)
            page.goto(f"{server.address}#s=article&{PATH}=0.4")
            page.wait_for_function(REST)
            for name, times in measured(page, moves).items():
                ordered = sorted(times)
                high = ordered[int(0.9 * (len(ordered) - 1))]
                print(
                    f"{name:12} median {statistics.median(times):4.0f} ms, nine in ten within "
                    f"{high:4.0f} ms (aim: {AIMS[name]})"
                )
        browser.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
