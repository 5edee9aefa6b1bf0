"""The answer to a question of thresholds, and the question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from sim.ensemble.base import NOTHING, Beside, beside
from sim.ensemble.how import HERE, How
from sim.ensemble.run import check_run
from sim.report.answer import Answer, Asked, records
from sim.report.naming import default_folder, label
from sim.report.page import Bar, Cell, Heading, Part, Picture, Table, Text
from sim.report.terminal import table_text
from sim.scenario import Scenario, chosen_paths, ranged_paths, scenario_meant
from sim.system.text import many, signed

from . import figure as drawing
from . import tables, words
from .boxes import Discovery, Spread, discover
from .crossing import Crossing, Search, crossing, question_crossing
from .joint import JOINTLY, JointThreshold, joint_threshold
from .threshold import GRID, Threshold, thresholds

_LISTED = 12  # numbers printed; all are in the tables
_A_SEARCH = 60  # points for each number, about, of a joint search
_READING = (
    "Each panel moves one parameter over its range, while all others stay as they are; the dashed "
    "line is the level to cross. Flat lines are parameters that do not matter here. All values are "
    "tried on the same random draws: another seed moves all crossings together, within about as "
    "much as the bars are long."
)


@dataclass(frozen=True, repr=False, eq=False)
class Thresholds(Answer):
    """What would take an outcome across a level.

    Attributes
    ----------
    asked : Asked
    crossing : Crossing
        The outcome and the level.
    alone : list of Threshold
        Each number alone, the smallest change first.
    jointly : tuple of str
        The numbers that were to change together.
    together : JointThreshold or None
        None where that was not asked, or there is none.
    boxes : Discovery or None
        None where that was not asked.
    beside : Beside
        What has to stand beside the outcome.
    """

    asked: Asked
    crossing: Crossing
    alone: list[Threshold]
    jointly: tuple[str, ...] = ()
    together: JointThreshold | None = None
    boxes: Discovery | None = None
    beside: Beside = NOTHING

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return self.asked.scenarios[0]

    @property
    def finding(self) -> str:
        """What the outcome is, and the smallest change that takes it across the level."""
        return words.finding(self.scenario, self.crossing, self.alone)

    @property
    def title(self) -> str:
        """The title of the page."""
        what = "flip the answer" if self.crossing.outcome.question else "cross the level"
        return f"{self.scenario.title}: what would {what}"

    @property
    def small(self) -> str:
        """How the answer was made."""
        level = self.crossing.shown_level
        return f"{many(self.histories, 'history')} at each value, seed {self.seed}, level {level}"

    def to_frame(self) -> pd.DataFrame:
        """Return a row per number: its range, base and crossing, and the means there."""
        return tables.alone_table(self.alone, self.crossing)

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return thresholds, the values that were tried, joint change and boxes if asked for."""
        results = {
            "thresholds.csv": self.to_frame(),
            "grid.csv": tables.grid_table(self.alone, self.crossing),
        }
        if self.jointly:
            results["joint.csv"] = tables.joint_table(self.together, self.crossing)
        if self.boxes:
            results["boxes.csv"] = tables.boxes_table(self.boxes)
        return results

    def figures(self) -> dict[str, Figure]:
        """Return the figure."""
        small = (
            f"{many(self.histories, 'history')} at each value, on the same random draws, of "
            f"“{self.scenario.title}”, seed {self.seed}. {self.beside.text}".rstrip()
        )
        text = self.crossing.outcome.in_words(self.scenario)
        return {"threshold": drawing.figure(self.scenario, text, self.alone, self.crossing, small)}

    def data(self) -> dict[str, Any]:
        """Return the answer as plain dictionaries and lists."""
        outcome = self.crossing.outcome
        asked = outcome.question or self.asked.options["of"]
        data: dict[str, Any] = {
            "scenario": self.scenario.name,
            "question" if outcome.question else "outcome": dict(
                id=asked, text=outcome.label(self.scenario)
            ),
            "level": self.crossing.level,
            "histories": self.histories,
            "seed": self.seed,
            "finding": self.finding,
            **self.beside.data,
            "alone": records(self.to_frame()),
        }
        if self.jointly:
            change = records(tables.joint_table(self.together, self.crossing))
            searched = {"searched": list(self.jointly), "told": self._together()}
            data["together"] = searched | {"change": change}
        if self.boxes:
            data["boxes"] = tables.boxes_data(self.boxes)
        return data

    def text(self) -> str:
        """Return what the terminal prints."""
        crossed = sum(one.crossing is not None for one in self.alone)
        shown = self.alone[: max(_LISTED, crossed)]
        head = ("", "base → crossing", "of range", "clear at", "low · high")
        rows = []
        for one in shown:
            crosses, share, surely, (low, _, high) = words.crossing_in_words(self.crossing, one)
            change = f"{one.base:z.3g} → {crosses}" if share else f"{one.base:z.3g}"
            rows.append([one.path, change, share, surely, f"{low} · {high}"])
        lines = [self.finding, *self.beside.lines, "", table_text(head, rows, 1)]
        if len(shown) < len(self.alone):
            rest = len(self.alone) - len(shown)
            lines.append(f"... and {rest} more without a crossing, in thresholds.csv")
        lines += words.legend(self.crossing, bool(crossed))
        if self.jointly:
            lines += ["", self._together(), *self._changes()]
        if self.boxes:
            lines += ["", *words.boxes_in_words(self.crossing, self.boxes)]
        return "\n".join(lines)

    def page(self) -> list[Part]:
        """Return the figure, all numbers, the joint change and the boxes."""
        parts: list[Part] = [
            *map(Text, self.beside.lines),
            Picture("threshold", _READING),
            Heading("One parameter at a time"),
            self._alone(),
        ]
        if self.jointly:
            parts += [Heading("Several parameters together"), Text(self._together())]
            rows: list[list[str | Cell | Bar]] = []
            for row in tables.joint_table(self.together, self.crossing).itertuples():
                change = f"{signed(100 * row.change_in_ranges, 0)} %"
                rows.append(
                    [Cell(row.path, "code"), f"{row.base:z.4g}", f"{row.value:z.4g}", change]
                )
            if rows:
                parts.append(Table(("parameter", "base", "changed to", "of its range"), rows, 1))
        if self.boxes:
            lines = words.boxes_in_words(self.crossing, self.boxes)
            parts += [Heading("Boxes"), *map(Text, lines)]
        return parts

    def _together(self) -> str:
        """Say how long the shortest joint change is."""
        return words.together_in_words(self.crossing, self.together, self.jointly, self.alone)

    def _changes(self) -> list[str]:
        """Return the joint change, a line a number."""
        table = tables.joint_table(self.together, self.crossing)
        return [
            f"  {row.path} from {row.base:z.4g} to {row.value:z.4g} "
            f"({signed(100 * row.change_in_ranges, 0)} %)"
            for row in table.itertuples()
        ]

    def _alone(self) -> Table:
        """Return the table of single changes."""
        rows: list[list[str | Cell | Bar]] = []
        for one in self.alone:
            note = drawing.meaning(self.scenario, one.path)
            name = Cell(one.path, "code", [note] if note else [])
            crosses, share, surely, means = words.crossing_in_words(self.crossing, one)
            change = f"{crosses} ({share} of range)" if share else "not crossed within the range"
            span = f"{one.low:z.4g} to {one.high:z.4g}"
            rows.append([name, span, f"{one.base:z.4g}", change, surely, " · ".join(means)])
        last = f"{'yes' if self.crossing.is_share else 'mean'} at low · base · high"
        head = ("parameter", "range", "base", "crosses at", "clear at", last)
        return Table(head, rows, numeric=1)


