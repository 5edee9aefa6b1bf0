"""Figure 6: the signed network. Who is friendly and who hostile to whom, before and after."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ..outcomes import Results
from . import style

_AGREE = 0.8  # judgement: as in the dyad map
_FAINTEST = 0.1  # judgement: a mean stance nearer zero than this is neither friendly nor hostile


def network_data(stances: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return each pair's median mutual stance (mean of both directions), and whether 80 % agree on its sign.

    Parameters
    ----------
    stances : ndarray (history, source, target)
    """
    mutual = 0.5 * (stances + stances.transpose(0, 2, 1))
    agreed = np.maximum((mutual > 0).mean(axis=0), (mutual < 0).mean(axis=0)) >= _AGREE
    return np.median(mutual, axis=0), agreed


def circle(n: int) -> np.ndarray:
    """Return places for n states on a circle, the first at the top: (n, 2)."""
    angle = np.pi / 2 - 2 * np.pi * np.arange(n) / n
    return np.column_stack([np.cos(angle), np.sin(angle)])


def signed_network(axes: Axes, stances: np.ndarray, codes: tuple[str, ...], title: str) -> Axes:
    """Draw the states on a circle, friendly ties solid, hostile dashed, undecided dotted."""
    mutual, agreed = network_data(stances)
    places = circle(len(codes))
    for i in range(len(codes)):
        for j in range(i):
            x, y = places[[i, j]].T
            strength = abs(mutual[i, j])
            if not agreed[i, j] or strength < _FAINTEST:
                axes.plot(x, y, color="#bbbbbb", linewidth=0.9, linestyle=":", zorder=1)
            elif mutual[i, j] > 0:
                axes.plot(x, y, color=style.FRIENDLY, linewidth=7 * strength, alpha=0.85, zorder=2)
            else:
                axes.plot(
                    x, y, color=style.HOSTILE, linewidth=7 * strength, linestyle=(0, (2.2, 1.1)), alpha=0.85, zorder=2
                )
    size = 0.2 if len(codes) <= 12 else 0.1
    for (x, y), code in zip(places, codes, strict=True):
        axes.scatter(
            [x], [y], s=(size * 190) ** 2, color="white", edgecolor=style.colour(codes, code), linewidth=2.5, zorder=3
        )
        axes.text(
            x, y, code, ha="center", va="center", fontsize=9 if len(codes) <= 12 else 5, fontweight="bold", zorder=4
        )
    axes.set(xlim=(-1.3, 1.3), ylim=(-1.3, 1.3), aspect="equal")
    axes.axis("off")
    axes.set_title(title, fontsize=10, loc="left")
    return axes


def figure(results: Results) -> Figure:
    """Return the figure for a run."""
    labels = results.scenario.month_labels
    small = style.provenance(results) + " Median of the two states' stances toward each other."

    def draw(canvas: Figure) -> None:
        grid = canvas.add_gridspec(1, 2, left=0.02, right=0.98, top=0.83, bottom=0.13, wspace=0.05)
        for k, month in enumerate((0, -1)):
            signed_network(canvas.add_subplot(grid[0, k]), results.stances[:, month], results.codes, labels[month])
        keys = [
            Line2D([], [], color=style.FRIENDLY, linewidth=4, label="friendly (wider: warmer)"),
            Line2D(
                [], [], color=style.HOSTILE, linewidth=4, linestyle=(0, (2.2, 1.1)), label="hostile (wider: colder)"
            ),
            Line2D([], [], color="#bbbbbb", linewidth=1, linestyle=":", label="near zero, or histories disagree"),
        ]
        canvas.legend(
            handles=keys, loc="lower center", ncols=3, frameon=False, bbox_to_anchor=(0.5, 0.05), handlelength=4
        )
        style.head(canvas, _title(results), small)

    return style.drawn(9.5, 5.4, draw)


def _title(results: Results) -> str:
    """Say how many pairs changed sides."""
    kinds = []
    for month in (0, -1):
        mutual, agreed = network_data(results.stances[:, month])
        kinds.append(np.where(agreed & (np.abs(mutual) >= _FAINTEST), np.sign(mutual), 0))
    upper = np.triu_indices(len(results.codes), 1)
    changed = [(i, j) for i, j in zip(*upper, strict=True) if kinds[0][i, j] != kinds[1][i, j]]
    if not changed:
        return "Friends stay friends and enemies enemies"
    words = {1: "friendly", 0: "undecided", -1: "hostile"}
    told = [
        f"{results.codes[i]}-{results.codes[j]} ({words[int(kinds[0][i, j])]} to {words[int(kinds[1][i, j])]})"
        for i, j in changed[:3]
    ]
    more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
    return f"{len(changed)} of {len(upper[0])} pairs change character: {', '.join(told)}{more}"
