"""Figure 5: dyads. How each state regards each other at the start and the end, and what changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.patches import Rectangle

from sim.outcomes.focus import name_in_text
from sim.outcomes.results import Results
from sim.report import style
from sim.system.text import signed

_AGREE = 0.8  # judgement: below this share of histories on one side of zero, a cell is hatched
_ROOM_FOR_NUMBERS = 12  # states
_ACROSS = 4  # maps side by side
_GAP = 0.25  # of a map: between two that stand side by side
_TITLE = 9.5  # points of a title of one line or two
_STRIP = 0.2  # of a cell: hatched above its number, and below


def dyad_data(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return medians over histories, and whether at least 80 % of histories agree on the sign.

    Parameters
    ----------
    values : ndarray (history, source, target)
    """
    positive, negative = (values > 0).mean(axis=0), (values < 0).mean(axis=0)
    return np.median(values, axis=0), np.maximum(positive, negative) >= _AGREE


def _cell(axes: Axes, i: int, j: int, median: float, agreed: bool) -> None:
    """Write the median into a cell, hatched where histories disagree on its sign."""
    for edge in (i - 0.5, i + 0.5 - _STRIP) if not agreed else ():
        strip = Rectangle(
            (j - 0.5, edge), 1, _STRIP, fill=False, hatch="//////", edgecolor="#777777", linewidth=0
        )
        axes.add_patch(strip)
    ink = "white" if abs(median) > 0.6 else "black"
    text = "0" if abs(median) < 0.05 else signed(median, 1).replace("-", "−")
    axes.text(j, i, text, ha="center", va="center", fontsize=7.5, color=ink)


def dyad_map(axes: Axes, values: np.ndarray, codes: tuple[str, ...], title: str) -> AxesImage:
    """Draw one map: row regards column; hatched where histories disagree on the sign.

    Where there are too many states for hatching to be read, those cells are left white.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    values : ndarray (history, source, target)
        Stances, or differences of them.
    codes : tuple of str
        Of the states.
    title : str
        Above the map.

    Returns
    -------
    AxesImage
        For the scale of colours.
    """
    medians, agreed = dyad_data(values)
    n = len(codes)
    few = n <= _ROOM_FOR_NUMBERS
    shown = np.ma.masked_array(medians, np.eye(n, dtype=bool) | (False if few else ~agreed))
    image = axes.imshow(shown, cmap=style.SIGNED, vmin=-1, vmax=1)
    for i in range(n):
        for j in range(n):
            if i == j:
                continue
            if few:
                _cell(axes, i, j, medians[i, j], agreed[i, j])
    size = 8 if few else 6.8
    turn, side, mode = (45, "right", "anchor") if few else (90, "center", "default")
    axes.set_xticks(range(n), codes, rotation=turn, ha=side, rotation_mode=mode, fontsize=size)
    axes.set_yticks(range(n), codes, fontsize=size)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.set_title(title, fontsize=_TITLE if title.count("\n") < 2 else 7.2, loc="left")
    return image


def figure(results: Results) -> Figure:
    """Return the figure for a run."""
    first, last = results.stances[:, 0], results.stances[:, -1]
    labels = results.scenario.month_labels
    panels = [
        (first, labels[0]),
        (last, labels[-1]),
        (last - first, f"change, {labels[0]} to {labels[-1]}"),
    ]
    small = (
        style.provenance(results)
        + " Row regards column: median stance, −1 enmity to +1 full warmth. "
    )
    small += unsure(results.codes)

    def draw(canvas: Figure) -> None:
        """Draw the panels, the title above them and the small type below."""
        panels_of_maps(canvas, panels, results.codes)
        style.head(canvas, _title(results), small)

    return sized([title for _, title in panels], results.codes, draw)


