"""Facts about a world in which all that happens is scripted, so that their grades are known."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.analysis.exam.facts import Facts, read_facts
from sim.schema import MOVES

WORLD = """
title = "A world in which what happens is scripted"
start = 2000-01-01
months = 24
spin_up = 0
[states.A]
[states.B]
[[shocks]]
id = "meeting"
date = 2000-03-01
title = "They meet"
moves = [{ source = "A", target = "B", move = "summit", accepted = true }]
""" + "".join(f"[moves.{move}]\ncost = 10.0\n" for move in MOVES)

FACTS = """
[[facts]]
id = "meets"
text = "They meet every other year"
kind = "dyad"
source = "judgement"
scenario = "{world}"
measure.rate = {{ what = "deal", move = "summit", source = "A", target = "B", either = true }}
low = 0.5
high = 0.5
why = "Scripted."
used = false

[[facts]]
id = "meets-too-often"
text = "They never meet"
kind = "absent"
source = "judgement"
scenario = "{world}"
measure.share.count = {{ what = "deal", source = "A", target = "B", at_least = 1 }}
high = 0.5
why = "It is scripted, so that this fails."
used = true

[[facts]]
id = "script-matters"
text = "Without the script they do not meet"
kind = "turn"
source = "judgement"
scenario = "{world}"
measure.rate = {{ what = "deal", source = "A", target = "B" }}
against.without = "meeting"
low = 0.5
why = "All of it is scripted."
used = false

[[facts]]
id = "in-the-first-year"
text = "They meet in the first year only"
kind = "turn"
source = "judgement"
scenario = "{world}"
measure.rate = {{ what = "deal", source = "A", target = "B", to = 2000-12-01 }}
less.rate = {{ what = "deal", source = "A", target = "B", from = 2001-01-01 }}
low = 1.0
high = 1.0
why = "Scripted."
used = false

[[facts]]
id = "nothing-to-accept"
text = "What B asks is granted"
kind = "dyad"
source = "judgement"
scenario = "{world}"
measure.accepted = {{ source = "B", target = "A" }}
low = 0.0
why = "B asks nothing, and nothing is no pass."
used = false

[[facts]]
id = "no-part"
text = "A prediction that holds, and one that does not"
kind = "what-if"
source = "judgement"
scenario = "{world}"
held = [
  {{ scenario = "{world}", of = "hedging.A", low = -0.1, high = 0.1 }},
  {{ scenario = "{world}", of = "hedging.A", low = 0.1, high = 0.2 }},
]
low = 1
high = 1
why = "The same world differs in nothing."
used = false
"""


@pytest.fixture(scope="session")
def scripted_facts(tmp_path_factory) -> Path:
    """Write the world and the facts about it; give the file of facts."""
    folder = tmp_path_factory.mktemp("exam")
    (folder / "scripted.toml").write_text(WORLD)
    path = folder / "facts.toml"
    path.write_text(FACTS.format(world=(folder / "scripted.toml").as_posix()))
    return path


@pytest.fixture(scope="session")
def shipped() -> Facts:
    """Return the facts that come with the program."""
    return read_facts()
