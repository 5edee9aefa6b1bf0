"""Paper: a figure in the size, lettering and words that a journal asks for, in its file formats."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from sim.errors import InvalidInput
from sim.scenario import nearest
from sim.system.files import read_text, write_whole
from sim.system.text import visible

from . import style
from .legible import overlaps
from .lettering import relabel, scale_of, scaled
from .wish import Wish, wishing

FORMATS = ("pdf", "svg", "png")
_INCHES = {"cm": 1 / 2.54, "mm": 1 / 25.4, "in": 1.0, "pt": 1 / 72}
_SIZE = re.compile(r"\s*([\d.]+)\s*(cm|mm|in|pt)\s*", re.IGNORECASE)
_SMALLEST, _LARGEST = 0.78, 60.0  # inches
_USUAL = 9.0  # points of ordinary lettering in the common look
_DPI = 300  # of PNG files, as journals ask for
_FINEST, _COARSEST = 2, 72  # points
_NARROWEST = 0.7  # judgement: of the width that a figure is made for; below, words collide
_TRIES = 4  # at a size that is met only nearly at once
_NEAR = 1e-6  # of the width, which no eye sees
_SHORTEST = 1.5  # inches of a canvas
_MARGIN = 0.04  # inches around what is cut to what is drawn
_GAP = 0.08  # inches between a figure and the words above and below it


@dataclass(frozen=True)
class Paper:
    """How a figure should look in a paper.

    Attributes
    ----------
    size : str
        Width, or width x height: ``8.5cm``, ``8.5cm x 6cm``; in cm, mm, in or pt. "" for as it is.
    font : float, optional
        Points of ordinary lettering; titles and small type keep their proportion to it.
    title, note : str, optional
        What stands above and below in place of the figure's own words; "" for nothing.
    labels : mapping of str to str
        Words of the figure, and what stands in their place.
    look : str or Path, optional
        A style sheet of matplotlib (``.mplstyle``), which is laid over the common look.
    """

    size: str = ""
    font: float | None = None
    title: str | None = None
    note: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    look: str | Path | None = None


PLAIN = Paper()


def on_paper(paper: Paper, draw: Callable[[], Figure]) -> Figure:
    """Return a figure as a paper wants it.

    Its canvas gives the lettering asked for at the width asked for; but none is narrower than its
    words allow: then the lettering becomes smaller (see ``lettering``).

    Parameters
    ----------
    paper : Paper
    draw : callable
        Draws the figure, by way of ``style.drawn``.

    Raises
    ------
    InvalidInput
        For a size or a style sheet that cannot be, or a label that the figure does not have.
    """
    (width, height), (look, font) = sized(paper.size), _lettering(paper)

    def across(natural: float, least: float) -> float:
        """Return the width of a canvas that gives the lettering asked for, or the least."""
        return max((width or natural) * _USUAL / font, least)

    def made(taller: float = 0.0) -> Figure:
        """Draw the figure, so much taller than it would be (inches of the canvas)."""

        def canvas(natural: float, tall: float) -> tuple[float, float]:
            """Return the canvas of a figure that is made for some size."""
            wide = across(natural, _NARROWEST * natural)
            return wide, max(tall * max(1, wide / natural) + taller, _SHORTEST)

        with wishing(Wish(canvas, paper.title, paper.note, look, across)):
            figure = draw()
        figure.set_dpi(_DPI)  # letters are measured as they will be
        relabel(figure, paper.labels)
        _clear_head(figure)
        return figure

    look |= {"font.size": _USUAL}  # lettering is scaled later
    figure = made()
    if width and height:
        figure = _of_height(made, figure, width, height)
    if width is None:
        scaled(figure, font / _USUAL)
    vars(figure).update(box=_exactly(_as_wide(figure, width), width, height))
    return figure


def _of_height(
    made: Callable[[float], Figure], figure: Figure, width: float, height: float
) -> Figure:
    """Draw a figure taller or lower than it is, so that it has the shape asked for (inches).

    Raises
    ------
    InvalidInput
        For a height at which words would lie over one another that do not now.
    """
    natural, taller, lower = _drawn_box(figure), 0.0, figure
    try:
        for _ in range(_TRIES):
            box = _drawn_box(lower)
            taller += box.width * height / width - box.height
            lower = made(taller)
        legible = taller >= 0 or len(overlaps(lower)) <= len(overlaps(figure))
    except ValueError:  # from matplotlib: there is no room for all panels
        legible = False
    if legible:
        return lower
    wide, tall, needed = (2.54 * n for n in (width, height, width * natural.height / natural.width))
    raise InvalidInput(
        f"--size {wide:z.3g}cm x {tall:z.3g}cm is too low: words would lie over one another. At "
        f"this width the figure takes {needed:z.0f} cm: leave the height out, as in --size "
        f"{wide:z.3g}cm, or make it wider"
    )


def _as_wide(figure: Figure, width: float | None) -> Bbox:
    """Scale a figure until it is so many inches wide, if that is wanted; return its box."""
    box = _drawn_box(figure)
    for _ in range(1 + _TRIES):  # distances in points are not scaled with the rest
        if width is None or abs(box.width / width - 1) < _NEAR:
            break
        scaled(figure, width / box.width)
        box = _drawn_box(figure)
    return box


def _lettering(paper: Paper) -> tuple[dict[str, Any], float]:
    """Return the settings of the style sheet and the size of letters; refuse one out of bounds."""
    look = sheet(paper.look) if paper.look else {}
    font = float(paper.font or look.get("font.size", _USUAL))
    if not _FINEST <= font <= _COARSEST:
        raise InvalidInput(f"--font {font:g} is out of bounds: {_FINEST} to {_COARSEST} points")
    return look, font


def _exactly(box: Bbox, width: float | None, height: float | None) -> Bbox:
    """Return a box of just this width, with room where less is drawn than the height asked for."""
    wide, tall = width or box.width, max(height or 0.0, box.height)
    across, up = (wide - box.width) / 2, (tall - box.height) / 2
    return Bbox(((box.x0 - across, box.y0 - up), (box.x1 + across, box.y1 + up)))


def lettering(figure: Figure) -> float:
    """Return the points of ordinary lettering in a figure from ``on_paper``."""
    return _USUAL * scale_of(figure)


def _clear_head(figure: Figure) -> None:
    """Put what stands above and below a figure clear of all else, also beyond its edges."""
    words = [text for text in figure.texts if text.get_label() == style.HEAD]
    for text in words:
        text.set_visible(False)
    box, tall = figure.get_tightbbox(), float(figure.get_figheight())
    for text in words:
        text.set_visible(True)
        above = text.get_verticalalignment() == "top"
        place = (box.y1 + _GAP) if above else (box.y0 - _GAP)
        text.set(y=place / tall, va="bottom" if above else "top")


def sized(text: str) -> tuple[float | None, float | None]:
    """Return a size as inches: width and height, None for what is not given.

    Raises
    ------
    InvalidInput
        For what is no size, or one that no page has.
    """
    if not text.strip():
        return None, None
    parts = re.split("[x×]", text.lower())
    found = [_SIZE.fullmatch(part) for part in parts]
    if len(found) > 2 or not all(found):
        raise InvalidInput(f"--size {text}: write it as 8.5cm, or 8.5cm x 6cm (cm, mm, in or pt)")
    try:
        inches = [float(one[1]) * _INCHES[one[2]] for one in found if one]
    except ValueError:
        raise InvalidInput(f"--size {text}: '{parts[0].strip()}' is no number") from None
    for one in inches:
        if not _SMALLEST <= one <= _LARGEST:
            raise InvalidInput(f"--size {text} is out of bounds: 2cm to 152cm")
    return inches[0], inches[1] if len(inches) > 1 else None


def sheet(path: str | Path) -> dict[str, Any]:
    """Return the settings of a style sheet; InvalidInput, with file and line, for what is none."""
    for number, line in enumerate(read_text(path).splitlines(), 1):
        key, colon, _ = (part.strip() for part in line.split("#", 1)[0].partition(":"))
        if key and not (colon and key in mpl.rcParams):
            raise InvalidInput(
                f"{path}:{number}: {key} is not a setting of Matplotlib{nearest(key, mpl.rcParams)}"
            )
    try:
        found: Any = mpl.rc_params_from_file(path, fail_on_error=True, use_default_template=False)
    except ValueError as error:
        raise InvalidInput(f"{path}: {error}") from None
    return {key: found[key] for key in found}


def save(figure: Figure, files: Sequence[str | Path], paper: Paper = PLAIN) -> list[Path]:
    """Write a figure to files, whose endings say the formats; the same figure gives the same bytes.

    In PDF files fonts are embedded as TrueType, and in SVG files text stays text.

    Parameters
    ----------
    figure : Figure
        From ``on_paper``.
    files : sequence of str or Path
    paper : Paper
        For which it was drawn.

    Returns
    -------
    list of Path

    Raises
    ------
    InvalidInput
        For a format that is not known.
    CannotWrite
    """
    places = [Path(file) for file in files]
    for place in places:
        if place.suffix[1:] not in FORMATS:
            raise InvalidInput(f"{place} ends in no format: choose from {', '.join(FORMATS)}")
    box = vars(figure).get("box")
    look = sheet(paper.look) if paper.look else {}
    for place in places:
        write_whole(place, _bytes(figure, place, box, look))
    return places


def _drawn_box(figure: Figure) -> Bbox:
    """Return the width of a figure, and the height in which something is drawn (inches).

    What stands beyond its edges is in it.
    """
    tight, wide = figure.get_tightbbox(), float(figure.get_figwidth())
    left, right = min(0.0, tight.x0 - _MARGIN), max(wide, tight.x1 + _MARGIN)
    return Bbox(((left, tight.y0 - _MARGIN), (right, tight.y1 + _MARGIN)))


@contextmanager
def _undated() -> Iterator[None]:
    """Let no date be read from the environment: no figure bears one, and this may be none."""
    date = os.environ.pop("SOURCE_DATE_EPOCH", None)
    try:
        yield
    finally:
        if date is not None:
            os.environ["SOURCE_DATE_EPOCH"] = date


def _bytes(figure: Figure, place: Path, box: Bbox | None, look: dict[str, Any]) -> bytes:
    """Return a figure as a file of the format that a path ends in."""
    format, picture = place.suffix[1:], BytesIO()
    fonts = {"pdf.fonttype": 42, "svg.fonttype": "none", "svg.hashsalt": place.stem}
    with wishing(Wish(look={**look, **fonts})), style.looking(), _undated():
        figure.savefig(
            picture, format=format, dpi=_DPI, metadata=style.NO_DATES[format], bbox_inches=box
        )
    data = picture.getvalue()
    return visible(data.decode("utf-8")).encode() if format == "svg" else data
