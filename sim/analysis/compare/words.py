"""Words: what a comparison says, in sentences."""

from __future__ import annotations

from sim.outcomes.focus import name_of, needs_in_words
from sim.scenario import changes_in_words, left_out

from .comparison import Compared, Measure


def finding(result: Compared, which: int = 1) -> str:
    """Say in a sentence what sets a scenario apart from the first.

    Parameters
    ----------
    result : Compared
    which : int
        Of its scenarios.

    Returns
    -------
    str
        On the first outcome that was asked for, else on the tilt in the last half-year.
    """
    head, details = _finding(result, which)
    return f"{head} ({details})." if details else f"{head}."


def headline(result: Compared) -> str:
    """Return the finding on the second scenario without its details: the title of figures."""
    return _finding(result, 1)[0]


def _finding(result: Compared, which: int) -> tuple[str, str]:
    """Return the finding on a scenario: what it is, and means with their interval."""
    k, measure = _main(result)
    row = result.rows(which).iloc[k]
    circumstance = _circumstance(result, which)
    what, more, less = _what(result, measure)
    if row["higher"] == row["lower"] == 0:
        return f"{circumstance}, {what} is the same in every history", ""
    low, high = (_difference(measure, row[end]) for end in ("low", "high"))
    if row["low"] <= 0 <= row["high"]:
        unit = _unit(measure)
        return f"{circumstance}, {what} is the same on average, within {low} to {high}{unit}", ""
    first, second = (measure.outcome.output.shown(row[mean]) for mean in ("first", "second"))
    interval = f"95 % interval of the difference {low} to {high}{_unit(measure)}"
    if measure.outcome.output.is_share:
        return f"{circumstance}, {what}: {second} of histories instead of {first}", interval
    lower = row["difference"] < 0
    size = _difference(measure, abs(row["difference"])).lstrip("+")
    share = row["lower"] if lower else row["higher"]
    head = (
        f"{circumstance}, {less if lower else more} is {size} {'lower' if lower else 'higher'}, in "
        f"{100 * share:.0f} % of histories"
    )
    return head, f"on average {first} becomes {second}; {interval}"


def _unit(measure: Measure) -> str:
    """Return the unit of a difference."""
    return " points" if measure.outcome.output.is_share else ""


def main_measure(result: Compared) -> Measure:
    """Return the measure that the finding is about."""
    return _main(result)[1]


def _main(result: Compared) -> tuple[int, Measure]:
    """Return the measure that the finding is about, and its position."""
    if result.outcomes[0].also:
        return 0, result.measures[0]
    tilts = [k for k, measure in enumerate(result.measures) if measure.group == "tilt"]
    return tilts[-2], result.measures[tilts[-2]]  # behind it comes that of the last month


def _what(result: Compared, measure: Measure) -> tuple[str, str, str]:
    """Return a measure in words, and what there is more or less of."""
    outcome, scenario = measure.outcome, result.scenarios[0]
    if outcome.name != "tilt" or outcome in result.outcomes[0].also:
        words = outcome.in_words(scenario)
        return words, words, words
    state, a, b = (name_of(scenario, code) for code in outcome.terms.states)
    when = outcome.when.phrase
    toward = f"{state}'s tilt toward {b} {when}"
    return f"{state}'s tilt between {a} (-1) and {b} (+1) {when}", toward, toward


def _difference(measure: Measure, value: float) -> str:
    """Return a difference of means as text."""
    if measure.outcome.output.is_share:
        return f"{100 * value:+.0f}"
    return f"{value:+.2f}"


def _circumstance(result: Compared, which: int) -> str:
    """Say under which circumstance a scenario differs from the first."""
    scenario = result.scenarios[which]
    if scenario.name != result.scenarios[0].name:
        return f"In “{scenario.title}”"
    words = changes_in_words(scenario) or result.labels[which]
    return f"W{words[1:]}" if left_out(scenario.changed) else f"With {words}"


def in_scenario(result: Compared, which: int) -> str:
    """Return a scenario's label as a circumstance: ``without crimea``, ``in calm-peninsula``."""
    label, scenario = result.labels[which], result.scenarios[which]
    if any(result.own[which : which + 1]):
        return f"with {label}"
    twin = which and scenario.name == result.scenarios[0].name
    return label if twin and left_out(scenario.changed) else f"in {label}"


def tilt_in_words(result: Compared) -> str:
    """Say between whom, and in what, the tilt of a comparison is."""
    about = result.about
    ends = f"-1 all from {about.a}, +1 all from {about.b}"
    return f"tilt of {about.state}: {ends}, {needs_in_words(about.needs)}"


def provenance(result: Compared) -> str:
    """Return what every figure of a comparison says of its numbers."""
    outcomes = result.outcomes[0]
    drawn = result.results[0].histories
    part = "" if drawn == outcomes.histories else f", months from the first {drawn:,}"
    return (
        f"{outcomes.histories:,} histories of each on the same random draws, seed "
        f"{outcomes.seed}{part}."
    )
