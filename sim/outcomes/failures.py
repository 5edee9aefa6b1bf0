"""Failures: what went wrong in a history, as a record to show in a line, write down and send on."""

from __future__ import annotations

import re
import traceback
from dataclasses import dataclass

from sim.errors import FAILED, SimError
from sim.system.text import many

from .results import Results
from .table import OutcomeTable

_LINE, _TEXT = 300, 100_000  # longest error in a line, and with its traceback


@dataclass(frozen=True)
class Failure:
    """A history that failed: its number, and the error in a line and with its traceback."""

    run: int
    error: str
    traceback: str

    @classmethod
    def of(cls, run: int, error: BaseException) -> Failure:
        """Return the record of an error."""
        try:
            text = "".join(traceback.format_exception(error))
        except BaseException:  # an error of a user's own may do anything when it is looked at
            text = type(error).__name__
        text = _clean(text)
        if len(text) > _TEXT:
            left_out = f"... ({len(text) - _TEXT:,} characters left out)"
            text = f"{text[: _TEXT // 2]}\n{left_out}\n{text[-_TEXT // 2 :]}"
        return cls(run, in_a_line(error), text)

    @classmethod
    def not_finite(cls, run: int, where: str = "") -> Failure:
        """Return the record of a history in which a number came up that is not finite."""
        message = f"ArithmeticError: a number came up that is not finite{where}"
        return cls(run, message, message)


class RunFailed(SimError):
    """Some histories could not be run.

    ``failures`` says which, ``results`` holds the others (None if none).

    The others are ``Results`` where everything was to be kept, otherwise an ``OutcomeTable``.
    """

    exit_code = FAILED

    def __init__(self, failures: list[Failure], results: Results | OutcomeTable | None) -> None:
        self.failures, self.results = failures, results
        super().__init__(
            f"{many(len(failures), 'history')} failed, first history {failures[0].run}: "
            f"{failures[0].error}"
        )


def in_a_line(error: BaseException) -> str:
    """Return an error in a line: its kind and its message, shortened.

    A refusal of this package is returned as it is.
    """
    kind = "" if isinstance(error, SimError) else type(error).__name__
    try:
        message = str(error)[: 10 * _LINE]
    except BaseException:  # as in Failure.of
        message = "(what it says cannot be shown)"
    line = " ".join(_clean(": ".join(part for part in (kind, message) if part)).split())
    return line if len(line) <= _LINE else f"{line[: _LINE - 3]}..."


def _clean(text: str) -> str:
    """Return a text with its control characters and halves of characters as escapes."""
    text = text.encode("utf-8", "backslashreplace").decode()
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", lambda match: ascii(match[0])[1:-1], text)
