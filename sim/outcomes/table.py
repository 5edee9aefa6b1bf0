"""The outcome table: what is kept of every history, however many there are.

Each row is a history, each column a number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

import numpy as np

from sim.scenario import Scenario

from .catalogue import Terms
from .column_names import column_name, column_names
from .columns import columns
from .focus import Focus, focus, half_years
from .months import half_year_in_words
from .on_disk import OnDisk
from .outcome import ALL_MONTHS, FIRST_MONTH, LAST_MONTH, Outcome, When
from .quantiles import bands
from .results import Results


@dataclass(frozen=True)
class OutcomeTable:
    """Columns of numbers, each (history,).

    Attributes
    ----------
    scenario : Scenario
    seed : int
    about : Focus
        Whom tilt, approaches and summits are about.
    runs : ndarray (history,)
        Numbers of the histories.
    columns : mapping of str to ndarray (history,)
        Those of ``outcomes``, which says what each is; in designs also numbers that vary.
    also : tuple of Outcome
        Outcomes that were asked for, beyond those that every table holds.
    """

    scenario: Scenario
    seed: int
    about: Focus
    runs: np.ndarray
    columns: Mapping[str, np.ndarray]
    also: tuple[Outcome, ...] = ()

    @property
    def histories(self) -> int:
        """How many histories there are, a row for each."""
        return len(self.runs)

    def rows(self, where: slice) -> OutcomeTable:
        """Return the table of some of the histories."""
        if isinstance(self.columns, OnDisk):
            columns = self.columns.rows(where)
        else:
            columns = {name: column[where] for name, column in self.columns.items()}
        return replace(self, runs=self.runs[where], columns=columns)

    def mean(self, column: str) -> float:
        """Return the mean of a column over histories."""
        return float(self.columns[column].mean())

    def bands(self, column: str) -> dict[str, float]:
        """Return mean, median, middle half and middle 90 % of the histories."""
        return bands(self.columns[column])

    def total(self, column: str) -> int:
        """Return the sum of a column of whole numbers."""
        return int(self.columns[column].sum(dtype=np.int64))

    def counts(self, column: str) -> np.ndarray:
        """Return in how many histories a column of whole numbers is 0, 1, ..."""
        return np.bincount(self.columns[column])

    def moved(self, first: str, last: str) -> tuple[float, float]:
        """Return in which shares of histories the last column is above the first, and below."""
        before, after = self.columns[first], self.columns[last]
        return float(np.mean(after > before)), float(np.mean(after < before))

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcomes that the table holds, in the order of their columns."""
        usual = self.usual
        return (*usual, *(outcome for outcome in self.also if outcome not in usual))

    @property
    def usual(self) -> tuple[Outcome, ...]:
        """The outcomes that every table about these states holds."""
        return tuple(outcomes_of(self.scenario, self.about))


def answer_column(identity: str) -> str:
    """Return the name of the column that holds a question's answers."""
    return column_name(f"answer_{identity}")


@lru_cache(maxsize=16)
def outcomes_of(scenario: Scenario, about: Focus) -> tuple[Outcome, ...]:
    """Return the outcomes that the table of a scenario holds.

    Parameters
    ----------
    scenario : Scenario
    about : Focus
        Whom tilt, approaches and summits are about.

    Returns
    -------
    tuple of Outcome
        Answers; by half-year tilt, economic dependence on the first patron, and the support from
        either patron that the tilt divides; first summits;
        approaches, deals and dependence by partner; postures, hedging and support by state.
    """
    outcomes = [
        *answers_of(scenario),
        *_tilts(scenario, about),
        *_summits(scenario, about),
        *_by_partner(scenario, about.state),
        *_by_state(scenario),
    ]
    names = column_names([outcome.column for outcome in outcomes])
    return tuple(
        replace(outcome, column=name) for outcome, name in zip(outcomes, names, strict=True)
    )


