"""Rows: what each row of a figure is, beside it, or above it where the figure is narrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties

from sim.system.text import capitalised

from .wrapping import fits, wrapped

NARROW = 7.3  # inches: in a narrower figure there is no room for words beside its rows
_WORDS, _PATH = 8.0, 6.5  # points of what a row is in words, and of its path, beside it
_WORDS_ABOVE, _PATH_ABOVE = 7.5, 7.0  # and above it
_LEADING = 1.28  # of a line's height
_GREY = "#666666"


@dataclass(frozen=True)
class Rows:
    """Rows of a figure: what each is, and how tall they are.

    Attributes
    ----------
    words : list of str
        What each row is, in lines.
    paths : list of str
        The path of each, in lines; "" where a row has none.
    row : float
        Inches of what is drawn in a row.
    above : float
        Inches above what is drawn in a row, for its words; 0 where they stand beside it.
    """

    words: list[str]
    paths: list[str]
    row: float
    above: float

    @classmethod
    def of(cls, named: Sequence[tuple[str, str]], row: float, inches: float, narrow: bool) -> Rows:
        """Lay out rows.

        Parameters
        ----------
        named : sequence of (str, str)
            Each row's words and path.
        row : float
            Inches of what is drawn in a row.
        inches : float
            That there are for words: beside rows, or in a narrow figure above them.
        narrow : bool
            Whether the figure is.
        """
        named = [(capitalised(words), path) for words, path in named]
        if not narrow:
            return cls([words for words, _ in named], [path for _, path in named], row, 0.0)
        words = [_in_lines(one, _WORDS_ABOVE, inches) for one, _ in named]
        paths = [path_in_lines(path, _PATH_ABOVE, inches) for _, path in named]
        above = max((_tall(one, path) for one, path in zip(words, paths, strict=True)), default=0)
        return cls(words, paths, row, above)

    @property
    def pitch(self) -> float:
        """Inches from a row to the next."""
        return self.row + self.above

    @property
    def tall(self) -> float:
        """Inches of all rows."""
        return self.pitch * len(self.words)

    @property
    def part(self) -> float:
        """Part of the distance between two rows that is drawn in."""
        return self.row / self.pitch

    @property
    def limits(self) -> tuple[float, float]:
        """Limits of an axis on which row k is at k, the first on top."""
        return len(self.words) - 1 + 0.6 * self.part, -0.6 * self.part - self.above / self.pitch

    def write(self, axes: Axes, inches: float, x: float = -0.015) -> None:
        """Write what each row is.

        Parameters
        ----------
        axes : Axes
        inches : float
            That there are beside it.
        x : float
            Where words beside it end, as a share of its width.
        """
        axes.set_yticks(range(len(self.words)), [""] * len(self.words))
        for k, (words, path) in enumerate(zip(self.words, self.paths, strict=True)):
            if self.above:
                self._write_above(axes, k)
                continue
            how: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "ha": "right"}
            size = fits(words, 72 * inches, _WORDS)
            axes.text(x, k, words, fontsize=size, va="bottom" if path else "center", **how)
            size = fits(path, 72 * inches, _PATH)
            axes.text(x, k + 0.06, path, fontsize=size, color=_GREY, va="top", **how)

    def _write_above(self, axes: Axes, k: int) -> None:
        """Write what a row is above it, from the left edge on."""
        behind = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}  # of words over a line
        how: dict[str, Any] = {"va": "bottom", "linespacing": 1.1, "bbox": behind}
        how["transform"] = axes.get_yaxis_transform()
        y = k - 0.47 * self.part
        axes.text(0.0, y, self.paths[k], fontsize=_PATH_ABOVE, color=_GREY, **how)
        y -= _tall("", self.paths[k]) / self.pitch
        axes.text(0.0, y, self.words[k], fontsize=_WORDS_ABOVE, **how)


def path_in_lines(path: str, size: float, inches: float) -> str:
    """Return the path of a parameter in lines, each of which but the last ends in a point.

    Parameters
    ----------
    path : str
    size : float
        Points of its letters.
    inches : float
        That a line may take.
    """
    lines = _in_lines(path.replace(".", ". "), size, inches).split("\n")
    return "\n".join(line.replace(". ", ".") for line in lines)


def _in_lines(text: str, size: float, inches: float) -> str:
    """Return a text in lines of so many inches."""
    return wrapped(text, 72 * inches, FontProperties(size=size)) if text else ""


def _tall(words: str, path: str) -> float:
    """Return how many inches the lines of a row's words and of its path take."""
    sizes = ((words, _WORDS_ABOVE), (path, _PATH_ABOVE))
    return sum((one.count("\n") + 1) * _LEADING * size / 72 for one, size in sizes if one)
