"""Starting: the commented scenario that ``sim new`` writes; every command works on it.

Every number is a judgement by formula (``guess``), with a note and a range; the comments name the
commands to go on with, and every parameter that a state or a tie may have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from math import fsum
from typing import NamedTuple

from sim import schema
from sim.countries.capitals import in_a_sentence
from sim.countries.codes import ISO3
from sim.errors import InvalidInput
from sim.scenario import State
from sim.scenario.write import quoted

from .countries import UnknownState
from .figure import GUESSED, written, written_by_need
from .guess import Guess
from .skeleton import states_called

YEAR = 2020  # of the rough figures, and with which the period begins
MOST = 30  # states; every pair of more would make a file that nobody reads
INVENTED = (
    State("SMALL", "Small", 1001),
    State("EAST", "East", 1002),
    State("WEST", "West", 1003),
)


class _Cast(NamedTuple):
    """Who is who: the client that is asked about, and the patrons it stands between."""

    client: State
    a: State
    b: State | None


def starting_states(words: str | None) -> tuple[State, ...]:
    """Return the states to start with: those named, or a small one between two invented powers.

    Parameters
    ----------
    words : str or None
        Codes, numbers, names or capitals with commas between them; nothing for the invented ones.

    Raises
    ------
    InvalidInput
        For unknown states, repetitions, and too few or too many.
    """
    if not words or not words.strip():
        return INVENTED
    try:
        called = states_called(words)
    except UnknownState as error:
        how = "without --states `sim new` takes three invented states, which its file names"
        raise UnknownState(f"{error}; {how}") from None
    states = tuple(
        replace(state, code=ISO3.get(state.ccode, state.code)) if len(state.code) < 3 else state
        for state in called
    )
    if len(states) > MOST:
        raise InvalidInput(
            f"--states names {len(states)}: at most {MOST} can be written by `sim new`; for more, "
            "see `sim import`"
        )
    return states


def starting_scenario(name: str, states: Sequence[State] = INVENTED, called: str = "") -> str:
    """Return the text of a scenario to start from.

    Parameters
    ----------
    name : str
        The scenario's name, which its title has.
    states : sequence of State
        From ``starting_states``.
    called : str
        What commands call it: by default `name`, else the path of a file that is elsewhere.
    """
    guess = Guess(states, YEAR)
    cast = _cast(guess)
    whom = ", ".join(state.name for state in states)
    lines = [
        *_head(called or name, cast, guess),
        f"title = {quoted(f'{name}: {whom} from {YEAR}')}",
        f"description = {quoted(_description(cast))}",
        f"start = {YEAR}-01-01",
        "months = 36",
        "spin_up = 60  # quiet months before the start, which settle stances, trust and support",
        "",
        "[sources]",
        '# mybook = "A. Author, A Book (2020)"  # then write source = "mybook" where it is used',
    ]
    for k, state in enumerate(states):
        lines += _state(guess, k, state, all_named=state is cast.client)
    for i, j in permutations(range(len(states)), 2):
        full = states[i] is cast.a and states[j] is cast.client
        lines += _tie(guess, i, j, all_named=full)
    return "\n".join([*lines, *_shock(cast), *_question(cast)]) + "\n"


def _cast(guess: Guess) -> _Cast:
    """Return the state that has least to give, and the two others that have most."""
    sizes = {
        k: fsum(one.value or 0.0 for one in guess.capacity(k).values())
        for k in range(len(guess.states))
    }
    smallest, *others = sorted(sizes, key=lambda k: sizes[k])
    patrons = sorted(others, key=lambda k: -sizes[k])[:2]
    # the patron that is warmer comes second: a tilt above 0 is toward it
    patrons.sort(key=lambda k: guess.affinity(smallest, k).value or 0.0)
    chosen = [guess.states[k] for k in patrons]
    return _Cast(guess.states[smallest], chosen[0], chosen[1] if len(chosen) > 1 else None)


def _description(cast: _Cast) -> str:
    """Return what the scenario asks, and how to read its postures.

    Posture is a share of foreign support, and a great power has little of that from so few states.
    No numbers mend it: with needs met at home, or nothing between rivals, the United States beside
    China and Vietnam no longer leans to China, but is isolated or leans to Vietnam.
    """
    client, patrons = _told(cast.client), [_told(one) for one in (cast.a, cast.b) if one]
    asked = f"Where does {client} stand between {' and '.join(patrons)}?"
    if cast.b is None:
        asked = f"What does {client} get from {patrons[0]}?"
    return (
        f"{asked} A first sketch: every number is a rough judgement. Read the posture of {client}. "
        "Postures count only what the states named here give one another, so that of a power which "
        "gets most of what it needs at home, or from states that are left out, says little."
    )


def _head(called: str, cast: _Cast, guess: Guess) -> list[str]:
    """Return the comments that say what the file is, and how to go on."""
    client, a = cast.client.code, cast.a.code
    toward = (cast.b or cast.a).code
    tie = f"ties.{a}.{client}"
    lines = [
        "# A scenario to start from, made by `sim new`. Every number is a judgement: a rough guess",
        "# by formula from orders of magnitude of about 2020 (docs/import.md has the formulas).",
        "# Replace what you know better, and say why; `sim import` reads figures from your files.",
        "# A number is bare, or { value = 0.6, range = [0.4, 0.8], source = an id of [sources] or",
        '# "judgement", note = "why" }. A range says how far the number is open: sensitivity,',
        "# threshold and calibrate vary it between these bounds.",
        "#",
        "# What to do with it:",
        f"#   sim check {called}",
        f"#   sim show {called}",
        f"#   sim run {called}",
        f"#   sim compare {called} --without quarrel",
        f"#   sim explain {called} --state {client} --toward {toward}",
        f"#   sim sweep {called} --over {tie}.affinity=-0.5:0.5:5",
        f"#   sim sensitivity {called}",
        f"#   sim threshold {called} --question turns",
        f"#   sim blocs {called}",
        f"#   sim play {called} --as {client}",
        "",
    ]
    if guess.unknown:
        few = ", ".join(guess.unknown)
        lines[-1:-1] = [
            "#",
            f"# Nothing is known here of {few}: taken for small, in no camp, neither near nor far.",
        ]
    return lines


def _state(guess: Guess, k: int, state: State, all_named: bool) -> list[str]:
    """Return the table of a state."""
    capacity = guess.capacity(k)
    lines = ["", f"[states.{state.code}]", f"name = {quoted(state.name)}"]
    lines += [f"ccode = {state.ccode}  # Correlates of War"] if state.ccode in ISO3 else []
    lines += [
        'source = "judgement"  # of numbers that name none',
        *written("power", guess.power(k), GUESSED),
    ]
    lines += written_by_need("need", guess.need(k, capacity), GUESSED)
    lines += written_by_need("capacity", capacity, GUESSED)
    for name, figure in guess.motives(k, capacity).items():
        lines += written(name, figure, GUESSED)
    given = {"power", "need", "capacity", "autonomy", "influence"}
    return [*lines, *(_explained("states", given) if all_named else [])]


def _tie(guess: Guess, i: int, j: int, all_named: bool) -> list[str]:
    """Return the table of what a state feels for and can bring to another."""
    one, other = guess.states[i], guess.states[j]
    lines = [
        "",
        f"[ties.{one.code}.{other.code}]  # of {_told(one)} toward {_told(other)}",
        'source = "judgement"',
        *written("affinity", guess.affinity(i, j), GUESSED),
        *written_by_need("reach", guess.reach(i, j), GUESSED),
    ]
    return [*lines, *(_explained("ties", {"affinity", "reach"}) if all_named else [])]


def _explained(table: str, given: set[str]) -> list[str]:
    """Return a comment on every parameter of a table; those that are not given with a value."""
    lines = []
    for parameter in schema.parameters(table):
        value = "..." if parameter.name in given else f"{parameter.default or 0.0:g}"
        if parameter.by_need and value != "...":
            value = "{ " + ", ".join(f"{need} = {value}" for need in schema.NEEDS) + " }"
        bounds = f"({parameter.low:g} to {parameter.high:g})"
        lines.append(f"# {parameter.name} = {value}  # {parameter.meaning} {bounds}")
    return lines


def _told(state: State) -> str:
    """Return a state's name as written within a sentence."""
    return in_a_sentence(state.name)


