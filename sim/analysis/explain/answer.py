"""The answers to why: a state's options at one moment, or what drives it over all histories."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from sim import schema
from sim.ensemble.run import one_history
from sim.errors import InvalidInput
from sim.outcomes.meant import results_meant
from sim.outcomes.months import month_in_words, month_index
from sim.outcomes.results import Results
from sim.report.answer import Answer, Asked, records
from sim.report.naming import default_folder, label
from sim.report.page import Part
from sim.scenario import Scenario

from . import drivers_figure, why_figure, words
from .drivers import Drivers, drivers, turn_in_words
from .explanation import Explanation, explanation_of
from .partner import most_telling, why_this_one
from .sentences import in_sentences

_TERMS = list(schema.TERMS)


@dataclass(frozen=True, repr=False, eq=False)
class Moment(Answer):
    """Why a state did what it did toward a partner, in one month of one history.

    Attributes
    ----------
    asked : Asked
    explanation : Explanation
        Its options, what each was worth, and what the partner saw in it.
    results : Results
        The history.
    why_partner : str
        Where nobody named the partner: that the state made no move at all, or toward whom else it
        moved.
    """

    asked: Asked
    explanation: Explanation
    results: Results
    why_partner: str = ""

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the state did and why, what the partner made of it, and why this partner."""
        told = in_sentences(self.explanation, self.scenarios[0])
        return (*told, self.why_partner) if self.why_partner else told

    @property
    def finding(self) -> str:
        """What the state did and why, and what the partner made of it, as one text."""
        return " ".join(self.sentences)

    @property
    def title(self) -> str:
        """The title of the page."""
        of = self.explanation
        when = month_in_words(str(of.month))
        return f"{self.scenarios[0].title}: {of.state} toward {of.partner} in {when}"

    @property
    def small(self) -> str:
        """Of which history it is."""
        return f"History {self.explanation.run}, seed {self.seed}"

    def options(self) -> pd.DataFrame:
        """Return a row per option, the likeliest first: terms, worth, chance, and consent."""
        of = self.explanation
        table = pd.DataFrame(of.terms, columns=_TERMS)
        table.insert(0, "option", of.options)
        table["worth"], table["probability"] = of.values, of.probabilities
        for t, term in enumerate(_TERMS):
            table[f"partner_{term}"] = of.partner_terms[:, t]
        table["partner_consents"] = of.consent
        table["chosen"] = [int(option == of.chosen) for option in of.options]
        ordered = table.sort_values("probability", ascending=False, kind="stable")
        return ordered.reset_index(drop=True)

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the options."""
        return {"options.csv": self.options()}

    def texts(self, folder: Path) -> dict[str, str]:
        """Return the scenario and the sentences."""
        return {**super().texts(folder), "explanation.txt": "\n".join(self.sentences) + "\n"}

    def figures(self) -> dict[str, Figure]:
        """Return the bars of terms."""
        return {"why": why_figure.figure(self.results, self.explanation)}

    def data(self) -> dict[str, Any]:
        """Return the answer as plain dictionaries and lists."""
        return {
            "sentences": list(self.sentences),
            "options": records(self.options()),
            "in_force": [shock.id for shock in self.explanation.in_force],
        }

    def text(self) -> str:
        """Return the sentences and the options, as the terminal prints them."""
        table = words.options_text(self.options(), self.explanation.partner)
        return "\n".join([*self.sentences, "", table])

    def page(self) -> list[Part]:
        """Return the figure and the options."""
        return words.options_page(self.options(), self.explanation)


@dataclass(frozen=True, repr=False, eq=False)
class Turn(Answer):
    """What drives a state to a partner, over all histories.

    Attributes
    ----------
    asked : Asked
    drivers : Drivers
        What deals with either patron are worth, month by month.
    results : Results
        The histories.
    """

    asked: Asked
    drivers: Drivers
    results: Results

    @property
    def finding(self) -> str:
        """What deals with either patron gain or lose in worth."""
        return turn_in_words(self.drivers, self.results)

    @property
    def title(self) -> str:
        """The title of the page."""
        return f"{self.scenarios[0].title}: what drives {self.drivers.state}"

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return a row per month and patron: the mean terms of a deal with it."""
        parts = []
        for with_whom, to_whom, terms in self.drivers.sides():
            part = pd.DataFrame(terms, columns=_TERMS)
            part.insert(0, "month", self.scenarios[0].month_labels)
            part.insert(1, "with", with_whom)
            part.insert(2, "worth_to", to_whom)
            part["worth"] = terms.sum(axis=1)
            parts.append(part)
        return {"drivers.csv": pd.concat(parts, ignore_index=True)}

    def yearly(self) -> pd.DataFrame:
        """Return the mean terms by year."""
        table = self.to_frame()
        table = table.assign(year=[month[:4] for month in table["month"]])
        keys = ["with", "worth_to", "year"]
        return table.groupby(keys, sort=False)[[*_TERMS, "worth"]].mean().reset_index()

    def texts(self, folder: Path) -> dict[str, str]:
        """Return the scenario and the finding."""
        return {**super().texts(folder), "explanation.txt": f"{self.finding}\n"}

    def figures(self) -> dict[str, Figure]:
        """Return the terms over time."""
        return {"drivers": drivers_figure.figure(self.results, self.drivers)}

    def data(self) -> dict[str, Any]:
        """Return the answer as plain dictionaries and lists."""
        return {"sentence": self.finding, "drivers": records(self.to_frame())}

    def text(self) -> str:
        """Return the finding and the means by year, as the terminal prints them."""
        return f"{self.finding}\n\n{words.yearly_text(self.yearly())}"

    def page(self) -> list[Part]:
        """Return the figure and the means by year."""
        return words.yearly_page(self.yearly())


