"""Resolve: a file and what it extends, overrides and all, into one checked scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sim import schema
from sim.errors import InvalidInput
from sim.system.text import in_a_line, many

from .amounts import amount_bounds, amount_path
from .asks import Asked, asked, question_of
from .calling import MADE_UP, State, found, path_called
from .change import Change
from .content import Quantity, Scenario, Shock
from .event_names import in_a_sentence, wrong_names
from .events import Entry, Frame, entries, shock_of
from .files import find
from .format import MOST_PROSE, FileTable
from .layers import Layer, layers
from .leaving_out import leave_out
from .numbers import numbers_of
from .overriding import names_of, numbers_to_set, put
from .path import NumberPath
from .problems import MOST_TOLD, Problem, Refused

_LONGEST_CODE = 20  # characters of a state's code, which stands in columns and figures
_FIRST_YEAR, _LAST_YEAR = 1000, 9999  # outside these years dates are written otherwise
_SPIN_UP = 60  # judgement: by then support no longer remembers where it began


def load(
    name: str | Path, set: Mapping[str, float | str] | None = None, without: Iterable[str] = ()
) -> Scenario:
    """Read, check and resolve a scenario.

    Parameters
    ----------
    name : str or Path
        A path, or the name of a scenario in ``./scenarios`` or of one that comes with the program.
    set : dict of path to number, optional
        Numbers to change, as ``{"states.DPRK.autonomy": 0.9}`` or
        ``{"shocks.crimea.effects.0.amount": -0.2}``.
    without : iterable of str, optional
        Shocks to leave out: ids, or first parts of ids with a star, as ``crimea*``; a shock may be
        named twice.

    Returns
    -------
    Scenario

    Raises
    ------
    Refused
        With everything that is wrong, each with its file and line.
    """
    path = find(name)
    stack, problems = layers(path)
    if any(problem.path == "extends" for problem in problems):
        raise Refused(problems)  # without the parent, every name would seem unknown
    parent = _made(_laid(stack[:-1], [])) if len(stack) > 1 and not problems else None
    laid = _laid(stack, problems)
    plain = _made(laid)
    inherited = _changes(parent, plain) if parent else ()
    overrides, removed = numbers_to_set(set or {}), names_of(without)
    if not overrides and not removed:
        return replace(plain, changed=inherited)
    overrides = {path_called(path, laid.states): value for path, value in overrides.items()}
    final = _made(laid, overrides, removed)
    own = _changes(plain, final)
    return replace(final, changed=(*inherited, *own), overrides=len(own))


class _Laid(NamedTuple):
    """The files of a scenario laid over one another, oldest first, before anything is overridden.

    Attributes
    ----------
    stack : list of Layer
    states : tuple of State
    frame : Frame
        With what is wrong so far.
    numbers, shocks, questions : dict
        By path or id; a shock that a file leaves out is None.
    families, called : dict
        Names of families by the beginning of their ids, and of all shocks by id.
    """

    stack: list[Layer]
    states: tuple[State, ...]
    frame: Frame
    numbers: dict[str, Quantity]
    shocks: dict[str, Entry | None]
    questions: dict[str, Asked | None]
    families: dict[str, str]
    called: dict[str, str]


def _laid(stack: list[Layer], problems: list[Problem]) -> _Laid:
    """Lay the files over one another."""
    problems = list(problems)
    states = _states(stack, problems)
    frame = Frame(*_period(stack, problems), tuple(s.code for s in states), {}, problems, stack[-1])
    numbers: dict[str, Quantity] = {}
    shocks: dict[str, Entry | None] = {}
    questions: dict[str, Asked | None] = {}
    families: dict[str, str] = {}
    called: dict[str, str] = {}
    for layer in stack:
        frame.sources |= layer.table.sources
        numbers |= numbers_of(layer, frame.codes, frame.sources, problems)
        shocks = entries(layer, shocks, questions, problems)
        questions = asked(layer, questions, problems)
        families |= layer.table.families
        called |= {one.id: in_a_sentence(one) for one in filter(None, layer.table.shocks)}
        problems += wrong_names(layer, shocks)
    return _Laid(stack, states, frame, numbers, shocks, questions, families, called)


def _made(
    laid: _Laid, overrides: Mapping[str, float] | None = None, without: Iterable[str] = ()
) -> Scenario:
    """Make a scenario of what the files say and what overrides change, and check what comes of it.

    What is laid stays as it is, so that other overrides may follow.
    """
    problems = list(laid.frame.problems)
    frame = replace(laid.frame, problems=problems)
    numbers, shocks = dict(laid.numbers), dict(laid.shocks)
    wrong = [leave_out(name, shocks) for name in without]
    problems += [Problem("--without", None, "", text) for text in wrong if text]
    left = {identity: entry for identity, entry in shocks.items() if entry}
    amounts = _override(numbers, left, overrides or {}, frame)
    result = [
        shock_of(entry, frame, amounts) for entry in left.values() if len(problems) < MOST_TOLD
    ]
    questions = [question_of(*one, frame) for one in laid.questions.values() if one]
    if problems:
        raise Refused(problems)
    tables = [layer.table for layer in reversed(laid.stack)]
    return Scenario(
        in_a_line(laid.stack[-1].document.path.stem),
        next(table.title for table in tables if table.title),
        _described(tables),
        frame.start,
        frame.months,
        next((table.spin_up for table in tables if table.spin_up is not None), _SPIN_UP),
        laid.states,
        numbers,
        tuple(sorted(result, key=lambda shock: shock.date)),
        tuple(question for question in questions if question),
        dict(frame.sources),
        families=laid.families,
        known_shocks={identity: laid.called[identity] for identity in laid.shocks},
    )


def _described(tables: list[FileTable]) -> str:
    """Return what a scenario's files say about it, its own first; what is inherited is named so.

    The story of another scenario is not told as this one's.
    """
    told = next((k for k, table in enumerate(tables) if table.description.strip()), 0)
    if not told:
        return tables[0].description
    title = next((table.title for table in tables[told:] if table.title), "")
    changes = f"Changes “{title}”. " if title else ""
    inherited = tables[told].description.strip()
    whole = f"{changes}About the scenario that it starts from: {inherited}"
    return whole if len(whole) <= MOST_PROSE else inherited


def _another_word(word: str, there: tuple[State, ...]) -> str | None:
    """Return the code of the state, of those that are there, that a new code is a word for."""
    try:
        return found(word, there)
    except InvalidInput:  # it may be several
        return None


def _states(stack: list[Layer], problems: list[Problem]) -> tuple[State, ...]:
    """Return the states of all files, with names and codes.

    Too few, and codes taken twice, become problems.
    """
    names: dict[str, str] = {}
    ccodes: dict[str, int] = {}
    for layer in stack:
        there = tuple(State(code, name, ccodes.get(code, 0)) for code, name in names.items())
        for code, table in layer.table.states.items():
            if code not in names and table.ccode is None and (own := _another_word(code, there)):
                text = f"'{code}' is {own} in the scenario that this file extends"
                how = f"write [states.{own}], or give it a ccode of its own if it is another state"
                problems.append(layer.problem(("states", code), f"{text}: {how}"))
            names[code] = table.name or names.get(code, code)
            if table.ccode is not None:
                holder = next(
                    (other for other, c in ccodes.items() if c == table.ccode and other != code),
                    None,
                )
                if holder:
                    text = f"{table.ccode} is already the code of {holder}"
                    problems.append(layer.problem(("states", code, "ccode"), text))
                ccodes[code] = table.ccode
            if not code.isidentifier() or len(code) > _LONGEST_CODE:
                made = f"at most {_LONGEST_CODE} letters, digits and _, a letter first"
                text = f"a state's code is made of {made}"
                problems.append(layer.problem(("states", code), text))
    if len(names) < 2:
        held = "one state" if names else "no state"
        problems.append(stack[-1].problem(("states",), f"has {held}; at least 2 are needed"))
    return tuple(
        State(code, name, ccodes.get(code, MADE_UP + k))
        for k, (code, name) in enumerate(names.items())
    )


def _period(stack: list[Layer], problems: list[Problem]) -> tuple[date, int]:
    """Return start and length of the period, noting what is missing."""
    values, given_by = {}, {}
    for key in ("title", "start", "months"):
        given = [layer for layer in stack if getattr(layer.table, key) is not None]
        attempted = any(key in layer.document.data for layer in stack)
        if not given and not attempted:
            problems.append(stack[-1].problem((key,), "missing: this key is needed"))
        given_by[key] = given[-1] if given else stack[-1]
        values[key] = getattr(given_by[key].table, key)
    start, months = values["start"] or date(2000, 1, 1), values["months"] or 1
    if start.day != 1:
        text = f"the period starts on the first of a month, not on {start}"
        problems.append(given_by["start"].problem(("start",), text))
    if start.year < _FIRST_YEAR:
        text = f"the period starts in the year {_FIRST_YEAR} or later, not on {start}"
        problems.append(given_by["start"].problem(("start",), text))
    if start.year * 12 + start.month - 1 + months > 12 * (_LAST_YEAR + 1):
        beyond = f"{many(months, 'month')} from {start} go on beyond the year {_LAST_YEAR}"
        text = f"{beyond}: begin earlier, or end sooner"
        problems.append(given_by["start"].problem(("start",), text))
    return start, values["months"] or 1200


def _override(
    numbers: dict[str, Quantity],
    shocks: dict[str, Entry],
    overrides: Mapping[str, float],
    frame: Frame,
) -> dict[str, float]:
    """Put overrides in place; return those of shocks' amounts, by path."""
    amounts = {
        amount_path(identity, k): amount_bounds(effect.operation, effect.path)
        for identity, entry in shocks.items()
        for k, effect in enumerate(entry.table.effects)
        if effect
    }
    return put(numbers, overrides, amounts, frame.codes, frame.problems)


