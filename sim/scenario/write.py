"""Write scenarios: as a complete file, and as a file that extends another.

Both are new files, line by line with the origin of each number behind it. tomlkit, which keeps the
comments of a file that is changed, has nothing to keep here: it took ten times as long for the same
text (1.8 s instead of 0.16 for 193 states), and wrote some inline tables otherwise than it read
them.
"""

from __future__ import annotations

from typing import Any

from sim import schema
from sim.system.text import in_a_line, visible

from .calling import MADE_UP
from .content import Effect, Quantity, Scenario, ScriptedMove, Shock
from .families import families_of
from .path import NumberPath, expand, paths_of_place, pattern_of
from .question import Fact, Question

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def resolved_toml(scenario: Scenario) -> str:
    """Return a complete file for a scenario, with the origin of each number.

    Loading it gives a scenario with the same hash.
    """
    lines = [f"# Resolved from {scenario.name}; origin of each number in the comment behind it."]
    lines += [f"# {change}" for change in scenario.changed]
    lines += [f"title = {quoted(scenario.title)}", f"description = {quoted(scenario.description)}"]
    lines += [
        f"start = {scenario.start}",
        f"months = {scenario.months}",
        f"spin_up = {scenario.spin_up}",
    ]
    lines += [
        "",
        "[sources]",
        *(f"{quoted(key)} = {quoted(text)}" for key, text in scenario.sources.items()),
    ]
    for state in scenario.states:
        ccode = [f"ccode = {state.ccode}"] if state.ccode < MADE_UP else []
        lines += ["", _header(f"states.{state.code}"), f"name = {quoted(state.name)}", *ccode]
        lines += _numbers(scenario, f"states.{state.code}")
    given = [NumberPath.of(path) for path in scenario.numbers]
    for place in dict.fromkeys(path.place for path in given if path.table == "ties"):
        lines += ["", _header(place), *_numbers(scenario, place)]
    for prefix in [*(f"moves.{move}" for move in schema.MOVES), "dynamics", "observation"]:
        lines += ["", _header(prefix), *_numbers(scenario, prefix)]
    lines += _families(scenario)
    for shock in scenario.shocks:
        lines += ["", *_shock(shock, scenario.codes)]
    for question in scenario.questions:
        lines += ["", *_question(question, scenario)]
    return "\n".join(lines) + "\n"


def extending_toml(before: Scenario, after: Scenario, extends: str) -> str:
    """Return a file that turns one scenario into another: what differs, and nothing else.

    Parameters
    ----------
    before, after : Scenario
        Of the same states, period and questions.
    extends : str
        Name or path of `before`, for the file to extend.
    """
    lines = [f"title = {quoted(after.title)}", f"extends = {quoted(extends)}"]
    lines += [f"description = {quoted(after.description)}"]
    left = {shock.id for shock in after.shocks}
    gone = [shock.id for shock in before.shocks if shock.id not in left]
    lines += [f"without = [{', '.join(map(quoted, gone))}]"] if gone else []
    named = {key: text for key, text in after.sources.items() if before.sources.get(key) != text}
    lines += (
        ["", "[sources]", *(f"{quoted(key)} = {quoted(text)}" for key, text in named.items())]
        if named
        else []
    )
    changed = [
        path for path, quantity in after.numbers.items() if quantity != before.numbers.get(path)
    ]
    for place in dict.fromkeys(NumberPath.of(path).place for path in changed):
        lines += ["", _header(place)]
        for path in (path for path in paths_of_place(place) if path in changed):
            lines.append(f"{NumberPath.of(path).key} = {_quantity(after.numbers[path])}")
    for shock in after.shocks:
        if shock not in before.shocks:
            lines += ["", *_shock(shock, after.codes)]
    return "\n".join(lines) + "\n"


def _header(table: str) -> str:
    """Write the head of a table; TOML wants letters beyond ASCII in quotes."""
    return f"[{'.'.join(part if part.isascii() else quoted(part) for part in table.split('.'))}]"


def quoted(text: str) -> str:
    """Write a string in TOML."""
    return f'"{visible(text.translate(_ESCAPES))}"'


def _quantity(quantity: Quantity) -> str:
    """Write a number in TOML: bare, or with its range, source and note."""
    assert quantity.value is not None  # what the quiet months settle is not written
    value = repr(float(quantity.value))
    more = []
    if quantity.range and not _outside(quantity):  # else a file would be refused
        more.append(f"range = [{float(quantity.range[0])!r}, {float(quantity.range[1])!r}]")
    if quantity.source:
        more.append(f"source = {quoted(quantity.source)}")
    if quantity.note:
        more.append(f"note = {quoted(quantity.note)}")
    return f"{{ value = {value}, {', '.join(more)} }}" if more else value


