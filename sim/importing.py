"""Importing: the skeleton of a scenario from the field's data sets, source and year on each number.

Power is CINC. Affinity is a formula of votes, treaties and rivalries. Stances stay open: the quiet months settle them
from affinity, whereas shares of cooperative events follow what the media cover and are comparable in rank alone; they
are written beside the ties as comments. What no file says is a comment too, and never a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .datasets import Figures, Key, read_figures
from .errors import InvalidInput
from .naming import state_called
from .recorded import Record, counts_in_words, read_records
from .scenario import State
from .scenario.files import MOST_BYTES
from .scenario.write import quoted

KINDS = ("power", "alliances", "votes", "rivalries")
AVERAGED = 3  # years of votes, to the year itself; judgement: affinity is slow
_IDS = dict(zip(KINDS, ("cinc", "atop", "unga", "rivalry"), strict=True))
_CITED = {
    "power": "Correlates of War, National Material Capabilities (CINC)",
    "alliances": "Alliance Treaty Obligations and Provisions (ATOP)",
    "votes": "Bailey, Strezhnev & Voeten, United Nations General Assembly voting",
    "rivalries": "Thompson, Sakuwa & Suhas, strategic rivalries",
}


def affinity(agreement: float, defence: bool = False, consultation: bool = False, rivalry: bool = False) -> float:
    """Return the affinity of two states by the formula of the shipped scenarios.

    0.4 with a defence treaty, else 0.2 with a consultation pact; 0.8 x (agreement - 0.6); -0.2 for rivals. The weights
    are a judgement, the ingredients are not.

    Parameters
    ----------
    agreement : float
        Share of agreeing votes in the UN General Assembly, 0..1, an abstention against a yes or no counting half.
    defence, consultation, rivalry : bool
        Whether the two have such a treaty (ATOP) or are strategic rivals (Thompson et al.).

    Returns
    -------
    float
        Within -0.68 to 0.72.
    """
    treaty = 0.4 if defence else 0.2 * consultation  # a promise to fight includes one to talk
    return treaty + 0.8 * (agreement - 0.6) - 0.2 * rivalry


def agreement(distance: float) -> float:
    """Return the share of agreeing votes, 0..1, that goes with a distance between ideal points.

    A line through 390 dyad-years of China, Japan, Russia, the two Koreas and the United States since 1991, from which
    votes depart by 0.11 (root mean square): a stand-in where agreement itself is not at hand.
    """
    return min(max(0.94 - 0.16 * distance, 0.0), 1.0)


@dataclass(frozen=True)
class Skeleton:
    """A scenario to begin with: its text, how many numbers it holds, what is missing, and what was read."""

    text: str
    states: tuple[State, ...]
    given: int
    missing: tuple[str, ...]
    counts: tuple[str, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True)
class _Said:
    """What the files say of one thing: a number where they do, why, and the comment lines beside it."""

    value: float | None
    note: str
    missing: tuple[str, ...] = ()


def states_called(words: str) -> tuple[State, ...]:
    """Return states from their codes, separated by commas; ValueError for unknown ones, repetitions and too few."""
    states = tuple(state_called(word.strip()) for word in words.split(",") if word.strip())
    ccodes = [state.ccode for state in states]
    twice = [state.code for k, state in enumerate(states) if state.ccode in ccodes[:k]]
    if twice:
        raise InvalidInput(f"--states names {twice[0]} twice")
    if len(states) < 2:
        raise InvalidInput(f"--states names {len(states)}: at least 2 are needed, as in PRK,RUS,CHN")
    return states


def import_skeleton(
    name: str, states: Sequence[State], year: int, files: dict[str, Path], events: Iterable[Path] = ()
) -> Skeleton:
    """Build the skeleton of a scenario.

    Parameters
    ----------
    name : str
        The scenario's name.
    states : sequence of State
        From ``states_called``.
    year : int
        Year of the figures, with which the period begins.
    files : dict
        Files by what they are about: "power", "alliances", "votes", "rivalries".
    events : iterable of Path
        Event data as in ``recorded.read_records``.

    Raises
    ------
    ValueError
        When a file is not what it should be, there is none, or the states are more than a scenario file can hold.
    """
    records = read_records(events, states)
    if not files and not records:
        raise InvalidInput("no file is given: at least one of --power, --alliances, --votes and --events is needed")
    years = {kind: year - (AVERAGED - 1) * (kind == "votes") for kind in files}
    read = {kind: read_figures(kind, path, states, years[kind], year) for kind, path in files.items()}
    body, said = _body(states, year, read, records)
    given, missing = sum(one.value is not None for one in said), tuple(line for one in said for line in one.missing)
    text = "\n".join([*_head(name, states, year, read, records), *body, "", f"# {counted(given, missing)}", ""])
    if len(text.encode()) > MOST_BYTES:
        size = f"{len(text) / 1e6:.1f} MB"
        raise InvalidInput(f"{len(states)} states make a file of {size}, beyond what a scenario can have")
    counts = [*(figures.counts() for figures in read.values()), *map(counts_in_words, records)]
    faults = [*(fault for figures in read.values() for fault in figures.faults.told())]
    faults += [fault for record in records for fault in record.faults]
    return Skeleton(text, tuple(states), given, missing, tuple(counts), tuple(faults))


def counted(given: int, missing: Sequence[str]) -> str:
    """Say how many numbers the files gave and how many they did not."""
    return f"{given} numbers from files; {len(missing) or 'none'} missing"


def _head(
    name: str, states: Sequence[State], year: int, read: dict[str, Figures], records: Sequence[Record]
) -> list[str]:
    """Return title, period and sources."""
    cited = {_IDS[kind]: f"{_CITED[kind]}: {figures.name}" for kind, figures in read.items()}
    cited |= {f"events{k}": f"Event data: {record.name}" for k, record in enumerate(records, start=1)}
    codes = [state.code for state in states]
    title = f"{name}: {', '.join(codes) if len(codes) <= 8 else f'{len(codes)} states'} from {year}"
    return [
        f"# The skeleton of a scenario, made by `sim import` from figures of {year}. What is not here stands at its",
        "# default (`sim show`) and is yours to argue: the period; ranges; need, capacity, autonomy and influence of",
        "# states; obstacle and reach of ties; shocks and questions (`sim new` writes an example of each).",
        "# affinity = 0.4 x defence treaty, or 0.2 x consultation pact, + 0.8 x (UN agreement - 0.6) - 0.2 x rivalry",
        "",
        f"title = {quoted(title)}",
        f"start = {year}-01-01",
        "months = 36",
        "spin_up = 60  # quiet months before the start, which settle stances, trust and support",
        "",
        "[sources]",
        *(f"{key} = {quoted(text)}" for key, text in cited.items()),
    ]


def _body(
    states: Sequence[State], year: int, read: dict[str, Figures], records: Sequence[Record]
) -> tuple[list[str], list[_Said]]:
    """Return the tables of states and ties, and all that was said in them."""
    lines, said = [], []
    for k, state in enumerate(states):
        lines += ["", f"[states.{state.code}]", f"name = {quoted(state.name)}", f"ccode = {state.ccode}"]
        said.append(_power(k, state.code, year, read))
        lines += _written("power", said[-1], _IDS["power"])
    ties = {
        (i, j): _affinity((i, j), states, year, read) for i in range(len(states)) for j in range(i + 1, len(states))
    }
    for i, j in ((i, j) for i in range(len(states)) for j in range(len(states)) if i != j):
        lines += ["", f"[ties.{states[i].code}.{states[j].code}]"]
        cooperation = [_cooperation(record, i, j, year) for record in records]
        tie = ties[min(i, j), max(i, j)]
        said += [tie, *cooperation]
        lines += [f"# events: {one.note}" for one in cooperation if one.note]
        lines += [line for one in cooperation for line in one.missing] + _written("affinity", tie, _IDS["votes"])
    return lines, said


def _written(name: str, said: _Said, source: str) -> list[str]:
    """Write a number with its source and note, and what is missing of it as comments."""
    given = [] if said.value is None else [
        f"{name} = {{ value = {said.value:.4g}, source = {quoted(source)}, note = {quoted(said.note)} }}"
    ]  # fmt: skip
    return [*said.missing, *given]


def _power(k: int, code: str, year: int, read: dict[str, Figures]) -> _Said:
    """Say a state's power."""
    if "power" not in read:
        return _Said(None, "", ("# power: no file is given; 1 by default",))
    figures = read["power"]
    found = {numbers["cinc"] for *_, numbers in figures.values.get(k, ())} - {None}
    if len(found) == 1 and k not in figures.spoiled:
        return _Said(found.pop(), f"CINC of {year}")
    why = "two different CINC" if len(found) > 1 else "no CINC"
    left = "1 by default, far above what CINC gives others: set it"
    return _Said(None, "", (f"# power: {why} of {code} in {figures.name} for {year}; {left}",))


