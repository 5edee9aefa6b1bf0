"""Shown: a comparison as the terminal prints it, and the parts of its page."""

from __future__ import annotations

from sim.outcomes.bootstrap import is_sure
from sim.report.page import Bar, Cell, Heading, Part, Picture, Still, Table, Text
from sim.report.terminal import table_text
from sim.system.text import in_percent, signed

from .channels_words import CAPTION, Attribution
from .comparison import Compared
from .divergence import divergence_in_words
from .figures import CAPTIONS, figures_of
from .live import live
from .matrix_words import matrix_part, matrix_text
from .sides import letter
from .words import finding, main_measure, question_rows, tilt_in_words

_HEAD = ("difference", "95 % interval", "up", "down")  # of the page
_QUESTIONS = "Questions: share of yes (and without any shock)"
_TWINS = {  # figures that live charts show too, and the line under which they are folded away
    "01-fan": "Tilt, dependence and hedging as a figure",
    "02-fans": "The scenarios' tilts as a figure",
}
_SHORT = ("±", "up", "down")  # of the terminal


def attribution(result: Compared, which: int) -> Attribution:
    """Return what carries a scenario's difference; channels were asked for."""
    what = main_measure(result, which).outcome.in_words(result.scenarios[0])
    return Attribution(result.scenarios[0], result.channels[which - 1], what)


def channel_figures(result: Compared) -> dict[str, int]:
    """Return the names of the figures of channels, numbered after the others, and whose they are.

    Each is of a scenario after the first, by its position; none where channels were not asked for.
    """
    first = len(figures_of(result)) + 1
    rows = range(1, len(result.channels) + 1)
    return {f"{first + k - 1:02d}-channels-{letter(k)}": k for k in rows}


def text(result: Compared, small: str) -> str:
    """Return what the terminal prints: of all measures those that differ at 95 %.

    Parameters
    ----------
    result : Compared
    small : str
        How it was made.
    """
    lines = [small]
    if result.is_of_many:
        lines += ["", matrix_text(result)]
    for which in result.others:
        lines += ["", finding(result, which), divergence_in_words(result, which)]
        if not result.is_of_many:
            mark = letter(which)
            rows = [row for sure, _, row in _rows(result, which) if sure]
            lines += ["", table_text(("", "A", mark, f"{mark} less A", *_SHORT), rows, 1)]
            lines.append(f"A: {result.labels[0]}; {mark}: {result.labels[which]}")
        if result.channels:
            lines.append(attribution(result, which).text())
    lines += _question_lines(result)
    if result.is_of_many:
        return "\n".join([*lines, "", f"All measures: comparison.csv. {tilt_in_words(result)}."])
    lines += [
        "",
        "±: half of the 95 % interval; up, down: histories in which it is higher, lower.",
        f"Not listed: what does not differ at 95 %. {tilt_in_words(result)}.",
    ]
    return "\n".join(lines)


def page(result: Compared) -> list[Part]:
    """Return the parts of the page: of many the matrix, divergences, figures, all measures."""
    charts = live(result)
    parts: list[Part] = [matrix_part(result)] if result.is_of_many else []
    parts += [*charts, *(Text(divergence_in_words(result, which)) for which in result.others)]
    for name in figures_of(result):
        picture = Picture(name, CAPTIONS[name])
        again = charts and name in _TWINS
        parts.append(Still(_TWINS[name], [picture]) if again else picture)
    for name, which in channel_figures(result).items():
        parts += [*attribution(result, which).page(), Picture(name, CAPTION)]
    for which in result.others:
        rows: list[list[str | Cell | Bar]] = []
        for sure, interval, (name, *numbers, _, up, down) in _rows(result, which):
            rows.append([Cell(name, "bold" if sure else ""), *numbers, interval, up, down])
        label = result.labels[which]
        parts.append(Heading(f"{label} less {result.labels[0]}"))
        parts.append(Table(("", result.labels[0], label, *_HEAD), rows, numeric=1))
    if result.questions():
        parts += [Heading(_QUESTIONS), Table(*question_rows(result), numeric=1)]
    parts.append(Text(f"Bold: different at 95 %. {tilt_in_words(result)}.", "small"))
    return parts


def _question_lines(result: Compared) -> list[str]:
    """Return the shares of yes beside those without any shock, and what happened."""
    return ["", _QUESTIONS, table_text(*question_rows(result), 1)] if result.questions() else []


def _rows(result: Compared, which: int) -> list[tuple[bool, str, list[str]]]:
    """Return the rows of a scenario as text, whether each differs at 95 %, and its interval."""
    shown = []
    for _, row in result.rows(which).iterrows():
        numbers = [
            f"{row['first']:z.3f}",
            f"{row['second']:z.3f}",
            signed(row["difference"], 3),
        ]
        interval = f"{signed(row['low'], 3)} to {signed(row['high'], 3)}"
        half = f"{(row['high'] - row['low']) / 2:z.3f}"
        shares = [in_percent(row["higher"], brief=True), in_percent(row["lower"], brief=True)]
        shown.append((is_sure(row), interval, [row["measure"], *numbers, half, *shares]))
    return shown
