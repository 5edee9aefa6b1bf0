"""Downloads: the files that ``sim run`` and ``sim compare`` write, for what the page shows."""

from __future__ import annotations

import shlex
import threading
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.responses import Response

from .answers.pictures import ALONE, OF_B, picture_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.report.answer import Answer

    from .answers.asked import Pair

PICTURES = ("svg", "png", "pdf")
_ONE = threading.Lock()  # figures share matplotlib's settings: one is drawn at a time
_TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
}


def download(asked: Mapping[str, Any], pair: Pair) -> Response:
    """Return a file of a run, or of a comparison where there is a B.

    Parameters
    ----------
    asked : mapping
        The request: its ``kind`` ("svg", "png", "pdf", "csv", "report") and, for the first three,
        its ``figure``, as the files in a results folder are called, or without their number.
    pair : Pair
        What is run or compared.

    Raises
    ------
    InvalidInput
        For an unknown figure, before anything is computed, and for scenarios that cannot be
        compared.
    """
    kind = asked["kind"]
    name = picture_of(pair, asked.get("figure", "fan"))
    if kind in PICTURES and pair.b is not None and name in OF_B:
        pair = pair._replace(a=pair.b, b=None)
    answer = answer_of(pair)
    with _ONE:
        if kind == "report":
            return _file("report", "html", _report(answer, again(asked, pair)).encode())
        if kind == "csv":
            return _file(*_table(answer))
        from sim.report.style import as_file

        figure = _figures(answer)[name.removesuffix(ALONE)]()
        return _file(name, kind, as_file(figure, name, kind))


def checked(asked: Mapping[str, Any], pair: Pair) -> None:
    """Refuse what cannot be downloaded, before anything is computed.

    Parameters
    ----------
    asked, pair
        As in ``download``.

    Raises
    ------
    InvalidInput
    """
    picture_of(pair, asked.get("figure", "fan"))
    if pair.b is not None:
        from sim.analysis.compare.comparison import check_comparable

        check_comparable((pair.a, pair.b))


@lru_cache(maxsize=2)
def answer_of(pair: Pair) -> Answer:
    """Return the answer that the command line gives to the same question.

    The last ones are kept, as a figure is often wanted in several formats.
    """
    from sim.ensemble.how import HERE

    if pair.b is None:
        from sim.analysis.run.answer import asked
        from sim.analysis.run.asking import Options, computed

        return computed(asked(pair.a, pair.seed, pair.histories), Options(), HERE)
    from sim.analysis.compare.answer import answered
    from sim.analysis.compare.answer import asked as compared

    return answered(compared((pair.a, pair.b), (), pair.histories, pair.seed), HERE)


def again(asked: Mapping[str, Any], pair: Pair) -> str:
    """Return the command line that gives the same answer.

    Parameters
    ----------
    asked : mapping
        The request.
    pair : Pair
        What it means.
    """
    names, numbers, left = [_name(asked)], asked.get("set") or {}, asked.get("without") or ()
    words: list[str] = []
    if pair.b is not None and asked.get("other"):
        # a command would change both
        names.append("B.toml" if numbers or left else _name(asked["other"]))
    elif pair.b is not None:
        words += [word for path in numbers for word in ("--set", f"{path}={numbers[path]!r}")]
        words += [word for shock in left for word in ("--without", shock)]
    verb = "run" if pair.b is None else "compare"
    many = ["-n", str(pair.histories), "--seed", str(pair.seed)]
    line = shlex.join(["sim", verb, *names, *words, *many])
    return f"{line}  # B.toml: B, saved from the page" if "B.toml" in names else line


def _name(which: Mapping[str, Any]) -> str:
    """Return the name of a scenario, or of a user's file."""
    return which["file"]["name"] if "file" in which else which["scenario"]


def _figures(answer: Answer) -> dict[str, Callable[[], Figure]]:
    """Return what draws each figure of an answer."""
    from sim.analysis.run.answer import Run

    if isinstance(answer, Run):
        from sim.analysis.run.figures import FIGURES

        return {name: partial(draw, answer.whole) for name, draw in FIGURES.items()}
    from sim.analysis.compare.answer import Comparison
    from sim.analysis.compare.figures import figures_of

    assert isinstance(answer, Comparison)
    return {name: partial(draw, answer) for name, draw in figures_of(answer).items()}


def _table(answer: Answer) -> tuple[str, str, bytes]:
    """Return the main table of an answer: a row per history of a run, a row per measure else."""
    from sim.analysis.run.answer import Run
    from sim.report.folder import table_bytes

    if isinstance(answer, Run):
        text = answer.to_frame().to_csv(index=False, lineterminator="\n")
        return "runs", "csv", text.encode()
    return "comparison", "csv", table_bytes(answer.to_frame())


def _report(answer: Answer, line: str) -> str:
    """Return the report of an answer; `line` is the command that gives it again."""
    from sim.report.publish import report
    from sim.report.style import as_file

    figures = answer.figures()
    pictures = {name: as_file(figure, name, "png") for name, figure in figures.items()}
    return report(answer, pictures, line)


def _file(name: str, suffix: str, content: bytes) -> Response:
    """Return a file to be saved under a name.

    Parameters
    ----------
    name, suffix : str
    content : bytes
    """
    headers = {
        "content-type": _TYPES[suffix],
        "content-disposition": f'attachment; filename="{quote(name)}.{suffix}"',
    }
    return Response(content, headers=headers)
