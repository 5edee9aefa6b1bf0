"""Scenarios: a TOML file in, a checked and frozen ``Scenario`` out, or everything that is wrong with it."""

from __future__ import annotations

from .change import Change, in_short, left_out
from .change import Kind as ChangeKind
from .content import (
    Effect,
    Quantity,
    Question,
    Scenario,
    ScriptedMove,
    Shock,
    State,
    number_paths,
    split_path,
)
from .files import find, shipped
from .problems import Problem, Refused, nearest
from .resolve import load
from .template import template
from .vary import amount_paths, check_numbers, chosen_paths, ranged_paths, values_of, with_numbers
from .write import Row, extending_toml, resolved_toml, rows

__all__ = [
    "Change",
    "ChangeKind",
    "Effect",
    "Problem",
    "Quantity",
    "Question",
    "Refused",
    "Row",
    "Scenario",
    "ScriptedMove",
    "Shock",
    "State",
    "amount_paths",
    "check_numbers",
    "chosen_paths",
    "extending_toml",
    "find",
    "in_short",
    "left_out",
    "load",
    "nearest",
    "number_paths",
    "ranged_paths",
    "resolved_toml",
    "rows",
    "shipped",
    "split_path",
    "template",
    "values_of",
    "with_numbers",
]
