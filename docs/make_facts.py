"""Write docs/facts.md, the table of the exam's facts: run it after changing facts.toml."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sim.analysis.exam.fact import Fact
from sim.analysis.exam.facts import read_facts
from sim.analysis.exam.form import KINDS
from sim.analysis.exam.words import bound_in_words
from sim.system.text import minus

PAGE = Path(__file__).parent / "facts.md"
HEAD = """# The facts of the exam

This page is made by `python docs/make_facts.py` from
[`facts.toml`](../sim/analysis/exam/facts.toml). How the model does on them, and how to
repeat the exam, is on the page about [`sim exam`](exam.md).

A fact is a sentence, a measure, and a bound with a reason. **The bounds were written from the
sources before any value was measured by `sim exam`, and none was moved afterwards.** So that they
are more than a matter of taste, they follow five rules:

- **It happened**: in half of the histories or more. The model need not have foreseen it, but
  if it calls unlikely what did happen, that counts against it.
- **It did not happen**: in one history of ten at most; in one of four where it had been
  announced, or was near.
- **It was counted**: within half of the count either way, since lists of meetings differ by about
  that much.
- **Shares**: between the lowest and the highest figure that the sources give, rounded outward.
- **More or less**: above or below zero, by a margin only where a source says how much.

Where a bound is a judgement, its reason says so. The source "general knowledge" is not a
document: such facts (most counts of meetings) carry their dates, so that anybody can count again.
*Looked at* says whether the fact was in view when rules, parameters or scenarios were chosen: a
test of `tests/history` checks it, or the rules were changed with it in mind. Only the others are
an independent test of the model.
"""


def cells(fact: Fact) -> tuple[str, ...]:
    """Return a fact as the cells of a row."""
    where = ", ".join(f"`{case.scenario}`" for case in fact.cases)
    return (
        f"{fact.text} (`{fact.id}`)",
        f"{fact.measured}, in {where}",
        minus(bound_in_words(fact)),
        fact.why,
        "; ".join(fact.sources),
        "yes" if fact.used else "no",
    )


def lines() -> Iterator[str]:
    """Yield the lines of the page."""
    facts = read_facts().facts
    yield HEAD
    unused = sum(not fact.used for fact in facts)
    yield f"There are {len(facts)} facts, of which nobody looked at {unused}."
    for kind, name in KINDS.items():
        group = [fact for fact in facts if fact.kind == kind]
        yield f"\n## {name[0].upper()}{name[1:]} (`{kind}`)\n"
        yield "| fact | measured | bound | why | source | looked at |"
        yield "|---|---|---|---|---|---|"
        for fact in group:
            yield f"| {' | '.join(cell.replace('|', '/') for cell in cells(fact))} |"


def text() -> str:
    """Return the page."""
    return "\n".join(lines()) + "\n"


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
