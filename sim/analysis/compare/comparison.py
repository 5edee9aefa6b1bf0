"""Comparison: what one scenario has that another has not, history by history on the same luck.

History 7 of one scenario and history 7 of another meet the same accidents and the same temptations
(``luck``); what differs between them is what the scenarios say. Differences of pairs are therefore
far surer than differences of means.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from sim.ensemble import run as ensemble
from sim.errors import InvalidInput
from sim.model.measures import posture_labels
from sim.outcomes.bootstrap import mean_interval
from sim.outcomes.focus import Focus, half_years, name_of, needs_in_words
from sim.outcomes.results import Results
from sim.outcomes.table import OutcomeTable, answer_column, outcome_table
from sim.scenario import Question, Scenario, in_short

KEPT_WHOLE = (
    1000  # histories whose every month is kept, for figures and for where histories part ways
)
_SOME = 0.01  # judgement: postures rarer than this in all scenarios are not listed


@dataclass(frozen=True)
class Comparison:
    """Scenarios run on the same luck; the first is the one the others are measured against.

    Attributes
    ----------
    labels : tuple of str
        What sets each scenario apart, in a few words.
    results : tuple of Results
        The first histories of each, kept whole.
    outcomes : tuple of OutcomeTable
        All histories of each, about the first scenario's focus and asked the questions of all.
    measures : tuple of Measure
        What is compared.
    """

    labels: tuple[str, ...]
    results: tuple[Results, ...]
    outcomes: tuple[OutcomeTable, ...]
    measures: tuple[Measure, ...]

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios."""
        return tuple(results.scenario for results in self.results)

    @property
    def about(self) -> Focus:
        """Whom the comparison is about."""
        return self.outcomes[0].about

    def differences(self, which: int) -> np.ndarray:
        """Return scenario `which` less the first, (history, measure)."""
        return np.column_stack([m.values[which] - m.values[0] for m in self.measures])

    def table(self) -> pd.DataFrame:
        """Return a row per scenario after the first and measure: both means, and their paired difference.

        Columns: scenario, measure, group, first, second (means), difference (of means) with its 95
        % bootstrap interval ``low`` to ``high``, quantiles q05 to q95 of the paired differences,
        and the shares of histories in which the second is ``higher`` and ``lower``.
        """
        return pd.concat(
            [self._rows(which) for which in range(1, len(self.labels))], ignore_index=True
        )

    def _rows(self, which: int) -> pd.DataFrame:
        """Return the rows of one scenario."""
        differences = self.differences(which)
        low, high = mean_interval(differences, self.outcomes[0].seed)
        quantiles = np.quantile(differences, (0.05, 0.25, 0.5, 0.75, 0.95), axis=0)
        columns = {
            "scenario": self.labels[which],
            "measure": [m.name for m in self.measures],
            "group": [m.group for m in self.measures],
            "first": [m.values[0].mean() for m in self.measures],
            "second": [m.values[which].mean() for m in self.measures],
            "difference": differences.mean(axis=0),
            "low": low,
            "high": high,
        }
        columns |= dict(zip(("q05", "q25", "median", "q75", "q95"), quantiles, strict=True))
        columns |= {
            "higher": (differences > 0).mean(axis=0),
            "lower": (differences < 0).mean(axis=0),
        }
        return pd.DataFrame(columns)


@dataclass(frozen=True)
class Measure:
    """One number of each history: its name, its group, and its values in each scenario, (scenario, history)."""

    name: str
    group: str
    values: np.ndarray


def compare(
    *scenarios: Scenario,
    histories: int = 1000,
    seed: int = 1,
    progress: Callable[[int], None] | None = None,
    executor: Executor | None = None,
) -> Comparison:
    """Run scenarios on the same luck and compare them with the first.

    Parameters
    ----------
    *scenarios : Scenario
        Two or more with the same states, start and number of months.
    histories, seed, progress, executor
        As in ``ensemble.run``.

    Returns
    -------
    Comparison

    Raises
    ------
    ValueError
        For fewer than two scenarios, or scenarios that cannot be paired, saying why.
    """
    check_comparable(scenarios)
    asked = _asked_of_all(scenarios)
    alike = [replace(scenario, questions=asked) for scenario in scenarios]
    kept, outcomes = [], []
    for scenario in alike:
        results = ensemble.run(scenario, min(histories, KEPT_WHOLE), seed, executor=executor)
        about = outcomes[0].about if outcomes else outcome_table(results).about
        kept.append(results)
        outcomes.append(ensemble.run_outcomes(scenario, histories, seed, executor, progress, about))
    return Comparison(
        labels_of(scenarios), tuple(kept), tuple(outcomes), tuple(_measures(outcomes))
    )


def check_comparable(scenarios: Sequence[Scenario]) -> None:
    """Refuse to pair scenarios of other states or periods, with a ValueError that says which."""
    if len(scenarios) < 2:
        raise InvalidInput(
            "a comparison needs at least 2 scenarios, or one and what to change with --without or "
            "--set"
        )
    first = scenarios[0]
    for other in scenarios[1:]:
        for what, here, there in (
            ("states", ", ".join(first.codes), ", ".join(other.codes)),
            ("start", first.start, other.start),
            ("months", first.months, other.months),
        ):
            if here != there:
                raise InvalidInput(
                    f"{first.name} and {other.name} cannot be paired: their {what} differ ({here} "
                    f"and {there})"
                )


