"""A scenario that is read back from its resolved file is written as the same file again."""

from __future__ import annotations

from dataclasses import replace

import pytest

import sim
from sim.scenario import resolved_toml, with_origins


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("article", {}),
        ("article", {"set": {"states.DPRK.autonomy": 0.99}}),
        ("what-if-no-crimea", {}),
        ("egypt-1970-79", {}),
        ("world-2013", {}),
    ],
)
def test_resolved_files_are_the_same_again(name, changes, tmp_path):
    scenario = sim.load(name, **changes)
    text = resolved_toml(scenario)
    (tmp_path / "resolved.toml").write_text(text)
    read = sim.load(tmp_path / "resolved.toml")
    again = replace(with_origins(read, text), name=scenario.name, changed=scenario.changed)
    assert resolved_toml(again) == text
    for path, number in scenario.numbers.items():
        assert number.value is None or again.numbers[path] == number
    amounts = [effect.amount.origin for shock in scenario.shocks for effect in shock.effects]
    assert [e.amount.origin for shock in again.shocks for e in shock.effects] == amounts
