"""A scenario to start from, its comments made from the schema."""

from __future__ import annotations

from sim import schema

from .write import quoted

_STATES = (("SMALL", "the client"), ("EAST", "one patron"), ("WEST", "the other patron"))
_AFFINITIES = (
    ("SMALL", "EAST", 0.3),
    ("EAST", "SMALL", 0.3),
    ("SMALL", "WEST", 0.2),
    ("WEST", "SMALL", 0.2),
    ("EAST", "WEST", -0.3),
    ("WEST", "EAST", -0.3),
)


def template(name: str) -> str:
    """Return a commented scenario that runs, with every number that a state and a tie may have."""
    lines = [
        f"# {name}: a small state between two great powers. Change anything: `sim check "
        f"{name}.toml` says what is",
        f"# wrong, `sim show {name}.toml` prints every number, and `sim run {name}.toml` runs it.",
        "# A number is bare, or { value = 0.6, range = [0.4, 0.8], "
        'source = "an id of [sources]", note = "why" }.',
        "",
        f"title = {quoted(name + ': a small state between two great powers')}",
        "start = 2020-01-01",
        "months = 36",
        "spin_up = 60  # quiet months before the start, which settle the stance, trust and "
        "support left open below",
        "",
        "[sources]",
        'mybook = "A. Author, A Book (2020)"',
    ]
    for code, comment in _STATES:
        lines += [
            "",
            f"[states.{code}]  # {comment}",
            f"name = {quoted(code.title())}",
            'source = "judgement"',
        ]
        lines += [
            _commented(parameter, code == "SMALL") for parameter in schema.parameters("states")
        ]
    for i, j, affinity in _AFFINITIES:
        lines += [
            "",
            f"[ties.{i}.{j}]  # what {i} feels for and gives to {j}",
            'source = "judgement"',
        ]
        lines += [f"affinity = {affinity}  # {_meaning('ties', 'affinity')}"]
        if (i, j) == ("SMALL", "EAST"):
            others = [p for p in schema.parameters("ties") if p.name != "affinity"]
            lines += [_commented(parameter, False) for parameter in others]
    return "\n".join(lines) + _END


def _meaning(table: str, name: str) -> str:
    """Return a parameter's meaning and bounds."""
    parameter = schema.parameter(table, name)
    return f"{parameter.meaning} ({parameter.low:g} to {parameter.high:g})"


def _commented(parameter: schema.Parameter, active: bool) -> str:
    """Write a parameter with its default and meaning; commented out unless it is to stand."""
    default = 0.0 if parameter.default is None else parameter.default
    value = f"{default:g}"
    if parameter.by_need:
        value = "{ " + ", ".join(f"{need} = {default:g}" for need in schema.NEEDS) + " }"
    meaning = _meaning(parameter.table, parameter.name)
    return f"{'' if active else '# '}{parameter.name} = {value}  # {meaning}"


_END = (
    """
[[shocks]]
id = "quarrel"
date = 2021-03-15
title = "A quarrel with the eastern patron"
source = "mybook"
effects = [
  { path = "ties.EAST.SMALL.stance", add = -0.3 },  # a jump, from which the stance drifts back
  { path = "ties.EAST.SMALL.obstacle", add = 0.5, months = 12 },  # a number that changes for a year
]
# moves = [{ source = "SMALL", target = "WEST", move = "envoy" }]  # a move that is prescribed

[[questions]]
id = "turns-west"
text = "SMALL tilts further toward WEST in the last year than in the first"
"""
    + 'change = { measure = "tilt", state = "SMALL", between = ["EAST", "WEST"], '
    + "earlier = [2020-01-01, 2020-12-01], later = [2022-01-01, 2022-12-01], above = 0.0 }\n"
)
