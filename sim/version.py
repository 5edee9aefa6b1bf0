"""Version: what made a result, to the last line of the sources that decide its bits."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from . import __version__
from .compiled import sources_hash

# What turns a scenario into the columns of a tally, beside what is compiled.
_SOURCES = ("schema", "scenario", "questions", "outcomes", "focus", "tally", "ensemble", "design")


@cache
def version() -> str:
    """Return the version of this program and a checksum of its rules: two that are equal give the same bits."""
    digest = hashlib.sha256(sources_hash().encode())
    here = Path(__file__).parent
    for name in _SOURCES:
        for source in sorted([here / f"{name}.py", *(here / name).glob("*.py")]):
            digest.update(source.read_bytes() if source.exists() else b"")
    return f"{__version__} (rules {digest.hexdigest()[:16]})"