def _affinity(pair: tuple[int, int], states: Sequence[State], year: int, read: dict[str, Figures]) -> _Said:
    """Say the affinity of two states by the formula, as far as its terms are known."""
    between = " and ".join(states[k].code for k in pair)
    if "votes" not in read:
        return _Said(None, "", (f"# affinity: no votes of {between}, as no file is given; 0 by default",))
    votes, how = _votes(pair, read["votes"])
    if votes is None:
        when = f"{year - AVERAGED + 1} to {year}"
        return _Said(None, "", (f"# affinity: no votes of {between} in {read['votes'].name} for {when}; 0 by default",))
    terms, notes, missing = {}, [f"by the formula: {how}"], []
    for kind, name in (("alliances", "treaties"), ("rivalries", "rivalry")):
        known = _ties(pair, year, read.get(kind))
        if known is not None:
            terms |= known
        elif kind in read:
            why = f"no {name} of {between} known from {read[kind].name} for {year}"
            missing.append(f"# affinity: {why}: without that term")
        notes += [f"{name} unknown"] if known is None else list(known.values())
    value = affinity(votes, "defense" in terms, "consul" in terms, "rivalry" in terms)
    return _Said(round(value, 2) + 0.0, "; ".join(notes), tuple(missing))


def _votes(pair: tuple[int, int], figures: Figures) -> tuple[float | None, str]:
    """Return the mean agreement of two states over the years, and how it was found; None without votes."""
    shares, how = _by_year(figures, pair, "agreement"), "agreement"
    if not shares:
        first, second = (_by_year(figures, k, "ideal") for k in pair)
        shares = {year: agreement(abs(first[year] - second[year])) for year in first.keys() & second.keys()}
        how = "agreement, from ideal points,"
    if not shares:
        return None, ""
    mean = float(np.mean([shares[year] for year in sorted(shares)]))
    return mean, f"{how} {mean:.2f} in UN votes of {', '.join(map(str, sorted(shares)))}"


