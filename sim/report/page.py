"""Pages: one self-contained HTML file, readable offline and on paper, in one look.

A page is a sequence of parts, which are plain data; ``templates`` defines how each looks.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from sim.system.text import minus, visible

from .interactive.embedding import embedded, policy, script

if TYPE_CHECKING:
    from jinja2 import Environment


@dataclass(frozen=True)
class Cell:
    """A cell of a table that is more than a text.

    Attributes
    ----------
    text : str
    style : str
        "code", "bold", "when" (a date, kept on one line), or "" for none.
    lines : sequence of str
        Below the text, a line each.
    """

    text: str
    style: str = ""
    lines: Sequence[str] = ()


@dataclass(frozen=True)
class Bar:
    """A cell that shows a share, 0..1, as a bar."""

    share: float


@dataclass(frozen=True)
class Heading:
    """A heading, below the title of the page."""

    text: str
    kind: ClassVar[str] = "heading"


@dataclass(frozen=True)
class Text:
    """A paragraph; `style` is "", "finding", "small" or "code"."""

    text: str
    style: str = ""
    kind: ClassVar[str] = "text"


@dataclass(frozen=True)
class Items:
    """A list of lines; `folded` is the line under which they are folded away, if they are."""

    items: Sequence[str]
    folded: str = ""
    style: str = ""
    kind: ClassVar[str] = "items"


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes
    ----------
    head : sequence of str
        Names of the columns.
    rows : sequence of sequence of str, Cell or Bar
    numeric : int
        From this column on cells are numbers, to the right.
    folded : str
        The line under which the table is folded away, if it is.
    """

    head: Sequence[str]
    rows: Sequence[Sequence[str | Cell | Bar]]
    numeric: int = 99
    folded: str = ""
    kind: ClassVar[str] = "table"


@dataclass(frozen=True)
class Picture:
    """A figure by the name of its file, and how to read it."""

    name: str
    caption: str
    kind: ClassVar[str] = "picture"


@dataclass(frozen=True)
class Live:
    """Charts that answer to the reader, where scripts run; elsewhere nothing.

    Attributes
    ----------
    data : mapping
        What they draw, JSON-able: see ``report.interactive``.
    """

    data: Mapping[str, Any]
    kind: ClassVar[str] = "live"


@dataclass(frozen=True)
class Still:
    """Parts that show again what live charts show: folded away where those are drawn."""

    line: str
    parts: Sequence[Part]
    kind: ClassVar[str] = "still"


Part = Heading | Text | Items | Table | Picture | Live | Still


def page(
    title: str, parts: Sequence[Part], pictures: Path | Mapping[str, bytes] | None = None
) -> str:
    """Return a whole page as HTML with everything inside.

    Parameters
    ----------
    title : str
        Of the page.
    parts : sequence of Part
        In their order.
    pictures : Path or mapping, optional
        Folder with the PNG files of the figures; or these files themselves, by name.
    """

    def image(name: str) -> str:
        """Return a figure as the address of an image that holds it."""
        if isinstance(pictures, Path):
            data = (pictures / f"{name}.png").read_bytes()
        else:
            data = pictures[name] if pictures else b""
        return f"data:image/png;base64,{base64.b64encode(data).decode()}"

    live = [part for part in parts if isinstance(part, Live)]
    template = _environment().get_template("report/templates/page.html")
    given = {"title": title, "parts": parts, "image": image, "policy": policy(bool(live))}
    if live:
        given |= {"script": script(), "data": embedded(live[0].data)}
    return visible(template.render(**given))


@cache
def _environment() -> Environment:
    """Return the templates of the package; what they are given is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    here = FileSystemLoader(Path(__file__).parents[1])
    environment = Environment(loader=here, autoescape=True, undefined=StrictUndefined)
    environment.filters["minus"] = minus
    environment.trim_blocks = environment.lstrip_blocks = environment.keep_trailing_newline = True
    return environment
