"""Wrapping: texts in lines, or in letters, that fit into a certain width."""

from __future__ import annotations

import re
import textwrap
import warnings
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties

DPI = 130  # of PNG files
_RENDERER = RendererAgg(1, 1, DPI)  # it measures, and draws nothing
_FAMILIES = ("font.family", "font.sans-serif", "font.serif", "font.monospace")


def wrapped(text: str, width: float, font: FontProperties) -> str:
    """Return a text in lines of at most so many points.

    Parameters
    ----------
    text : str
    width : float
        In points.
    font : FontProperties
        In which it is written.

    Notes
    -----
    Matplotlib's own wrapping takes what it measures for maths. Letters are measured as PNG files
    show them, hinted, which is wider than their outlines.
    """
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word, gap in _words(paragraph, width, font):
            longer = f"{line}{gap}{word}" if line else word
            fits = _points(longer, font) <= width
            if line and not fits:
                lines.append(line)
            line = longer if fits else word
        lines.append(line)
    return "\n".join(lines)


def _words(paragraph: str, width: float, font: FontProperties) -> Iterator[tuple[str, str]]:
    """Yield words, and what stands before each; of a word wider than a line its parts at hyphens.

    A number and its % are one word.
    """
    for word in re.split(" (?!%)", paragraph):
        wide = "-" in word and _points(word, font) > width
        for k, part in enumerate(re.split("(?<=-)(?=.)", word) if wide else [word]):
            yield part, "" if k else " "


def folded(text: str, width: int) -> str:
    """Return a text in lines of at most so many characters, three at most."""
    lines = textwrap.wrap(text, width)
    return "\n".join(lines if len(lines) <= 3 else [*lines[:2], f"{lines[2][: width - 1]}…"])


def fits(text: str, width: float, size: float) -> float:
    """Return the size of letters in which a text takes at most so many points, `size` at most.

    Parameters
    ----------
    text : str
        One line.
    width : float
        In points.
    size : float
        In points.
    """
    taken = points(text, size)
    return size * min(1.0, 0.96 * width / taken) if taken else size


def in_lines(text: str, width: int) -> str:
    """Return a text in lines of at most so many characters, all of it."""
    return "\n".join(textwrap.wrap(text, width))


def points(text: str, size: float) -> float:
    """Return how wide a line is in letters of a size, both in points."""
    return _points(text, FontProperties(size=size))


def _points(text: str, font: FontProperties) -> float:
    """Return how wide a line is, in points; a character that the font lacks is drawn as a box."""
    look: Any = mpl.rcParams  # matplotlib's types know single names only
    return _measured(text, font, tuple(tuple(look[name]) for name in _FAMILIES))


@lru_cache(maxsize=20_000)  # the figures of a run wrap the same events, each anew
def _measured(text: str, font: FontProperties, families: tuple[tuple[str, ...], ...]) -> float:
    """Return how wide a line is in a font, given the families that its name stands for now."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"Glyph \d+ .*missing from", category=UserWarning)
        return _RENDERER.get_text_width_height_descent(text, font, ismath=False)[0] * 72 / DPI