def _shock(cast: _Cast) -> list[str]:
    """Return an example of a shock."""
    tie = f"ties.{cast.a.code}.{cast.client.code}"
    return [
        "",
        "[[shocks]]  # an example: a dated event, and what it changes",
        'id = "quarrel"',
        f"date = {YEAR + 1}-03-15",
        f"title = {quoted(f'A quarrel between {_told(cast.client)} and {_told(cast.a)}')}",
        f"short = {quoted(f'the quarrel with {_told(cast.a)}')}  # as in: without the quarrel ...",
        'source = "judgement"',
        "effects = [",
        f"  {{ path = {quoted(tie + '.stance')}, add = {{ value = -0.3, range = [-0.5, -0.1] }} }},"
        "  # a jump, which then drifts back",
        f"  {{ path = {quoted(tie + '.obstacle')}, add = 0.5, months = 12 }},"
        "  # a number that changes for a year",
        "]",
        f'# moves = [{{ source = "{cast.client.code}", target = "{cast.a.code}", move = "envoy" }}]'
        "  # a move that is prescribed",
    ]


def _question(cast: _Cast) -> list[str]:
    """Return an example of a question: whether the client turns."""
    client, a, b = cast
    opening = _told(client)[0].upper() + _told(client)[1:]
    spans = (
        f"earlier = [{YEAR}-01-01, {YEAR}-12-01], later = [{YEAR + 2}-01-01, {YEAR + 2}-12-01], "
        "above = 0.0"
    )
    if b is None:
        text = f"{opening} gets more support from {_told(a)} in the last year than in the first"
        what = f'measure = "support", state = "{client.code}", partner = "{a.code}"'
    else:
        text = f"{opening} tilts further toward {_told(b)} in the last year than in the first"
        what = f'measure = "tilt", state = "{client.code}", between = ["{a.code}", "{b.code}"]'
    return [
        "",
        "[[questions]]  # an example: a yes or no, counted over all runs",
        'id = "turns"',
        f"text = {quoted(text)}",
        f"change = {{ {what}, {spans} }}",
    ]
