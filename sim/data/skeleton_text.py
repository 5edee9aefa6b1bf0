"""The text of a skeleton: sources, states and ties with all that files say of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import permutations

import numpy as np

from sim.scenario import State
from sim.scenario.write import quoted

from .affinities import Affinities
from .country_years import Figures
from .events import Record
from .figure import Figure, written, written_by_need
from .weights import TONE_ERROR, TONE_ESTIMATE, Weights

_CITED = {
    "power": ("cinc", "Correlates of War, National Material Capabilities (CINC)"),
    "alliances": ("atop", "Alliance Treaty Obligations and Provisions (ATOP)"),
    "votes": ("unga", "Bailey, Strezhnev & Voeten, United Nations General Assembly voting"),
    "rivalries": ("rivalry", "Thompson, Sakuwa & Suhas, strategic rivalries"),
    "gdp": ("gdp", "Gross domestic product"),
    "capitals": ("capitals", "Capitals and their coordinates"),
}
_INSTITUTIONS = ("alliances", "votes", "rivalries")


@dataclass
class Told:
    """All that the files say of states and ties.

    Attributes
    ----------
    states : tuple of State
    affinities : Affinities
    powers, capacities, needs, motives : list
        By state: a figure, or figures by need or name.
    reaches : dict of (source, target) to dict of need to Figure
    beside : dict of (source, target) to list of Figure
        What event data count of a pair in the year of the figures.
    """

    states: tuple[State, ...]
    affinities: Affinities
    powers: list[Figure] = field(default_factory=list)
    capacities: list[dict[str, Figure]] = field(default_factory=list)
    needs: list[dict[str, Figure]] = field(default_factory=list)
    motives: list[dict[str, Figure]] = field(default_factory=list)
    reaches: dict[tuple[int, int], dict[str, Figure]] = field(default_factory=dict)
    beside: dict[tuple[int, int], list[Figure]] = field(default_factory=dict)

    @property
    def ties(self) -> list[tuple[int, int]]:
        """The directed pairs, by source and target."""
        return list(permutations(range(len(self.states)), 2))

    def events(self, records: Sequence[Record], year: int) -> None:
        """Note what event data count of every pair in a year, by the files that cover it.

        Parameters
        ----------
        records : sequence of Record
        year : int
        """
        about = [one for one in records if any(when[:4] == str(year) for when in one.periods)]
        for i, j in self.ties:
            self.beside[i, j] = [_cooperation(one, i, j, year) for one in about or records]

    @property
    def figures(self) -> list[Figure]:
        """Every figure, in the order of the file."""
        result: list[Figure] = []
        for k in range(len(self.states)):
            result.append(self.powers[k])
            for many in (self.capacities[k], self.needs[k], self.motives[k]):
                result += many.values()
        for i, j in self.ties:
            result += [self.affinities.of(i, j), *self.beside[i, j], *self.reaches[i, j].values()]
        return result

    @property
    def given(self) -> int:
        """How many numbers the files gave."""
        return sum(figure.value is not None for figure in self.figures)

    @property
    def missing(self) -> tuple[str, ...]:
        """Lines on what the files do not say."""
        tone = self.affinities.tone
        whole = (f"# tone: {tone.why_not}",) if tone and tone.why_not else ()
        return (*whole, *(line for figure in self.figures for line in figure.missing))


def counted(given: int, missing: Sequence[str]) -> str:
    """Say how many numbers the files gave and how many they did not.

    Parameters
    ----------
    given : int
        Numbers that the files gave.
    missing : sequence of str
        What they did not.
    """
    return f"{given} numbers from files; {len(missing) or 'none'} missing"


def head_of(
    name: str,
    years: tuple[int, int],
    told: Told,
    read: dict[str, Figures],
    records: Sequence[Record],
) -> list[str]:
    """Return title, period and sources.

    Parameters
    ----------
    name : str
        The scenario's.
    years : (int, int)
        Of the figures, and with which the period begins.
    told : Told
    read : dict of kind to Figures
    records : sequence of Record
    """
    year, start = years
    cited = {_CITED[kind][0]: f"{_CITED[kind][1]}: {file.name}" for kind, file in read.items()}
    cited |= {f"events{k}": f"Event data: {one.name}" for k, one in enumerate(records, start=1)}
    if records:
        files = [*(one.name for one in records)]
        files += [read[kind].name for kind in _INSTITUTIONS if kind in read]
        cited["affinity"] = f"The formula above, from {', '.join(files)}"
    codes = [state.code for state in told.states]
    whom = ", ".join(codes) if len(codes) <= 8 else f"{len(codes)} states"
    tone = told.affinities.tone
    return [
        f"# The skeleton of a scenario, made by `sim import` from figures of {year}. What is not "
        "here stands at its",
        "# default (`sim show`) and is yours to argue: the period; obstacles of ties; need, "
        "capacity and reach that no",
        "# file gives; shocks and questions (`sim new` writes an example of each).",
        *_formulas(told.affinities),
        *([f"# tone: {tone.why_not}; institutions alone"] if tone and tone.why_not else []),
        "",
        f"title = {quoted(f'{name}: {whom} from {start}')}",
        f"start = {start}-01-01",
        "months = 36",
        "spin_up = 60  # quiet months before the start, which settle stances, trust and support",
        "",
        "[sources]",
        *(f"{key} = {quoted(text)}" for key, text in cited.items()),
    ]


def _formulas(known: Affinities) -> list[str]:
    """Return the formulas with their weights, as comments."""
    w = known.weights
    lines = [
        f"# institutions = {w.defence:g} x defence treaty, or {w.consultation:g} x consultation "
        f"pact, + {w.votes:g} x (UN agreement - 0.6) - {w.rivalry:g} x rivalry",
    ]
    if known.tone is None:
        return [
            *lines,
            "# affinity = institutions, as no events are given; range: one spread of them",
        ]
    return [
        *lines,
        f"# affinity = {1 - w.tone:g} x institutions + {w.tone:g} x tone{_estimate(w)}",
        f"# tone = {known.mean:z.2f} + {known.spread:z.2f} x standardised mean logit share of "
        "cooperation of the three years before the start",
        "# (mean and spread: those of the institutions; range: one standard error of prediction)",
    ]


def _estimate(weights: Weights) -> str:
    """Say that the weight of tone is an estimate, where it was not changed."""
    if weights.tone != Weights.tone:
        return "; the weight of tone was set by hand"
    return f"; the weight of tone: {TONE_ESTIMATE} (standard error {TONE_ERROR}), rounded"


def body_of(told: Told) -> list[str]:
    """Return the tables of states and ties.

    Parameters
    ----------
    told : Told
    """
    lines: list[str] = []
    for k, state in enumerate(told.states):
        lines += ["", f"[states.{state.code}]", f"name = {quoted(state.name)}"]
        lines += [f"ccode = {state.ccode}", *written("power", told.powers[k])]
        lines += written_by_need("need", told.needs[k])
        lines += written_by_need("capacity", told.capacities[k])
        lines += [line for name, one in told.motives[k].items() for line in written(name, one)]
    for i, j in told.ties:
        lines += ["", f"[ties.{told.states[i].code}.{told.states[j].code}]"]
        cooperation = told.beside[i, j]
        lines += [f"# events: {one.note}" for one in cooperation if one.note]
        lines += [line for one in cooperation for line in one.missing]
        lines += written("affinity", told.affinities.of(i, j))
        lines += written_by_need("reach", told.reaches[i, j])
    return lines


def _cooperation(record: Record, i: int, j: int, year: int) -> Figure:
    """Say what share of a dyad's events in a year is cooperative: to read, not to start from."""
    periods = [k for k, period in enumerate(record.periods) if period[:4] == str(year)]
    cooperation, conflict = record.cooperation[periods, i, j], record.conflict[periods, i, j]
    known = np.isfinite(cooperation) & np.isfinite(conflict)
    what = f"of {record.codes[i]} toward {record.codes[j]}"
    if not known.any():
        return Figure(None, "", (f"# events: none {what} in {record.name} for {year}",))
    events, friendly = (cooperation + conflict)[known].sum(), cooperation[known].sum()
    months = int(known.sum())
    part = record.monthly and months < 12
    when = f"{months} month{'s' * (months > 1)} of {year}" if part else str(year)
    share = f"{friendly / events:z.2f} of {events:z,.0f} events" if events else "no events"
    name = record.name + ", without those of a file before it" * any(
        record.periods[k] in record.shared for k in periods
    )
    return Figure(None, f"{share} {what} in {when} {'cooperative ' * bool(events)}({name})")
