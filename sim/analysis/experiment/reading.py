"""Reading: an experiment file in, a checked plan out; or everything that is wrong with the file."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from sim.errors import InvalidInput, SimError
from sim.outcomes.asked import outcomes_asked
from sim.outcomes.outcome import Outcome
from sim.scenario import (
    Problem,
    Refused,
    Scenario,
    check_numbers,
    load,
    path_called,
    with_numbers,
)
from sim.scenario.files import Document, find, read
from sim.scenario.form_check import checked_form
from sim.scenario.leaving_out import leave_out
from sim.scenario.problems import MOST_TOLD
from sim.system.files import digest

from .based import based
from .form import ExperimentTable, VariationTable
from .plan import AS_IT_IS, Plan, Setting, Variation, with_divided
from .shipped import a_scenario

MOST_SETTINGS = 10_000  # scenarios times variations; each takes some milliseconds to set up
Place = tuple[str | int, ...]
Entry = TypeVar("Entry")


def read_experiment(path: Path, histories: int | None = None) -> Plan:
    """Read an experiment file and check it whole, with all the scenarios that it names.

    Parameters
    ----------
    path : Path
        The file.
    histories : int, optional
        In place of the number that the file gives.

    Raises
    ------
    Refused
        With everything that is wrong, each with its file and line.
    """
    document, problems = read(path, "`title` and `scenarios` are needed")
    if "scenarios" not in document.data and {"states", "extends"} & document.data.keys():
        raise Refused([Problem(document.label, None, "", a_scenario("this file", path.name))])
    table, faults = checked_form(document, ExperimentTable)
    reader = _Reader(document, table, [*problems, *faults])
    plan = reader.plan()
    if plan is None or reader.problems:
        raise Refused(reader.problems)
    return plan if histories is None else replace(plan, histories=histories)


@dataclass
class _Reader:
    """Reads one file; what is wrong is added to ``problems``."""

    document: Document
    table: ExperimentTable
    problems: list[Problem] = field(default_factory=list)

    def plan(self) -> Plan | None:
        """Return the plan; None where there is too little to make one of."""
        table = self.table
        self._needed()
        for key in ("scenarios", "seeds", "outcomes"):
            self._once((key,), getattr(table, key))
        scenarios = self._scenarios()
        variations = self._variations(scenarios)
        outcomes = [self._outcomes(scenario) for scenario in scenarios]
        if not scenarios or not variations:
            return None
        settings = tuple(
            Setting(k, variation, self._varied(scenario, variation), outcomes[k])
            for k, scenario in enumerate(scenarios)
            for variation in variations
            if not self.problems
        )
        text = self.document.path.read_text(encoding="utf-8")
        plan = Plan(
            self.document.path, digest(self.document.path)[:12], text, table.title or "",
            table.description, tuple(_whole(table.scenarios)), tuple(scenarios), settings,
            tuple(_whole(table.outcomes)), tuple(_whole(table.seeds)), table.histories,
            table.base or "",
            table.figure or ("matrix" if table.base else "dots"),
        )  # fmt: skip
        for place, told in based(plan, [one.name for one in variations], outcomes):
            self._fault(place, told)
        return plan

    def _fault(self, place: Place, text: str) -> None:
        """Note what is wrong, with its line."""
        if len(self.problems) < MOST_TOLD:
            line, dotted = self.document.line(place), ".".join(map(str, place))
            self.problems.append(Problem(self.document.label, line, dotted, text))

    def _needed(self) -> None:
        """Note keys that are missing, unless something else was wrong with them."""
        for key in ("title", "scenarios"):
            if not getattr(self.table, key) and key not in self.document.data:
                self._fault((key,), "missing: this key is needed")
        if self.document.data.get("scenarios") == []:
            self._fault(("scenarios",), "names no scenario: at least one is needed")

    def _once(self, place: Place, entries: Sequence[object]) -> None:
        """Note entries of a list that are there already."""
        for k, entry in enumerate(entries):
            if entry is not None and entry in entries[:k]:
                self._fault((*place, k), f"{entry} is there already: write it once")

    def _scenarios(self) -> list[Scenario]:
        """Return the scenarios, each by its name or by a path from the folder of the file."""
        here = self.document.path
        found: dict[str, Scenario] = {}
        names = self.table.scenarios
        for k, name in enumerate(names):
            if name is None or name in names[:k]:
                continue
            place = ("scenarios", k)
            try:
                path = find(name, here.parent)
                if path.resolve() == here.resolve():
                    self._fault(place, "is this file itself: give the experiment another name")
                    continue
                scenario = load(path)
                if scenario.name in found:
                    self._fault(place, f"{scenario.name} is there already: write it once")
                found[scenario.name] = scenario
            except Refused as refusal:
                for one in refusal.problems:
                    if one.line is None and not one.path:
                        self._fault(place, one.text)
                    else:  # a fault inside the scenario's own file
                        self.problems.append(one)
        return list(found.values())

    def _variations(self, scenarios: Sequence[Scenario]) -> list[Variation]:
        """Return the variations, those over grids one by one; what no scenario has is a fault."""
        tables = [(k, one) for k, one in enumerate(self.table.variations) if one is not None]
        count = sum(math.prod(map(len, one.over.values())) for _, one in tables)
        if count * max(len(scenarios), 1) > MOST_SETTINGS:
            told = f"{count:,} variations of {len(scenarios)} scenarios are too many"
            self._fault(("variations",), f"{told}: at most {MOST_SETTINGS:,} in all")
            return []
        found: dict[str, Variation] = {}
        for k, one in tables:
            for scenario in scenarios:
                self._check(k, one, scenario)
            for variation in _expanded(one):
                if variation.name in found:
                    text = f"the name '{variation.name}' is there already: give it another"
                    self._fault(("variations", k, "name"), text)
                found[variation.name] = variation
        return list(found.values()) if self.table.variations else [Variation(AS_IT_IS)]

    def _check(self, k: int, table: VariationTable, scenario: Scenario) -> None:
        """Note what a variation changes that a scenario has not, or has otherwise."""
        of = f" (in {scenario.name})" if len(self.table.scenarios) > 1 else ""
        here: Place = ("variations", k)
        shocks = _shocks_of(scenario)
        for j, name in enumerate(table.without):
            if name is not None and (wrong := leave_out(name, shocks)):
                self._fault((*here, "without", j), f"{wrong}{of}")
        edges: list[tuple[str, list[float], str]]
        edges = [(path, [value], "set") for path, value in table.set.items()]
        for path, given in table.over.items():
            right = _whole(given)
            edges.append((path, [min(right), max(right)] if right else [], "over"))
        for path, values, key in edges:
            if key == "over" and path in table.set:
                self._fault((*here, key, path), "stands in `set` as well: leave it out of one")
            for value in values:
                try:
                    check_numbers(scenario, {path_called(path, scenario.states): value})
                except Refused as refusal:
                    self._fault((*here, key, path), f"{refusal.problems[0].text}{of}")
                    break

    def _varied(self, scenario: Scenario, variation: Variation) -> Scenario:
        """Return a scenario with the changes of a variation; what it changes is known to be there.

        The amount of a shock that is left out cannot be changed, which is noted.
        """
        shocks = _shocks_of(scenario)
        for name in variation.without:
            leave_out(name, shocks)
        varied = replace(scenario, shocks=tuple(s for s in scenario.shocks if shocks[s.id]))
        numbers = {path_called(p, varied.states): v for p, v in variation.numbers.items()}
        try:
            check_numbers(varied, numbers)
        except Refused as refusal:
            for one in refusal.problems:
                text = f"'{variation.name}' of {scenario.name}: {one.path}: {one.text}"
                self._fault(("variations",), text)
            return varied
        return with_numbers(varied, numbers) if numbers else varied

    def _outcomes(self, scenario: Scenario) -> tuple[Outcome, ...]:
        """Return what is measured in a scenario, with the support that tilts divide."""
        of = f" (in {scenario.name})" if len(self.table.scenarios) > 1 else ""
        right = []
        for k, name in enumerate(self.table.outcomes):
            if name is None:
                continue
            try:
                outcomes_asked(scenario, [name])
                right.append(name)
            except (InvalidInput, SimError) as error:
                self._fault(("outcomes", k), f"{error}{of}")
        found = outcomes_asked(scenario, right)
        if len(right) < len(self.table.outcomes):
            return ()  # what is told of the others would be of the wrong ones
        if len(found) < len(right):
            self._fault(("outcomes",), f"two names mean the same outcome{of}: leave one out")
        return with_divided(found)


def _whole(entries: Iterable[Entry | None]) -> list[Entry]:
    """Return the entries of a list without those that are at fault, of which None is left."""
    return [entry for entry in entries if entry is not None]


def _shocks_of(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario's shocks by id."""
    return {shock.id: shock for shock in scenario.shocks}


def _expanded(table: VariationTable) -> Iterator[Variation]:
    """Yield a variation, or one for each combination of the values that it goes over."""
    without = tuple(_whole(table.without))
    for values in itertools.product(*map(_whole, table.over.values())):
        numbers = {**table.set, **dict(zip(table.over, values, strict=True))}
        name = " ".join([table.name, ", ".join(f"{value:g}" for value in values)]).strip()
        yield Variation(name, numbers, without)
