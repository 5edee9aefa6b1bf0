"""Draw docs/images again, each by the command that stands below it on its page.

Below a picture on a page stands ``<!-- drawn: sim run article, figures/01-fan.png -->``. Run this
with the names of pictures (``fan compare``), or with none for all of them (``make pictures``). Two
are drawn from event data, which do not come with the program: ``--records FOLDER`` says where the
files are that their commands name. Pictures of the page need Playwright and a Chromium. What cannot
be drawn here is named at the end, and stays as it was.
"""

from __future__ import annotations

import argparse
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


def draw(command: str, wanted: list[Drawn], records: Path | None = None) -> str:
    """Draw the pictures of one command again.

    Parameters
    ----------
    command : str
    wanted : list of Drawn
        Its pictures.
    records : Path, optional
        Folder of event data.

    Returns
    -------
    str
        What is missing here, for which they stay as they were; "" where they were drawn.
    """
    if command.startswith("docs/"):
        ours, sys.argv = sys.argv, [command]  # the names asked for are no business of the script's
        try:
            runpy.run_path(str(DOCS.parent / command), run_name="__main__")
        except ImportError as error:
            return f"{command} needs {error.name}"
        finally:
            sys.argv = ours
        return ""
    if wanted[0].needs_data and records is None:
        return f"{command} needs --records FOLDER"
    command = re.sub(r"(?<=--record )", f"{records}/" if records else "", command)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        if main([*shlex.split(command)[1:], "-q", "-o", str(out)]):
            sys.exit(f"{command} failed")
        for one in wanted:
            shutil.copyfile(out / one.figure, DOCS / "images" / f"{one.name}.png")
    return ""


def draw_asked() -> None:
    """Draw what the command line asks for."""
    known = pictures()
    asked = argparse.ArgumentParser(description="Draw the pictures of the pages again.")
    asked.add_argument("names", nargs="*", metavar="NAME", help="by default all of them")
    asked.add_argument("--records", type=Path, help="folder of event data")
    given = asked.parse_args()
    if unknown := [name for name in given.names if name not in known]:
        asked.error(f"no page shows {', '.join(unknown)}; there are {', '.join(sorted(known))}")
    names, left = given.names or list(known), []
    for command in dict.fromkeys(known[name].command for name in names):
        wanted = [known[name] for name in names if known[name].command == command]
        if missing := draw(command, wanted, given.records):
            left.append(f"not drawn: {', '.join(one.name for one in wanted)}: {missing}")
    print("\n".join(left), file=sys.stderr)


if __name__ == "__main__":
    draw_asked()
