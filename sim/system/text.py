r"""Text: anything that somebody wrote, made fit for screens, files and spreadsheets.

Names, titles and notes are drawn, printed and written as they are, but for what is no text: control
characters, which move a terminal's cursor, break a file or make our own words after a name run
backwards, are written as ``\u001b``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MOST_WORD, MOST_LINE = 200, 1000  # characters of a word and of a line that messages repeat
_MOST_SEEDS = 8  # that are listed one by one
_ROUNDING = 12  # places of a share; a sum of shares may miss 1 by less
_KEPT = "\t\n"
_CONTROLS = [*range(0x20), *range(0x7F, 0xA0)]
# Characters that reverse the direction of what follows them.
TURNING = "".join(map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]))
_VISIBLE = {
    code: f"\\u{code:04x}" for code in [*_CONTROLS, *map(ord, TURNING)] if chr(code) not in _KEPT
}
# Halves of characters (surrogates), as in file names that are not valid text.
_VISIBLE |= dict.fromkeys(range(0xD800, 0xE000), "?")
_LONG_WORD = re.compile(rf"\S{{{MOST_WORD + 1},}}")
_HYPHEN = re.compile(r"(?<![\w.,=:-])-(?=\d)")  # before a number, and in no word, date or range
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# A number, or the bounds of one, as -1..1.
_NUMBER = re.compile(r"[-+]?[\d.]+(e[-+]?\d+)?(\.\.[-+]?[\d.]*)?", re.IGNORECASE)


def visible(text: str) -> str:
    r"""Return a text in which control characters stand as ``\u001b``.

    Tabs and ends of lines stay.
    """
    return text.translate(_VISIBLE)


def in_a_line(text: str) -> str:
    r"""Return a name, as of a file, in which tabs and ends of lines stand as ``\u000a`` too."""
    return visible(text).replace("\n", "\\u000a").replace("\t", "\\u0009")


def capitalised(words: str) -> str:
    """Return words that stand by themselves, as a label, with a capital where they begin.

    What is a name as somebody types it, of a parameter (``states.DPRK.autonomy``) or of a question
    (``moscow-first``), stays as it is.
    """
    first = words.split(maxsplit=1)[0] if words.strip() else ""
    return words if set("_-.") & set(first.rstrip(".")) else f"{words[:1].upper()}{words[1:]}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Return words as an enumeration: "Russia, China and Japan".

    Parameters
    ----------
    words : sequence of str
        None, one or more.
    last : str
        What stands before the last one.
    """
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def shortened(text: str) -> str:
    """Return a message in which no word and no line is endless.

    It says how long what it cuts was.
    """
    words = _LONG_WORD.sub(lambda result: _cut(result[0], MOST_WORD), text)
    return "\n".join(_cut(line, MOST_LINE) for line in words.split("\n"))


def _cut(text: str, most: int) -> str:
    """Return a text, or its beginning and its length where it is longer than allowed."""
    return text if len(text) <= most else f"{text[: most // 3]}... ({len(text):,} characters)"


def many(count: int, word: str) -> str:
    """Return "1 shock", "2,000 shocks", "3 histories": a count and its word, which takes an s.

    Parameters
    ----------
    count : int
    word : str
        For one; a y at its end becomes ie.
    """
    if count == 1:
        return f"1 {word}"
    stem = f"{word.removesuffix('y')}ie" if word.endswith("y") else word
    return f"{count:,} {stem}s"


def in_percent(share: float, brief: bool = False, digits: int = 0) -> str:
    """Return a share in per cent: "97 %"; what is not all is never 100 %, nor some 0 %.

    Parameters
    ----------
    share : float
        0..1.
    brief : bool
        Write ">99 %" and "<1 %" for "more than 99 %" and "less than 1 %".
    digits : int
        After the point.
    """
    share = round(float(share), _ROUNDING)
    rounded, least = f"{100 * share:z.{digits}f}", 10.0**-digits
    if share < 1.0 and float(rounded) == 100:
        return f"{'>' if brief else 'more than '}{100 - least:z.{digits}f} %"
    if share > 0.0 and float(rounded) == 0:
        return f"{'<' if brief else 'less than '}{least:z.{digits}f} %"
    return f"{rounded} %"


def seeds_in_words(seeds: Sequence[int]) -> str:
    """Return "seed 1", "seeds 1, 2", "seeds 1 to 5": of many that do not follow, the first."""
    first, last = seeds[0], seeds[-1]
    if len(seeds) == 1:
        return f"seed {first}"
    if len(seeds) > 2 and list(seeds) == list(range(first, last + 1)):
        return f"seeds {first} to {last}"
    more = f", ... ({len(seeds):,} in all)" if len(seeds) > _MOST_SEEDS else ""
    return f"seeds {', '.join(map(str, seeds[:_MOST_SEEDS]))}{more}"


def signed(value: float, digits: int | None = 2) -> str:
    """Return a number with its sign, and without any where it rounds to zero: +0.19, -0.03, 0.00.

    Numbers without a plus are written with Python's own ``z``, as in ``{value:z.2f}``, which does
    the same for them.

    Parameters
    ----------
    value : float
    digits : int or None
        After the point; None for as many as it takes (``g``).
    """
    text = f"{value:+zg}" if digits is None else f"{value:+z.{digits}f}"
    return text if abs(float(text)) > 0 else text[1:]


def minus(text: str) -> str:
    """Return a text whose negative numbers have a minus sign in place of the ASCII hyphen.

    Pages and figures are set so. What terminals print, and all that programs read, keeps the
    hyphen, which can be typed, searched for and copied; so do ranges, dates, names and options.
    """
    return _HYPHEN.sub("−", text) if "-" in text else text


def cut(text: str, most: int) -> str:
    """Return a text of at most so many characters, with … for what is left out at its end."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def without_middle(text: str, most: int) -> str:
    """Return a text of about so many characters, without its middle if it is longer."""
    half = most // 2
    return text if len(text) <= most else f"{text[:half]} ... {text[-half:]}"


@lru_cache(maxsize=4096)  # tables of a hundred thousand rows hold the same few words
def harmless_cell(text: str) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula, if need be after an '."""
    shown = visible(text)
    return f"'{shown}" if shown.startswith(_FORMULA) and not _NUMBER.fullmatch(shown) else shown


def harmless(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose cells and headings of text are harmless in a spreadsheet.

    Numbers stay as they are.
    """
    written = table.copy(deep=False)
    for column in table.select_dtypes(include=["object", "string"]):
        written[column] = [
            harmless_cell(cell) if isinstance(cell, str) else cell
            for cell in table[column].tolist()
        ]
    return written.rename(
        columns=lambda name: harmless_cell(name) if isinstance(name, str) else name
    )
