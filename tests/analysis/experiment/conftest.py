"""A small world, a second one that extends it, and an experiment file beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

WORLD = """
title = "A small world"
start = 2000-01-01
months = 8
spin_up = 0
[states.A]
name = "Aland"
autonomy = 0.4
[states.B]
name = "Bland"
[states.C]
[ties.A.B]
stance = 0.5
[ties.C.B]
support.economy = 0.4
[[shocks]]
id = "storm"
date = 2000-04-02
title = "A storm"
effects = [{ path = "ties.A.B.obstacle", add = 2.0 }]
[[questions]]
id = "trades"
text = "A and B trade"
count = { source = "A", target = "B", what = "deal", at_least = 1 }
"""

EXPERIMENT = """
title = "Storms"
description = "What a storm does."
scenarios = ["small"]
histories = 12
seeds = [3, 4]
outcomes = ["hedging.A", "trades", "deals.A.B"]
base = "as it is"
[[variations]]
name = "as it is"
[[variations]]
name = "calm"
without = ["storm"]
[[variations]]
name = "autonomy"
over = { "states.A.autonomy" = [0.1, 0.9] }
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The experiment file, with its scenarios beside it."""
    (tmp_path / "small.toml").write_text(WORLD)
    (tmp_path / "still.toml").write_text('title = "Still"\nextends = "small"\nwithout = ["*"]\n')
    path = tmp_path / "storms.toml"
    path.write_text(EXPERIMENT)
    return path
