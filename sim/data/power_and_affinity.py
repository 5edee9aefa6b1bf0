"""Power and institutions: what the data sets say about states and pairs, and what is missing.

Power is CINC. The institutional affinity is a formula of votes, treaties and rivalries, to which
``affinities`` adds tone.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.scenario import State

from .country_years import Figures, Key
from .figure import Figure
from .weights import STANDARD, Weights

# Agreement in votes that is no affinity, and the line by which distances of ideal points stand in
# for it: at 0, and how much each unit takes off (docs/import.md says where both come from).
NEUTRAL, POINTS = 0.6, (0.94, 0.16)
AVERAGED = 3  # years of votes, to the year itself; judgement: affinity is slow


_CINC_RANGE = (0.85, 1.25)  # of CINC, which undersells who projects power; judgement


def affinity(
    agreement: float,
    defence: bool = False,
    consultation: bool = False,
    rivalry: bool = False,
    weights: Weights = STANDARD,
) -> float:
    """Return the institutional affinity of two states.

    0.4 with a defence treaty, else 0.2 with a consultation pact; 0.8 x (agreement - 0.6); -0.2 for
    rivals. The weights are a judgement, the ingredients are not.

    Parameters
    ----------
    agreement : float
        Share of agreeing votes in the UN General Assembly, 0..1, an abstention against a yes or no
        counting half.
    defence, consultation, rivalry : bool
        Whether the two have such a treaty (ATOP) or are strategic rivals (Thompson et al.).
    weights : Weights
        Of the terms.

    Returns
    -------
    float
        Within -0.68 to 0.72 by the default weights.
    """
    # a promise to fight includes one to talk
    treaty = weights.defence if defence else weights.consultation * consultation
    return treaty + weights.votes * (agreement - NEUTRAL) - weights.rivalry * rivalry


def agreement(distance: float) -> float:
    """Return the share of agreeing votes, 0..1, that goes with a distance between ideal points.

    A line through 390 dyad-years of China, Japan, Russia, the two Koreas and the United States
    since 1991, from which votes depart by 0.11 (root mean square): a stand-in where agreement
    itself is not at hand.
    """
    return min(max(POINTS[0] - POINTS[1] * distance, 0.0), 1.0)


def power(k: int, code: str, year: int, read: dict[str, Figures]) -> Figure:
    """Return a state's power, as far as the files show it.

    Parameters
    ----------
    k : int
        Position of the state.
    code : str
        Its code.
    year : int
        Of the figures.
    read : dict of kind to Figures
        The files that were read.
    """
    if "power" not in read:
        return Figure(None, "", ("# power: no file is given; 1 by default",))
    figures = read["power"]
    given = [numbers["cinc"] for *_, numbers in figures.values.get(k, ())]
    result = [cinc for cinc in given if cinc is not None]
    torn = (k, year) in figures.twice
    if result and not torn and k not in figures.spoiled:
        low, high = (min(result) * part for part in _CINC_RANGE)
        return Figure(min(result), f"CINC of {year}", (), "cinc", (low, high))
    why = "two different CINC" if torn else "no CINC"
    left = "1 by default, far above what CINC gives others: set it"
    return Figure(None, "", (f"# power: {why} of {code} in {figures.name} for {year}; {left}",))


def institutions(
    pair: tuple[int, int],
    states: Sequence[State],
    year: int,
    read: dict[str, Figures],
    weights: Weights,
) -> Figure:
    """Return the institutional affinity of two states, as far as its terms are known.

    Parameters
    ----------
    pair : (int, int)
        Positions of the two states, the smaller first.
    states : sequence of State
        All of them.
    year : int
        Of the figures.
    read : dict of kind to Figures
        The files that were read.
    weights : Weights
        Of the terms.
    """
    between = " and ".join(states[k].code for k in pair)
    if "votes" not in read:
        return Figure(
            None, "", (f"# affinity: no votes of {between}, as no file is given; 0 by default",)
        )
    votes, how = _votes(pair, read["votes"])
    if votes is None:
        when = f"in {read['votes'].name} for {year - AVERAGED + 1} to {year}"
        return Figure(None, "", (f"# affinity: {how} of {between} {when}; 0 by default",))
    terms: dict[str, str] = {}
    missing: list[str] = []
    notes = [how]
    for kind, name in (("alliances", "treaties"), ("rivalries", "rivalry")):
        known = ties_of(pair, year, read.get(kind))
        if known is not None:
            terms |= known
        elif kind in read:
            figures = read[kind]
            torn = f"two different {name} of {between} in"
            why = torn if (pair, year) in figures.twice else f"no {name} of {between} known from"
            missing.append(f"# affinity: {why} {figures.name} for {year}: without that term")
        notes += [f"{name} unknown"] if known is None else list(known.values())
    held = ("defense" in terms, "consul" in terms, "rivalry" in terms)
    return Figure(affinity(votes, *held, weights), "; ".join(notes), tuple(missing), "unga")


def _votes(pair: tuple[int, int], figures: Figures) -> tuple[float | None, str]:
    """Return the mean agreement of two states over the years, and how it was computed.

    Without votes the result is None, and the reason.
    """
    how = figures.label or "agreement"
    shares, torn = _by_year(figures, pair, "agreement")
    if not shares:
        distances, far = _by_year(figures, pair, "distance")
        (first, one), (second, other) = (_by_year(figures, k, "ideal") for k in pair)
        distances |= {
            year: abs(first[year] - second[year]) for year in first.keys() & second.keys()
        }
        shares, torn = (
            {year: agreement(distance) for year, distance in distances.items()},
            torn | far | one | other,
        )
        how = "agreement, from ideal points," if shares else how
    if not shares:
        return None, "two different figures for the votes" if torn else "no votes"
    mean = float(np.mean([shares[year] for year in sorted(shares)]))
    words = f"{how} {mean:z.2f} in UN votes of {', '.join(map(str, sorted(shares)))}"
    return mean, words + (
        f" (of {', '.join(map(str, sorted(torn)))} two different figures)" if torn else ""
    )


def _by_year(figures: Figures, key: Key, name: str) -> tuple[dict[int, float], set[int]]:
    """Return a number of a state or dyad by year, and the years with two different ones."""
    torn = {year for where, year in figures.twice if where == key}
    rows = figures.values.get(key, ())
    known = {}
    for year, _, numbers in rows:
        value = numbers.get(name)
        if value is not None and year not in torn:
            known[year] = value
    return known, torn


_WORDS = {"defense": "defence treaty", "consul": "consultation pact", "rivalry": "rivalry"}


def ties_of(pair: tuple[int, int], year: int, figures: Figures | None) -> dict[str, str] | None:
    """Return the treaties or the rivalry of two states in words, by name.

    The names are "defense", "consul" and "rivalry". The result is None where the file cannot know
    of them.

    Parameters
    ----------
    pair : (int, int)
        Positions of the two states, the smaller first.
    year : int
    figures : Figures or None
        The file, if there is one.
    """
    if figures is None or pair in figures.spoiled or (pair, year) in figures.twice:
        return None
    spells: dict[str, tuple[int, int]] = {}
    rows = figures.values.get(pair, ())
    for first, last, numbers in rows:
        for name in _WORDS.keys() & numbers.keys():
            if numbers[name] is None:
                return None
            if numbers[name]:
                spells[name] = min(spells.get(name, (first, last)), (first, last))
    known = spells.keys() & {"defense", "rivalry"} or (rows and figures.whole)
    if not known and not figures.silent(pair, year):
        return None
    if "defense" in spells:
        spells.pop("consul", None)
    return {
        name: f"{_WORDS[name]} {'in' if first == last else 'since'} {first}"
        for name, (first, last) in sorted(spells.items())
    }
