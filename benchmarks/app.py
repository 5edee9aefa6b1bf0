"""What each answer of `sim app` costs: CPU milliseconds, the best of several.

    python benchmarks/app.py [SCENARIO]

Nothing but the answers themselves is measured, no server and no browser. A is cached, as it is
after the first look at a page; B is another change each time. Wall time of two threads is shorter.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

from sim.app.answers.described import described
from sim.app.answers.memory import Memory
from sim.app.answers.view import view
from sim.app.answers.why import why
from sim.ensemble.chunks import simulated
from sim.ensemble.monthly import part_size, shown_of
from sim.outcomes.by_month import by_month
from sim.outcomes.focus import focus_of
from sim.outcomes.table import USUAL
from sim.scenario import load, with_changes

TIMES = 15


def best(task: Callable[[int], object]) -> tuple[float, float]:
    """Return the least CPU and wall milliseconds of a task, which is given another number each."""
    cpu, wall = [], []
    for k in range(TIMES):
        began, started = time.process_time(), time.perf_counter()
        task(k)
        cpu.append(time.process_time() - began)
        wall.append(time.perf_counter() - started)
    return 1000 * min(cpu), 1000 * min(wall)


def main(name: str = "article") -> None:
    """Measure and print."""
    memory = Memory()
    scenario = load(name)
    path = f"states.{focus_of(scenario).state}.autonomy"
    ask = {"scenario": name}

    def moved(k: int, histories: int) -> dict:
        """Ask with the slider at another place each time."""
        return {**ask, "set": {path: 0.5 + 0.01 * k}, "histories": histories}

    shown = {n: view(moved(99, n), memory) for n in (256, 1000)}
    asked = {"history": "typical", "month": scenario.months // 2, "histories": 1000}
    about = focus_of(scenario)
    size = part_size(scenario)
    part = simulated(scenario, 1, 0, size, trusts=False)[0]
    rows = {
        "load, from its files": lambda k: load(name),
        "a change in memory": lambda k: with_changes(scenario, set={path: 0.5 + 0.01 * k}),
        "what a scenario is made of": lambda k: described(ask, memory),
        "view, B at 256 histories": lambda k: view(moved(k, 256), memory),
        "view, B at 1,000 histories": lambda k: view(moved(k, 1000), memory),
        "view, all at hand": lambda k: view(moved(99, 1000), memory),
        f"the rules of {size} histories": lambda k: simulated(scenario, 1, 0, size, False),
        "  their outcomes": lambda k: USUAL(part, about),
        "  their months": lambda k: by_month(part, about, shown_of(scenario, about)),
        "its JSON": lambda k: json.dumps(shown[1000]),
        "why, with a history": lambda k: why({**ask, **asked}, memory),
    }
    print(f"{name}: the best of {TIMES}{'CPU ms':>16}{'wall ms':>10}")
    for what, task in rows.items():
        cpu, wall = best(task)
        print(f"  {what:30}{cpu:>10.2f}{wall:>10.2f}")
    print(f"  JSON of a view: {len(json.dumps(shown[1000])) / 1000:.0f} kB")


if __name__ == "__main__":
    main(*sys.argv[1:])
