"""A class in a real browser: a wall and six phones; one drops out, and the server is killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.app.classroom.network import addresses
from sim.game.absent import Away
from sim.game.game import Game
from sim.game.scripts import Scripts

ROOT = Path(__file__).parents[3]
STATES = ("DPRK", "RUS", "CHN", "JPN", "ROK", "USA")
NO_ANSWER = "text=The server does not answer"


class Serving:
    """`sim app --class` as a process of its own, which can be killed and started again."""

    def __init__(self, game: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address, self.code = f"http://127.0.0.1:{port}", ""
        months = ["--from", "2014-02", "--until", "2014-03"]
        words = ["app", "article", "--class", "--no-browser", "--port", str(port), *months]
        self.words = [sys.executable, "-m", "sim", *words, "--game", str(game)]
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        """Start it, and wait until it says where it is."""
        self.process = subprocess.Popen(self.words, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for line in self.process.stdout:
            if "with the code" in line:
                self.code = line.split()[-1]
            if line.startswith("Ctrl-C"):
                return
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        """End it at once."""
        if self.process and self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process.stdout.close()


@pytest.fixture
def serving(compiled_rules, tmp_path):
    """The server of a class."""
    pytest.importorskip("uvicorn", reason="sim app needs the extra [app]")
    one = Serving(tmp_path / "class.txt")
    one.start()
    yield one
    one.kill()


# Moves are opened: there is something to answer or nothing, or already the next month, or the end.
OPENED = """() => document.querySelector("fieldset.offer, .resting")
  || document.querySelector("#hope")
    && document.querySelector("button.main").textContent !== "Decided"
  || document.body.textContent.includes("Table to hand in")"""


class Class:
    """A wall, and phones by state; whatever a browser complains of is noted."""

    def __init__(self, browser: Any, serving: Serving) -> None:
        self.browser, self.serving, self.complaints = browser, serving, []
        self.wall = self.page({"width": 1280, "height": 800})
        self.wall.goto(f"{serving.address}/class/wall")
        self.phones: dict[str, Any] = {}

    def page(self, viewport: dict[str, int]) -> Any:
        """Return a page of a browser that knows nothing yet."""
        return self.watched(self.browser.new_context(viewport=viewport).new_page())

    def watched(self, page: Any) -> Any:
        """Return a page whose errors are noted."""
        page.set_default_timeout(120_000)  # what a busy machine may take
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complain(said))
        return page

    def complain(self, said: Any) -> None:
        """Note an error on the console, but not that a killed server cannot be reached."""
        if said.type == "error" and "net::ERR_" not in said.text:
            self.complaints.append(said.text)

    def join(self, state: str, link: str = "") -> None:
        """Let a group join from its phone; the link of the QR code has the code."""
        phone = self.page({"width": 390, "height": 844})
        phone.goto(f"{self.serving.address}/class{link}")
        if not link:
            phone.fill("#code", self.serving.code.lower())
        phone.press("#code", "Enter")
        phone.select_option("#state", state)
        phone.fill("#group", f"Group {state}")
        phone.keyboard.press("Enter")
        phone.wait_for_selector(".resting")
        self.phones[state] = phone

    def join_again(self, state: str) -> Any:
        """Let another phone of a group join, by the code on the first one; return it."""
        self.phones[state].click("text=Another phone for your group")
        word = self.phones[state].locator("details.another b").last.inner_text()
        phone = self.page({"width": 390, "height": 844})
        phone.goto(f"{self.serving.address}/class")
        phone.fill("#code", self.serving.code)
        phone.keyboard.press("Enter")
        phone.click("text=My group plays already")
        phone.select_option("#mine", state)
        phone.fill("#group-code", word.lower())
        phone.keyboard.press("Enter")
        phone.wait_for_selector("#hope")
        return phone

    def decide(self, state: str, moves: dict[str, str], hope: str = "") -> None:
        """Let a group move."""
        phone = self.phones[state]
        for partner, move in moves.items():
            phone.select_option(f"#to-{partner}", move)
        phone.fill("#hope", hope)
        phone.keyboard.press("Enter")
        phone.wait_for_function(
            "() => !document.querySelector('#hope') || "
            "document.querySelector('button.main').textContent === 'Decided'"
        )

    def shows_its_square(self) -> None:
        """Wait for the QR code on the wall, if there is a network that phones could come by."""
        if addresses():
            drawn = "() => document.querySelector('.square img')?.naturalWidth"
            self.wall.wait_for_function(drawn)

    def answer(self, state: str, yes: bool) -> bool:
        """Let a group answer what it is offered, if anything; say whether it was."""
        phone = self.phones[state]
        phone.wait_for_function(OPENED)
        if not phone.locator("fieldset.offer").count():
            return False
        for choice in phone.locator(f"input[value={'yes' if yes else 'no'}]").all():
            choice.check()
        phone.click("button.main")
        phone.wait_for_function(
            "() => !document.querySelector('fieldset.offer') || "
            "document.querySelector('button.main').textContent === 'Answered'"
        )
        return True


def test_six_phones_play_one_drops_out_and_the_server_is_killed(
    browser, serving, tmp_path, grave_faults
):
    room = Class(browser, serving)
    room.join(STATES[0], f"#{serving.code}")
    for state in STATES[1:]:
        room.join(state)
    room.shows_its_square()
    room.wall.click("text=Begin with 6 groups")
    for phone in room.phones.values():
        phone.wait_for_selector("#hope")
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert not grave_faults(room.phones["RUS"])
    second = room.join_again("RUS")

    room.wall.select_option("#skip", "")  # to the end: what it opens with is a month
    away = room.phones["JPN"].context  # its phone goes dark before it has decided
    room.phones["JPN"].close()
    room.decide("RUS", {"DPRK": "cover", "CHN": "envoy"}, "a friend in Pyongyang")
    second.wait_for_function("() => document.querySelector('#to-DPRK').value === 'cover'")
    assert second.input_value("#hope") == "a friend in Pyongyang"
    second.context.close()
    for state in ("DPRK", "CHN", "ROK", "USA"):
        room.decide(state, {"RUS": "envoy"} if state != "USA" else {"JPN": "summit"})
    room.wall.wait_for_selector("text=Go on without Japan")  # drawn anew since it was chosen
    assert room.wall.input_value("#skip") == ""
    room.wall.click("text=Go on without Japan")
    room.wall.wait_for_selector("text=Opened: the moves of this month")
    assert room.answer("RUS", True)
    assert not grave_faults(room.phones["DPRK"])

    serving.kill()
    room.phones["DPRK"].wait_for_selector(NO_ANSWER)
    room.wall.wait_for_selector(NO_ANSWER)
    serving.start()
    for page in (room.phones["DPRK"], room.wall):
        page.wait_for_selector("#notice", state="hidden")
    room.phones["JPN"] = room.watched(away.new_page())  # and takes its seat again
    room.phones["JPN"].goto(f"{serving.address}/class")
    room.phones["JPN"].wait_for_selector("text=You are Japan · Group JPN")
    for state in ("DPRK", "CHN", "ROK", "USA"):
        room.answer(state, state != "ROK")
    room.wall.wait_for_selector("text=March 2014, month 2 of 2")

    for state in STATES:
        room.phones[state].wait_for_selector("#hope")
        room.decide(state, {})
    for state in STATES:
        room.answer(state, True)
    for page in (room.phones["JPN"], room.wall):
        page.wait_for_selector("text=Table to hand in (CSV)")
    assert room.phones["JPN"].evaluate("document.documentElement.scrollWidth") <= 390
    assert not grave_faults(room.wall)
    assert "a friend in Pyongyang" in room.wall.text_content("#debrief")
    assert not room.complaints
    for page in (room.wall, *room.phones.values()):
        page.context.close()
    played_again(tmp_path / "class.txt")


def played_again(file: Path) -> None:
    """Check that what the class kept gives the same bits as a script."""
    article, text = sim.load("article"), file.read_text(encoding="utf-8")
    plan = Scripts(text, str(file), article)
    seats = {code: plan.by_state.get(code, Away()) for code in STATES}
    game, marks = Game(article, STATES, seats), []
    while game.running:
        game.step()
        marks.append(game.mark())
    assert marks == [line.split()[-1] for line in text.splitlines() if " ends: " in line]
    assert "2014-02 RUS: DPRK cover" in text and "2014-02 JPN:" not in text
    assert "2014-03 JPN: hold" in text
