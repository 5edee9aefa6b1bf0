"""What the debrief of a class costs: every state played by a group that takes the rules' advice.

    python benchmarks/app_class.py [SCENARIO]

It prints the CPU and wall seconds of the debrief and of the band on the wall, and the most memory
that the process took.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable

from sim.app.classroom import debrief
from sim.app.classroom.path import Band, how_many
from sim.app.classroom.played import What
from sim.app.classroom.room import Room
from sim.app.classroom.span import span_of
from sim.game.absent import Within
from sim.game.among import many_of
from sim.game.game import Game
from sim.game.player import ADVICE, Follower
from sim.scenario import load


def timed(what: str, task: Callable[[], object]) -> None:
    """Do a task, and print what it took."""
    cpu, wall = time.process_time(), time.perf_counter()
    task()
    spent = time.process_time() - cpu, time.perf_counter() - wall
    print(f"{what}: {spent[0]:.1f} CPU s, {spent[1]:.1f} s")


def main(name: str = "article") -> None:
    """Play a class's game, and measure."""
    scenario = load(name)
    what = What(scenario, span_of(scenario, None, None))
    labels = [scenario.month_labels[month] for month in what.months]
    deciders = {code: Within(Follower(ADVICE), labels) for code in scenario.codes}
    game, lines = Game(scenario, scenario.codes, deciders), []
    while game.running:
        lines.append(game.step())
    room = Room(what, "7K2M", lambda room: None)
    room.played.replay(lines, scenario.codes)

    def scored() -> None:
        """Score every group, as the debrief does."""
        months = slice(what.months[0], what.months[-1] + 1)
        many = many_of(scenario, scenario.codes, how_many(scenario), what.seed, months)
        for code in scenario.codes:
            debrief._score(room, code, many)

    timed("the debrief", scored)
    timed("the band", lambda: Band(what).quantiles())
    print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