def sized(titles: Sequence[str], codes: tuple[str, ...], draw: Callable[[Figure], None]) -> Figure:
    """Return the figure of so many maps, larger where there are many states.

    Parameters
    ----------
    titles : sequence of str
        Of the maps.
    codes : tuple of str
        Of the states.
    draw : callable
        Draws on the empty figure.
    """
    few = len(codes) <= _ROOM_FOR_NUMBERS
    wide = _width(len(titles), codes)
    across, down = _shape(titles, wide, codes)
    side = (wide - 1.32) / (across + _GAP * (across - 1))
    tall = 1.76 + down * side + _between(across) * side * (down - 1) + (0.15 if few else 0.4)
    return style.drawn(wide, tall, draw, fits=True)


def _between(across: int) -> float:
    """Return how far lines of maps are apart, as a share of a map's height."""
    return 0.42 if across > 1 else 0.3


def _width(panels: int, codes: tuple[str, ...]) -> float:
    """Return how many inches wide a figure of so many maps is."""
    natural = 0.9 + 3.03 * -(-panels // -(-panels // _ACROSS))
    return style.across(natural if len(codes) <= _ROOM_FOR_NUMBERS else 1.6 * natural)


def _shape(titles: Sequence[str], wide: float, codes: tuple[str, ...]) -> tuple[int, int]:
    """Return how many maps stand side by side, and on how many lines; each has room for its title.

    A title may reach into the gap at the right of its map.
    """
    least = 0.3 * max(len(codes), 6) if len(codes) <= _ROOM_FOR_NUMBERS else 3.0
    lines = [line for title in titles for line in _title_in_lines(title).split("\n")]
    named = max(style.points(line, _TITLE) for line in lines) / 72 / (1 + _GAP)
    across = style.columns_for(len(titles), wide - 1.2, max(least, named), _ACROSS)
    return across, -(-len(titles) // across)


def unsure(codes: tuple[str, ...]) -> str:
    """Say how cells are drawn on whose sign histories disagree."""
    word = "Hatched" if len(codes) <= _ROOM_FOR_NUMBERS else "White"
    return f"{word}: fewer than 80 % of histories agree on the sign."


def _title_in_lines(title: str) -> str:
    """Return a map's title in two lines, or a long one in more, for smaller letters."""
    two = style.in_lines(title, 34)
    return two if two.count("\n") < 2 else style.in_lines(title, 42)


def panels_of_maps(
    canvas: Figure, panels: list[tuple[np.ndarray, str]], codes: tuple[str, ...]
) -> None:
    """Draw maps side by side, in several lines where they are many, with one scale."""
    wide, tall = canvas.get_size_inches()
    across, down = _shape([title for _, title in panels], wide, codes)
    widths = [*[1] * across, 0.045]
    place = {
        "left": 0.6 / wide,
        "right": 1 - 0.72 / wide,
        "wspace": _GAP,
        "hspace": _between(across),
    }
    place |= {"top": 1 - 0.9 / tall, "bottom": 0.86 / tall}
    grid = canvas.add_gridspec(down, across + 1, width_ratios=widths, **place)
    for k, (values, title) in enumerate(panels):
        axes = canvas.add_subplot(grid[k // across, k % across])
        image = dyad_map(axes, values, codes, _title_in_lines(title))
        if k % across:
            axes.set_yticklabels([])
    bar = canvas.colorbar(image, cax=canvas.add_subplot(grid[0, across]))
    bar.outline.set_visible(False)
    bar.set_label("stance", fontsize=8)


def _title(results: Results) -> str:
    """Name the tie that changes most, among those on whose direction histories agree."""
    change = results.stances[:, -1] - results.stances[:, 0]
    medians, agreed = dyad_data(change)
    size = np.where(agreed, np.abs(medians), 0.0)
    np.fill_diagonal(size, 0.0)
    if size.max() < 0.05:  # judgement: less is no change to speak of
        return "Stances hardly change"
    i, j = np.unravel_index(size.argmax(), size.shape)
    one, other = (name_in_text(results.scenario, results.codes[k]) for k in (i, j))
    word = "warms" if medians[i, j] > 0 else "cools"
    return f"Largest change: {one} {word} toward {other} by {abs(medians[i, j]):z.2f}"