@dataclass(frozen=True)
class Wanted:
    """Which outcomes of histories are kept; calling it gives their columns.

    Attributes
    ----------
    also : tuple of Outcome
        Outcomes that were asked for.
    alone : bool
        Keep these alone, without those of ``outcomes_of``.
    about : Focus, optional
        Whom the usual outcomes are about; by default whom the scenario asks about.
    """

    also: tuple[Outcome, ...] = ()
    alone: bool = False
    about: Focus | None = None

    @property
    def needs_trust(self) -> bool:
        """Whether histories have to record trust."""
        return any(outcome.name == "trust" for outcome in self.also)

    def __call__(self, results: Results, about: Focus | None = None) -> dict[str, np.ndarray]:
        """Return the columns of some histories.

        Parameters
        ----------
        results : Results
        about : Focus, optional
            What ``about`` stands for where that is None; by default the focus of the results.

        Returns
        -------
        dict of str to ndarray (history,)
            By the names of the outcomes' columns.
        """
        usual: tuple[Outcome, ...] = ()
        if not self.alone:
            usual = outcomes_of(results.scenario, self.about or about or focus(results))
        at = cache(lambda first, last: results.at(slice(first, last + 1)))
        return columns(results, (*usual, *self.also), at)


USUAL = Wanted()


def outcome_table(results: Results) -> OutcomeTable:
    """Return the outcome table of a run held in memory."""
    about = focus(results)
    columns = USUAL(results, about)
    return OutcomeTable(results.scenario, results.seed, about, results.runs, columns)


def half_year_column(measure: str, half_year: str) -> str:
    """Return the name of the column of a measure's mean over a half-year, as ``tilt_2015_H2``."""
    return column_name(f"{measure}_{half_year}")


def answers_of(scenario: Scenario) -> Iterator[Outcome]:
    """Yield the answers to the scenario's questions."""
    window = (0, scenario.months - 1)
    for question in scenario.questions:
        column = answer_column(question.id)
        yield Outcome("answer", Terms(), window, question.id, column, ALL_MONTHS)


def _tilts(scenario: Scenario, about: Focus) -> Iterator[Outcome]:
    """Yield the tilt of the state in focus, and its economic dependence on the first patron."""
    tilt = about.terms
    economy = Terms((about.state, about.a), ("economy",))
    last = scenario.months - 1
    yield Outcome("tilt", tilt, (0, 0), "", "tilt_first", FIRST_MONTH, True)
    yield Outcome("tilt", tilt, (last, last), "", "tilt_last", LAST_MONTH, True)
    for label, months in half_years(scenario):
        window, when = (months.start, months.stop - 1), _in_half_year(label)
        column = half_year_column("tilt", label)
        yield Outcome("tilt", tilt, window, "", column, when, True)
        column = half_year_column("economy", label)
        yield Outcome("dependence", economy, window, "", column, when)
    yield from _divided(scenario, about)


def _in_half_year(label: str) -> When:
    """Return the words for a half-year, as "2015 H2"."""
    return When(label, f"in {half_year_in_words(label)}")


def _divided(scenario: Scenario, about: Focus) -> Iterator[Outcome]:
    """Yield the support from either patron that the tilt divides, by half-year."""
    for patron in dict.fromkeys((about.a, about.b)):
        terms = Terms((patron, about.state), about.needs or ())
        for label, months in half_years(scenario):
            window, when = (months.start, months.stop - 1), _in_half_year(label)
            column = half_year_column(f"support_{patron}", label)
            yield Outcome("support", terms, window, "", column, when)


def _summits(scenario: Scenario, about: Focus) -> Iterator[Outcome]:
    """Yield the first summits of the state in focus with either patron."""
    for patron in dict.fromkeys((about.a, about.b)):  # among two states both are the same
        terms = Terms((about.state, patron), ("summit",))
        window, column = (0, scenario.months - 1), f"first_summit_{patron}"
        yield Outcome("first", terms, window, "", column, ALL_MONTHS)


def _by_partner(scenario: Scenario, state: str) -> Iterator[Outcome]:
    """Yield approaches to each partner, deals done, and dependence on it at the end."""
    last = scenario.months - 1
    for code in scenario.codes:
        if code != state:
            terms = Terms((state, code))
            for name in ("approaches", "deals"):
                yield Outcome(name, terms, (0, last), "", f"{name}_{code}", ALL_MONTHS)
            yield Outcome("dependence", terms, (last, last), "", f"dependence_{code}")


def _by_state(scenario: Scenario) -> Iterator[Outcome]:
    """Yield postures at both ends, and hedging and support at the last."""
    last = scenario.months - 1
    for code in scenario.codes:
        terms = Terms((code,))
        yield Outcome("posture", terms, (0, 0), "", f"posture_first_{code}", FIRST_MONTH)
        yield Outcome("posture", terms, (last, last), "", f"posture_last_{code}")
        yield Outcome("hedging", terms, (last, last), "", f"hedging_{code}")
        yield Outcome("received", terms, (last, last), "", f"received_{code}")
