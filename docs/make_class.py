"""Draw docs/images/class.png: the wall and a phone of a class's game, in a real Chromium.

Six groups play the article from February 2014; the picture is of March, when Russia's group is
about to decide. With a folder as argument, the other screens are written into it, to be looked at.
Needs the extras [app] and Playwright, and Chromium.
"""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

PICTURE = Path(__file__).parent / "images" / "class.png"
PORT = 8849
ADDRESS = f"http://127.0.0.1:{PORT}"
GROUPS = ("DPRK", "RUS", "CHN", "JPN", "ROK")
SMALL, WIDE, TALL = {"width": 390, "height": 844}, 1280, 900


@contextlib.contextmanager
def class_server(folder: str) -> Iterator[str]:
    """Serve a class from a folder; give its code."""
    words = ["app", "article", "--class", "--no-browser", "--port", str(PORT)]
    running = subprocess.Popen(
        [sys.executable, "-m", "sim", *words], cwd=folder, stdout=subprocess.PIPE, text=True
    )
    try:
        code = ""
        for line in running.stdout or ():
            code = line.split()[-1] if "with the code" in line else code
            if line.startswith("Ctrl-C"):
                break
        yield code
    finally:
        running.kill()  # a signal to end would be told on the terminal
        running.wait()


def ask(address: str, body: Any = None, token: str = "") -> Any:
    """Ask the server as a phone does."""
    headers = {"content-type": "application/json", "authorization": f"Bearer {token}"}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{ADDRESS}/api/class/{address}", data, headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def likeliest(token: str) -> None:
    """Let a group do what the rules find likeliest, other than nothing where that is near."""
    me = ask("me", token=token)
    if me["phase"] == "answers" and me.get("offers"):
        yes = {one["asker"]: one["why"]["probability"] >= 0.5 for one in me["offers"]}
        ask("answers", {"month": me["month"], "answers": yes}, token)
    elif me["phase"] == "moves":
        moves = {
            one["code"]: one["options"][1]["move"]
            for one in me["partners"]
            if one["options"] and one["options"][0]["probability"] < 0.45
        }
        ask("moves", {"month": me["month"], "moves": moves, "hope": "a friend"}, token)


def month(tokens: dict[str, str]) -> None:
    """Let all groups play a month."""
    for phase in ("moves", "answers"):
        for token in tokens.values():
            if ask("me", token=token)["phase"] == phase:
                likeliest(token)


def phone(browser: Browser, state: str, token: str) -> Any:
    """Return the page of a group's phone."""
    context = browser.new_context(viewport=SMALL, device_scale_factor=1)
    seat = json.dumps({"token": token, "state": state})
    context.add_init_script(f"localStorage.setItem('class-seat', {json.dumps(seat)})")
    page = context.new_page()
    page.goto(f"{ADDRESS}/class")
    return page


def draw(folder: Path | None) -> None:
    """Play, and write the pictures."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    with (
        tempfile.TemporaryDirectory() as place,
        class_server(place) as code,
        sync_playwright() as player,
    ):
        browser = player.chromium.launch(executable_path=found, args=["--no-sandbox"])
        groups = {state: f"Group {k}" for k, state in enumerate(GROUPS, 1)}
        tokens = {
            state: ask("join", {"code": code, "state": state, "group": group})["token"]
            for state, group in groups.items()
        }
        ask("lead", {"what": "begin"})
        month(tokens)
        for state in ("DPRK", "CHN", "ROK"):
            likeliest(tokens[state])
        russia = phone(browser, "RUS", tokens["RUS"])
        russia.select_option("#to-DPRK", "cover")
        russia.fill("#hope", "A friend in Pyongyang while the West is angry")
        russia.evaluate("scrollTo(0, 0)")
        wall = browser.new_page(viewport={"width": WIDE, "height": TALL})
        wall.goto(f"{ADDRESS}/class/wall")
        wall.wait_for_selector("#go-on")
        beside(wall.screenshot(), russia.screenshot())
        if folder:
            looks(folder, wall, russia, tokens)
        browser.close()


def beside(wall: bytes, small: bytes) -> None:
    """Write the two pictures as one."""
    pictures = [Image.open(io.BytesIO(data)).convert("RGB") for data in (wall, small)]
    whole = Image.new("RGB", (WIDE + 60 + SMALL["width"], TALL), "#e9edf0")
    whole.paste(pictures[0], (0, 0))
    whole.paste(pictures[1], (WIDE + 30, (TALL - SMALL["height"]) // 2))
    whole = whole.resize((whole.width * 3 // 4, TALL * 3 // 4), Image.Resampling.LANCZOS)
    whole = whole.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    whole.save(PICTURE, optimize=True)


def looks(folder: Path, wall: Any, russia: Any, tokens: dict[str, str]) -> None:
    """Write the other screens: the phone's moves and answers, the wall, the debrief."""
    russia.screenshot(path=folder / "moves.png", full_page=True)
    for token in tokens.values():
        likeliest(token)
    russia.wait_for_selector("fieldset, .resting")
    russia.screenshot(path=folder / "answers.png", full_page=True)
    wall.wait_for_selector("text=Opened")
    wall.screenshot(path=folder / "opened.png", full_page=True)
    while ask("wall")["phase"] != "over":
        month(tokens)
    wall.wait_for_selector("#debrief section", timeout=120_000)
    for scheme in ("light", "dark"):
        wall.emulate_media(color_scheme=scheme)
        wall.screenshot(path=folder / f"debrief-{scheme}.png", full_page=True)
    russia.wait_for_selector("section")
    russia.screenshot(path=folder / "debrief-phone.png", full_page=True)


if __name__ == "__main__":
    draw(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
