"""Scenarios: a TOML file in, a checked, frozen ``Scenario`` out, or all that is wrong with it."""

from __future__ import annotations

from .change import Change, in_short, left_out
from .change import Kind as ChangeKind
from .content import (
    Effect,
    Quantity,
    Row,
    Scenario,
    ScriptedMove,
    Shock,
    State,
    rows,
)
from .files import find, shipped
from .origins import ORIGINS, origins, origins_in_words
from .path import NumberPath, number_paths
from .problems import Problem, Refused, nearest
from .question import Fact, Question
from .resolve import load
from .template import template
from .vary import check_numbers, chosen_paths, ranged_paths, values_of, with_numbers
from .write import extending_toml, resolved_toml

__all__ = [
    "ORIGINS",
    "Change",
    "ChangeKind",
    "Effect",
    "Fact",
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
    "check_numbers",
    "chosen_paths",
    "extending_toml",
    "find",
    "in_short",
    "left_out",
    "load",
    "nearest",
    "number_paths",
    "origins",
    "origins_in_words",
    "ranged_paths",
    "resolved_toml",
    "rows",
    "shipped",
    "template",
    "values_of",
    "with_numbers",
]
