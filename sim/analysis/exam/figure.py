"""The figure of an exam: each fact's value against its bound, grouped by kind."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.report import style

from .form import KINDS
from .grades import Grade
from .words import by_kind, of_in_words, shown

_FAR = 2.2  # places beyond this are drawn here: less than one band outside what passes
_ROW, _ABOVE, _BELOW = 0.168, 0.62, 0.45  # inches
_WIDE = 7.0  # inches of a column
_MOST_ROWS = 40  # of a figure with one column
_NAME, _GAP = 46, 1.6  # characters of a name; rows between kinds


def columns(groups: dict[str, list[Grade]]) -> list[list[str]]:
    """Return which kinds stand in which column: in two about equally long ones where many are.

    Parameters
    ----------
    groups : dict of str to list of Grade
        By kind.
    """
    kinds = list(groups)
    length = {kind: len(group) + _GAP for kind, group in groups.items()}
    if sum(length.values()) <= _MOST_ROWS or len(kinds) < 2:
        return [kinds]

    def longer(cut: int) -> float:
        """Return the rows of the longer column."""
        return max(sum(length[k] for k in part) for part in (kinds[:cut], kinds[cut:]))

    cut = min(range(1, len(kinds)), key=longer)
    return [kinds[:cut], kinds[cut:]]


def figure(grades: Sequence[Grade], title: str, small: str) -> Figure:
    """Return the figure.

    Parameters
    ----------
    grades : sequence of Grade
        In any order.
    title : str
        What is found.
    small : str
        How the numbers came about, for the small type.
    """
    groups = by_kind(grades)
    parts = columns(groups)
    rows = _GAP + max(sum(len(groups[kind]) + _GAP for kind in part) for part in parts)
    width, height = _WIDE * len(parts), rows * _ROW + _ABOVE + _BELOW

    def draw(canvas: Figure) -> None:
        """Draw the columns, the title above them and the small type below."""
        for k, part in enumerate(parts):
            left = (k + 0.43) / len(parts)
            place = (left, _BELOW / height, 0.44 / len(parts), 1 - (_ABOVE + _BELOW) / height)
            _column(canvas.add_axes(place), [(kind, groups[kind]) for kind in part], rows)
        style.head(canvas, title, small)

    return style.drawn(width, height, draw)


def _column(axes: Axes, groups: list[tuple[str, list[Grade]]], rows: float) -> None:
    """Draw the kinds of one column, one below the other."""
    y = _GAP
    for kind, group in groups:
        name = KINDS[kind]
        axes.text(-_FAR - 0.12, y - 1.0, f"{name[0].upper()}{name[1:]}: {of_in_words(group)}",
                  fontsize=8.8, fontweight="bold", ha="right", va="center")  # fmt: skip
        axes.fill_between((-1, 1), y - 0.5, y + len(group) - 0.5, color="#e6e6e6", lw=0)
        for grade in group:
            _row(axes, grade, y)
            y += 1
        y += _GAP
    for x, words in ((-1.6, "too little"), (0, "passes"), (1.6, "too much")):
        axes.text(x, -0.55, words, fontsize=7.6, ha="center", va="bottom", color="#555555")
    axes.set(xlim=(-_FAR - 0.05, _FAR + 0.05), ylim=(rows + 0.1, -0.5))
    axes.set_xticks([])
    axes.set_yticks([])
    for side in axes.spines.values():
        side.set_visible(False)


def _row(axes: Axes, grade: Grade, y: float) -> None:
    """Draw a fact: its name, the seeds, the value, and the value in words."""
    fact, passed = grade.fact, grade.passed
    colour = style.SCENARIO_A if passed else style.SCENARIO_B
    seeds = [_near(fact.place(value)) for value in grade.values[grade.worst]]
    place = _near(fact.place(grade.value))
    axes.plot((min(seeds), max(seeds)), (y, y), color=colour, linewidth=1.6, alpha=0.6)
    axes.plot(
        [place], [y], "o" if passed else "X", color=colour, markersize=4.6 if passed else 6,
        markerfacecolor=colour if fact.used else "white", markeredgewidth=1.1,
    )  # fmt: skip
    name = fact.id.replace("-", " ")
    words: dict = {"fontsize": 7.4, "va": "center", "color": style.INK if passed else colour}
    weight = "normal" if passed else "bold"
    axes.text(-_FAR - 0.12, y, name[:_NAME], ha="right", fontweight=weight, **words)
    axes.text(_FAR + 0.1, y, shown(fact, grade.value), ha="left", **words)


def _near(place: float) -> float:
    """Return a place, at the edge where it is farther out; where nothing was measured, far left."""
    return max(-_FAR, min(_FAR, place)) if place == place else -_FAR
