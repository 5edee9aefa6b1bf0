"""Bodies: JSON in and out, and every error as JSON with a sentence that helps.

What is no JSON as this program writes it (NaN, numbers without end, texts that are no text) is
refused here, so that no code behind has to expect it.
"""

from __future__ import annotations

import json
import math
import re
import sys
import traceback
from typing import Any, NoReturn

from starlette.responses import Response

from sim.errors import InvalidInput, SimError
from sim.system.text import shortened, visible

_DIGITS = 25  # of a whole number; 64 bits have 19
_HALF = re.compile("[\ud800-\udfff]")
_BUG = (
    "this is a bug of ours, not of what you asked; the terminal that runs `sim app` has the details"
)


class Unanswered(SimError):
    """A request that is not answered, with the status that says so.

    Attributes
    ----------
    status : int
        Of HTTP.
    """

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


def nobody_waits() -> Unanswered:
    """Return what is raised when whoever asked has gone away."""
    return Unanswered(499, "nobody waits for this any longer")


def ending() -> Unanswered:
    """Return what is raised when the server ends."""
    return Unanswered(503, "the server is ending")


class Json(Response):
    """An answer as JSON; what is no finite number in it is a bug."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """Return the bytes."""
        text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return text.encode("utf-8", "replace")


def parsed(body: bytes) -> dict[str, Any]:
    """Return the object that a body holds.

    Raises
    ------
    InvalidInput
        When it is no JSON object, or holds what no JSON of ours does.
    """
    try:
        found = json.loads(
            body.decode("utf-8"), parse_constant=_no_number, parse_int=_whole, parse_float=_finite
        )
    except UnicodeDecodeError:
        raise InvalidInput("the request is not UTF-8 text") from None
    except RecursionError:
        raise InvalidInput("the request is nested too deep") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise InvalidInput(f"the request is not valid JSON: {error.msg} ({where})") from None
    if not isinstance(found, dict):
        raise InvalidInput("the request must be a JSON object, as {...}")
    if b"\\u" in body and _HALF.search(json.dumps(found, ensure_ascii=False)):
        raise InvalidInput("the request holds half a character, which is no text")
    return found


def _no_number(text: str) -> NoReturn:
    """Refuse NaN and Infinity."""
    raise InvalidInput(f"the request holds {text}, which is no finite number")


def _finite(text: str) -> float:
    """Read a number with a point or an exponent."""
    value = float(text)
    if not math.isfinite(value):
        raise InvalidInput(f"the request holds {text[:40]}, which is no finite number")
    return value


def _whole(text: str) -> int:
    """Read a whole number."""
    if len(text) > _DIGITS:
        raise InvalidInput(f"the request holds a whole number of {len(text):,} digits")
    return int(text)


def refusal(error: SimError) -> Json:
    """Return what was refused as the command line says it: 422 for a scenario's faults, else 400.

    ``lines`` holds each problem by itself.
    """
    from sim.scenario import Refused

    lines = [str(error)]
    status = 400 if isinstance(error, InvalidInput) else 422
    if isinstance(error, Unanswered):
        status = error.status
    elif isinstance(error, Refused):
        lines = [str(problem) for problem in error.problems] or lines
    text = shortened(visible(str(error)))
    return Json({"error": text, "lines": [shortened(visible(line)) for line in lines]}, status)


def failure(error: Exception, where: str) -> Json:
    """Return that something went wrong, and print what on stderr.

    Parameters
    ----------
    error : Exception
        Of any kind.
    where : str
        What was asked, as "POST /api/view".
    """
    if isinstance(error, SimError):
        return refusal(error)
    if isinstance(error, MemoryError):
        text = "not enough memory: ask for fewer histories"
        return Json({"error": text, "lines": [text]}, 422)
    print_bug(error, where)
    told = shortened(visible(" ".join(f"{type(error).__name__}: {error}".split())))
    text = f"{_BUG} ({told.removesuffix(':')})"
    return Json({"error": text, "lines": [text]}, 500)


def print_bug(error: BaseException, where: str) -> None:
    """Print the traceback of a bug on stderr, for a report.

    Parameters
    ----------
    error : BaseException
    where : str
        What was asked.
    """
    told = "".join(traceback.format_exception(error))
    print(f"sim app: a bug of ours in {where}; please report it:\n{told}", file=sys.stderr)
