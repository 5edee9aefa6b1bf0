"""Scenarios: a TOML file in, a checked, frozen ``Scenario`` out, or all that is wrong with it."""

from __future__ import annotations

from .change import Change, in_short, left_out
from .change import Kind as ChangeKind
from .content import (
    Effect,
    Quantity,
    Question,
    Row,
    Scenario,
    ScriptedMove,
    Shock,
    State,
    rows,
)
from .files import find, shipped
from .in_words import changes_in_words, effect_of, path_in_words
from .path import NumberPath, number_paths
from .problems import Problem, Refused, nearest
from .resolve import load
from .template import template
from .vary import check_numbers, chosen_paths, ranged_paths, values_of, with_numbers
from .write import extending_toml, resolved_toml

__all__ = [
    "Change",
    "ChangeKind",
    "Effect",
    "NumberPath",
    "Problem",
    "Quantity",
    "Question",
    "Refused",
    "Row",
    "Scenario",
    "ScriptedMove",
    "Shock",
    "State",
    "changes_in_words",
    "check_numbers",
    "chosen_paths",
    "effect_of",
    "extending_toml",
    "find",
    "in_short",
    "left_out",
    "load",
    "nearest",
    "number_paths",
    "path_in_words",
    "ranged_paths",
    "resolved_toml",
    "rows",
    "shipped",
    "template",
    "values_of",
    "with_numbers",
]
