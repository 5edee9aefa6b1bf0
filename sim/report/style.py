"""One look for all figures: colours, lettering, captions, and files that are always the same."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text

from sim.outcomes.results import Results
from sim.system.text import capitalised, cut, many, minus, visible

from .colours import OKABE_ITO as OKABE_ITO
from .colours import SCENARIO_A as SCENARIO_A
from .colours import SCENARIO_B as SCENARIO_B
from .colours import SCENARIOS as SCENARIOS
from .colours import colour as colour
from .colours import scenario_colour as scenario_colour
from .widths import COLUMN as COLUMN
from .widths import across as across
from .widths import columns_for as columns_for
from .widths import filled as filled
from .widths import inches_across as inches_across
from .widths import inches_up as inches_up
from .widths import near as near
from .widths import spread as spread
from .wish import wished
from .wrapping import DPI
from .wrapping import fits as fits
from .wrapping import folded as folded
from .wrapping import in_lines as in_lines
from .wrapping import points as points
from .wrapping import wrapped as wrapped

DASHES = ("-", (0, (5, 1.5)))  # of their lines, as their colours are alike in a grey print
FRIENDLY, HOSTILE = "#542788", "#B35806"  # the ends of PuOr, the map for signed values
SIGNED = "PuOr"
INK, FAINT = "#222222", "#8a8a8a"
_YEAR = 0.5  # inches that the label of a year takes, with room beside it
# Characters of a scenario's title in small type, and of all that is written there.
_MOST_TITLE, _MOST_HEAD = 150, 1500
HEAD = "head"  # the label of the words above and below a figure
_EDGE = 0.012  # of the width, on either side of the words of a figure
_LARGE = 12  # points of the title
_SMALL, _LEADING = 7.5, 1.3  # points of the small type, and the height of a line in letters
_SCREEN = 100  # dots per inch in a notebook
NO_DATES: dict[str, dict[str, None]] = {  # so that the same figure gives the same bytes
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
}
MOST_PANELS = 12  # small multiples beyond this cannot be read

_LOOK: dict[str, Any] = {
    "font.size": 9.0,
    "font.family": "sans-serif",  # SVG files name all of these: a reader's machine has one of them
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Geneva", "Arial"],
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#555555",
    "axes.labelcolor": INK,
    "text.color": INK,
    "text.parse_math": False,  # a $ in a name is a dollar
    "text.usetex": False,
    "xtick.color": "#444444",
    "ytick.color": "#444444",
    "hatch.linewidth": 0.6,
    "svg.fonttype": "none",  # text stays text, which can be searched and edited
    "pdf.fonttype": 42,  # fonts are embedded whole, as journals ask for
    "ps.fonttype": 42,
    "path.simplify": True,
}


class Picture(Figure):
    """A figure that a notebook shows by itself, without pyplot."""

    def _repr_png_(self) -> bytes:
        """Return the figure as a PNG."""
        picture = BytesIO()
        with looking():
            self.savefig(picture, format="png", dpi=_SCREEN)
        return picture.getvalue()


def drawn(
    width: float, height: float, draw: Callable[[Figure], None], fits: bool = False
) -> Figure:
    """Return a figure drawn in the common look.

    Parameters
    ----------
    width, height : float
        Inches.
    draw : callable
        Draws on the empty figure.
    fits : bool
        Whether it was laid out for the width that ``across`` gave: then it keeps it.
    """
    canvas = wished().canvas
    size = canvas(width, height) if canvas else (width, height)
    size = (width, size[1]) if fits else size
    with looking():
        figure = Picture(figsize=size, dpi=DPI, facecolor="white")  # as files show it
        draw(figure)
    _begin_with_capitals(figure)
    return figure


def _begin_with_capitals(figure: Figure) -> None:
    """Let the labels of axes and the titles of panels begin with a capital, whatever they name.

    A title of one word is left as it is, since it may be a name that the small type explains.
    """
    for axes in figure.axes:
        titles = [one for one in axes.get_children() if isinstance(one, Text)]
        for text in (axes.xaxis.label, axes.yaxis.label, *titles):
            if text not in axes.texts and (text not in titles or " " in text.get_text()):
                text.set_text(capitalised(text.get_text()))


@contextmanager
def looking(**more: str) -> Iterator[None]:
    """Draw in the common look.

    A character that the font lacks is drawn as a box, without a warning.
    """
    look: Any = {**_LOOK, **wished().look, **more}
    with mpl.rc_context(look), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"Glyph \d+ .*missing from", category=UserWarning)
        warnings.filterwarnings(
            "ignore", message=".*does not support .* natively", category=UserWarning
        )
        yield


def room_below(small: str, width: float) -> float:
    """Return how many inches the small type takes below a figure so many inches wide."""
    font = FontProperties(size=_SMALL)
    lines = wrapped(cut(small, _MOST_HEAD), 72 * width * (1 - 2 * _EDGE), font).count("\n") + 1
    return lines * _LEADING * _SMALL / 72


def room_above(title: str, width: float) -> float:
    """Return how many inches the title takes above a figure so many inches wide."""
    font = FontProperties(size=_LARGE, weight="bold")
    lines = wrapped(cut(title, _MOST_HEAD), 72 * width * (1 - 2 * _EDGE), font).count("\n") + 1
    return (lines * _LEADING + 0.5) * _LARGE / 72


def head(figure: Figure, title: str, small: str) -> None:
    """Write the finding above a figure and the small type below it."""
    large = {"va": "top", "fontsize": _LARGE, "fontweight": "bold"}
    fine = {"va": "bottom", "fontsize": _SMALL, "color": "#555555"}
    kinds: list[tuple[float, str, dict[str, Any]]] = [(0.985, title, large), (0.008, small, fine)]
    wish = wished()
    for (y, words, how), other in zip(kinds, (wish.title, wish.small), strict=True):
        drawn_text = figure.text(_EDGE, y, "", ha="left", **how)
        width = 72 * figure.get_figwidth() * (1 - 2 * _EDGE)
        said = minus(cut(capitalised(words) if other is None else other, _MOST_HEAD))
        drawn_text.set_text(wrapped(said, width, drawn_text.get_fontproperties()))
        drawn_text.set_label(HEAD)


def legend(figure: Figure, handles: Sequence[Artist], words: Sequence[str], **how: Any) -> None:
    """Add a legend with its words as they are: Matplotlib alone leaves out what begins with _."""
    added = figure.legend(handles, [f" {word}" for word in words], frameon=False, **how)
    for drawn_word, word in zip(added.get_texts(), words, strict=True):
        drawn_word.set_text(word)


def provenance(results: Results) -> str:
    """Return what every figure says of its numbers."""
    title = cut(results.scenario.title, _MOST_TITLE)
    count = many(results.of, "history")
    if results.of > results.histories:
        count = f"The first {results.histories:,} of {count}"
    return f"{count} of “{title}”, seed {results.seed}."


def signed_colours(largest: float) -> Callable[[float], Any]:
    """Return the colour of a signed number, from one end of PuOr at -largest to the other."""
    scale = mpl.colormaps[SIGNED]
    return lambda value: scale(0.5 + 0.5 * value / largest)


def ink_on(face: Any) -> str:
    """Return the colour of letters that can be read on a face."""
    red, green, blue = to_rgb(face)
    return "white" if 0.299 * red + 0.587 * green + 0.114 * blue < 0.5 else "black"


def time_axis(axes: Axes, results: Results) -> None:
    """Mark the years of the period below an axis whose x are months from the start."""
    months = results.months
    first = int(str(months[0])[5:7]) - 1
    january = [k for k in range(len(months)) if (first + k) % 12 == 0]
    step = max(1, len(january) // min(6, max(2, int(inches_across(axes) / _YEAR))))
    ticks = january[::step] or [0]
    axes.set_xticks(ticks, [str(months[k])[:4] if january else str(months[k]) for k in ticks])
    axes.set_xlim(-0.5, len(months) - 0.5)


def save(figure: Figure, path: Path) -> list[Path]:
    """Write a figure as SVG and PNG beside each other; the same figure gives the same bytes.

    Parameters
    ----------
    figure : Figure
        Drawn.
    path : Path
        Without suffix.
    """
    written = []
    for suffix in (".svg", ".png"):
        target = path.with_suffix(suffix)
        target.write_bytes(as_file(figure, path.name, suffix[1:]))
        written.append(target)
    return written


def as_file(figure: Figure, name: str, format: str) -> bytes:
    """Return a figure as a file; the same figure gives the same bytes.

    Parameters
    ----------
    figure : Figure
        Drawn.
    name : str
        Of the file, without suffix.
    format : str
        "svg", "png" or "pdf".
    """
    picture = BytesIO()
    with looking(**{"svg.hashsalt": name}):
        figure.savefig(picture, format=format, dpi=DPI, metadata=NO_DATES[format])
    if format == "svg":  # texts stand in it as comments, in which a control character would break
        return visible(picture.getvalue().decode("utf-8")).encode()
    return picture.getvalue()


def draw_each(
    figures: dict[str, Callable],
    what: object,
    directory: Path,
    progress: Callable[[str], None] | None = None,
) -> list[Path]:
    """Draw figures, by name, of a run or a comparison; as SVG and PNG; return the files written."""
    written = []
    for name, draw in figures.items():
        written += save(draw(what), directory / name)
        if progress:
            progress(name)
    return written
