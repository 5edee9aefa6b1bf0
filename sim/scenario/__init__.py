"""Scenarios: a TOML file in, a checked, frozen ``Scenario`` out, or all that is wrong with it."""

from __future__ import annotations

from .calling import State, codes_called, nearest_code, path_called
from .change import Change, in_short, left_out
from .change import Kind as ChangeKind
from .content import (
    Effect,
    Quantity,
    Row,
    Scenario,
    ScriptedMove,
    Shock,
    rows,
)
from .families import events_in_words, families, families_of, family_name, short_name
from .files import at_hand, find, shipped
from .in_words import changes_in_words, effect_of, path_in_words
from .meant import kind_of, scenario_meant
from .numbers import JUDGEMENT
from .offered import Offered, effects_in_words, offered
from .origins import ORIGINS, origins, origins_in_words
from .overriding import with_changes
from .path import NumberPath, number_paths
from .problems import Problem, Refused, nearest
from .question import Fact, Question
from .read_back import with_origins
from .resolve import load
from .vary import check_numbers, chosen_paths, ranged_paths, values_of, with_numbers
from .write import extending_toml, resolved_toml

__all__ = [
    "JUDGEMENT",
    "ORIGINS",
    "Change",
    "ChangeKind",
    "Effect",
    "Fact",
    "NumberPath",
    "Offered",
    "Problem",
    "Quantity",
    "Question",
    "Refused",
    "Row",
    "Scenario",
    "ScriptedMove",
    "Shock",
    "State",
    "at_hand",
    "changes_in_words",
    "check_numbers",
    "chosen_paths",
    "codes_called",
    "effect_of",
    "effects_in_words",
    "events_in_words",
    "extending_toml",
    "families",
    "families_of",
    "family_name",
    "find",
    "in_short",
    "kind_of",
    "left_out",
    "load",
    "nearest",
    "nearest_code",
    "number_paths",
    "offered",
    "origins",
    "origins_in_words",
    "path_called",
    "path_in_words",
    "ranged_paths",
    "resolved_toml",
    "rows",
    "scenario_meant",
    "shipped",
    "short_name",
    "values_of",
    "with_changes",
    "with_numbers",
    "with_origins",
]
