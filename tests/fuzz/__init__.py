"""Fuzzing: files, arguments and requests that nobody meant, and what becomes of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def kinds(room: Path) -> list[Any]:
    """Return every kind of mutants, each with a folder of its own in a room."""
    from . import (
        classes,
        files,
        folders,
        foreign,
        page,
        plays,
        strangers,
        surroundings,
        words,
    )  # fmt: skip

    made = (
        *files.FILES, plays.Games, plays.Kept, plays.Behaviours, words.Commands, page.Requests,
        folders.Folders, folders.Archives, folders.Unfinished, *classes.CLASSES,
        *strangers.STRANGERS, foreign.Foreign, surroundings.Surroundings,
    )  # fmt: skip
    return [kind(room / kind.name.replace(" ", "-")) for kind in made]
