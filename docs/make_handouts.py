"""Write docs/handouts.md: a page for each state of the article, for a class that plays it.

    python docs/make_handouts.py

Everything on a handout is computed from the scenario without its shocks, as the world stands before
the first month. Of the notes in the scenario file only those parts are used that name no year of
the period, so that no group knows what is to come.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from sim import load, schema
from sim.countries.capitals import in_a_sentence
from sim.model.prepared import prepared
from sim.scenario import Scenario

WANTS = (
    (0.95, "more than anything"),
    (0.75, "badly"),
    (0.55, "much"),
    (0.4, "somewhat"),
    (0.0, "a little"),
)
REGARDS = (
    (0.5, "a close friend"),
    (0.25, "a friend"),
    (0.08, "well disposed"),
    (-0.08, "neither friend nor foe"),
    (-0.25, "cool"),
    (-0.5, "hostile"),
    (-1.01, "an enemy"),
)
INTRODUCTION = """\
# Handouts: a page for each state

For a class that plays the article's scenario ([the lesson](lesson.md)). Print this page: each state
begins on a sheet of its own. Everything on it is how the world stands in {when}, before anything
of the scenario happens; nobody at the table knows what comes. The numbers are those of the program,
and each sheet says what they mean.

The sheets are made by [`docs/make_handouts.py`](make_handouts.py) from the scenario file, so they
are true of the world that the class plays. Where words stand for numbers, their limits are
judgements.
"""

NUMBERS = (
    "*Numbers: 1 is what one full great-power patron can give. Regard goes from −1 (enmity) to "
    "+1. The number of a quarrel is how much dearer it makes a deal for the side that is named: at "
    "1 most deals cost that side twice as much.*"
)


def word(value: float, scale: tuple[tuple[float, str], ...]) -> str:
    """Return the word for a number: the first of a scale whose limit it reaches."""
    return next(words for limit, words in scale if value >= limit)


def known(note: str | None, scenario: Scenario) -> str:
    """Return a note without the parts that name a year of the scenario's period or later."""
    parts = re.split(r"[;,] ", note or "")
    kept = [
        p
        for p in parts
        if not any(int(y) >= scenario.start.year for y in re.findall(r"\b(?:19|20)\d\d\b", p))
    ]
    return ", ".join(kept)


def quarrel(scenario: Scenario, own: str, other: str) -> str:
    """Return what stands between two states, on whose side."""
    sides: dict[str, list[str]] = {}
    for whose, a, b in (("your side", own, other), ("their side", other, own)):
        found = scenario.value(f"ties.{a}.{b}.obstacle")
        if found.value > 0:
            why = known(found.note, scenario) or "a standing quarrel"
            sides.setdefault(why, []).append(f"{whose}, {found.value:g}")
    words = "; ".join(f"{why} ({'; '.join(told)})" for why, told in sides.items())
    return re.sub(r"\(your side, (\S+); their side, \1\)", r"(both sides, \1)", words)


def amounts(numbers: np.ndarray) -> str:
    """Return three amounts, by need, as words and numbers; in words where there is none."""
    told = [
        f"{need} {value:.2f}"
        for need, value in zip(schema.NEEDS, numbers, strict=True)
        if value >= 0.015
    ]
    return ", ".join(told) or "nothing to speak of"


def needs_table(scenario: Scenario, code: str, received: np.ndarray) -> list[str]:
    """Return what a state needs beside what it receives."""
    rows = ["| you need | how much | you receive now | most of it from |", "|---|---|---|---|"]
    for d, need in enumerate(schema.NEEDS):
        want = float(scenario.value(f"states.{code}.need.{need}").value)
        first = in_a_sentence(scenario.states[int(received[:, d].argmax())].name)
        rows.append(
            f"| {need} | {word(want, WANTS)} ({want:.2f}) | {received[:, d].sum():.2f} | {first} |"
        )
    return rows


def partners_table(scenario: Scenario, i: int, world: object, most: np.ndarray) -> list[str]:
    """Return what lies between a state and each other."""
    rows = [
        "| | gives you | could still give you | you regard it as | it regards you as | "
        "between you |",
        "|---|---|---|---|---|---|",
    ]
    own = scenario.codes[i]
    for j, other in enumerate(scenario.states):
        if i == j:
            continue
        gives = world.support[j, i, :, 0]
        mine, theirs = float(world.stance[i, j, 0]), float(world.stance[j, i, 0])
        rows.append(
            f"| **{other.name}** | {amounts(gives)} | {amounts(most[j, i] - gives)} | "
            f"{word(mine, REGARDS)} ({mine:+.2f}) | {word(theirs, REGARDS)} ({theirs:+.2f}) | "
            f"{quarrel(scenario, own, other.code)} |"
        )
    return rows


def character(scenario: Scenario, code: str) -> str:
    """Return how a state differs from the others, by rank among them."""

    def rank(name: str) -> int:
        """Return how many states have more of something."""
        own = scenario.value(f"states.{code}.{name}").value
        return sum(scenario.value(f"states.{c}.{name}").value > own for c in scenario.codes)

    told = []
    if rank("autonomy") == 0:
        told.append("No state here likes less to depend on one patron.")
    if rank("influence") == 0:
        told.append("You mind it as much as anybody when a rival feeds your clients.")
    if scenario.value(f"states.{code}.seclusion").value > 0:
        told.append(
            "Your leader does not like to meet other leaders: a summit costs you "
            f"{1 + scenario.value(f'states.{code}.seclusion').value:g} times what it costs "
            "others."
        )
    can = [float(scenario.value(f"states.{code}.capacity.{need}").value) for need in schema.NEEDS]
    told.append(f"To any one partner you can give, at most: {amounts(np.array(can))}.")
    return " ".join(told)


def handout(scenario: Scenario, i: int) -> list[str]:
    """Return the sheet of one state."""
    world, setting = prepared(scenario).start, prepared(scenario).setting
    state, received = scenario.states[i], world.support[:, i, :, 0]
    most = np.minimum(setting.states.capacity[0][:, None, :] * setting.ties.reach[0], 10.0)
    shares = received.sum(axis=1) / received.sum()
    name = in_a_sentence(state.name)
    first = in_a_sentence(scenario.states[int(shares.argmax())].name)
    questions = [
        f"{shares.max():.0%} of what you receive comes from {first}.".replace("%", " %")
        + " Is that too much? Who could replace a part of it, and what would they want?",
        "Who regards you better than you regard them, and who worse? Use the first, or mend the "
        "second?",
        "Which two states here must not become friends, as you see it?",
    ]
    return [
        f"## {state.name}",
        "",
        f"*{scenario.start:%B %Y}. You are {name} ({state.code}).* "
        f"{character(scenario, state.code)}",
        "",
        *needs_table(scenario, state.code, received),
        "",
        *partners_table(scenario, i, world, most),
        "",
        NUMBERS,
        "",
        "Before you begin:",
        "",
        *[f"{k}. {question}" for k, question in enumerate(questions, 1)],
        f"{len(questions) + 1}. In one sentence: what would be a good end for {name}?",
        "",
    ]


def text(name: str = "article") -> str:
    """Return the page of handouts for a scenario, whose shocks are left out."""
    scenario = load(name, without=["*"])
    lines = [INTRODUCTION.format(when=f"{scenario.start:%B %Y}")]
    for i in range(len(scenario.codes)):
        lines += handout(scenario, i)
    return re.sub(r"\(-(?=0\.)", "(−", "\n".join(lines))


if __name__ == "__main__":
    (Path(__file__).parent / "handouts.md").write_text(text(), encoding="utf-8")
