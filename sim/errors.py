"""Errors: one family for everything refused on purpose; any other exception is a bug of ours.

Each refusal carries the exit code that the command line ends with. An error outside this family is
never the user's wrong usage: the command line ends with exit code 1, keeps the traceback in a file,
and says where.
"""

from __future__ import annotations

BUG, USAGE, REFUSED, FAILED, EXISTS, INTERRUPTED = 1, 2, 3, 4, 5, 130


class SimError(Exception):
    """Base of every refusal of this package; catch it to catch them all.

    Attributes
    ----------
    exit_code : int
        What the command line ends with: 2 wrong usage, 3 scenario refused, 4 run failed, 5 output
        exists.
    """

    exit_code: int = FAILED


class InvalidInput(SimError, ValueError):
    """An argument, an option or a data file that cannot be used.

    The message says which, why and what to do.
    """

    exit_code = USAGE