def explain(
    results: Results,
    state: str,
    toward: str | None = None,
    month: str | None = None,
    history: int = 0,
) -> Moment | Turn:
    """Explain why a state did what it did: in a month of one history, or over all of them.

    Parameters
    ----------
    results : Results
        From ``sim.run``.
    state : str
        Whose move.
    toward : str, optional
        The other state; by default the one toward which its move was worth most to it (where it
        made none, the one toward which it was nearest to a move), or over all histories the one on
        which its dependence grows most.
    month : str, optional
        When, as "2014-11"; without it, what drives the state over all histories.
    history : int
        With a month, the number of the history.

    Returns
    -------
    Moment or Turn

    Raises
    ------
    InvalidInput
        For a state, month or history that is not there, or a state explained toward itself.
    """
    scenario = results_meant(results, "explain").scenario
    state, toward = checked(scenario, state, toward)
    if month is None:
        result = drivers(results, state, toward)
        what = asked_turn(scenario, results.histories, results.seed, state, result.partner)
        return Turn(what, result, results)
    if history not in results.runs:
        raise InvalidInput(
            f"history {history} was not run: choose from {results.runs[0]} to {results.runs[-1]}"
        )
    return moment(scenario, results.seed, history, state, toward, month)


def checked(scenario: Scenario, state: str, toward: str | None) -> tuple[str, str | None]:
    """Return the codes of two states; refuse unknown ones, and one explained toward itself.

    Parameters
    ----------
    scenario : Scenario
        Whose states they are.
    state, toward : str
        Codes, numbers, names or capitals; `toward` may be missing.
    """
    state, toward = scenario.code(state), None if toward is None else scenario.code(toward)
    if toward == state:
        raise InvalidInput(
            f"{state} makes no moves toward itself: choose another state with --toward"
        )
    return state, toward


def moment(
    scenario: Scenario, seed: int, history: int, state: str, toward: str | None, month: str
) -> Moment:
    """Return the answer for one month of one history, which is run for it; as ``explain``."""
    when = month_index(scenario, month)
    results = one_history(scenario, history, seed)
    partner = toward or most_telling(results, when, state)
    why = "" if toward else why_this_one(results, when, state, partner)
    words = f"{label(scenario)}-explain-{state}-{partner}-{month}-history-{history}"
    options = {"state": state, "toward": partner, "month": month, "run": history}
    what = Asked("explanation", (scenario,), seed, 1, default_folder(words, 0, seed), options)
    return Moment(what, explanation_of(results, history, when, state, partner), results, why)


def asked_turn(
    scenario: Scenario, histories: int, seed: int, state: str, partner: str | None
) -> Asked:
    """Return what is asked about a state over all histories.

    Parameters
    ----------
    scenario : Scenario
        That is run.
    histories, seed : int
        As in ``sim.run``.
    state, partner : str
        Who turns, and to whom.
    """
    folder = default_folder(f"{label(scenario)}-explain-{state}-{partner}", histories, seed)
    options = {"state": state, "toward": partner}
    return Asked("explanation", (scenario,), seed, histories, folder, options)
