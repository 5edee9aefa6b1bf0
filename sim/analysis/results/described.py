"""Described: the pages that describe the model, as an archive holds them."""

from __future__ import annotations

import re
from pathlib import Path

from sim.errors import InvalidInput

PAGES = ("odd", "model", "parameters")
FOLDER = "description"  # of an archive
_LINK = re.compile(r"!?\[([^\]]*)\]\(([^)\s]+)\)")


def pages() -> dict[str, Path]:
    """Return the files of the pages by name, from the package or from the folder of its code.

    Raises
    ------
    InvalidInput
        When one is missing, as from a package that was not built by the project's own rules.
    """
    package = Path(__file__).parents[2]
    installed = package / "shipped_pages"
    folder = installed if installed.is_dir() else package.parent / "docs"
    found = {name: folder / f"{name}.md" for name in PAGES}
    for path in found.values():
        if not path.is_file():
            raise InvalidInput(
                f"{path} is missing, without which an archive does not say what the model is: "
                "install the program again"
            )
    return found


def described() -> dict[str, str]:
    """Return the pages by their places in an archive; links to other pages are plain words."""
    return {
        f"{FOLDER}/{name}.md": _LINK.sub(_linked, path.read_text(encoding="utf-8"))
        for name, path in pages().items()
    }


def _linked(link: re.Match) -> str:
    """Return a link as it is where it leads to what an archive has, else its words."""
    words, target = link.groups()
    page = target.partition("#")[0].removesuffix(".md")
    kept = target.startswith(("#", "http://", "https://")) or page in PAGES
    return link[0] if kept and not link[0].startswith("!") else words
