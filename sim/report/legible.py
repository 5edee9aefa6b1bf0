"""Whether a figure can be read: what is written on it, and what lies over what.

``collisions(figure)`` draws a figure once and returns a line for each fault: words over words,
words beyond the edge, words over a marker that is not theirs, words over hatching. The tests check
every figure that the program draws with it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.collections import Collection, PathCollection
from matplotlib.colors import to_rgb, to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from sim.report import style

_SLACK = 1.0  # points that boxes may overlap: a box has room for accents and tails
_OPAQUE = 0.95  # a box behind words that hides what it lies on
_FROM_EACH_OTHER = 0.12  # of lightness, 0..1: less cannot be distinguished in grey print


@dataclass
class Box:
    """Words as they are drawn: a rectangle around a centre, turned (pixels, radians)."""

    words: str
    centre: np.ndarray
    half: np.ndarray
    angle: float
    text: Text

    @cached_property
    def axes(self) -> np.ndarray:
        """Both directions of its sides."""
        c, s = math.cos(self.angle), math.sin(self.angle)
        return np.array([[c, s], [-s, c]])

    @cached_property
    def corners(self) -> np.ndarray:
        """Its corners, (4, 2)."""
        signs = np.array([[1, 1], [1, -1], [-1, -1], [-1, 1]])
        return self.centre + (signs * self.half) @ self.axes

    def meets(self, other: Box) -> bool:
        """Say whether two boxes share a point: no line of either's sides parts them."""
        for axis in np.vstack([self.axes, other.axes]):
            here, there = self.corners @ axis, other.corners @ axis
            if here.max() <= there.min() or there.max() <= here.min():
                return False
        return True


def collisions(figure: Figure, letters: float = 0.0) -> list[str]:
    """Return what cannot be read on a figure, a line each; none where all can.

    Parameters
    ----------
    figure : Figure
        Drawn by ``sim.report.style``.
    letters : float
        Points: smaller letters are a fault, too.
    """
    boxes, drawn = _drawn(figure)
    point = figure.dpi / 72
    faults = [*_beyond(figure, boxes), *_over_each_other(boxes), *_smaller(boxes, letters)]
    for artist in drawn:
        if isinstance(artist, Line2D | PathCollection):
            faults += _over_markers(artist, boxes, point)
        if getattr(artist, "get_hatch", lambda: None)():
            faults += _over_hatching(artist, boxes)
    return faults


def overlaps(figure: Figure) -> list[str]:
    """Return which words of a figure lie over others, a line each.

    Parameters
    ----------
    figure : Figure
        Drawn by ``sim.report.style``.
    """
    return list(_over_each_other(_drawn(figure)[0]))


class _Noting(RendererAgg):
    """A renderer that notes which words it would draw, and draws nothing: nobody looks at it.

    Labels that no axis shows are not among them.
    """

    def __init__(self, width: float, height: float, dpi: float) -> None:
        """Take a size in pixels, and dots per inch."""
        super().__init__(width, height, dpi)
        self._texts: set[Text] = set()
        self._lines: set[str] = set()
        for name in ("path", "path_collection", "markers", "quad_mesh", "image"):
            setattr(self, f"draw_{name}", self._draw_nothing)

    def _draw_nothing(self, *given: Any, **more: Any) -> None:
        """Draw none of what lines, patches and pictures are made of."""

    def draw_text(self, gc: Any, x: float, y: float, s: str, *given: Any, **more: Any) -> None:
        """Note a line of words, and whose it is where Matplotlib says so."""
        self._lines.add(s)
        if (text := more.get("mtext")) is not None:
            self._texts.add(text)

    def drawn(self, text: Text) -> bool:
        """Say whether words were drawn; of those of several lines, whether all lines were."""
        lines = [line for line in text.get_text().split("\n") if line.strip()]
        whole = len(lines) > 1 and text.get_visible() and self._lines.issuperset(lines)
        return text in self._texts or whole


def _drawn(figure: Figure) -> tuple[list[Box], list[Artist]]:
    """Draw a figure; return the boxes of the words that were really drawn, and other artists."""
    with style.looking():
        width, height = figure.get_size_inches() * figure.dpi
        renderer = _Noting(width, height, figure.dpi)
        figure.draw(renderer)
        words = [text for text in figure.findobj(Text) if renderer.drawn(text)]
        boxes = [_box(text, renderer, _SLACK * figure.dpi / 72) for text in words]
    drawn = [artist for axes in figure.axes if axes.get_visible() for artist in axes.findobj()]
    return boxes, [artist for artist in drawn if artist.get_visible()]


def _box(text: Text, renderer: RendererAgg, slack: float) -> Box:
    """Return the box of words, a little smaller than Matplotlib's."""
    extent = Text.get_window_extent(text, renderer)  # of an annotation without its arrow
    centre = np.array([(extent.x0 + extent.x1) / 2, (extent.y0 + extent.y1) / 2])
    angle, mode = text.get_rotation(), text.get_rotation_mode()
    text.set_rotation(0)
    flat = Text.get_window_extent(text, renderer)
    text.set_rotation(angle)
    text.set_rotation_mode(mode)
    half = np.maximum(np.array([flat.width, flat.height]) / 2 - slack, 0.5)
    return Box(text.get_text(), centre, half, math.radians(angle), text)


