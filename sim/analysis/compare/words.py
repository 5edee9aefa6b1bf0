"""Words: what a comparison says, in sentences."""

from __future__ import annotations

from typing import Any

from sim.outcomes import base_rates
from sim.outcomes.focus import needs_in_words
from sim.scenario import changes_in_words
from sim.system.text import many

from .comparison import Compared
from .headline import (
    Difference,
    Told,
    amount,
    by_history,
    interval,
    means,
    more_or_less,
    same,
    shares,
    subject,
    told,
)
from .measures import Measure
from .sides import letter

_LEFT = "without "


def finding(result: Compared, which: int = 1) -> str:
    """Say in a sentence or two what sets a scenario apart from the first.

    Parameters
    ----------
    result : Compared
    which : int
        Of its scenarios.

    Returns
    -------
    str
        On the first outcome that was asked for, else on the tilt: its largest sure difference by
        half-years, then the end.
    """
    return put_together(*finding_parts(result, which))


def put_together(head: str, details: str, rest: str) -> str:
    """Return a finding of its parts, from ``finding_parts``."""
    return f"{head}{f' ({details})' if details else ''}.{f' {rest}.' if rest else ''}"


def headline(result: Compared) -> str:
    """Return the finding on the second scenario without its details: the title of figures."""
    about = told(result, 1)
    if about.largest is None or about.largest.measure is about.end.measure:
        return finding_parts(result, 1)[0]
    _, more, when = subject(result, about.largest.measure)
    end = subject(result, about.end.measure)[2]
    after = more_or_less(about.end) if about.end.is_sure else "no difference at 95 %"
    most = more_or_less(about.largest)
    return f"{_circumstance(result, 1)}, {more} is {most} {when}; {after} {end}"


def finding_parts(
    result: Compared, which: int = 1, known: Told | None = None
) -> tuple[str, str, str]:
    """Return the finding on a scenario: what differs most, its means and interval, and the end.

    Parameters
    ----------
    result : Compared
    which : int
        Of its scenarios.
    known : Told, optional
        What it is about, where that is at hand.

    Returns
    -------
    (str, str, str)
        What ``finding`` puts together; the second and the third may be "".
    """
    about = known or told(result, which)
    one = about.largest or about.end
    what, more, when = subject(result, one.measure)
    head = _circumstance(result, which)
    if about.largest is None:
        return f"{head}, {_not_sure(what, when, one)}", "", _elsewhere(result, about)
    output, around = one.measure.outcome.output, f"95 % interval of the difference {interval(one)}"
    if output.is_share:
        return f"{head}, {what}: {shares(one)}", around, ""
    first, second = means(one)
    details, often = f"{second} instead of {first}; {around}", by_history(one)
    differs = f"{more_or_less(one)} on average than {_in_the_first(result, which)}"
    if one.measure is about.end.measure:
        return f"{head}, {' '.join([more, when]).rstrip()} is {differs}", details, often
    _, _, end = subject(result, about.end.measure)
    rest = f"{often}. {end[:1].upper()}{end[1:]} it is {_at_the_end(about.end)}"
    return f"{head}, {more} differs most {when}: {differs}", details, rest


def _not_sure(what: str, when: str, one: Difference) -> str:
    """Say that a measure is the same: in every history, or with no significant difference."""
    if one.is_none:
        return f"{' '.join([what, when]).rstrip()} is the same in every history"
    if not when:
        return f"{what} is {same(one)}"
    never = "in no half-year does it differ by 0.01 or more beyond what chance explains"
    return f"{what} hardly changes: {never}; {when} it is {_at_the_end(one)}"


def finding_data(result: Compared, which: int = 1) -> dict[str, Any]:
    """Return the finding on a scenario as pages show it.

    Parameters
    ----------
    result : Compared
    which : int
        Of its scenarios.

    Returns
    -------
    dict
        ``text`` is all that ``finding`` says; ``headline`` and ``detail`` are its parts, a sentence
        each.
    """
    about = told(result, which)
    head, details, rest = finding_parts(result, which, about)
    parts = [f"{details[:1].upper()}{details[1:]}."] if details else []
    parts += [f"{rest}."] if rest else []
    return {
        "headline": f"{head}.",
        "detail": " ".join(parts),
        "sure": about.largest is not None,
        "text": put_together(head, details, rest),
        "largest": about.largest and about.largest.as_data(),
        "end": about.end.as_data(),
    }


