"""Kinds of files that describe: scenarios, records, country-years, experiments, facts, matrices."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import numpy as np

import sim
from sim.analysis.exam.facts import read_facts
from sim.analysis.experiment.reading import read_experiment
from sim.analysis.experiment.runs import run_plan
from sim.analysis.sample_data.writing import sample_data
from sim.data.events import read_records
from sim.data.matrices import LARGEST, from_csv
from sim.data.skeleton import import_skeleton, states_called
from sim.data.tone import tone_before
from sim.errors import SimError
from sim.scenario import Scenario, resolved_toml
from sim.schema import MOVES, NEEDS

from . import mutators, seeds
from .harness import Broken
from .laws import lives, small, within

KEYS = (
    *MOVES, *NEEDS, "autonomy", "influence", "power", "need", "capacity", "stance", "affinity",
    "support", "trust", "obstacle", "value", "range", "source", "note", "judgement", "extends",
    "without", "effects", "moves", "path", "set", "add", "multiply", "months", "start", "spin_up",
    "questions", "shocks", "ties", "sources", "level", "first", "change", "lowest", "count",
    "above",
    "below", "at_least", "measure", "state", "partner", "between", "dependence", "tilt", "hedging",
    "received", "posture", "[states.X]", "[[shocks]]", "[ties.A.B]", "CHN", "RUS", "base", "mutant",
    "max", "min", "precision", "2013-03-01", "100000", "1200", "1201",
)  # fmt: skip


class File:
    """A file that is written, read by a function, and gone."""

    share = 1.0

    def __init__(self, room: Path) -> None:
        self.room = room
        (room / "scenarios").mkdir(parents=True, exist_ok=True)
        (room / "scenarios" / "base.toml").write_text(seeds.WORLD)
        self.prepare()
        self.path = room / self.named

    name = named = ""

    def prepare(self) -> None:
        """Write what is needed beside the mutants."""

    def close(self) -> None:
        """Let go of what is held."""

    def written(self, data: bytes) -> Path:
        """Write a mutant."""
        self.path.write_bytes(data)
        return self.path


class Scenarios(File):
    """A scenario file, of its own or extending another; one that is accepted is simulated."""

    name, named, share = "scenarios", "mutant.toml", 5.0
    texts: tuple[str, ...] = (seeds.WORLD, seeds.WORLD, seeds.WHAT_IF)

    def prepare(self) -> None:
        (self.room / "base.toml").write_text(seeds.WORLD)

    def mutant(self, chance: Random) -> bytes:
        """Return a mutant of a world or of a what-if."""
        return mutators.text(chance, chance.choice(self.texts).encode(), KEYS)

    def attempt(self, data: bytes) -> None:
        """Load it, simulate it, and load what it was resolved to."""
        scenario = sim.load(self.written(data))
        lives(scenario)
        if small(scenario) and len(data) % 7 == 0:
            again = self.room / "again.toml"
            again.write_text(resolved_toml(scenario))
            if sim.load(again).hash != scenario.hash:
                raise Broken("the resolved scenario is another")


class Shipped(Scenarios):
    """Mutants of the scenarios that come with the program, which are long."""

    name, named, share = "shipped scenarios", "mutant.toml", 0.08

    def prepare(self) -> None:
        folder = Path(__file__).parents[2] / "scenarios"
        self.texts = tuple(path.read_text() for path in sorted(folder.glob("*.toml")))


class Records(File):
    """Event data in every form that is read."""

    name, named, share = "event records", "mutant.csv", 5.0
    words = (
        "PRK", "RUS", "CHN", "North Korea", "Russia", "China", "731", "365", "710", "KP", "2013",
        "2013-01-15", "20130115", "15/01/2013", "201301", "verbal_coop", "material_conflict",
        "year",
        "source", "target", "month", "date", "quad", "cooperation", "conflict", "042", "14", "0311",
        "19", "190", "-10.0", "Event Date", "CAMEO Code", "\t", '"', "2013-00-00", "1e400",
    )  # fmt: skip

    def prepare(self) -> None:
        base = self.room / "base.toml"
        base.write_text(seeds.WORLD)
        self.scenario: Scenario = sim.load(base)
        folder = self.room / "sample"
        if not folder.exists():
            sample_data(self.scenario, folder, 2)
        self.texts = [seeds.sampled(folder, words) for words in seeds.EVENTS]

    def mutant(self, chance: Random) -> bytes:
        """Return a mutant of one of the forms."""
        return mutators.table(chance, chance.choice(self.texts), self.words)

    def attempt(self, data: bytes) -> None:
        """Read it between the world's states, and take its tone."""
        (record,) = read_records([self.written(data)], self.scenario.states)
        for what, counts in (("cooperation", record.cooperation), ("conflict", record.conflict)):
            within(what, np.nan_to_num(counts, nan=0.0), 0, np.inf)
            if counts.shape != (len(record.periods), 3, 3):
                raise Broken(f"{what} has the shape {counts.shape}")
        if list(record.periods) != sorted(set(record.periods)):
            raise Broken(f"periods are not in order: {record.periods}")
        for line in record.faults:
            if self.named not in line:
                raise Broken(f"a fault that does not say where: {line!r}")
        tone_before([record], 2014, 3)


