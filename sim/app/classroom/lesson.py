"""A lesson: what a class is to play, as the command was told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path("results") / "games"


@dataclass(frozen=True)
class Lesson:
    """What a class is to play.

    Attributes
    ----------
    game : Path, optional
        The file in which the game is kept, and from which it goes on if it is there; by default a
        new one in `folder`.
    folder : Path
        For a new file.
    first, last : str, optional
        The months that the class plays, as 2014-01.
    seed : int
        Of the random draws that it meets.
    history : int, optional
        Whose draws of this seed; by default those of history 0, and in a game that is continued
        those of its own.
    """

    game: Path | None = None
    folder: Path = FOLDER
    first: str | None = None
    last: str | None = None
    seed: int = 1
    history: int | None = None
