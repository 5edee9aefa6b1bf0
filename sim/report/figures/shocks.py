"""Shocks on a figure: numbered markers above an axis of months, and a key with every title whole.

Shocks that recur (four times or more, as exercises each spring) have a mark below the axis, another
for each family, and share a line of the key.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from sim.outcomes.results import Results
from sim.report import style
from sim.scenario import Scenario, Shock, families_of, family_name

_OFTEN = 4  # as often as this, a shock recurs; the three of a crisis do not
_NUMBER = 7.0  # size of letters in a marker
_APART = 12.5  # from the middle of a marker to the next, points
_ABOVE = 10.0  # from the axis to the middle of the lowest markers, points
_KEY, _LINE, _BETWEEN = 7.0, 0.12, 0.25  # size of letters; inches of a line, and between columns
_COLUMN = 3.0  # inches that a column of the key has at least
# marks of families that recur, on the axis and in the key; with more families they begin again
_SHAPES = (("^", "▲"), ("v", "▼"), ("s", "■"), ("D", "◆"), ("o", "●"))


@dataclass(frozen=True)
class Marks:
    """The shocks of a scenario as a figure shows them.

    Attributes
    ----------
    numbered : list of Shock
        In the order of their numbers, from 1.
    recurring : dict of str to list of Shock
        Those that recur, by their family.
    """

    numbered: list[Shock]
    recurring: dict[str, list[Shock]]


def marks_of(scenario: Scenario) -> Marks:
    """Return which shocks are numbered, and which recur too often for it."""
    kin, together = families_of(scenario), dict[str, list[Shock]]()
    for shock in scenario.shocks:
        together.setdefault(kin.get(shock.id, shock.id), []).append(shock)
    often = {family: shocks for family, shocks in together.items() if len(shocks) >= _OFTEN}
    numbered = [shock for shock in scenario.shocks if kin.get(shock.id) not in often]
    return Marks(numbered, often)


def place_of(shock: Shock) -> float:
    """Return where a shock stands on an axis whose x are months from the start."""
    return shock.month + (shock.date.day - 1) / 31 - 0.5


def mark(axes: Axes, results: Results) -> None:
    """Draw the shocks: a dotted line each, with its number above, or the mark of a family below.

    The limits of the axes stay as they are.
    """
    marks = marks_of(results.scenario)
    low, high = axes.get_ylim()
    points = 72 * style.inches_across(axes)
    months = len(results.months)
    gap = _APART / points * months
    rows = max(1, -(-int(_APART * len(marks.numbered)) // max(int(points), 1)))
    where = [place_of(shock) for shock in marks.numbered]
    placed = style.spread(where, gap / rows, 0.0, months - 1.0)
    for k, (x, place) in enumerate(zip(where, placed, strict=True)):
        axes.plot([x, x], [low, high], color=style.FAINT, linewidth=0.8, linestyle=":", zorder=0)
        axes.annotate(
            str(k + 1), (x, high), (place, _ABOVE + _APART * (k % rows)), fontsize=_NUMBER,
            textcoords=("data", "offset points"), ha="center", va="center", annotation_clip=False,
            zorder=4 - k % rows / rows,  # so that no line runs through the number of a lower row
            bbox={"boxstyle": "circle,pad=0.2", "facecolor": "white", "edgecolor": style.FAINT,
                  "linewidth": 0.7},
            arrowprops={"arrowstyle": "-", "color": style.FAINT, "linewidth": 0.6, "shrinkB": 0},
        )  # fmt: skip
    for (shape, _), shocks in zip(cycle(_SHAPES), marks.recurring.values(), strict=False):
        where = [place_of(shock) for shock in shocks]
        axes.plot(where, [low] * len(where), linestyle="", marker=shape, markersize=5,
                  color=style.FAINT, clip_on=False, zorder=3)  # fmt: skip
    axes.set_ylim(low, high)


def entries(scenario: Scenario) -> list[str]:
    """Return the lines of the key: number, title and month of each shock, then what recurs."""
    marks = marks_of(scenario)
    told = [f"{k}  {s.title} ({_month(s)})" for k, s in enumerate(marks.numbered, 1)]
    for (_, sign), (family, shocks) in zip(cycle(_SHAPES), marks.recurring.items(), strict=False):
        what = family_name(scenario, family) or f"{shocks[0].title}, and others like it"
        when = f"{len(shocks)} times, {_month(shocks[0])} to {_month(shocks[-1])}"
        told.append(f"{sign}  {what} ({when})")
    return told


def _month(shock: Shock) -> str:
    """Return the month of a shock."""
    return f"{shock.date:%Y-%m}"


@dataclass(frozen=True)
class Key:
    """The key to the numbers, laid out in columns of a certain width.

    Attributes
    ----------
    columns : list of str
        The text of each, in lines.
    width : float
        Inches from a column's edge to the next one's.
    height : float
        Inches that all of it takes; 0 where there are no shocks.
    """

    columns: list[str]
    width: float
    height: float

    @classmethod
    def of(cls, scenario: Scenario, inches: float) -> Key:
        """Lay out the key of a scenario over so many inches.

        Parameters
        ----------
        scenario : Scenario
        inches : float
            From the left edge of the first column to the right edge of the last.
        """
        count = max(1, int(inches / _COLUMN))
        width = inches / count
        font = FontProperties(size=_KEY)
        told = [_hung(line, 72 * (width - _BETWEEN), font) for line in entries(scenario)]
        lines = sum(entry.count("\n") + 1 for entry in told)
        columns: list[list[str]] = [[]]
        filled = 0
        for entry in told:
            if columns[-1] and filled >= lines / count and len(columns) < count:
                columns, filled = [*columns, []], 0
            columns[-1].append(entry)
            filled += entry.count("\n") + 1
        texts = ["\n".join(column) for column in columns if column]
        most = max((text.count("\n") + 1 for text in texts), default=0)
        return cls(texts, width, most * _LINE + 0.12 * bool(most))

    def write(self, canvas: Figure, left: float, top: float) -> None:
        """Write the key.

        Parameters
        ----------
        canvas : Figure
        left, top : float
            Inches from the left and from the bottom of the figure.
        """
        wide, tall = canvas.get_size_inches()
        for k, text in enumerate(self.columns):
            canvas.text(
                (left + k * self.width) / wide, top / tall, text, fontsize=_KEY, va="top",
                color="#444444", linespacing=1.25,
            )  # fmt: skip


def _hung(line: str, width: float, font: FontProperties) -> str:
    """Return an entry in lines of at most so many points, those after the first set in."""
    first, *rest = style.wrapped(line, width - 12, font).split("\n")
    return "\n".join([first, *(f"     {more}" for more in rest)])
