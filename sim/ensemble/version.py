"""Version: what made a result, to the last line of the sources that decide its bits."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from sim import __version__
from sim.model.compiled import sources_hash

_SHOWING = ("cli", "shell", "report", "game")  # packages that show results and make none


@cache
def version() -> str:
    """Return the version of this program and a checksum of its sources.

    Two that are equal give the same bits. All sources count but those that only show results:
    what a task measures is a matter of many modules.
    """
    digest = hashlib.sha256(sources_hash().encode())
    here = Path(__file__).parents[1]
    for source in sorted(path.relative_to(here) for path in here.rglob("*.py")):
        if source.parts[0] not in _SHOWING:
            digest.update(source.as_posix().encode() + (here / source).read_bytes())
    return f"{__version__} (rules {digest.hexdigest()[:16]})"
