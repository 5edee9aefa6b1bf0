"""The figure of an exam: each fact's value against its bound, grouped by kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from sim.report import style
from sim.system.text import minus

from .form import KINDS
from .grades import Grade
from .words import by_kind, of_in_words, shown

_FAR = 2.2  # places beyond this are drawn here: less than one band outside what passes
_ROW, _ABOVE, _BELOW = 0.168, 0.62, 0.45  # inches
_WIDE = 7.0  # inches of a column
_ROW_OF_NARROW, _LEFT_OF_NARROW = 0.26, 1.62
_NARROW = 0.7  # of the width that it is made for
_MOST_OF_NARROW = 24  # facts of a narrow figure
_MOST_ROWS = 40  # of a figure with one column
_NAME, _GAP = 46, 1.6  # characters of a name; rows between kinds
_LETTERS = 7.4  # points


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
    natural = _WIDE * len(columns(by_kind(grades)))
    wide = style.across(natural)
    if wide < _NARROW * natural:
        return _narrow(grades, wide, title, small)
    groups = by_kind(grades)
    parts = columns(groups)
    rows = _GAP + max(sum(len(groups[kind]) + _GAP for kind in part) for part in parts)
    height = rows * _ROW + _ABOVE + _BELOW

    def draw(canvas: Figure) -> None:
        """Draw the columns, the title above them and the small type below."""
        for k, part in enumerate(parts):
            left = (k + 0.43) / len(parts)
            place = (left, _BELOW / height, 0.44 / len(parts), 1 - (_ABOVE + _BELOW) / height)
            kinds = [(kind, groups[kind], of_in_words(groups[kind])) for kind in part]
            _column(canvas.add_axes(place), kinds, rows)
        style.head(canvas, title, small)

    return style.drawn(wide, height, draw, fits=True)


def telling(grades: Sequence[Grade], most: int) -> list[Grade]:
    """Return the facts that fail, then those nearest to a bound, in the order in which they stand.

    Parameters
    ----------
    grades : sequence of Grade
    most : int
        How many at most.
    """

    def room(k: int) -> tuple[bool, float]:
        """Return whether a fact passes, and how far it is from its nearer bound."""
        return grades[k].passed, abs(1.0 - abs(_near(grades[k].fact.place(grades[k].value))))

    return [grades[k] for k in sorted(sorted(range(len(grades)), key=room)[:most])]


def _narrow(grades: Sequence[Grade], wide: float, title: str, small: str) -> Figure:
    """Return the figure for a column of a journal: the most telling facts, kind by kind."""
    drawn, counts = by_kind(telling(grades, _MOST_OF_NARROW)), by_kind(grades)
    kinds = [(kind, group, of_in_words(counts[kind])) for kind, group in drawn.items()]
    rows = _GAP + sum(len(group) + _GAP for _, group, _ in kinds)
    count = sum(len(group) for _, group, _ in kinds)
    if count < len(grades):
        small += f" The {count} of {len(grades)} facts that fail or are nearest to a bound."
    height = rows * _ROW_OF_NARROW + _ABOVE + _BELOW
    values = [minus(shown(grade.fact, grade.value)) for _, group, _ in kinds for grade in group]
    left = max(_LEFT_OF_NARROW, 0.43 * wide)
    right = 0.17 + max(style.points(value, _LETTERS) for value in values) / 72

    def draw(canvas: Figure) -> None:
        """Draw the column, the title above it and the small type below."""
        inside = (1 - (left + right) / wide, 1 - (_ABOVE + _BELOW) / height)
        axes = canvas.add_axes((left / wide, _BELOW / height, *inside))
        _column(axes, kinds, rows)
        style.head(canvas, title, small)

    return style.drawn(wide, height, draw, fits=True)


def _column(axes: Axes, groups: list[tuple[str, list[Grade], str]], rows: float) -> None:
    """Draw the kinds of one column, one below the other, each with how many of its facts pass."""
    y, narrow = _GAP, style.inches_across(axes) < 2
    for kind, group, passed in groups:
        name = KINDS[kind]
        told = f"{name[0].upper()}{name[1:]}: {passed}"
        how: dict[str, Any] = {"fontsize": 8.8, "fontweight": "bold", "va": "center"}
        if narrow:  # from the edge of the figure on, over the panel
            left = (0.06 - _LEFT_OF_NARROW) / style.inches_across(axes)
            axes.text(left, y - 0.95, told, transform=axes.get_yaxis_transform(), **how)
        else:
            axes.text(-_FAR - 0.12, y - 1.0, told, ha="right", **how)
        axes.fill_between((-1, 1), y - 0.5, y + len(group) - 0.5, color="#e6e6e6", lw=0)
        for grade in group:
            _row(axes, grade, y)
            y += 1
        y += _GAP
    ends = ("too\nlittle", "too\nmuch") if narrow else ("too little", "too much")
    for x, words in ((-1.6, ends[0]), (0, "passes"), (1.6, ends[1])):
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
    words: dict = {"fontsize": _LETTERS, "va": "center", "color": style.INK if passed else colour}
    weight = "normal" if passed else "bold"
    if style.inches_across(axes) < 2:
        font = FontProperties(size=_LETTERS, weight=weight)
        name = style.wrapped(name[:_NAME], 72 * (_LEFT_OF_NARROW - 0.18), font)
        words |= {"linespacing": 0.95}
    gap = 0.11 + 0.16 * (style.inches_across(axes) < 2)
    axes.text(-_FAR - gap, y, name[: _NAME + 1], ha="right", fontweight=weight, **words)
    axes.text(_FAR + gap, y, minus(shown(fact, grade.value)), ha="left", **words)


def _near(place: float) -> float:
    """Return a place, at the edge where it is farther out; where nothing was measured, far left."""
    return max(-_FAR, min(_FAR, place)) if place == place else -_FAR
