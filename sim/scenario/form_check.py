"""Check a file's form: every complaint of pydantic's at once, with its line, in plain words."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from .files import Document
from .format import FileTable
from .problems import MOST_TOLD, Problem, Refused, is_huge, nearest, shown

Form = TypeVar("Form", bound=BaseModel)
# what a table of a list goes by while its own words are missing or faulty; {} is its position
_STAND_INS = {"id": "entry-{}", "name": "entry-{}", "title": "-", "text": "-"}


def check_form(document: Document) -> tuple[FileTable, list[Problem]]:
    """Return a scenario file's tables, without what is wrong in them, and all that is wrong.

    It raises Refused for a file that is an experiment and no scenario.
    """
    if "scenarios" in document.data and "states" not in document.data:
        command = f"`sim experiment {document.path.name}`"
        told = f"this file is an experiment, not a scenario: run it with {command}"
        raise Refused([Problem(document.label, document.line(("scenarios",)), "scenarios", told)])
    return checked_form(document, FileTable)


def checked_form(document: Document, form: type[Form]) -> tuple[Form, list[Problem]]:
    """Return a file's tables, without what is wrong in them, and everything that is wrong.

    Raises nothing: faulty entries are taken out and the rest is checked again, so that one fault
    hides no other.

    Parameters
    ----------
    document : Document
        The file as it was read.
    form : type of BaseModel
        What it should hold; it can be made of nothing.
    """
    problems: list[Problem] = []
    taken: set[tuple] = set()  # places taken out, and all that they are in
    data = document.data
    for _ in range(20):  # each round takes out what the last one found
        try:
            return form.model_validate(data), problems
        except ValidationError as error:
            faults: list[Any] = list(error.errors(include_url=False))
            places = [_place(fault, data) for fault in faults]
            for fault, place in zip(faults, places, strict=True):
                # What is missing, or too short, because an earlier round took it out was complained
                # of already.
                if place not in taken and len(problems) < MOST_TOLD:
                    problems.append(_problem(document, fault, form))
            taken |= {place[:end] for place in places for end in range(len(place) + 1)}
            data = _without(data, places)
    return form(), problems


def _place(fault: dict, data: Any) -> tuple:
    """Return the place of a complaint: in a table of a list, that of a missing word, too."""
    place, key = _known(fault["loc"], data), fault["loc"][-1]
    named = fault["type"] == "missing" and place and isinstance(place[-1], int)
    return (*place, key) if named and key in _STAND_INS else place


def _known(place: tuple, data: Any) -> tuple:
    """Return the part of a complaint's place that is in the file (pydantic adds its own steps)."""
    path: tuple = ()
    for part in place:
        in_list = isinstance(data, list) and isinstance(part, int) and part < len(data)
        if in_list or (isinstance(data, dict) and part in data):
            data = data[part]
            path = (*path, part)
    return path


def _without(data: Any, places: list[tuple]) -> Any:
    """Return a copy of the file's tables without faulty entries, all others where they were.

    A list whose form allows no gap loses its faulty entries in one round, and goes in the next.
    """
    inside: dict[Any, list[tuple]] = defaultdict(list)
    for place in places:
        inside[place[0]].append(place[1:])
    if isinstance(data, list):
        return [_entry(value, k, inside.get(k, [])) for k, value in enumerate(data)]
    kept = {}
    for key, value in data.items():
        inner = inside.get(key, [])
        has_entries = isinstance(value, dict) or (
            isinstance(value, list) and not any(value[place[0]] is None for place in inner if place)
        )
        if not inner:
            kept[key] = value
        elif () not in inner and has_entries:
            kept[key] = _without(value, inner)
    return kept


def _entry(value: Any, position: int, places: list[tuple]) -> Any:
    """Return an entry of a list without its faults.

    The result is None where too little is left of it to be checked further.
    """
    if not places:
        return value
    if any(place == () for place in places):
        return None
    if isinstance(value, list):
        return _without(value, places)
    stand_ins = {key: text.format(position) for key, text in _STAND_INS.items()}
    rest = _without(value, places)
    return rest | {key: text for key, text in stand_ins.items() if (key,) in places}


def _problem(document: Document, fault: dict, form: type[BaseModel]) -> Problem:
    """Say a pydantic complaint in plain words."""
    path = _known(fault["loc"], document.data)
    context = {**fault.get("ctx", {}), "form": form}
    text = _SENTENCES.get(fault["type"], _sentence)(fault, context)
    shown = (*path, fault["loc"][-1]) if fault["type"] == "missing" else path
    return Problem(document.label, document.line(path), ".".join(str(part) for part in shown), text)


def _found(value: Any) -> str:
    """Say what a value is."""
    if isinstance(value, bool) or is_huge(value):
        return shown(value)
    if isinstance(value, int | float):
        return f"the number {shown(value)}"
    if isinstance(value, str):
        return f"the text {shown(value)}"
    if isinstance(value, date):
        return f"the date {value}"
    return {dict: "a table", list: "a list", type(None): "nothing"}.get(
        type(value), "something else"
    )