def _changes(before: Scenario, after: Scenario) -> tuple[Change, ...]:
    """Return what one scenario changes in another."""
    known, kept = {s.id: s for s in before.shocks}, {s.id for s in after.shocks}
    result = [Change("without", f"shocks.{identity}") for identity in known if identity not in kept]
    for key in ("start", "months", "spin_up"):
        old, new = getattr(before, key), getattr(after, key)
        if old != new:
            written = (old, new) if key != "start" else (old.isoformat(), new.isoformat())
            result.append(Change("period", key, *written))
    new_states = [state.code for state in after.states if state.code not in before.codes]
    result += [Change("new state", f"states.{code}") for code in new_states]
    both = {*before.codes, *schema.MOVES}
    for path, quantity in after.numbers.items():
        if not both.issuperset(NumberPath.of(path).owner):
            continue  # a number of a new state
        old = before.value(path).value
        if quantity.value != old:
            result.append(Change("number", path, old, quantity.value))
    for shock in after.shocks:
        if shock.id not in known:
            result.append(Change("new shock", f"shocks.{shock.id}"))
        elif _core(shock) != _core(known[shock.id]):
            result.append(Change("changed shock", f"shocks.{shock.id}"))
    return tuple(result)


def _core(shock: Shock) -> tuple:
    """Return what of a shock matters to a history."""
    effects = tuple(
        (effect.path, effect.operation, effect.amount.value, effect.months)
        for effect in shock.effects
    )
    return shock.date, effects, shock.moves