def main_measure(result: Compared, which: int = 1) -> Measure:
    """Return the measure that the finding on a scenario is about.

    Parameters
    ----------
    result : Compared
    which : int
        Of its scenarios.
    """
    about = told(result, which)
    return (about.largest or about.end).measure


def _at_the_end(one: Difference) -> str:
    """Say how much a measure differs in the last half-year."""
    if one.is_none:
        return "the same in every history"
    return amount(one) if one.is_sure else same(one)


def _elsewhere(result: Compared, about: Told) -> str:
    """Name the largest sure difference of the other measures; "" where there is none."""
    one = about.elsewhere
    if one is None:
        return ""
    what = one.measure.outcome.in_words(result.scenarios[0])
    change = shares(one) if one.measure.outcome.output.is_share else amount(one)
    return f"The largest difference elsewhere that is significant at 95 %: {what}: {change}"


def question_rows(result: Compared) -> tuple[list[str], list[list[str]]]:
    """Return a table of the questions: shares beside those without any shock, what happened."""
    letters = [letter(k) for k in range(len(result.labels))]
    rows: list[list[str]] = []
    for row in result.questions():
        pairs = zip(row["shares"], row["shares_without_shocks"], strict=True)
        cells = [
            f"{base_rates.percent(share)} ({base_rates.percent(base)})" for share, base in pairs
        ]
        rows.append([row["text"], *cells, base_rates.happened(row["happened"])])
    return ["", *letters, "happened"], rows


def _circumstance(result: Compared, which: int) -> str:
    """Say under which circumstance a scenario differs from the first."""
    scenario = result.scenarios[which]
    if scenario.name != result.scenarios[0].name:
        return f"In “{scenario.title}”"
    words = changes_in_words(scenario, result.scenarios[0]) or [result.labels[which]]
    first, *more = map(_with, words)
    both = first.startswith(_LEFT)  # "without X and with Y", but "with X and Y"
    told = [first, *(one if both else one.removeprefix("with ") for one in more)]
    return " and ".join(told).replace("w", "W", 1)


def _in_the_first(result: Compared, which: int) -> str:
    """Say with what a scenario is compared: that of its name as it is written, or another."""
    first = result.scenarios[0]
    if result.scenarios[which].name != first.name:
        return f"in “{first.title}”"
    return (
        "in the scenario without this change" if first.overrides else "in the scenario as written"
    )


def _with(change: str) -> str:
    """Return a change as a circumstance: ``without crimea``, ``with A's autonomy: 1 -> 2``."""
    return change if change.startswith((_LEFT, "with ")) else f"with {change}"


def in_scenario(result: Compared, which: int) -> str:
    """Return a scenario's label as a circumstance: ``without crimea``, ``in calm-peninsula``."""
    label, scenario = result.labels[which], result.scenarios[which]
    if any(result.own[which : which + 1]):
        return f"with {label}"
    twin = which and scenario.name == result.scenarios[0].name
    return label if twin and label.startswith(_LEFT) else f"in {label}"


def tilt_in_words(result: Compared) -> str:
    """Say between which states, and in which needs, the tilt of a comparison is."""
    about = result.about
    ends = f"-1 all from {about.a}, +1 all from {about.b}"
    return f"Tilt of {about.state}: {ends}, {needs_in_words(about.needs)}"


def provenance(result: Compared) -> str:
    """Return what every figure of a comparison says of its numbers."""
    outcomes = result.outcomes[0]
    drawn = result.results[0].histories
    part = "" if drawn == outcomes.histories else f", months from the first {drawn:,}"
    return (
        f"{many(outcomes.histories, 'history')} of each on the same random draws, seed "
        f"{outcomes.seed}{part}."
    )
