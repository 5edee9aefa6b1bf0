"""Seeds: small good files of every kind, from which mutants are made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

WORLD = """# three states, ten months
title = "A small world"
description = "Who gives what to whom"
start = 2013-01-01
months = 10
spin_up = 3
[sources]
halpin = "D. Halpin, an article"
[states.DPRK]
name = "North Korea"
ccode = 731
power = 0.2
autonomy = { value = 0.4, range = [0.2, 0.6], source = "halpin", note = "as # others" }
need.security = 0.8
[states.RUS]
name = "Russia"
ccode = 365
capacity.economy = 0.6
[states.CHN]
name = "China"
ccode = 710
capacity = { economy = 1.2, security = 0.4, recognition = 0.5 }
influence = 0.3
[ties.CHN.DPRK]
stance = 0.5
affinity = 0.3
support.economy = { value = 0.4, source = "judgement" }
[ties.RUS.DPRK]
obstacle = { value = 1.5, range = [0, 2] }
trust = 0.4
[moves.envoy]
cost = 0.1
[dynamics]
learning = 0.1
[[shocks]]
id = "storm"
date = 2013-04-02
title = "A storm"
source = "halpin"
effects = [
  { path = "ties.*.DPRK.affinity", add = -0.2 },
  { path = "states.DPRK.autonomy", set = 0.5, months = 2 },
  { path = "ties.RUS.DPRK.obstacle", multiply = 0.5 },
]
[[shocks]]
id = "mission"
date = 2013-06-01
title = "A mission"
moves = [{ source = "DPRK", target = "RUS", move = "envoy", accepted = true }]
[[questions]]
id = "lean"
text = "It leans on China"
level = { measure = "dependence", state = "DPRK", partner = "CHN", above = 0.5 }
[[questions]]
id = "first"
text = "The first deal is in Moscow"
first = { state = "DPRK", move = "summit", with = "RUS", before = "CHN" }
[[questions]]
id = "turns"
text = "It turns"
change = { measure = "tilt", state = "DPRK", between = ["CHN", "RUS"], earlier = [2013-01-01, 2013-02-01], later = [2013-08-01, 2013-10-01], above = 0.1 }
[[questions]]
id = "snubs"
text = "Snubs"
count = { source = "DPRK", target = "CHN", what = "approach", at_least = 2 }
"""  # noqa: E501
WHAT_IF = """title = "What if"
extends = "base"
without = ["storm"]
[states.DPRK]
autonomy = 0.7
[ties."*".DPRK]
affinity = 0.1
[[shocks]]
id = "thaw"
date = 2013-03-01
title = "A thaw"
effects = [{ path = "ties.CHN.RUS.affinity", add = 0.3 }]
"""
SCRIPT = """# moves of North Korea
2013-01 RUS envoy, CHN trade
2013-02 hold
2013-03 rules
2013-05 answer CHN envoy no
2013-06 China summit
2013-07 answer RUS yes  # whatever it offers
2013-08 away
2013-09 CHN denounce
"""
SEVERAL = """2013-01 DPRK: RUS envoy
2013-01 Russia: hold
2013-02 away
2013-03 RUS: CHN trade, DPRK envoy
2013-04 RUS: answer CHN trade yes
2013-06 DPRK: China summit
"""
EXPERIMENT = """title = "What turns it"
description = "One thing at a time"
scenarios = ["base"]
histories = 3
seeds = [1, 2]
outcomes = ["tilt", "hedging.DPRK@2013-05", "deals.DPRK.RUS", "lean"]
base = "as it is"
figure = "matrix"
[[variations]]
name = "as it is"
[[variations]]
name = "calm"
without = ["storm*"]
[[variations]]
name = "autonomy"
over = { "states.DPRK.autonomy" = [0, 0.8] }
[[variations]]
name = "set"
set = { "ties.RUS.DPRK.obstacle" = 0.5 }
"""
FACTS = """title = "Facts"
description = "Some"
[sources]
halpin = "An article"
[[facts]]
id = "leans"
text = "It leans on China"
kind = "turn"
source = ["halpin"]
scenario = "base"
measure.share.level = { measure = "dependence", state = "DPRK", partner = "CHN", from = 2013-02-01, above = 0.5 }
low = 0.5
why = "It did; judgement."
used = true
[[facts]]
id = "shares"
text = "A share"
kind = "dyad"
source = "judgement"
scenario = "base"
measure.mean = "hedging.DPRK"
low = 0.1
high = 0.9
why = "Judgement."
used = false
[[facts]]
id = "summits"
text = "Meetings"
kind = "absent"
source = "halpin"
scenario = "base"
measure.rate = { what = "deal", move = "summit", source = "DPRK", target = "CHN", either = true }
high = 2
why = "Judgement."
used = false
"""  # noqa: E501
MATRIX = """,A,B,C
A,0,1.5,-0.5
B,1,0,2
C,-1,0.25,0
"""
BEHAVIOUR = """import numpy as np
import sim
from sim.schema import DEALS, HOLD, MOVES


class Recluse(sim.State):
    favour = 0.05

    def begin(self):
        self.mood = self.rng.normal()
        self.rebuffs = 0

    def choose(self, values):
        choices = super().choose(values + self.favour * self.mood - 0.01 * self.rebuffs)
        for other in self.model.states:
            last = other.last_move(self)
            if last is not None:
                choices[other.position] = MOVES.index("envoy" if last in DEALS else "snub")
        return choices

    def respond(self, asker, move):
        accepted = super().respond(asker, move)
        self.rebuffs += not accepted
        return accepted
"""
_ROWS = 9
TABLES = (
    ("power", "NMC"), ("alliances", "atop"), ("votes", "Agreement"), ("votes", "Idealpoint"),
    ("rivalries", "tss"), ("gdp", "pwt"), ("capitals", "capitals"),
)  # fmt: skip
EVENTS = ("by-month", "by-year", "list", "gdelt-1", "gdelt-2", "icews")
WIDTH = 2013  # the year whose rows seeds keep, where a file has a row a year


def sampled(folder: Path, words: str) -> bytes:
    """Return the head of a file of the sample data, with rows of the year that tests ask for."""
    path = next(one for one in sorted(folder.iterdir()) if words in one.name)
    head, *rows = path.read_bytes().splitlines(keepends=True)
    year = [row for row in rows if str(WIDTH).encode() in row or b",68," in row]
    return b"".join([head, *(year or rows)[:_ROWS]])


def in_folder(folder: Path) -> Iterator[str]:
    """Yield the files of a folder of results, those below it too."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix()
