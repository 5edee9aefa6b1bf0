"""Asked: an outcome by its name, read once and checked, as ``hedging.DPRK@2014-11``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sim import schema
from sim.errors import InvalidInput
from sim.scenario import Scenario, codes_called, nearest, nearest_code

from .catalogue import CATALOGUE, OUTPUTS, Output, Terms
from .column_names import column_names
from .focus import Focus, focus_of
from .outcome import ALL_MONTHS, LAST_MONTH, Outcome, When, in_months
from .postures import postures_among
from .table import outcomes_of

_MONTH = re.compile(r"\d{4}-\d{2}")
_CHOICES = {"needs": schema.NEEDS, "deals": schema.DEALS, "acts": schema.ACTS, "deal": schema.DEALS}
# what a name begins with: every output but answers, which go by the ids of their questions
_NAMED = [output.name for output in CATALOGUE if output.roles and output.name != "in_posture"]


def outcomes_asked(
    scenario: Scenario, names: Sequence[str], about: Focus | None = None
) -> tuple[Outcome, ...]:
    """Return the outcomes that names ask for, each once.

    Parameters
    ----------
    scenario : Scenario
    names : sequence of str
        A question's id; a column of ``runs.csv``; or an output with its states and what else it
        takes, separated by dots, as ``tilt.DPRK.CHN.RUS``, ``support.RUS.DPRK.economy``,
        ``deals.DPRK.RUS.summit``, ``posture.DPRK.hedging``. The last two may end in a month or a
        span of months, ``@2014-11`` or ``@2014-01:2014-06``, over which numbers are averaged and
        moves counted; by default the last month, and of moves the whole period. ``tilt`` alone is
        that which the scenario asks about.
    about : Focus, optional
        By default the scenario's.

    Returns
    -------
    tuple of Outcome
        All quantities, with column names that differ from one another.

    Raises
    ------
    InvalidInput
        For anything else; it names the part that is wrong, the nearest name and the bounds.
    """
    about = about or focus_of(scenario)
    kept = outcomes_of(scenario, about)
    result = dict.fromkeys(_asked(scenario, name, about, kept) for name in names)
    taken = {outcome.column for outcome in kept}
    new = [outcome for outcome in result if outcome.column not in taken]
    columns = column_names([*taken, *(outcome.column for outcome in new)])[len(taken) :]
    named = dict(zip(new, columns, strict=True))
    return tuple(replace(outcome, column=named.get(outcome, outcome.column)) for outcome in result)


def outcome_asked(scenario: Scenario, name: str, about: Focus | None = None) -> Outcome:
    """Return the outcome that a name asks for; parameters and errors as in ``outcomes_asked``."""
    return outcomes_asked(scenario, [name], about)[0]


def _asked(scenario: Scenario, name: str, about: Focus, kept: Sequence[Outcome]) -> Outcome:
    """Return one outcome; one that the table holds anyway is the table's."""
    by_name = {outcome.column: outcome for outcome in kept}
    by_name |= {outcome.question: outcome for outcome in kept if outcome.question}
    if name in by_name:
        return _quantity(name, by_name[name])
    what, at, when = name.partition("@")
    first, *parts = what.split(".")
    if first not in _NAMED:
        if at and what in by_name:
            raise InvalidInput(f"{name}: '{what}' has its months already: ask without @{when}")
        known = [n for n, outcome in by_name.items() if outcome.output.is_quantity]
        raise InvalidInput(f"unknown outcome '{name}'{nearest(first, [*known, *_NAMED])}")
    parts = _with_codes(scenario, OUTPUTS[first], parts)
    what = ".".join([first, *parts])
    if what == "tilt":
        terms, plain = about.terms, True
    else:
        terms, plain = _terms(scenario, name, OUTPUTS[first], parts), False
    output = OUTPUTS["in_posture" if first == "posture" and terms.details else first]
    window, words = _window(scenario, name, when if at else None, output)
    made = Outcome(output.name, terms, window, "", _column(what, when), words, plain)
    return _quantity(name, next((outcome for outcome in kept if outcome == made), made))


def _with_codes(scenario: Scenario, output: Output, parts: list[str]) -> list[str]:
    """Return the parts of a name with codes for states, where it has other words for them."""
    roles = len(output.roles)
    states, rest = parts[:roles], parts[roles:]
    if output.takes == "posture":  # a patron comes after leaning and aligned
        rest = [*rest[:1], *codes_called(rest[1:], scenario.states)]
    return [*codes_called(states, scenario.states), *rest]


