"""Figure 6: the signed network. Who is friendly and who hostile to whom, before and after."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.outcomes.focus import name_in_text
from sim.outcomes.results import Results
from sim.report import style

_AGREE = 0.8  # judgement: as in the dyad map
_TO_SPEAK_OF = 0.1  # judgement: a change of a mutual stance that a title names
_FAINTEST = 0.1  # judgement: a mean stance nearer zero than this is neither friendly nor hostile
_WIDEST, _WIDEST_OF_MANY = 7.0, 4.5  # points of a tie of full strength
_SHOWN = 0.5  # the strength whose width the legend shows
_NARROW = 0.6  # of the width it is made for: below, one circle stands below the other
_MOST_TIES = 60  # judgement: more lines between many states make a knot


def network_data(stances: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return each pair's median mutual stance, and whether 80 % of histories agree on its sign.

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


def neighbours(mutual: np.ndarray) -> np.ndarray:
    """Return the order of states on the circle: as they come, or of many, friends together.

    The tree that joins the friendliest first, average linkage, leaves ordered so that neighbours
    are close.
    """
    n = len(mutual)
    if n <= style.MOST_PANELS:
        return np.arange(n)
    from scipy.cluster.hierarchy import leaves_list, linkage

    apart = 1.0 - mutual[np.triu_indices(n, 1)]
    return leaves_list(linkage(apart, "average", optimal_ordering=True))


def decided(mutual: np.ndarray, agreed: np.ndarray) -> np.ndarray:
    """Say which ties are friendly or hostile.

    Where there are many states, only the strongest of these ties are returned.
    """
    clear = agreed & (np.abs(mutual) >= _FAINTEST)
    if len(mutual) <= style.MOST_PANELS:
        return clear
    strength = np.where(np.triu(clear, 1), np.abs(mutual), 0.0)
    weakest = max(np.sort(strength, axis=None)[-_MOST_TIES], _FAINTEST)
    return clear & (np.abs(mutual) >= weakest)


def signed_network(
    axes: Axes,
    stances: np.ndarray,
    codes: tuple[str, ...],
    title: str,
    places: np.ndarray | None = None,
) -> Axes:
    """Draw the states on a circle: friendly ties solid, hostile dashed, undecided dotted."""
    mutual, agreed = network_data(stances)
    drawn, few = decided(mutual, agreed), len(codes) <= style.MOST_PANELS
    places = circle(len(codes)) if places is None else places
    for i in range(len(codes)):
        for j in range(i):
            x, y = places[[i, j]].T
            width = (_WIDEST if few else _WIDEST_OF_MANY) * abs(mutual[i, j])
            if not drawn[i, j]:
                if few:
                    axes.plot(x, y, color="#bbbbbb", linewidth=0.9, linestyle=":", zorder=1)
            elif mutual[i, j] > 0:
                axes.plot(x, y, color=style.FRIENDLY, linewidth=width, alpha=0.85, zorder=2)
            else:
                axes.plot(
                    x,
                    y,
                    color=style.HOSTILE,
                    linewidth=width,
                    linestyle=(0, (2.2, 1.1)),
                    alpha=0.85,
                    zorder=2,
                )
    _states(axes, places, codes)
    edge = 1.3 if few else 1.12
    axes.set(xlim=(-edge, edge), ylim=(-edge, edge), aspect="equal")
    axes.axis("off")
    axes.set_title(title, fontsize=10, loc="left")
    return axes


def _states(axes: Axes, places: np.ndarray, codes: tuple[str, ...]) -> None:
    """Draw the states at their places."""
    size = 0.2 if len(codes) <= 12 else 0.135
    for (x, y), code in zip(places, codes, strict=True):
        axes.scatter(
            [x],
            [y],
            s=(size * 190) ** 2,
            color="white",
            edgecolor=style.colour(codes, code),
            linewidth=2.5,
            zorder=3,
        )
        axes.text(
            x,
            y,
            code,
            ha="center",
            va="center",
            fontsize=9 if len(codes) <= 12 else 6.8,
            fontweight="bold",
            zorder=4,
        )


def _keys(few: bool) -> list[Line2D]:
    """Return the lines of the legend, as wide as stances of a certain size."""
    hostile, undecided = (0, (2.2, 1.1)), "near zero, or histories disagree"
    width = (_WIDEST if few else _WIDEST_OF_MANY) * _SHOWN
    kinds: list[dict[str, Any]] = [
        {"color": style.FRIENDLY, "linewidth": width, "label": f"friendly, +{_SHOWN:g}"},
        {
            "color": style.HOSTILE,
            "linewidth": width,
            "linestyle": hostile,
            "label": f"hostile, −{_SHOWN:g} (narrower: weaker)",
        },
        {"color": "#bbbbbb", "linewidth": 1, "linestyle": ":", "label": undecided},
    ]
    return [Line2D([], [], **kind) for kind in kinds]


def figure(results: Results) -> Figure:
    """Return the figure for a run."""
    labels, few = results.scenario.month_labels, len(results.codes) <= style.MOST_PANELS
    small = style.provenance(results) + " Median of the two states' stances toward each other."
    if not few:
        pairs = len(results.codes) * (len(results.codes) - 1) // 2
        small += f" The {_MOST_TIES} strongest of {pairs} ties; "
        small += "friends stand together."
    places = np.empty((len(results.codes), 2))
    places[neighbours(network_data(results.stances[:, 0])[0])] = circle(len(results.codes))

    natural, tall = (9.5, 5.4) if few else (12.5, 7.4)
    wide = style.across(natural)
    down = 1 if wide > _NARROW * natural else 2
    height = tall if down == 1 else 1.85 + 2.05 * wide
    ends = {"top": 1 - 0.17 * tall / height, "bottom": (0.7 if down == 1 else 1.0) / height}

    def draw(canvas: Figure) -> None:
        """Draw the panels, the title above them and the small type below."""
        grid = canvas.add_gridspec(
            down, 2 // down, left=0.02, right=0.98, wspace=0.05, hspace=0.1, **ends
        )
        for k, month in enumerate((0, -1)):
            axes = canvas.add_subplot(grid[k])
            signed_network(axes, results.stances[:, month], results.codes, labels[month], places)
        canvas.legend(
            handles=_keys(few) if few else _keys(few)[:2],
            loc="lower center",
            ncols=3 if down == 1 else 1,
            frameon=False,
            bbox_to_anchor=(0.5, 0.27 / height),
            handlelength=4,
        )
        style.head(canvas, _title(results), small)

    return style.drawn(wide, height, draw, fits=True)


def _most_moved(results: Results, change: np.ndarray) -> str:
    """Say who drew closer or apart most, where no pair changed sides."""
    size = np.triu(np.abs(change), 1)
    i, j = np.unravel_index(size.argmax(), size.shape)
    if size[i, j] < _TO_SPEAK_OF:
        return "Friends stay friends and enemies enemies"
    a, b = (name_in_text(results.scenario, results.codes[k]) for k in (i, j))
    moved = "draw closer" if change[i, j] > 0 else "drift apart"
    return f"Nobody changes sides; {a} and {b} {moved} most, by {size[i, j]:z.2f}"


def _title(results: Results) -> str:
    """Say how many pairs changed sides; of many states, those first that moved most."""
    kinds, stances = [], []
    for month in (0, -1):
        mutual, agreed = network_data(results.stances[:, month])
        stances.append(mutual)
        kinds.append(np.where(agreed & (np.abs(mutual) >= _FAINTEST), np.sign(mutual), 0))
    upper = np.triu_indices(len(results.codes), 1)
    changed = [(i, j) for i, j in zip(*upper, strict=True) if kinds[0][i, j] != kinds[1][i, j]]
    if len(results.codes) > style.MOST_PANELS:
        changed.sort(key=lambda pair: -abs(stances[1][pair] - stances[0][pair]))
    if not changed:
        return _most_moved(results, stances[1] - stances[0])
    words = {1: "friendly", 0: "undecided", -1: "hostile"}
    told = [
        f"{results.codes[i]}-{results.codes[j]} ({words[int(kinds[0][i, j])]} to "
        f"{words[int(kinds[1][i, j])]})"
        for i, j in changed[:3]
    ]
    more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
    return f"{len(changed)} of {len(upper[0])} pairs change character: {', '.join(told)}{more}"