def _wanted(what: str) -> Any:
    """Return the sentence for a value of the wrong type."""
    return lambda fault, _: f"expected {what}, found {_found(fault['input'])}"


def _number(fault: dict, _: dict) -> str:
    """Say what is in place of a number; a whole number can be too large to be one."""
    if isinstance(fault["input"], int) and not isinstance(fault["input"], bool):
        return f"{shown(fault['input'])} is beyond every bound"
    return f"expected a number, found {_found(fault['input'])}"


def _bound(what: str) -> Any:
    """Return the sentence for a number that is beyond its bound.

    `what` is pydantic's name for it.
    """
    side = {"ge": "below its lower", "le": "above its upper"}[what]
    return lambda fault, ctx: f"{shown(fault['input'])} is {side} bound {ctx[what]:z.6g}"


def _extra(fault: dict, ctx: dict) -> str:
    """Name the unknown key, and the table in it that has such a key, or the nearest that exists."""
    *place, key = fault["loc"]
    keys = _keys_at(tuple(place), ctx["form"])
    within = [one for one in keys if key in _keys_at((*place, one), ctx["form"])]
    if within:
        return f"unknown key (it belongs in {' or '.join(repr(one) for one in within)})"
    return f"unknown key{nearest(key, keys)}"


def _keys_at(place: tuple, form: type[BaseModel]) -> list[str]:
    """Return the keys that the form allows at a place, following the models."""
    model: Any = form
    for part in place:
        model = _step(model, part)
    return sorted(f.alias or name for name, f in model.model_fields.items()) if model else []


def _step(model: Any, part: Any) -> Any:
    """Return the model one step further into the form; None where there is none."""
    if model is None:
        return None
    annotation = model.model_fields[part].annotation if part in model.model_fields else None
    by_alias = [f.annotation for f in model.model_fields.values() if f.alias == part]
    return _model_in(annotation or (by_alias[0] if by_alias else None)) or (
        model if annotation is None else None
    )


def _model_in(annotation: Any) -> Any:
    """Return the first model mentioned in a type."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        result = _model_in(inner)
        if result:
            return result
    return None


def _sentence(fault: dict, _: dict) -> str:
    """Fall back on pydantic's own words."""
    return f"{fault['msg']}, found {_found(fault['input'])}"


def _literal(fault: dict, ctx: dict) -> str:
    """Name the unknown word, and the nearest that exists."""
    result, choices = fault["input"], _choices(ctx)
    if isinstance(result, str):
        return f"unknown {shown(result)}{nearest(result, choices)}"
    return f"expected a word, found {_found(result)}{nearest('', choices)}"


def _choices(ctx: dict) -> list[str]:
    """Return the words that pydantic expected."""
    return [word.strip(" '") for word in ctx["expected"].replace(" or ", ", ").split(",")]


_SENTENCES = {
    "extra_forbidden": _extra,
    "missing": lambda fault, _: "missing: this key is needed",
    "greater_than_equal": _bound("ge"),
    "less_than_equal": _bound("le"),
    "finite_number": lambda fault, _: "the number is not finite",
    "float_type": _number,
    "blank": lambda fault, _: "is empty: write a few words",
    "several_lines": lambda fault, _: "has more than one line, or a tab: write it in one line",
    "ends_a_sentence": lambda fault, _: (
        f"ends with '{fault['input'].strip()[-1]}': write a name that can stand within a sentence, "
        'as "the purge of Jang"'
    ),
    "begins_a_sentence": lambda fault, _: (
        f"begins with '{fault['input'].split()[0]}': write the name as within a sentence, "
        f'"{fault["input"].strip()[:1].lower()}{fault["input"].strip()[1:]}"'
    ),
    "no_character": lambda fault, ctx: (
        f"has a character that cannot be printed, U+{ctx['code']:04X}: leave it out"
    ),
    "string_too_long": lambda fault, ctx: (
        f"has {len(fault['input']):,} characters; at most {ctx['max_length']:,}"
    ),
    "int_type": _wanted("a whole number"),
    "int_from_float": _wanted("a whole number"),
    "string_type": _wanted("text in quotes"),
    "bool_type": _wanted("true or false"),
    "date_type": _wanted("a date such as 2013-02-12, without quotes"),
    "date_from_datetime_inexact": _wanted("a date such as 2013-02-12"),
    "list_type": _wanted("a list"),
    "dict_type": _wanted("a table"),
    "model_type": _wanted("a table"),
    "too_short": lambda fault, ctx: (
        f"has {ctx['actual_length']} entries; {ctx['min_length']} are needed"
    ),
    "too_long": lambda fault, ctx: (
        f"has {ctx['actual_length'] or 'too many'} entries; at most {ctx['max_length']}"
    ),
    "literal_error": _literal,
    "string_pattern_mismatch": lambda fault, _: (
        f"'{fault['input'][:40]}' is no id: use small letters, digits and single hyphens"
    ),
}