def _beyond(figure: Figure, boxes: list[Box]) -> Iterator[str]:
    """Yield words that leave the figure."""
    page: Bbox = vars(figure).get("box") or figure.bbox_inches  # of a paper's figure, what is kept
    low, high = figure.dpi * np.array(page.min) - 0.5, figure.dpi * np.array(page.max) + 0.5
    for box in boxes:
        if (box.corners < low).any() or (box.corners > high).any():
            yield f"beyond the edge: {box.words!r}"


def _over_each_other(boxes: list[Box]) -> Iterator[str]:
    """Yield words that lie over other words."""
    if not boxes:
        return
    centres, reaches = np.array([box.centre for box in boxes]), [math.hypot(*b.half) for b in boxes]
    for k, box in enumerate(boxes):  # of most pairs the circles around them are apart
        apart = np.hypot(*(centres[:k] - box.centre).T)
        for j in np.flatnonzero(apart <= np.array(reaches[:k]) + reaches[k]):
            if box.meets(boxes[j]):
                yield f"over each other: {boxes[j].words!r} and {box.words!r}"


def _smaller(boxes: list[Box], letters: float) -> Iterator[str]:
    """Yield words whose letters are smaller than so many points."""
    for box in boxes:
        if (size := float(box.text.get_fontsize())) < letters:
            yield f"{size:z.1f} points, less than {letters:g}: {box.words!r}"


def _over_markers(artist: Line2D | PathCollection, boxes: list[Box], point: float) -> Iterator[str]:
    """Yield words over a marker, unless they stand inside it (a state's code in its circle)."""
    places, radii = _markers(artist, point)
    for box in boxes if len(places) else ():
        far = np.abs((places - box.centre) @ box.axes.T)
        met = (far < box.half + 0.8 * radii[:, None]).all(axis=1)
        inside = (far.max(axis=1) < 0.5 * radii) & (radii > box.half.max())  # and fit into it
        if (met & ~inside).any():
            yield f"over a marker: {box.words!r}"


def _markers(artist: Line2D | PathCollection, point: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the centres of markers, (marker, 2), and half of the width of each, in pixels."""
    if isinstance(artist, Line2D):
        if artist.get_marker() in ("", " ", "None", None) or artist.axes is None:
            return np.empty((0, 2)), np.empty(0)
        places = artist.get_transform().transform(artist.get_xydata())
        sizes = np.array([artist.get_markersize() ** 2])
    else:
        offsets = np.ma.filled(artist.get_offsets(), np.nan)
        places, sizes = artist.get_offset_transform().transform(offsets), artist.get_sizes()
    radii = np.resize(np.sqrt(sizes), len(places)) / 2 * point
    known = np.isfinite(places).all(axis=1)
    return np.asarray(places)[known], radii[known]


def _over_hatching(artist: Artist, boxes: list[Box]) -> Iterator[str]:
    """Yield words over hatching, where no box behind them hides it."""
    for path in _outlines(artist):
        around = path.get_extents()
        for box in boxes:
            if (box.corners > around.max).all(0).any() or (box.corners < around.min).all(0).any():
                continue  # wholly to one side of it
            behind = box.text.get_bbox_patch()
            hidden = behind is not None and to_rgba(behind.get_facecolor())[3] >= _OPAQUE
            if not hidden and path.intersects_path(Path(box.corners, closed=False), filled=True):
                yield f"over hatching: {box.words!r}"


def _outlines(artist: Artist) -> list[Path]:
    """Return the outlines of a patch or of a collection of them, in pixels."""
    if isinstance(artist, Patch):
        return [artist.get_transform().transform_path(artist.get_path())]
    if isinstance(artist, Collection):
        return [artist.get_transform().transform_path(path) for path in artist.get_paths()]
    return []


def lightness(colour: Any) -> float:
    """Return how light a colour is to the eye, 0..1 (L* of CIELAB over 100, from sRGB)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    luminance = float(np.dot(linear, (0.2126, 0.7152, 0.0722)))
    return (1.16 * luminance ** (1 / 3) - 0.16) if luminance > 0.008856 else 9.033 * luminance


def alike_in_grey(looks: list[tuple[Any, ...]]) -> list[tuple[int, int]]:
    """Return pairs of series that a grey print does not tell apart.

    Parameters
    ----------
    looks : list of tuple
        Of each series its colour, then whatever else tells it (line style, marker, hatch).
    """
    return [
        (k, m)
        for m, (colour, *other) in enumerate(looks)
        for k, (first, *same) in enumerate(looks[:m])
        if same == other and abs(lightness(first) - lightness(colour)) < _FROM_EACH_OTHER
    ]
