"""Draw docs/images again, each by the command that stands below it on its page.

Below a picture on a page stands ``<!-- drawn: sim run article, figures/01-fan.png -->``. Run this
with the names of pictures (``fan compare``), or with none for all that need no data from elsewhere.
"""

from __future__ import annotations

import re
import runpy
import shlex
import shutil
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from sim.cli import main

DOCS = Path(__file__).parent
PAGES = (DOCS.parent / "README.md", *sorted(DOCS.glob("*.md")))
SHOWN = re.compile(r"!\[[^]]*\]\((?:docs/)?images/([\w-]+)\.png\)")
DRAWN = re.compile(SHOWN.pattern + r"\n<!-- drawn: ([^,>]+?)(?:, (figures/[\w-]+\.png))? -->")


class Drawn(NamedTuple):
    """How a picture is drawn.

    Attributes
    ----------
    name : str
        Of the picture, without suffix.
    command : str
        A command of ``sim``, or a script of docs that writes the picture.
    figure : str
        Which file of the folder that the command writes; "" for a script.
    """

    name: str
    command: str
    figure: str

    @property
    def needs_data(self) -> bool:
        """Whether the command reads a file that does not come with the program."""
        return "--record" in self.command


def pictures() -> dict[str, Drawn]:
    """Return how each picture on the pages is drawn, by name."""
    found = {}
    for page in PAGES:
        for name, command, figure in DRAWN.findall(page.read_text(encoding="utf-8")):
            found[name] = Drawn(name, command, figure)
    return found


def draw(command: str, wanted: list[Drawn]) -> None:
    """Draw the pictures of one command again."""
    if command.startswith("docs/"):
        runpy.run_path(str(DOCS.parent / command), run_name="__main__")
        return
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        if main([*shlex.split(command)[1:], "-q", "-o", str(out)]):
            sys.exit(f"{command} failed")
        for one in wanted:
            shutil.copyfile(out / one.figure, DOCS / "images" / f"{one.name}.png")


if __name__ == "__main__":
    known = pictures()
    names = sys.argv[1:] or [name for name, one in known.items() if not one.needs_data]
    for command in dict.fromkeys(known[name].command for name in names):
        draw(command, [known[name] for name in names if known[name].command == command])
