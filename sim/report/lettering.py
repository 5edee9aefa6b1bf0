"""Lettering: a drawn figure made smaller or larger with all its marks, and given other words."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.collections import Collection, PathCollection
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.offsetbox import DrawingArea, PackerBase
from matplotlib.patches import Patch, Rectangle
from matplotlib.text import Annotation, Text
from matplotlib.ticker import FixedLocator

from sim.errors import InvalidInput

_TICKS = {"pad": 3.5, "length": 3.5, "width": 0.8}  # points, where a figure says nothing


def scaled(figure: Figure, scale: float) -> None:
    """Make a drawn figure smaller or larger, lettering, lines and marks with it.

    Parameters
    ----------
    figure : Figure
        Changed in place.
    scale : float
    """
    vars(figure)["scale"] = scale * scale_of(figure)
    figure.set_size_inches(*(scale * inches for inches in figure.get_size_inches()))
    for text in _texts(figure):
        _scale_text(text, scale)
    for line in figure.findobj(Line2D):
        line.set(linewidth=scale * line.get_linewidth(), markersize=scale * line.get_markersize())
    for patch in figure.findobj(Patch):
        patch.set_linewidth(scale * patch.get_linewidth())
    for marks in figure.findobj(Collection):
        marks.set_linewidth([scale * width for width in np.atleast_1d(marks.get_linewidth())])
        if isinstance(marks, PathCollection):
            marks.set_sizes(scale**2 * np.asarray(marks.get_sizes()))
    for axes in figure.axes:
        for axis in _axes_of(axes):
            if ticks := axis.get_major_ticks():
                _scale_ticks(axis, float(ticks[0].label1.get_fontsize()), scale)
    for legend in figure.findobj(Legend):
        _scale_legend(legend, scale)


def _scale_text(text: Text, scale: float) -> None:
    """Make a text smaller or larger, and its distance from what it stands beside."""
    text.set_fontsize(scale * float(text.get_fontsize()))
    if isinstance(text, Annotation) and text.anncoords == "offset points":
        text.xyann = (scale * text.xyann[0], scale * text.xyann[1])


def _scale_ticks(axis: Axis, size: float, scale: float) -> None:
    """Make the ticks of an axis, and its distances to words, smaller or larger."""
    now = {**_TICKS, **axis.get_tick_params()}
    axis.set_tick_params(labelsize=size, **{name: scale * now[name] for name in _TICKS})
    axis.labelpad = scale * axis.labelpad


def scale_of(figure: Figure) -> float:
    """Return by how much a figure was made smaller or larger."""
    return float(vars(figure).get("scale", 1.0))


def _scale_legend(legend: Legend, scale: float) -> None:
    """Make the handles of a legend, and the room between them, smaller or larger."""
    for box in legend.findobj(PackerBase):
        box.sep, box.pad = scale * (box.sep or 0), scale * (box.pad or 0)
    for area in legend.findobj(DrawingArea):
        area.width, area.height = scale * area.width, scale * area.height
        area.xdescent, area.ydescent = scale * area.xdescent, scale * area.ydescent
        for child in area.get_children():
            if isinstance(child, Line2D):
                x, y = (scale * np.asarray(one, dtype=float) for one in child.get_data())
                child.set_data(x, y)
            elif isinstance(child, Rectangle):
                child.set_bounds(*(scale * one for one in child.get_bbox().bounds))


def _texts(figure: Figure) -> list[Text]:
    """Return everything that is lettered in a figure, each once."""
    found: dict[int, Text] = {}
    for artist in figure.findobj(Text):
        if isinstance(artist, Text):
            found[id(artist)] = artist
    return list(found.values())


def relabel(figure: Figure, labels: Mapping[str, str]) -> None:
    """Put other words in the place of some.

    Parameters
    ----------
    figure : Figure
        Changed in place.
    labels : mapping of str to str
        The words, and what stands in their place.

    Raises
    ------
    InvalidInput
        For words that the figure does not have; it says those that it has.
    """
    for old, new in labels.items():
        hits = sum(_retick(axis, old, new) for axes in figure.axes for axis in _axes_of(axes))
        for text in _texts(figure):
            if old in text.get_text():
                hits += 1
                text.set_text(text.get_text().replace(old, new))
        if not hits:
            there = dict.fromkeys(" ".join(one.get_text().split()) for one in _texts(figure))
            words = ", ".join(f"'{word}'" for word in there if word)
            raise InvalidInput(f"--label {old}={new}: the figure has no '{old}'; it says {words}")


def _axes_of(axes: Axes) -> tuple[Axis, Axis]:
    """Return both axes of a panel."""
    return axes.xaxis, axes.yaxis


def _retick(axis: Axis, old: str, new: str) -> int:
    """Put other words in the place of some at the ticks of an axis; return at how many."""
    if not isinstance(axis.get_major_locator(), FixedLocator):
        return 0
    words = [label.get_text() for label in axis.get_majorticklabels()]
    hits = sum(old in word for word in words)
    if hits:
        axis.set_ticks(axis.get_majorticklocs(), [word.replace(old, new) for word in words])
    return hits