def labels_of(scenarios: Sequence[Scenario]) -> tuple[str, ...]:
    """Return what sets each scenario apart: its name, or where that is shared what was changed in it."""
    labels: list[str] = []
    for k, scenario in enumerate(scenarios):
        twin = any(other.name == scenario.name for other in scenarios[:k])
        label = in_short(scenario.changed) if twin and scenario.changed else scenario.name
        labels.append(label if label not in labels else f"{label} ({k + 1})")
    return tuple(labels)


def _asked_of_all(scenarios: Sequence[Scenario]) -> tuple[Question, ...]:
    """Return the questions of all scenarios, each once.

    Where two share an id, the earlier scenario's.
    """
    asked: dict[str, Question] = {}
    for scenario in scenarios:
        for question in scenario.questions:
            asked.setdefault(question.id, question)
    return tuple(asked.values())


def _measures(outcomes: Sequence[OutcomeTable]) -> list[Measure]:
    """Return what is compared, in the order in which a reader asks."""
    about, scenario = outcomes[0].about, outcomes[0].scenario
    state, tilt = about.state, f"tilt of {about.state}"
    wanted = [
        (f"{tilt}, {label}", "tilt", f"tilt_{label.replace(' ', '_')}")
        for label, _ in half_years(scenario)
    ]
    wanted += [(f"{tilt}, last month", "tilt", "tilt_last")]
    wanted += [
        (f"hedging of {code}, last month", "hedging", f"hedging_{code}") for code in scenario.codes
    ]
    others = [code for code in scenario.codes if code != state]
    wanted += [
        (f"dependence of {state} on {code}, last month", "dependence", f"dependence_{code}")
        for code in others
    ]
    last = half_years(scenario)[-1][0]
    economy = f"dependence of {state}'s economy on {about.a}, {last}"
    wanted += [(economy, "dependence", f"economy_{last.replace(' ', '_')}")]
    wanted += [
        (f"support that {code} receives, last month", "support", f"received_{code}")
        for code in scenario.codes
    ]
    for column, words in (
        ("approaches", "approaches of {} to {}"),
        ("deals", "deals of {} with {} that it asked for"),
    ):
        wanted += [(words.format(state, code), column, f"{column}_{code}") for code in others]
    wanted += [(q.text, "questions", answer_column(q.id)) for q in scenario.questions]
    measures = [
        Measure(name, group, np.array([t.columns[column].astype(float) for t in outcomes]))
        for name, group, column in wanted
    ]
    return measures + _posture_measures(outcomes)


def _posture_measures(outcomes: Sequence[OutcomeTable]) -> list[Measure]:
    """Return whether each state ends in each posture, for postures that occur."""
    codes = outcomes[0].scenario.codes
    measures = []
    for code in codes:
        columns = [t.columns[f"posture_last_{code}"] for t in outcomes]
        for k, label in enumerate(posture_labels(codes)):
            values = np.array([(column == k).astype(float) for column in columns])
            if values.mean(axis=1).max() >= _SOME:
                measures.append(Measure(f"{code} ends {label}", "postures", values))
    return measures


def tilt_in_words(found: Comparison) -> str:
    """Say between whom, and in what, the tilt of a comparison is."""
    about = found.about
    return f"tilt of {about.state}: -1 all from {about.a}, +1 all from {about.b}, {needs_in_words(about.needs)}"


def provenance(found: Comparison) -> str:
    """Return what every figure of a comparison says of its numbers."""
    outcomes = found.outcomes[0]
    drawn = found.results[0].histories
    part = "" if drawn == outcomes.histories else f", months from the first {drawn:,}"
    return f"{outcomes.histories:,} histories of each on the same luck, seed {outcomes.seed}{part}."


def finding(found: Comparison, which: int = 1) -> str:
    """Say in a sentence what sets a scenario apart from the first: how the tilt ends, and in how many histories."""
    about, scenario = found.about, found.scenarios[0]
    state, a, b = (name_of(scenario, code) for code in (about.state, about.a, about.b))
    label = half_years(scenario)[-1][0]
    k = next(
        k for k, m in enumerate(found.measures) if m.group == "tilt" and m.name.endswith(label)
    )
    row = found._rows(which).iloc[k]
    what = f"{state}'s tilt between {a} (-1) and {b} (+1) in {label}"
    circumstance = _circumstance(found, which)
    if row["higher"] == row["lower"] == 0:
        return f"{circumstance}, {what} is the same in every history."
    if row["low"] <= 0 <= row["high"]:
        return f"{circumstance}, {what} is the same on average, within {row['low']:+.2f} to {row['high']:+.2f}."
    lower = row["difference"] < 0
    share = row["lower"] if lower else row["higher"]
    return (
        f"{circumstance}, {state}'s tilt toward {b} in {label} is {abs(row['difference']):.2f} "
        f"{'lower' if lower else 'higher'}, in {100 * share:.0f} % of histories "
        f"(on average {row['first']:+.2f} becomes {row['second']:+.2f}; 95 % interval of the "
        "difference "
        f"{row['low']:+.2f} to {row['high']:+.2f})."
    )


def _circumstance(found: Comparison, which: int) -> str:
    """Say under which circumstance a scenario differs from the first."""
    label = found.labels[which]
    if found.scenarios[which].name != found.scenarios[0].name:
        return f"In “{found.scenarios[which].title}”"
    return f"W{label[1:]}" if label.startswith("without ") else f"With {label}"
