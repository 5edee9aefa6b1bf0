"""Screen every scenario that comes with the program, and write the numbers that matter most.

    python docs/make_matters.py [NAME...]

writes scenarios/matters/NAME.json for each scenario with two or more numbers that have ranges;
those of which neither the scenario nor its histories have changed are kept. All of them take a few
minutes on two cores.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from sim.analysis.sensitivity.matters import FOLDER, mark_of, read, screened
from sim.scenario import Scenario, load, ranged_paths, shipped

FILES = Path(__file__).parents[1] / "scenarios" / FOLDER


def is_as_it_was(file: Path, scenario: Scenario) -> bool:
    """Say whether a file was made from a scenario as it is, and under rules that play it as now."""
    kept = read(file)
    return kept.hash == scenario.hash and kept.histories == mark_of(scenario)


def main(names: list[str]) -> None:
    """Write the files of some scenarios, by default of all."""
    FILES.mkdir(exist_ok=True)
    for name in names or shipped():
        scenario, file = load(name), FILES / f"{name}.json"
        if len(ranged_paths(scenario)) < 2:
            continue
        if not names and file.exists() and is_as_it_was(file, scenario):
            print(f"{name}: as it was")
            continue
        began = time.perf_counter()
        data = screened(scenario).as_data()
        file.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        print(f"{name}: {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
