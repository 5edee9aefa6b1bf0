"""Facts: a file of them in, each checked and ready to be asked; or all that is wrong with it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sim.errors import InvalidInput, SimError
from sim.scenario import Problem, Refused, Scenario, nearest
from sim.scenario.files import Document, read
from sim.scenario.form_check import checked_form
from sim.scenario.problems import MOST_TOLD
from sim.system.files import digest

from .described import described
from .fact import Case, Fact, Term
from .form import KINDS, FactsTable, FactTable, MeasureTable, WorldTable
from .reading import Place, Reader
from .worlds import Shelf, World, numbers_of

SHIPPED = Path(__file__).parent / "facts.toml"
_TOLD = 4  # reasons why nothing is left to ask
PLAIN_SOURCES = ("general knowledge", "judgement")  # that need no entry among the sources


@dataclass(frozen=True)
class Facts:
    """A file of facts.

    Attributes
    ----------
    title : str
    name : str
        Of the file.
    digest : str
        Of what it holds.
    text : str
        The file itself.
    facts : tuple of Fact
        Those that are asked.
    shelf : Shelf
        The scenarios that they are asked of.
    """

    title: str
    name: str
    digest: str
    text: str
    facts: tuple[Fact, ...]
    shelf: Shelf


def read_facts(
    path: Path = SHIPPED, only: tuple[str, ...] = (), scenario: Scenario | None = None
) -> Facts:
    """Read a file of facts, check it whole, and keep those that are asked for.

    Parameters
    ----------
    path : Path
        The file.
    only : tuple of str
        Kinds or ids; by default all.
    scenario : Scenario, optional
        One that the file names is asked alone; any other stands in for those that the file names
        and whose states and months it has.

    Raises
    ------
    Refused
        With everything that is wrong with the file, each with its line; of a fact whose form is at
        fault that first.
    InvalidInput
        For a kind or an id that is none, or where nothing is left to ask.
    """
    document, problems = read(path)
    table, faults = checked_form(document, FactsTable)
    problems = [*problems, *faults, *_twice(table, document)]
    shelf, alone = _shelf(table, scenario)
    made = []
    for k, one in enumerate(table.facts):
        form_is_bad = any(f"{problem.path}.".startswith(f"facts.{k}.") for problem in faults)
        if one is not None and not form_is_bad and len(problems) < MOST_TOLD:
            fact, wrong = _Reading(document, table, one, k, shelf).fact(alone)
            problems += wrong
            made.append(fact)
    if problems:
        raise Refused(problems)
    chosen = _chosen(made, only, scenario.name if scenario else "", path.name)
    text = path.read_text(encoding="utf-8")
    return Facts(table.title, path.name, digest(path)[:12], text, chosen, shelf)


def _shelf(table: FactsTable, scenario: Scenario | None) -> tuple[Shelf, str]:
    """Return the scenarios, and which of them alone is asked; "" for all."""
    shelf = Shelf()
    if scenario is None:
        return shelf, ""
    named = {name for one in table.facts if one is not None for name in one.scenario}
    if scenario.name in named and _is_at_hand(scenario, shelf):
        return shelf, scenario.name
    shelf.own = scenario
    return shelf, ""


def _is_at_hand(scenario: Scenario, shelf: Shelf) -> bool:
    """Say whether a scenario is the one that its name means to a file of facts."""
    try:
        return shelf.named(scenario.name).hash == scenario.hash
    except Refused:  # the name means nothing: the facts that have it say so, each with its line
        return False


def _chosen(facts: list[Fact], only: tuple[str, ...], scenario: str, file: str) -> tuple[Fact, ...]:
    """Return the facts that were asked for; refuse names that mean none."""
    known = [*KINDS, *(fact.id for fact in facts)]
    for word in only:
        if word not in known:
            raise InvalidInput(f"--only {word}: no such kind or fact{nearest(word, known)}")
    chosen = [fact for fact in facts if not only or {fact.id, fact.kind} & set(only)]
    asked = tuple(fact for fact in chosen if fact.cases)
    if not asked:
        of = f" of {scenario}" if scenario else ""
        reasons = sorted({reason for fact in chosen for reason in fact.left_out})
        why = f": {'; '.join(reasons[:_TOLD])}" if reasons else ""
        raise InvalidInput(f"{file}: none of the facts is asked{of}{why}")
    return asked


def _twice(table: FactsTable, document: Document) -> Iterator[Problem]:
    """Yield ids that are taken."""
    seen: dict[str, int] = {}
    for k, one in enumerate(table.facts):
        if one is not None:
            if one.id in seen:
                line = document.line(("facts", seen[one.id]))
                text = f"the id '{one.id}' is taken by the fact at line {line}"
                yield Problem(document.label, document.line(("facts", k)), f"facts.{k}.id", text)
            seen.setdefault(one.id, k)


@dataclass
class _Reading:
    """Reads one fact of a file."""

    document: Document
    table: FactsTable
    one: FactTable
    position: int
    shelf: Shelf

    def fact(self, scenario: str) -> tuple[Fact, list[Problem]]:
        """Return the fact, asked of one scenario or of all that it names, and what is wrong."""
        one, faults = self.one, list(self._plain_faults())
        cases, left_out = [], []
        for k, name in enumerate(one.scenario):
            try:
                made, wrong = self._case(name)
            except SimError as error:
                faults.append((("scenario", k), str(error)))
                continue
            reason = self._left_out(name, scenario)
            if self._own(name):  # a user's scenario need not have all that a fact asks
                reason = reason or next((text for _, text in wrong), "")
            else:
                faults += wrong
            if reason:
                left_out.append(reason)
            elif made:
                cases.append(made)
        fact = Fact(
            one.id,
            one.text,
            one.kind,
            "" if faults else described(one),
            tuple(self.table.sources.get(word, word) for word in one.source),
            -math.inf if one.low is None else one.low,
            math.inf if one.high is None else one.high,
            one.why,
            one.used,
            tuple(cases),
            tuple(left_out),
        )
        return fact, [self._problem(place, text) for place, text in faults]

    def _own(self, name: str) -> bool:
        """Say whether the user's scenario is asked in place of a named one."""
        return self.shelf.own is not None and self.shelf.stands_in(name)

    def _left_out(self, name: str, scenario: str) -> str:
        """Say why the fact is not asked of a scenario; "" where it is."""
        if self.shelf.own is None:
            return f"they are asked of {name}" if scenario not in ("", name) else ""
        if not self._own(name):
            return f"{self.shelf.own.name} does not have all states and months of {name}"
        others = [part.scenario for part in self.one.held or ()]
        others += [self.one.against.scenario or name] if self.one.against else []
        if set(others) - {name}:
            return f"it compares {name} with another scenario"
        return ""

    def _problem(self, place: Place, text: str) -> Problem:
        """Return a problem with its line."""
        path = ("facts", self.position, *place)
        dotted = ".".join(map(str, path))
        return Problem(self.document.label, self.document.line(path), dotted, text)

    def _plain_faults(self) -> Iterator[tuple[Place, str]]:
        """Yield what is wrong with a fact whatever the scenario."""
        one = self.one
        if one.low is None and one.high is None:
            yield (), "a bound is needed: low, high or both"
        if one.low is not None and one.high is not None and one.low > one.high:
            yield ("low",), f"low {one.low:g} is above high {one.high:g}"
        if (one.measure is None) == (one.held is None):
            yield (), "exactly one of measure and held is needed"
        if one.less is not None and one.over is not None:
            yield ("over",), "at most one of less and over may be given"
        if one.held is not None and (one.less or one.over or one.against):
            yield ("held",), "predictions stand alone: without less, over and against"
        for k, part in enumerate(one.held or ()):
            if part.low > part.high:
                yield ("held", k, "low"), f"low {part.low:g} is above high {part.high:g}"
        for k, word in enumerate(one.source):
            if word not in self.table.sources and word not in PLAIN_SOURCES:
                known = [*self.table.sources, *PLAIN_SOURCES]
                yield ("source", k), f"unknown source '{word}'{nearest(word, known)}"

    def _case(self, name: str) -> tuple[Case | None, list[tuple[Place, str]]]:
        """Return the fact in a scenario, and what is wrong with it there."""
        one = self.one
        here = World(name, tuple(one.without), numbers_of(one.set))
        if one.held is not None:
            return self._predictions(here)
        tables = {"measure": one.measure, "less": one.less, "over": one.over}
        given = {key: table for key, table in tables.items() if table is not None}
        terms, faults = self._terms(here, given, ())
        if one.against is not None:
            more, wrong = self._terms(self._other(name, one.against), given, ("against",))
            terms, faults = terms + more, faults + wrong
        pairing = next((key for key in ("less", "over") if key in given), "")
        return (None if faults else Case(name, tuple(terms), pairing)), faults

    def _other(self, name: str, table: WorldTable) -> World:
        """Return the world that a fact is compared with."""
        numbers = numbers_of({**self.one.set, **table.set})
        return World(table.scenario or name, (*self.one.without, *table.without), numbers)

    def _terms(
        self, world: World, tables: dict[str, MeasureTable], place: Place
    ) -> tuple[list[Term], list[tuple[Place, str]]]:
        """Return measures in a world, and what is wrong with them or with it."""
        try:
            asked = self.shelf.asked(world.name)
        except Refused as error:
            return [], [((*place, "scenario"), str(error))]
        faults: list[tuple[Place, str]] = []
        try:
            world.changed(asked)
        except Refused as error:
            faults += [((*place, "set", p.path), p.text) for p in error.problems]
        except InvalidInput as error:
            faults.append(((*place, "without"), str(error)))
        reader = Reader(asked)
        found = [reader.measure(table, (key,)) for key, table in tables.items()]
        terms = [Term(world, one) for one in found if one is not None]
        return terms, faults + reader.faults

    def _predictions(self, here: World) -> tuple[Case | None, list[tuple[Place, str]]]:
        """Return the parts of predictions, each in its what-if and in the scenario."""
        terms: list[Term] = []
        faults: list[tuple[Place, str]] = []
        for k, part in enumerate(self.one.held or ()):
            table = {"of": MeasureTable(mean=part.of)}
            for world in (World(part.scenario), here):
                more, wrong = self._terms(world, table, ("held", k))
                terms += more
                faults += [
                    (("held", k, "of") if place == ("of", "mean") else place, text)
                    for place, text in wrong
                ]
        bounds = tuple((part.low, part.high) for part in self.one.held or ())
        return (None if faults else Case(here.name, tuple(terms), "", bounds)), faults