class CountryYears(File):
    """Country-year files: power, alliances, votes, rivalries, incomes, capitals."""

    name, named, share = "country-years", "mutant.csv", 0.8

    def prepare(self) -> None:
        base = self.room / "base.toml"
        base.write_text(seeds.WORLD)
        folder = self.room / "sample"
        if not folder.exists():
            sample_data(sim.load(base), folder, 1)
        self.states = states_called("PRK,RUS,CHN", 2013)
        self.texts = [(kind, seeds.sampled(folder, words)) for kind, words in seeds.TABLES]

    def mutant(self, chance: Random) -> bytes:
        """Return the kind of a file in the first line, and a mutant of it below."""
        kind, text = chance.choice(self.texts)
        words = (*Records.words, "ccode", "stateabb", "cinc", "-9", "lat", "lng", "-91", "181")
        return kind.encode() + b"\n" + mutators.table(chance, text, words)

    def attempt(self, data: bytes) -> None:
        """Import a skeleton from it, which has to be a scenario."""
        kind, _, table = data.partition(b"\n")
        given = {kind.decode(): self.written(table)}
        made = import_skeleton("mine", self.states, 2013, given, [])
        path = self.room / "skeleton.toml"
        path.write_text(made.text)
        try:
            lives(sim.load(path), 1)
        except SimError as error:
            raise Broken(f"the skeleton is refused: {error}") from error


class Experiments(File):
    """Experiment files."""

    name, named, share = "experiment files", "mutant.toml", 1.0

    def prepare(self) -> None:
        (self.room / "base.toml").write_text(seeds.WORLD)

    def mutant(self, chance: Random) -> bytes:
        """Return a mutant."""
        words = (
            *KEYS,
            "seeds",
            "histories",
            "outcomes",
            "variations",
            "over",
            "name",
            "0:1:5",
            "dots",
        )
        return mutators.text(chance, seeds.EXPERIMENT.encode(), words)

    def attempt(self, data: bytes) -> None:
        """Plan it, and do what is small."""
        plan = read_experiment(self.written(data))
        if plan.total <= 40 and len(data) % 5 == 0 and all(map(small, plan.scenarios)):
            runs = run_plan(plan)
            for setting in range(len(plan.settings)):
                within("an outcome", np.nan_to_num(runs.pooled(setting), nan=0.0), -1e300, 1e300)


class Facts(File):
    """Files of facts for the exam."""

    name, named, share = "files of facts", "mutant.toml", 1.0

    def prepare(self) -> None:
        base = self.room / "base.toml"
        base.write_text(seeds.WORLD)
        self.scenario = sim.load(base)

    def mutant(self, chance: Random) -> bytes:
        """Return a mutant."""
        words = (
            *KEYS,
            "facts",
            "low",
            "high",
            "why",
            "used",
            "kind",
            "rate",
            "mean",
            "share",
            "dyad",
        )
        return mutators.text(chance, seeds.FACTS.encode(), words)

    def attempt(self, data: bytes) -> None:
        """Read it about the small world."""
        with contextlib.chdir(self.room):  # where `base` is the name of a scenario
            read_facts(self.written(data), (), self.scenario)


class Matrices(File):
    """Matrices of who wants to be with whom."""

    name, named, share = "matrices", "mutant.csv", 1.0

    def mutant(self, chance: Random) -> bytes:
        """Return a mutant."""
        return mutators.table(chance, seeds.MATRIX.encode(), ("A", "B", "D", "1e101", "size"))

    def attempt(self, data: bytes) -> None:
        """Read it."""
        names, wanted, sizes = from_csv(self.written(data))
        within("propensities", wanted, -LARGEST, LARGEST)
        if wanted.shape != (len(names), len(names)) or not math.isfinite(sizes.sum()):
            raise Broken("a matrix of another shape than its names")


FILES: Sequence[Callable[[Path], File]] = (
    Scenarios, Shipped, Records, CountryYears, Experiments, Facts, Matrices,
)  # fmt: skip
