"""Standard streams that take any text, whatever they are connected to.

What the reader's encoding lacks is replaced; control characters in names do not reach the terminal;
a stream that was closed before the start, and a reader who stops, as ``head`` does, are no faults.
"""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
from collections.abc import Callable
from typing import Any, TextIO, cast

from .text import visible

_REPLACING = "sim-replacing"
_PLAIN = {
    "−": "-",
    "–": "-",
    "—": "-",
    "‑": "-",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "…": "...",
    "→": "->",
}
_GONE = (errno.EPIPE, errno.ESHUTDOWN, errno.ECONNRESET)


def _replaced(error: UnicodeError) -> tuple[str, int]:
    """Return what stands for characters that an encoding lacks: a plain form, or ?."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(
        _PLAIN.get(character, "?") for character in error.object[error.start : error.end]
    ), error.end


def replacing() -> str:
    """Return the name under which encodings find what is done with characters that they lack."""
    codecs.register_error(_REPLACING, _replaced)
    return _REPLACING


class Shown(io.TextIOBase):
    """A standard stream over the one that Python opened.

    It has no `buffer`, so that nothing goes past it.

    Parameters
    ----------
    below : TextIO
        What Python opened.
    spare : bool
        Whether nothing fails if it cannot be written: stderr, where that could not be said.
    """

    def __init__(self, below: TextIO, spare: bool) -> None:
        self.below, self.spare, self.left = below, spare, False

    @property
    def encoding(self) -> str:  # type: ignore[override]  # nobody sets it
        """The encoding of the stream below."""
        return self.below.encoding

    @property
    def errors(self) -> str:  # type: ignore[override]
        """What is done with characters that the encoding lacks."""
        return _REPLACING

    def write(self, text: str) -> int:
        """Write a text, control characters made visible."""
        if not isinstance(text, str):
            raise TypeError(f"text is written here, not {type(text).__name__}")
        # click writes an empty text to try a stream; on a full device even that would fail.
        if text:
            self._try(self.below.write, visible(text))
        return len(text)

    def flush(self) -> None:
        """Write what is still kept back."""
        self._try(self.below.flush)

    def fileno(self) -> int:
        """Return the number of the file below."""
        return self.below.fileno()

    def isatty(self) -> bool:
        """Say whether somebody watches."""
        return self.below.isatty()

    def writable(self) -> bool:
        """Say that this can be written."""
        return True

    def _try(self, act: Callable, *arguments: Any) -> None:
        """Do what may fail.

        After a failure the rest goes nowhere, so that nothing fails again when Python ends.
        """
        try:
            act(*arguments)
        except OSError as error:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.below.fileno())
            os.close(nowhere)
            reader_left = error.errno in _GONE or (os.name == "nt" and error.errno == errno.EINVAL)
            self.left = self.left or reader_left
            if not self.spare and not reader_left:
                raise OSError(error.errno, error.strerror, "standard output") from None


def read_by_nobody(stream: TextIO) -> bool:
    """Say whether the reader of a stream has left, so that asking on makes no sense."""
    return isinstance(stream, Shown) and stream.left


def unfiltered(stream: TextIO) -> TextIO:
    """Return the stream below, for what draws with control characters on purpose."""
    return stream.below if isinstance(stream, Shown) else stream


def prepare() -> None:
    """Make the standard streams take any text, and stand in for those that are closed."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        # else the next file that is opened would be taken for the standard stream that is closed
        pass
    os.close(number)
    errors = replacing()
    if sys.stdin is None:
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    cast(io.TextIOWrapper, sys.stdin).reconfigure(errors="replace")
    for number, name in ((1, "stdout"), (2, "stderr")):
        below = getattr(sys, name) or open(number, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        below.reconfigure(errors=errors)
        setattr(sys, name, Shown(below, spare=name == "stderr"))
