"""Regions that nobody argued: imported from the record, run without shocks, and sane.

The plain facts stand in ``regions.csv`` with their sources. Those that do not come out stay in it.
They were written with a first run in view: they keep what is known to come out, and test nothing
that was not seen.
"""

from __future__ import annotations

import csv
import runpy
from pathlib import Path

import pytest

import sim
from sim.data.skeleton import Choices, import_skeleton, states_called

RECORD = Path(__file__).parents[3] / "shared" / "record"
MAKE = runpy.run_path(str(Path(__file__).parents[2] / "docs" / "make_world.py"))
FILES, EVENTS = MAKE["FILES"], MAKE["EVENTS"]
REGIONS = {
    "middle-east": "IRN,SAU,ISR,EGY,IRQ,USA,RUS",
    "south-asia": "IND,PAK,THA,VNM,IDN,CHN,USA",
    "europe": "GBR,FRA,DEU,POL,UKR,RUS,USA",
}
GREAT = {"USA", "RUS", "CHN", "GBR", "FRA"}
LAST = slice(-12, None)
NEEDS = {"patron": None, "security": ("security",), "economy": ("economy",)}
with Path(__file__).with_name("regions.csv").open(encoding="utf-8") as file:
    FACTS = list(csv.DictReader(file))
# whose first patron the rules take for a lesser power, as the region has no treaty of a great one
EXCEPTED = {f["state"] for f in FACTS if f["holds"] == "no" and f["measure"] == "patron"}

pytestmark = pytest.mark.skipif(not RECORD.exists(), reason="the record is not at hand")


@pytest.fixture(scope="module")
def simulated(tmp_path_factory) -> dict[str, sim.Results]:
    """Histories of each region from what was known before 2013."""
    folder, result = tmp_path_factory.mktemp("regions"), {}
    files = {kind: RECORD / name for kind, name in FILES.items()}
    for name, codes in REGIONS.items():
        states = states_called(codes, 2012)
        made = import_skeleton(name, states, 2012, files, [RECORD / EVENTS], Choices(2013))
        assert not made.missing and not made.faults
        (folder / f"{name}.toml").write_text(made.text, encoding="utf-8")
        result[name] = sim.run(sim.load(folder / f"{name}.toml"), 200)
    return result


def supplier(results: sim.Results, state: str, needs: tuple[str, ...] | None = None) -> str:
    """Return from whom a state's support comes first in the last year."""
    given = {}
    for other in results.codes:
        if other != state:
            support = results.support(other, state, needs) if needs else None
            support = results.support(other, state) if support is None else support
            given[other] = float(support[:, LAST].mean())
    return max(given, key=lambda other: given[other])


def warmth(results: sim.Results, state: str, other: str) -> float:
    """Return how warmly a state regards another in the last year."""
    return float(results.stance(state, other)[:, LAST].mean())


def holds(results: sim.Results, fact: dict[str, str]) -> bool:
    """Say whether a fact comes out."""
    state, first, measure = fact["state"], fact["first"], fact["measure"]
    if measure == "warmer":
        return warmth(results, state, first) > warmth(results, state, fact["other"])
    if measure == "hostile":
        return max(warmth(results, state, first), warmth(results, first, state)) < -0.2
    return supplier(results, state, NEEDS[measure]) in first.split("|")


def test_there_are_ten_facts_of_each_region_each_with_a_source():
    assert {name: sum(f["region"] == name for f in FACTS) for name in REGIONS} == dict.fromkeys(
        REGIONS, 10
    )
    assert all(fact["source"] and fact["holds"] in ("yes", "no") for fact in FACTS)


@pytest.mark.parametrize(
    "fact", [f for f in FACTS if f["holds"] == "yes"], ids=lambda fact: fact["fact"]
)
def test_a_plain_fact_comes_out_of_an_imported_region(simulated, fact):
    assert holds(simulated[fact["region"]], fact)


def test_facts_that_are_said_to_fail_are_not_hidden_successes(simulated):
    failing = [fact for fact in FACTS if fact["holds"] == "no"]
    assert len(failing) == 3
    assert [fact["fact"] for fact in failing if holds(simulated[fact["region"]], fact)] == []


def test_patrons_are_the_great_powers(simulated):
    for results in simulated.values():
        for state in set(results.codes) - GREAT - EXCEPTED:
            assert supplier(results, state) in GREAT, state
