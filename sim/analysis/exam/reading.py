"""Reading: what a fact's tables mean in a scenario, checked against its states and months."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sim import schema
from sim.errors import InvalidInput
from sim.outcomes.asked import outcome_asked
from sim.scenario import NumberPath, Question, Scenario, nearest, nearest_code
from sim.scenario.asks import terms_of
from sim.scenario.events import Frame
from sim.system.text import many

from . import form
from .measures import Accepted, Mean, Measure, Moves, Rank, Rate, Share, ShareCounted
from .steadiness import Drift, Idle, Patron

Place = tuple[str | int, ...]
_QUESTIONS = ("question", "first", "level", "change", "lowest", "count")


@dataclass
class Reader:
    """Reads measures for one scenario.

    Attributes
    ----------
    scenario : Scenario
        What is asked.
    faults : list of (place, text)
        What is wrong, with the place below the fact's table; added to.
    """

    scenario: Scenario
    faults: list[tuple[Place, str]] = field(default_factory=list)

    def measure(self, table: form.MeasureTable, place: Place) -> Measure | None:
        """Return a measure; None, with faults noted, where it cannot be taken.

        Parameters
        ----------
        table : MeasureTable
            As the file gives it.
        place : tuple
            Where it stands in the fact.
        """
        kinds = given_keys(table)
        if len(kinds) != 1:
            self._fault(place, f"exactly one of {', '.join(_KINDS)} is needed")
            return None
        before = len(self.faults)
        made = _KINDS[kinds[0]](self, getattr(table, kinds[0]), (*place, kinds[0]))
        return made if len(self.faults) == before else None

    def _fault(self, place: Place, text: str) -> None:
        """Note what is wrong."""
        self.faults.append((place, text))

    def share(self, table: form.Share, place: Place) -> Measure | None:
        """Return the share of histories that answer a question with yes."""
        kinds = given_keys(table)
        if len(kinds) != 1:
            self._fault(place, f"exactly one of {', '.join(_QUESTIONS)} is needed")
            return None
        kind = kinds[0]
        place = (*place, kind)
        if kind == "question":
            return self._own_question(str(table.question), place)
        if kind == "count":
            return self._counted(getattr(table, kind), place)
        frame = Frame(self.scenario.start, self.scenario.months, self.scenario.codes, {}, [])
        given = getattr(table, kind).model_dump(by_alias=True, exclude_none=True)
        terms, faults = terms_of(kind, given, frame)
        for key, text in faults:
            self._fault((*place, *key), text)
        return None if faults else Share(Question("fact", "", kind, terms))

    def _own_question(self, identity: str, place: Place) -> Measure | None:
        """Return the share that answers a question of the scenario's own."""
        own = {question.id: question for question in self.scenario.questions}
        if identity not in own:
            what = f"{self.scenario.name} has no question '{identity}'"
            self._fault(place, f"{what}{nearest(identity, own)}")
            return None
        return Share(own[identity])

    def _counted(self, table: form.Limited, place: Place) -> Measure | None:
        """Return the share of histories with so many moves."""
        if (table.at_least is None) == (table.at_most is None):
            self._fault(place, "exactly one of at_least and at_most is needed")
        return ShareCounted(self.moves(table, place), table.at_least, table.at_most)

    def moves(self, table: form.Pairs, place: Place) -> Moves:
        """Return moves of states toward others; faults are noted."""
        source, target = (
            self.states(getattr(table, key), (*place, key)) for key in ("source", "target")
        )
        pairs = [(i, j) for i in source for j in target if i != j]
        if table.either:
            pairs += [(j, i) for i, j in pairs]
        if not pairs and len(source) and len(target):
            self._fault((*place, "target"), "a state cannot be its own partner")
        what = table.what if isinstance(table, form.Counted) else "deal"
        words = tuple(schema.MOVES.index(move) for move in table.move or ())
        known = schema.ACTS if what == "act" or isinstance(table, form.Idle) else schema.DEALS
        for move in table.move or ():
            if move not in known:
                self._fault((*place, "move"), f"'{move}' is none{nearest(move, known)}")
        return Moves(tuple(dict.fromkeys(pairs)), what, words, self.window(table, place))

    def states(self, words: list[str], place: Place) -> list[int]:
        """Return positions of states; "*" means all."""
        codes = self.scenario.codes
        if words == ["*"]:
            return list(range(len(codes)))
        for word in words:
            if word not in codes:
                self._fault(place, f"unknown state '{word}'{nearest_code(word, tuple(codes))}")
        return [codes.index(word) for word in words if word in codes]

    def window(self, table: form.Dated, place: Place) -> tuple[int, int]:
        """Return positions of the first and the last month; faults are noted."""
        ends = {"from": table.from_, "to": table.to}
        months = {"from": 0, "to": self.scenario.months - 1}
        for key, day in ends.items():
            if day is not None:
                months[key] = self._month(day, (*place, key))
        if months["from"] > months["to"]:
            self._fault((*place, "to"), "the window runs backwards")
        return months["from"], months["to"]

    def _month(self, day: date, place: Place) -> int:
        """Return the position of a date's month."""
        start, months = self.scenario.start, self.scenario.months
        month = self.scenario.month(day)
        if not 0 <= month < months:
            period = f"{many(months, 'month')} from {start}"
            self._fault(place, f"{day} is outside the period, which has {period}")
            return 0
        return month

    def rate(self, table: form.Counted, place: Place) -> Measure:
        """Return the number of moves in a year."""
        return Rate(self.moves(table, place))

    def accepted(self, table: form.Pairs, place: Place) -> Measure:
        """Return the share of approaches that are accepted."""
        return Accepted(self.moves(table, place))

    def mean(self, name: str, place: Place) -> Measure | None:
        """Return the mean of an outcome of the catalogue."""
        try:
            return Mean(outcome_asked(self.scenario, name))
        except InvalidInput as error:
            self._fault(place, str(error))
            return None

    def rank(self, table: form.Rank, place: Place) -> Measure | None:
        """Return the rank correlation with recorded numbers of pairs."""
        pairs = []
        for pair in table.record:
            codes = pair.split("-")
            if len(set(codes)) != 2 or len(codes) != 2:
                self._fault((*place, "record", pair), "a pair is written as CHN-RUS")
                return None
            pairs.append(tuple(self.states([code], (*place, "record", pair)) for code in codes))
        if not all(i and j for i, j in pairs):
            return None
        there = tuple((i[0], j[0]) for i, j in pairs)
        back = tuple((j, i) for i, j in there)
        cooperation = table.of == "cooperation"
        words = tuple(schema.MOVES.index(move) for move in table.move or ())
        what = "deal" if cooperation else table.of
        moves = Moves((*there, *back), what, words, self.window(table, place))
        return Rank(moves, tuple(table.record.values()), cooperation)

    def drift(self, table: form.Drift, place: Place) -> Measure:
        """Return the largest departure of the mean history from where it starts."""
        codes = self.scenario.codes
        paths = [NumberPath.of(path) for path in self.scenario.numbers]
        given = {path.owner for path in paths if path.name == "stance"}
        clients = {codes.index(path.owner[1]) for path in paths if path.name == "support"}
        settled = tuple(
            (i, j)
            for i, first in enumerate(codes)
            for j, second in enumerate(codes)
            if i != j and (first, second) not in given
        )
        return Drift(table.of, settled, tuple(sorted(clients)))

    def patron(self, table: form.Patron, place: Place) -> Measure:
        """Return how often a state's first supplier is one of some."""
        states, among = (
            tuple(self.states(getattr(table, key), (*place, key))) for key in ("states", "among")
        )
        return Patron(states, among, self.window(table, place))

    def idle(self, table: form.Idle, place: Place) -> Measure:
        """Return the share of acts that have nothing to withdraw."""
        return Idle(self.moves(table, place), schema.NEEDS.index(table.need), table.below)


def given_keys(table: Any) -> list[str]:
    """Return the keys of a table that were written."""
    return [key for key in type(table).model_fields if getattr(table, key) is not None]


_KINDS: dict[str, Callable[[Reader, Any, Place], Measure | None]] = {
    "share": Reader.share,
    "rate": Reader.rate,
    "accepted": Reader.accepted,
    "mean": Reader.mean,
    "rank": Reader.rank,
    "drift": Reader.drift,
    "patron": Reader.patron,
    "idle": Reader.idle,
}