def _by_year(figures: Figures, key: Key, name: str) -> dict[int, float]:
    """Return one number of a state or dyad by year, as far as it is known."""
    rows = figures.values.get(key, ())
    return {year: numbers[name] for year, _, numbers in rows if numbers.get(name) is not None}


_WORDS = {"defense": "defence treaty", "consul": "consultation pact", "rivalry": "rivalry"}


def _ties(pair: tuple[int, int], year: int, figures: Figures | None) -> dict[str, str] | None:
    """Return the treaties or the rivalry of two states in words, by name; None where the file cannot know of them."""
    if figures is None or pair in figures.spoiled or not figures.covered[0] <= year <= figures.covered[1]:
        return None
    spells: dict[str, tuple[int, int]] = {}
    for first, last, numbers in figures.values.get(pair, ()):
        for name in _WORDS.keys() & numbers.keys():
            if numbers[name] is None:
                return None
            if numbers[name]:
                spells[name] = min(spells.get(name, (first, last)), (first, last))
    if "defense" in spells:
        spells.pop("consul", None)
    return {
        name: f"{_WORDS[name]} {'in' if first == last else 'since'} {first}"
        for name, (first, last) in sorted(spells.items())
    }


def _cooperation(record: Record, i: int, j: int, year: int) -> _Said:
    """Say what share of the events of one state toward another in a year is cooperative: to read, not to start from."""
    periods = [k for k, period in enumerate(record.periods) if period[:4] == str(year)]
    cooperation, conflict = record.cooperation[periods, i, j], record.conflict[periods, i, j]
    known = np.isfinite(cooperation) & np.isfinite(conflict)
    what = f"of {record.codes[i]} toward {record.codes[j]}"
    if not known.any():
        return _Said(None, "", (f"# events: none {what} in {record.name} for {year}",))
    events, friendly = (cooperation + conflict)[known].sum(), cooperation[known].sum()
    when = f"{known.sum()} months of {year}" if record.monthly and known.sum() < 12 else str(year)
    share = f"{friendly / events:.2f} of {events:,.0f} events" if events else "no events"
    name = record.name + ", without those of a file before it" * any(
        record.periods[k] in record.shared for k in periods
    )
    return _Said(None, f"{share} {what} in {when} {'cooperative ' * bool(events)}({name})")
