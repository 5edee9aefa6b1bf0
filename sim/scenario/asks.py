"""Asks: a scenario's own questions, checked against the states and the period."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from .calling import nearest_code
from .events import Frame
from .format import QuestionTable
from .layers import Layer
from .leaving_out import leave_out
from .numbers import JUDGEMENT
from .problems import Problem, nearest
from .question import Fact, Question

_KINDS = ("first", "level", "change", "count", "lowest")
_LIMITS = {
    "level": ("above", "below"),
    "change": ("above", "below"),
    "count": ("at_least", "at_most"),
}
Asked = tuple[QuestionTable, Layer, int]  # a question as a file gives it, and where
_PARTNERED = ("stance", "support", "dependence")


def asked(
    layer: Layer, before: dict[str, Asked | None], problems: list[Problem]
) -> dict[str, Asked | None]:
    """Return the questions so far with this file's: `without_questions` removes, an id replaces.

    What is gone is None, so that it can be told from what never was.

    Parameters
    ----------
    layer : Layer
        The file that is laid over those before it.
    before : dict of id to (table, file, position) or None
        The questions so far.
    problems : list of Problem
        Added to.
    """
    kept = dict(before)
    for k, name in enumerate(layer.table.without_questions):
        if name is not None and (wrong := leave_out(name, kept, "question")):
            problems.append(layer.problem(("without_questions", k), wrong))
    seen: set[str] = set()
    for k, table in enumerate(layer.table.questions):
        if table is None:
            continue
        if table.id in seen:
            problems.append(layer.problem(("questions", k, "id"), f"the id '{table.id}' is taken"))
        seen.add(table.id)
        if kept.get(table.id) is None:
            kept.pop(table.id, None)  # a question of this file's own comes last
        kept[table.id] = (table, layer, k)
    return kept


def question_of(table: QuestionTable, layer: Layer, position: int, frame: Frame) -> Question | None:
    """Return a checked question; None, with problems noted, when it cannot be asked.

    Parameters
    ----------
    table : QuestionTable
        As the file gives it.
    layer : Layer
        The file.
    position : int
        Of the question in the file.
    frame : Frame
        States and period; its problems are added to.
    """
    place = ("questions", position)
    kinds = layer.written(place, _KINDS)
    if len(kinds) != 1:
        frame.problems.append(layer.problem(place, f"exactly one of {', '.join(_KINDS)} is needed"))
        return None
    kind = kinds[0]
    if getattr(table, kind) is None:
        return None  # its form was complained of
    given = getattr(table, kind).model_dump(by_alias=True, exclude_none=True)
    limits = _LIMITS.get(kind, ())
    one = not limits or len(layer.written((*place, kind), limits)) == 1
    terms, faults = terms_of(kind, given, frame, one)
    for k, (key, text) in enumerate(faults):
        if k == 0 and frame.inherited(layer):
            text += (
                f" (a question with the id '{table.id}' in your file replaces this one; "
                f'without_questions = ["{table.id}"] leaves it out)'
            )
        frame.problems.append(layer.problem((*place, kind, *key), text))
    fact = _fact(table, layer, place, frame)
    return None if faults else Question(table.id, table.text, kind, terms, fact)


def _fact(table: QuestionTable, layer: Layer, place: tuple, frame: Frame) -> Fact | None:
    """Return what happened, where the file says so, and note a source that is none."""
    given = table.fact
    if given is None:
        return None
    if given.source not in frame.sources:
        text = f"unknown source '{given.source}'{nearest(given.source, list(frame.sources))}"
        if given.source == JUDGEMENT:
            text = "what happened needs a source, an entry of [sources]; a judgement is none"
        frame.problems.append(layer.problem((*place, "fact", "source"), text))
    return Fact(given.happened, given.source, given.note)


def terms_of(
    kind: str, given: dict, frame: Frame, one_limit: bool | None = None
) -> tuple[dict, list[tuple[tuple, str]]]:
    """Return a question's details with months for dates, and what is wrong with them.

    Parameters
    ----------
    kind : str
        One of first, level, change, count, lowest.
    given : dict
        As a file gives them.
    frame : Frame
        States and period.
    one_limit : bool, optional
        Whether one limit was written, for kinds that have limits; by default as `given` says.
    """
    faults = list(_faults(kind, given, frame))
    limits = _LIMITS.get(kind, ())
    if one_limit is None:
        one_limit = not limits or sum(limit in given for limit in limits) == 1
    if not one_limit:
        faults.append(((), f"exactly one of {' and '.join(limits)} is needed"))
    return ({} if faults else _with_months(kind, given, frame)), faults


def _faults(kind: str, given: dict, frame: Frame) -> Iterator[tuple[tuple, str]]:
    """Yield what is wrong with a question: the key and the sentence."""
    yield from _state_faults(kind, given, frame)
    if "measure" in given:
        yield from _measure_faults(given)
    if kind == "first" and given["with"] == given["before"]:
        yield ("before",), f"'{given['before']}' cannot come before itself"
    for key, day in _days(given):
        if not 0 <= frame.month(day) < frame.months:
            yield key, frame.outside(day)
    for early, late in (
        (given.get("from"), given.get("to")),
        given.get("earlier", (None, None)),
        given.get("later", (None, None)),
    ):
        if early and late and early > late:
            yield (), f"the window from {early} to {late} runs backwards"


def _days(given: dict) -> Iterator[tuple[tuple, date]]:
    """Yield every date of a question with its key."""
    for key in ("from", "to"):
        if key in given:
            yield (key,), given[key]
    for key in ("earlier", "later"):
        for k, day in enumerate(given.get(key, [])):
            yield (key, k), day


def _state_faults(kind: str, given: dict, frame: Frame) -> Iterator[tuple[tuple, str]]:
    """Yield states that are none, and partners that are the state itself."""
    named: list[tuple[tuple, str]] = [
        ((key,), given[key])
        for key in ("state", "partner", "with", "before", "source", "target")
        if key in given
    ]
    named += [(("between", k), code) for k, code in enumerate(given.get("between", []))]
    own = given.get("state") or given.get("source")
    for key, code in named:
        if code not in frame.codes and not (kind == "count" and code == "*"):
            yield key, f"unknown state '{code}'{nearest_code(code, frame.codes)}"
        elif key[0] not in ("state", "source") and code == own and code != "*":
            yield key, f"'{code}' cannot be its own partner"


def _measure_faults(given: dict) -> Iterator[tuple[tuple, str]]:
    """Yield what a measure lacks, or does not know."""
    measure = given["measure"]
    if measure in _PARTNERED and "partner" not in given:
        yield ("measure",), f"'{measure}' needs a partner"
    if measure == "tilt" and "between" not in given:
        yield (
            ("measure",),
            "'tilt' needs between = [one, other]: -1 is all from one, +1 all from the other",
        )
    if measure == "stance" and "needs" in given:
        yield ("needs",), "a stance has no needs"
    for key in ("needs", "between"):
        twice = [word for k, word in enumerate(given.get(key, [])) if word in given[key][:k]]
        if twice:
            yield (key,), f"names '{twice[0]}' twice"
    extra = {"partner": measure not in _PARTNERED, "between": measure != "tilt"}
    for key, useless in extra.items():
        if key in given and useless:
            yield (key,), f"has no meaning for '{measure}'"


def _with_months(kind: str, given: dict, frame: Frame) -> dict:
    """Return a question's details with months, counted from the start, for dates."""
    terms = {
        key: value for key, value in given.items() if key not in ("from", "to", "earlier", "later")
    }
    if kind == "change":
        for key in ("earlier", "later"):
            terms[key] = tuple(frame.month(day) for day in given[key])
    elif kind != "first":
        first = frame.month(given["from"]) if "from" in given else 0
        last = frame.month(given["to"]) if "to" in given else frame.months - 1
        terms["window"] = (first, last)
    return terms