def threshold(
    scenario: Scenario | str | Path,
    of: str,
    over: Sequence[str] | Search = (),
    histories: int = 400,
    seed: int = 1,
    how: How = HERE,
) -> Thresholds:
    """Find the smallest change of a parameter that takes an outcome across a level.

    Parameters
    ----------
    scenario : Scenario or str or Path
        From ``sim.load``, or its name or file.
    of : str
        A question's id: where does the answer flip? Or an outcome, as ``hedging.DPRK@2014-11``.
    over : sequence of str, or Search
        Paths of the parameters to change, by default all that have a range; a ``Search`` also says
        which level is to be crossed, and whether to look for joint changes and boxes.
    histories : int
        At each value that is tried.
    seed, how
        As in ``sim.run``.

    Returns
    -------
    Thresholds

    Raises
    ------
    InvalidInput
        For an unknown outcome, a path without a range, or a level that cannot be crossed.
    """
    scenario = scenario_meant(scenario)
    search = over if isinstance(over, Search) else Search(over)
    what = crossing(scenario, of, search.level)
    return answered(asked(scenario, what, search, histories, seed, of), what, search, how)


def asked(
    scenario: Scenario, what: Crossing, search: Search, histories: int, seed: int, of: str
) -> Asked:
    """Return what is asked; parameters and errors as in ``threshold``."""
    check_run(histories, seed)
    ranges = ranged_paths(scenario)
    options: dict[str, object] = {
        "question" if what.outcome.question else "of": what.outcome.question or of,
        "level": what.level,
        "over": {path: list(ranges[path]) for path in chosen_paths(scenario, search.over)},
        "jointly": search.jointly,
        "boxes": search.boxes,
    }
    words = f"{label(scenario)}-threshold-{what.outcome.question or of}"
    folder = default_folder(words, histories, seed)
    return Asked("threshold", (scenario,), seed, histories, folder, options)


def histories_of(asked: Asked, search: Search) -> int:
    """Return how many histories an answer takes, about."""
    numbers = len(chosen_paths(asked.scenarios[0], search.over))
    points = 1 + GRID * numbers
    if search.jointly:
        points += _A_SEARCH * (len(search.over) or JOINTLY)
    spread = Spread()
    return points * asked.histories + search.boxes * spread.points * spread.histories


def answered(asked: Asked, what: Crossing, search: Search, how: How = HERE) -> Thresholds:
    """Return the answer to what was asked: one number at a time, then what else is wanted."""
    scenario, seed = asked.scenarios[0], asked.seed
    over = tuple(chosen_paths(scenario, search.over)) if search.over else ()
    alone = thresholds(scenario, what, over, asked.histories, seed, how)
    jointly: tuple[str, ...] = ()
    together, boxes = None, None
    if search.jointly:
        jointly = over or tuple(one.path for one in alone[:JOINTLY])
        together = joint_threshold(scenario, what, jointly, asked.histories, seed, how)
    if search.boxes:
        boxes = discover(scenario, what, over, Spread(), seed, how)
    known = beside(scenario, what.outcome, asked.histories, seed)
    return Thresholds(asked, what, alone, jointly, together, boxes, known)


__all__ = [
    "Search", "Thresholds", "answered", "asked", "crossing", "histories_of", "question_crossing",
    "threshold",
]  # fmt: skip
