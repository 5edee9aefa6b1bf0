"""Kinds of texts by which somebody plays: scripts, kept games, behaviours."""

from __future__ import annotations

import contextlib
import io
from random import Random
from unittest import mock

import numpy as np

import sim
import sim.schema
from sim.agents.own import OwnClass, fault
from sim.errors import SimError
from sim.game.absent import Away
from sim.game.game import Game
from sim.game.kept import check_same_game, check_same_lines, heading, month_text, read_text
from sim.game.script import Script
from sim.game.scripts import Scripts, names_who
from sim.outcomes.failures import RunFailed
from sim.shell.behaviour import _check_text

from . import mutators, seeds
from .files import File
from .laws import keeps_bounds

WORDS = (
    "2013-01", "2013-10", "2013-11", "2012-12", "RUS", "CHN", "DPRK", "Russia", "envoy", "summit",
    "trade", "hold", "away", "rules", "advice", "answer", "yes", "no", "deny", ":", ",", "#",
    "ends",
    "2013-1", "2013-01-01", "  ", "snub", "everybody",
)  # fmt: skip


class Games(File):
    """A text by which a game of the small world is played."""

    name, named, share = "game scripts", "mutant.txt", 3.0

    def prepare(self) -> None:
        base = self.room / "base.toml"
        base.write_text(seeds.WORLD)
        self.scenario = sim.load(base)
        self.texts = [seeds.SCRIPT, seeds.SEVERAL]

    def mutant(self, chance: Random) -> bytes:
        """Return a mutant."""
        return mutators.text(chance, chance.choice(self.texts).encode(), WORDS)

    def attempt(self, data: bytes) -> None:
        """Read it, and now and then play it as far as it reaches."""
        text = read_text(self.written(data))
        said = text, str(self.path), self.scenario
        plan = Scripts(*said) if names_who(text) else Script(*said, "DPRK")
        deciders = plan.by_state if isinstance(plan, Scripts) else {"DPRK": plan}
        if deciders and len(data) % 8 == 0:
            game = Game(self.scenario, list(deciders), deciders, 1, 0)
            while game.model.month < plan.months:
                game.step()
            if plan.months:
                keeps_bounds(game.results(), whole=False)


class Kept(Games):
    """A kept game, whose months carry checksums."""

    name, named, share = "kept games", "mutant.txt", 0.6

    def prepare(self) -> None:
        super().prepare()
        game = Game(self.scenario, "DPRK", Away(), 1, 0)
        text = heading(self.scenario, "DPRK", 1, 0)
        for _ in range(4):
            text += month_text(game, game.step())
        self.texts = [text]

    def attempt(self, data: bytes) -> None:
        """Continue it, as ``sim play --save`` does."""
        kept = read_text(self.written(data))
        text = heading(self.scenario, "DPRK", 1, 0)
        check_same_game(kept, text, self.path)
        plan = Script(kept, str(self.path), self.scenario, "DPRK")
        game = Game(self.scenario, "DPRK", plan, 1, 0)
        while game.model.month < plan.months:
            text += month_text(game, game.step())
        check_same_lines(kept, text, self.path)


class Behaviours(Games):
    """A behaviour file. It is code and may do anything; what it raises costs its history alone."""

    name, named, share = "behaviour files", "mutant", 0.3

    def prepare(self) -> None:
        super().prepare()
        self.number = 0
        self.texts = [seeds.BEHAVIOUR]

    def mutant(self, chance: Random) -> bytes:
        """Return a mutant, without words by which a program would harm the machine."""
        words = (
            "self", "values", "None", "yield", "return", "raise", "del", "0", "np.nan", "1j",
            "HOLD", "lambda: 0", "super()", "[]", "{}", "async", "MOVES", "True", "np.inf",
        )  # fmt: skip
        data = mutators.text(chance, chance.choice(self.texts).encode(), words)
        return data.replace(b"import", b"import" if data.count(b"import") == 3 else b"pass#")

    def attempt(self, data: bytes) -> None:
        """Load it, and let a state of the small world live by it."""
        self.number += 1
        for old in self.room.glob("mutant*.py"):
            old.unlink()
        path = self.room / f"mutant{self.number}.py"  # a file is loaded once
        path.write_bytes(data)
        _check_text(path)
        own = OwnClass(path, "Recluse")
        # Code may write `np.nan = self`, which would be a fault of every mutant after it.
        modules = (mock.patch.dict(vars(module)) for module in (np, sim, sim.schema))
        with contextlib.ExitStack() as restored, contextlib.redirect_stdout(io.StringIO()):
            for module in modules:
                restored.enter_context(module)
            wrong = fault({"DPRK": own})
            if wrong:
                raise _Refused(*wrong)
            with contextlib.suppress(RunFailed):
                keeps_bounds(sim.run(self.scenario, 1, states={"DPRK": own.load()}))


class _Refused(SimError):
    """What is wrong with a behaviour file, with its exit code."""

    def __init__(self, told: str, code: int) -> None:
        super().__init__(told)
        self.exit_code = code