def _outside(quantity: Quantity) -> bool:
    """Say whether a number was set to a value outside its range."""
    low, high = quantity.range or (quantity.value, quantity.value)
    return not low <= quantity.value <= high  # type: ignore[operator]


def _origin(quantity: Quantity) -> str:
    """Write the origin of a number, with the range that the file cannot hold."""
    low, high = quantity.range or (0.0, 0.0)
    left = f" outside [{float(low)!r}, {float(high)!r}]" if _outside(quantity) else ""
    return f"{in_a_line(quantity.origin)}{left}"


def _numbers(scenario: Scenario, place: str) -> list[str]:
    """Write the numbers of one table, each with its origin; defaults as comments."""
    lines = []
    for path in map(NumberPath.of, paths_of_place(place)):
        quantity, given = scenario.value(path.text), path.text in scenario.numbers
        if quantity.value is not None and (given or path.table != "ties"):
            mark = "" if given else "# "
            lines.append(f"{mark}{path.key} = {_quantity(quantity)}  # {_origin(quantity)}")
    return lines


def _families(scenario: Scenario) -> list[str]:
    """Write the names of families of which at least two shocks are left."""
    left = list(families_of(scenario).values())
    named = {key: text for key, text in scenario.families.items() if key in left}
    head = ["", "[families]"] if named else []
    return [*head, *(f"{key} = {quoted(text)}" for key, text in named.items())]


def _shock(shock: Shock, codes: tuple[str, ...]) -> list[str]:
    """Write a shock."""
    lines = [
        "[[shocks]]",
        f"id = {quoted(shock.id)}",
        f"date = {shock.date}",
        f"title = {quoted(shock.title)}",
    ]
    lines += [
        f"{key} = {quoted(getattr(shock, key))}"
        for key in ("short", "source", "note")
        if getattr(shock, key)
    ]
    effects = [
        text
        for name in dict.fromkeys(e.name for e in shock.effects)
        for text in _effect(shock, name, codes)
    ]
    moves = [f"  {_move(move)}," for move in shock.moves]
    for name, items in (("effects", effects), ("moves", moves)):
        if items:
            lines += [f"{name} = [", *items, "]"]
    return lines


def _effect(shock: Shock, name: str, codes: tuple[str, ...]) -> list[str]:
    """Write the effects that share an amount as one line, if a pattern with * means their paths."""
    alike = [effect for effect in shock.effects if effect.name == name]
    common = _common_path([effect.path for effect in alike], codes)
    return (
        [_effect_on(common, alike[0])]
        if common
        else [_effect_on(effect.path, effect) for effect in alike]
    )


def _common_path(paths: list[str], codes: tuple[str, ...]) -> str | None:
    """Return the path that means all these and no other, if there is one."""
    pattern = pattern_of(paths)
    return pattern if expand(pattern, codes) == paths else None


def _effect_on(path: str, effect: Effect) -> str:
    """Write an effect on the numbers that a path means."""
    months = f", months = {effect.months}" if effect.months else ""
    amount = f"{effect.operation} = {_quantity(effect.amount)}{months}"
    return f'  {{ path = "{path}", {amount} }},  # {_origin(effect.amount)}'


def _move(move: ScriptedMove) -> str:
    """Write a scripted move."""
    accepted = "" if move.accepted is None else f", accepted = {str(move.accepted).lower()}"
    return (
        f'{{ source = "{move.source}", target = "{move.target}", move = "{move.move}"{accepted} }}'
    )


def _question(question: Question, scenario: Scenario) -> list[str]:
    """Write a question, months as dates again."""
    terms = dict(question.terms)
    labels = [f"{label}-01" for label in scenario.month_labels]
    window = terms.pop("window", None)
    if window:
        terms |= {"from": labels[window[0]], "to": labels[window[1]]}
    for key in ("earlier", "later"):
        if key in terms:
            terms[key] = [labels[month] for month in terms[key]]
    inside = ", ".join(f"{key} = {_value(key, value)}" for key, value in terms.items())
    return ["[[questions]]", f"id = {quoted(question.id)}", f"text = {quoted(question.text)}",
            f"{question.kind} = {{ {inside} }}", *_fact(question.fact)]  # fmt: skip


def _fact(fact: Fact | None) -> list[str]:
    """Write what happened, where that is known."""
    if fact is None:
        return []
    note = f", note = {quoted(fact.note)}" if fact.note else ""
    happened = str(fact.happened).lower()
    return [f"fact = {{ happened = {happened}, source = {quoted(fact.source)}{note} }}"]


def _value(key: str, value: Any) -> str:
    """Write one detail of a question."""
    if key in ("from", "to"):
        return str(value)
    if key in ("earlier", "later"):
        return f"[{', '.join(value)}]"
    if isinstance(value, list):
        return f"[{', '.join(quoted(item) for item in value)}]"
    return quoted(value) if isinstance(value, str) else repr(value)
