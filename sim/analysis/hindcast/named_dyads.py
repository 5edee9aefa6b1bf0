"""Named dyads: those farthest off in a panel of marks, where there is room for their names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from sim.report import style

_LABELLED = 6  # dyads named in a panel
_FARTHEST = 24  # steps, of six tenths of a line, that a name may stand from its mark
_NAME, _LINE, _APART = 7.5, 9.0, 7.0  # points: of a name, its line, its distance from its mark


def name_farthest(
    axes: Axes, x: np.ndarray, y: np.ndarray, table: pd.DataFrame, far: np.ndarray
) -> None:
    """Name the dyads that are farthest off, where there is room beside their marks.

    Parameters
    ----------
    axes : Axes
        With its limits.
    x, y : ndarray (dyad,)
        Where the marks are.
    table : DataFrame
        With columns source and target, a row a dyad.
    far : ndarray (dyad,)
        How far off each is.
    """
    corners = np.array([axes.get_xlim(), axes.get_ylim()])
    size = 72 * np.array([style.inches_across(axes), style.inches_up(axes)])  # points
    marks = (np.column_stack([x, y]) - corners[:, 0]) / np.diff(corners).T * size
    taken = [(*(mark - 4), *(mark + 4)) for mark in marks]
    for k in np.argsort(-far, kind="stable")[:_LABELLED]:
        text = f"{table['source'].iloc[k]}→{table['target'].iloc[k]}"
        wide = style.points(text, _NAME) + 1
        choices = [
            (marks[k][0], marks[k][1] + shift, side)
            for shift in (0.6 * way * step * _LINE for step in range(_FARTHEST) for way in (1, -1))
            for side in (1, -1)
        ]
        lefts = [px + (_APART if side > 0 else -_APART - wide) for px, _, side in choices]
        lows = [py - _LINE / 2 for _, py, _ in choices]
        boxes = [(a, b, a + wide, b + _LINE) for a, b in zip(lefts, lows, strict=True)]
        clashes = [_clashes(box, taken, size) for box in boxes]
        best = int(np.argmin(clashes))
        if clashes[best]:
            continue  # there is no room beside its mark
        taken.append(boxes[best])
        _, py, side = choices[best]
        axes.annotate(
            text,
            (x[k], y[k]),
            xytext=(_APART * side, py - marks[k][1]),
            textcoords="offset points",
            fontsize=_NAME,
            ha="left" if side > 0 else "right",
            va="center",
            zorder=4,
            arrowprops={"arrowstyle": "-", "color": style.FAINT, "linewidth": 0.5, "shrinkB": 2.5}
            if abs(py - marks[k][1]) > _LINE
            else None,
        )


def _clashes(box: tuple[float, ...], taken: Sequence[tuple[float, ...]], size: np.ndarray) -> int:
    """Return how many boxes (left, low, right, high) a box meets.

    Going beyond the panel counts as meeting many.
    """
    left, low, right, high = box
    outside = left < 0 or low < 0 or right > size[0] or high > size[1]
    return 100 * outside + sum(
        left < c and right > a and low < d and high > b for a, b, c, d in taken
    )
