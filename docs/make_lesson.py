"""Measure what a class can do that the rules would not; the table is on docs/lesson.md.

    python docs/make_lesson.py

Twelve months (February 2014 to January 2015, as a class plays by default) in 40 histories: groups
keep what they agreed, and the rules make all other decisions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np

import sim
from sim.game.absent import Within
from sim.game.game import played
from sim.game.player import OTHERS, RULES, Moment, Offer
from sim.game.standing import standing

HISTORIES = 40
MONTHS = [f"2014-{month:02d}" for month in range(2, 13)] + ["2015-01"]


class Plan(NamedTuple):
    """What a group does every month.

    Attributes
    ----------
    toward : dict
        Its moves, by partner; toward the others as the rules.
    yes : frozenset of str
        Whose offers it always accepts; others it answers as the rules do.
    no : frozenset of str
        Whose offers it always declines.
    """

    toward: dict[str, str]
    yes: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()

    def moves(self, moment: Moment) -> dict[str, str]:
        """Return the moves that are possible this month."""
        named = {who: move for who, move in self.toward.items() if who in moment.menus}
        return {OTHERS: RULES, **named}

    def answer(self, offer: Offer) -> bool:
        """Answer by promise where there is one, else as the rules do."""
        if offer.asker in self.no:
            return False
        return offer.asker in self.yes or offer.rules


PLANS: dict[str, Mapping[str, Plan]] = {
    "the rules play both": {},
    "North Korea and Russia promise each other cover, and keep it": {
        "DPRK": Plan({"RUS": "cover"}, yes=frozenset({"RUS"})),
        "RUS": Plan({"DPRK": "cover"}, yes=frozenset({"DPRK"})),
    },
    "North Korea keeps such a promise, Russia breaks it": {
        "DPRK": Plan({"RUS": "cover"}, yes=frozenset({"RUS"})),
        "RUS": Plan({"DPRK": "hold"}, no=frozenset({"DPRK"})),
    },
    "North Korea courts both: envoys to Moscow and Beijing": {
        "DPRK": Plan({"RUS": "envoy", "CHN": "envoy"}, yes=frozenset({"RUS", "CHN"}))
    },
    "China forgives: trade with the North every month, and yes to all": {
        "CHN": Plan({"DPRK": "trade"}, yes=frozenset({"DPRK"}))
    },
    "Beijing and Moscow agree to leave the North alone": {
        "CHN": Plan({"DPRK": "hold"}, no=frozenset({"DPRK"})),
        "RUS": Plan({"DPRK": "hold"}, no=frozenset({"DPRK"})),
    },
}


def measured(plans: Mapping[str, Plan]) -> list[float]:
    """Return means over histories: standing of DPRK, RUS and CHN, and the tilt in January 2015."""
    article = sim.load("article")
    last = article.month_labels.index(MONTHS[-1])
    if not plans:
        many = [sim.run(article, HISTORIES, seed=1)]
    else:
        deciders = {code: Within(plan, MONTHS) for code, plan in plans.items()}
        many = [played(article, list(plans), deciders, history=h) for h in range(HISTORIES)]
    values = [
        np.concatenate([standing(one, code)["standing"] for one in many])
        for code in ("DPRK", "RUS", "CHN")
    ]
    tilts = [one.tilt("DPRK", "CHN", "RUS", ("security", "recognition"))[:, last] for one in many]
    return [float(np.mean(v)) for v in (*values, np.concatenate(tilts))]


def table() -> str:
    """Return the table of the page."""
    lines = [
        "| what the class agrees on | North Korea | Russia | China | tilt, January 2015 |",
        "|---|---|---|---|---|",
    ]
    for words, plans in PLANS.items():
        cells = [f"{value:+.2f}".replace("-", "−") for value in measured(plans)]
        lines.append(f"| {words} | {' | '.join(cells)} |")
    return "\n".join(lines)


def rewritten(text: str) -> str:
    """Return the page with its table made anew."""
    mark = r"(<!-- table: docs/make_lesson.py -->\n).*?(\n<!-- end of table -->)"
    return re.sub(mark, lambda found: found[1] + table() + found[2], text, flags=re.DOTALL)


if __name__ == "__main__":
    page = Path(__file__).parent / "lesson.md"
    page.write_text(rewritten(page.read_text(encoding="utf-8")), encoding="utf-8")