def _quantity(name: str, outcome: Outcome) -> Outcome:
    """Return an outcome; refuse labels and months that may never come, which have no mean."""
    if outcome.output.kind == "posture":
        state = outcome.terms.states[0]
        raise InvalidInput(
            f"'{name}' is a label, which has no mean: ask how often a state is in a posture, as in "
            f"posture.{state}.hedging"
        )
    if outcome.output.kind == "first":
        states = ".".join(outcome.terms.states)
        raise InvalidInput(
            f"'{name}' is a month that may never come, which has no mean: ask how many there are, "
            f"as in deals.{states}.{outcome.terms.details[0]}"
        )
    return outcome


def _terms(scenario: Scenario, name: str, output: Output, parts: list[str]) -> Terms:
    """Read the states and the details of a name."""
    roles = output.roles
    states = tuple(parts[: len(roles)])
    for code in states:
        if code not in scenario.codes:
            raise InvalidInput(
                f"{name}: unknown state '{code}'{nearest_code(code, scenario.codes)}"
            )
    if len(states) < len(roles):
        example = ".".join([output.name, *scenario.codes[: len(roles)]])
        raise InvalidInput(f"{name}: '{output.name}' takes {_listed(roles)}, as in {example}")
    if len(set(states)) < len(states):
        raise InvalidInput(f"{name}: a state cannot be its own partner")
    return Terms(states, _details(scenario, name, output, parts[len(roles) :]))


def _details(scenario: Scenario, name: str, output: Output, given: list[str]) -> tuple[str, ...]:
    """Read what follows the states: needs, moves, or a posture."""
    if output.takes == "posture":
        return _posture(scenario, name, given)
    if not given and output.takes == "deal":
        raise InvalidInput(f"{name}: '{output.name}' takes a deal: {', '.join(schema.DEALS)}")
    if given and not output.takes:
        raise InvalidInput(
            f"{name}: nothing follows the states of '{output.name}', found '{given[0]}'"
        )
    choices = _CHOICES.get(output.takes, ())
    for word in given:
        if word not in choices:
            raise InvalidInput(
                f"{name}: unknown {output.takes.rstrip('s')} '{word}'{nearest(word, choices)}"
            )
    details = tuple(choice for choice in choices if choice in given)
    return () if output.takes == "needs" and details == schema.NEEDS else details


def _posture(scenario: Scenario, name: str, given: list[str]) -> tuple[str, ...]:
    """Read a posture: isolated, hedging, leaning and aligned with a state behind it."""
    if not given:
        return ()
    word, *patron = given
    by_name = {posture.name: posture.label for posture in postures_among(scenario.codes)}
    if ".".join(given) in by_name:
        return (by_name[".".join(given)],)
    if word in ("leaning", "aligned") and patron:
        raise InvalidInput(
            f"{name}: unknown state '{patron[0]}'{nearest_code(patron[0], scenario.codes)}"
        )
    kinds = ("isolated", "hedging", "leaning.STATE", "aligned.STATE", "diversified")
    raise InvalidInput(
        f"{name}: unknown posture '{'.'.join(given)}': choose from {', '.join(kinds)}"
    )


def _window(
    scenario: Scenario, name: str, when: str | None, output: Output
) -> tuple[tuple[int, int], When]:
    """Read the months of a name: positions, and words."""
    labels = scenario.month_labels
    last = len(labels) - 1
    if when is None:
        return (
            ((0, last), ALL_MONTHS)
            if output.kind in ("count", "first")
            else ((last, last), LAST_MONTH)
        )
    ends = when.split(":")
    if len(ends) > 2 or not all(_MONTH.fullmatch(end) for end in ends):
        raise InvalidInput(
            f"{name}: write a month as @{labels[last]}, or a span as @{labels[0]}:{labels[last]}"
        )
    for end in ends:
        if end not in labels:
            raise InvalidInput(
                f"{name}: {end} is outside the period, from {labels[0]} to {labels[last]}"
            )
    window = labels.index(ends[0]), labels.index(ends[-1])
    if window[0] > window[1]:
        raise InvalidInput(f"{name}: the span from {ends[0]} to {ends[1]} runs backwards")
    return window, in_months(ends[0], ends[-1])


def _column(what: str, when: str) -> str:
    """Return what the column would best be called."""
    months = f"_{when.replace('-', '').replace(':', '_')}" if when else ""
    return f"{what}{months}"


def _listed(roles: Sequence[str]) -> str:
    """Return roles as words."""
    words = {"state": "a state", "partner": "its partner", "giver": "who gives",
             "a": "the one", "b": "and the other between which it tilts"}  # fmt: skip
    return ", ".join(words[role] for role in roles)
