"""What a result rests on: the turn of the state in focus, with one thing at a time taken away.

The result is how far the tilt of the state in focus moves between the first and the last half-year
(with a single half-year, its level). One at a time and on the same random draws, each of these is
taken away: every shock, the motives of hedging, and each effect and scripted move of the most
important shocks. The part of a result that disappears with a single judgement shows how far it
rests on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from os import cpu_count

import numpy as np
import pandas as pd

from sim.model.history import blank_record, simulate
from sim.model.prepared import prepare
from sim.outcomes.focus import Focus, half_years, name_in_text
from sim.outcomes.outcome import Outcome
from sim.outcomes.parts import of_each, parts_table
from sim.outcomes.results import Results
from sim.outcomes.table import Wanted
from sim.scenario import (
    Effect,
    Scenario,
    ScriptedMove,
    Shock,
    path_in_words,
    short_name,
    with_numbers,
)

MOST = 200  # histories; judgement: the interval of a part is then some 0.06 of a tilt wide
_TAKEN_APART = 3  # shocks, the weightiest
_WORK = 200 * 36 * 30  # histories times months times pairs of states, at most, for each thing
_LEAST = 32  # histories, however large the world
WHOLE, SHOCKS, SHOCK, EFFECT, MOVE, MOTIVE = "whole", "shocks", "shock", "effect", "move", "motive"
FIRST = "first"  # attribute of the table: of how many histories, where these are not all
CODEBOOK = (  # of the table: column, meaning, unit, bounds
    ("kind", "what kind of thing is taken away", "", "whole, shocks, shock, effect, move, motive"),
    ("what", "what is taken away, in words", "", ""),
    ("source", "where it comes from: a source of the scenario, or judgement", "", ""),
    ("path", "where the scenario has it; several with spaces between", "", ""),
    ("goes", "part of the mean result that disappears; of the whole, the result", "", "-2..2"),
    ("low", "lower end of its 95 % interval", "", "-2..2"),
    ("high", "upper end of its 95 % interval", "", "-2..2"),
    ("share", "goes, as a share of the result", "share", ""),
)


@dataclass(frozen=True)
class Carrier:
    """Something that can be taken away.

    Attributes
    ----------
    kind : str
        One of shocks, shock, effect, move, motive.
    what : str
        In words.
    source : str
        Where it comes from: a source's key, "judgement", or "" for none.
    path : str
        Where the scenario has it: the paths of the numbers behind an effect or a motive, else that
        of the shock.
    without : Scenario
        The scenario without it.
    shock : str
        Id of the shock that it is, or is part of.
    """

    kind: str
    what: str
    source: str
    path: str
    without: Scenario
    shock: str = ""


def carriers_of(scenario: Scenario, about: Focus) -> Iterator[Carrier]:
    """Yield what can be taken away as a whole: all shocks, each shock, the motives of hedging.

    Parameters
    ----------
    scenario : Scenario
    about : Focus
        Whose result it is.
    """
    if scenario.shocks:
        yield Carrier(SHOCKS, "all shocks", "", "shocks", replace(scenario, shocks=()))
    for k, shock in enumerate(scenario.shocks):
        rest = scenario.shocks[:k] + scenario.shocks[k + 1 :]
        without = replace(scenario, shocks=rest)
        path = f"shocks.{shock.id}"
        named = short_name(scenario, shock.id)
        yield Carrier(SHOCK, named, shock.source or "", path, without, shock.id)
    yield from _motives(scenario, about)


def parts_of(scenario: Scenario, identity: str) -> Iterator[Carrier]:
    """Yield the effects and scripted moves of a shock that has several.

    Parameters
    ----------
    scenario : Scenario
    identity : str
        Id of the shock.
    """
    k = next(k for k, shock in enumerate(scenario.shocks) if shock.id == identity)
    shock, before, after = scenario.shocks[k], scenario.shocks[:k], scenario.shocks[k + 1 :]
    parts = list(_parts(scenario, shock))
    for (kind, what, source, path), left in parts if len(parts) > 1 else ():
        without = replace(scenario, shocks=(*before, left, *after))
        named = short_name(scenario, identity)
        yield Carrier(kind, f"{named}: {what}", source, path, without, identity)


def _parts(scenario: Scenario, shock: Shock) -> Iterator[tuple[tuple[str, str, str, str], Shock]]:
    """Yield effects and scripted moves: kind, words, source and path; the shock without each."""
    named: dict[str, list[Effect]] = {}
    for effect in shock.effects:  # a path with stars is one effect on many numbers
        named.setdefault(effect.name, []).append(effect)
    for name, alike in named.items():
        left = tuple(effect for effect in shock.effects if effect.name != name)
        source = alike[0].amount.source or shock.source or ""
        paths = " ".join(effect.path for effect in alike)
        what = effect_in_words(scenario, alike)
        yield (EFFECT, what, source, paths), replace(shock, effects=left)
    for move in shock.moves:
        others = tuple(other for other in shock.moves if other is not move)
        what, path = move_in_words(scenario, move), f"shocks.{shock.id}"
        yield (MOVE, what, shock.source or "", path), replace(shock, moves=others)


def effect_in_words(scenario: Scenario, alike: list[Effect]) -> str:
    """Return what an effect does: to which number, or the first of several, and by how much.

    Parameters
    ----------
    scenario : Scenario
        With the names of states.
    alike : list of Effect
        Those of one entry of the file.
    """
    first = alike[0]
    more = f" (and {len(alike) - 1} more)" if len(alike) > 1 else ""
    return f"{path_in_words(scenario, first.path)}{more} {first.change}"


def move_in_words(scenario: Scenario, move: ScriptedMove) -> str:
    """Return a scripted move, as "envoy from North Korea to Russia"."""
    source, target = (name_in_text(scenario, code) for code in (move.source, move.target))
    return f"{move.move} from {source} to {target}"


def _motives(scenario: Scenario, about: Focus) -> Iterator[Carrier]:
    """Yield the motives of hedging: the client's autonomy, everybody's influence."""
    for what, key, codes in (
        (
            f"the wish of {name_in_text(scenario, about.state)} for autonomy",
            "autonomy",
            (about.state,),
        ),
        ("the wish of all states for influence", "influence", scenario.codes),
    ):
        numbers = {f"states.{code}.{key}": 0.0 for code in codes}
        if any(scenario.value(path).value for path in numbers):
            source = scenario.value(f"states.{codes[0]}.{key}").source
            without = with_numbers(scenario, numbers)
            yield Carrier(MOTIVE, what, source or "", " ".join(numbers), without)


def carried(results: Results, about: Focus) -> pd.DataFrame | None:
    """Return how much of the result goes with each thing that is taken away.

    Parameters
    ----------
    results : Results
        Of a run; at most its first ``MOST`` histories are simulated again, fewer in a large world.
    about : Focus
        Whose tilt the result is.

    Returns
    -------
    DataFrame or None
        Columns kind, what, source, path (in the scenario; several with spaces between), goes (the
        part of the mean result that disappears) with its 95 % interval ``low`` to ``high``, share
        (of the whole result). The first row is the whole; the others are sorted by size. Where only
        the first histories count, ``attrs["first"]`` is how many. None for states with rules of
        their own (the rules alone cannot say what carries it), a single history, or one patron.
    """
    scenario = results.scenario
    if results.own or results.histories < 2 or about.a == about.b:
        return None
    size = scenario.months * len(scenario.codes) * (len(scenario.codes) - 1)
    runs = results.runs[: min(MOST, max(_WORK // max(size, 1), _LEAST))]
    measured = Wanted(also=_tilts(scenario, about), alone=True, about=about)

    def result(carrier: Carrier | None) -> np.ndarray:
        """Return the result of each history without something."""
        if carrier is None or carrier.kind != MOTIVE:  # shocks come after the start
            ready = prepare(carrier.without if carrier else scenario, results.start)
        else:
            ready = prepare(carrier.without)
        record = blank_record(len(runs), scenario.months, len(scenario.codes), trusts=False)
        failed = simulate(ready, int(results.seed), runs, record)
        again = Results(ready.scenario, int(results.seed), runs, record, ready.start)
        return of_each(again, failed, lambda histories: _turn(measured(histories)))

    whole = result(None)
    if not np.array_equal(whole, _turn(measured(results.only(slice(len(runs)))))):
        return None  # a model of one's own, or a game, says of no state that it leaves the rules
    with ThreadPoolExecutor(cpu_count()) as own:
        carriers = list(carriers_of(scenario, about))
        left = list(own.map(result, carriers))
        for identity in _weightiest(carriers, [whole - one for one in left]):
            parts = list(parts_of(scenario, identity))
            left += own.map(result, parts)
            carriers += parts
    table = _table(carriers, whole, [whole - one for one in left], int(results.seed))
    table.attrs |= {FIRST: len(runs)} if len(runs) < results.histories else {}
    return table


def _weightiest(carriers: list[Carrier], goes: list[np.ndarray]) -> list[str]:
    """Return the ids of the shocks that carry most, in their order."""
    weights = {
        carrier.shock: -abs(float(part.mean()))
        for carrier, part in zip(carriers, goes, strict=True)
        if carrier.kind == SHOCK
    }
    return sorted(weights, key=weights.__getitem__)[:_TAKEN_APART]


def _table(
    carriers: list[Carrier], whole: np.ndarray, goes: list[np.ndarray], seed: int
) -> pd.DataFrame:
    """Return a row for the whole result and one for each carrier, by size."""
    named = [(WHOLE, "the whole result", "", "")]
    named += [(one.kind, one.what, one.source, one.path) for one in carriers]
    columns = [name for name, *_ in CODEBOOK[:4]]
    table = parts_table(pd.DataFrame(named, columns=columns), [whole, *goes], seed)
    order = table["goes"].abs().iloc[1:].sort_values(ascending=False, kind="stable").index
    return table.loc[[0, *order]].reset_index(drop=True)


def _tilts(scenario: Scenario, about: Focus) -> tuple[Outcome, ...]:
    """Return the tilt in the first and the last half-year; one where there is one."""
    terms = about.terms
    halves = half_years(scenario)
    ends = halves[:1] if len(halves) == 1 else [halves[0], halves[-1]]
    return tuple(
        Outcome("tilt", terms, (months.start, months.stop - 1), "", f"tilt_{k}")
        for k, (_, months) in enumerate(ends)
    )


def _turn(columns: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return the last tilt less the first, or the only one."""
    return columns["tilt_1"] - columns["tilt_0"] if "tilt_1" in columns else columns["tilt_0"]
