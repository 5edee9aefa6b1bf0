"""The answer to an exam, and the question."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from sim.ensemble.how import HERE, How
from sim.report.answer import Answer, Asked, records
from sim.report.page import Part
from sim.scenario import Scenario, scenario_meant
from sim.system.text import many, seeds_in_words

from . import figure as drawing
from . import rivalry, words
from .against_record import held_against, rank_of_shares
from .facts import SHIPPED, Facts, read_facts
from .grades import Grade, graded
from .sitting import SEEDS, Sitting, asked
from .theories import FULL, named


@dataclass(frozen=True, repr=False, eq=False)
class Exam(Answer):
    """How the model does on facts.

    Attributes
    ----------
    asked : Asked
    facts : Facts
        What was asked.
    seeds : tuple of int
        Of the ensembles.
    graded : dict of str to list of Grade
        By theory, the full model ("all") first.
    hindcast : dict of str to float
        Rank correlation of shares with a record, by theory; empty where no record was given.
    """

    asked: Asked
    facts: Facts
    seeds: tuple[int, ...]
    graded: dict[str, list[Grade]]
    hindcast: dict[str, float] = field(default_factory=dict)

    @property
    def grades(self) -> list[Grade]:
        """The grades of the full model."""
        return self.graded[FULL.name]

    @property
    def passed(self) -> int:
        """How many facts pass."""
        return words.counted(self.grades)[0]

    @property
    def finding(self) -> str:
        """How many facts pass."""
        return words.finding(self.grades)

    @property
    def title(self) -> str:
        """The title of the page."""
        return f"Exam: {self.facts.title}"

    @property
    def small(self) -> str:
        """How the answer was made."""
        seeds = seeds_in_words(self.seeds)
        return f"{many(self.histories, 'history')} of each scenario and seed, {seeds}"

    def theories(self) -> pd.DataFrame:
        """Return facts by theories: whether each passes, and the values."""
        return rivalry.table(self.graded)

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return facts, values by seed, and facts by theories where they were asked for."""
        tables = {
            "facts.csv": words.table(self.grades),
            "values.csv": words.values_table(self.grades, self.seeds),
        }
        return tables | ({"theories.csv": self.theories()} if len(self.graded) > 1 else {})

    def figures(self) -> dict[str, Figure]:
        """Return the figure."""
        small = (
            f"{self.small}. Grey: what passes, drawn equally wide for all facts. Discs pass, "
            "crosses fail; hollow: not used when parameters were chosen. Right: the value."
        )
        title = f"{words.of_in_words(self.grades)} facts pass: {self.facts.title}"
        return {"exam": drawing.figure(self.grades, title, small)}

    def data(self) -> dict[str, Any]:
        """Return the answer as plain dictionaries and lists."""
        passed, of = words.counted(self.grades)
        unused = words.counted([grade for grade in self.grades if not grade.fact.used])
        data: dict[str, Any] = {
            "passed": passed,
            "of": of,
            "not_looked_at": dict(zip(("passed", "of"), unused, strict=True)),
            "by_kind": {
                kind: dict(zip(("passed", "of"), words.counted(group), strict=True))
                for kind, group in words.by_kind(self.grades).items()
            },
            "finding": self.finding,
            "histories": self.histories,
            "seeds": list(self.seeds),
            "facts": records(words.table(self.grades)),
        }
        if len(self.graded) > 1:
            data["theories"] = {
                name: dict(zip(("passed", "of"), words.counted(grades), strict=True))
                for name, grades in self.graded.items()
            }
            data["about_theories"] = rivalry.sentences(self.graded)
            data["facts_by_theory"] = records(self.theories())
        if self.hindcast:
            known = {k: None if math.isnan(v) else v for k, v in self.hindcast.items()}
            data["hindcast"] = known
        return data

    def text(self) -> str:
        """Return what the terminal prints."""
        rivals = rivalry.text(self.graded, self.hindcast) if len(self.graded) > 1 else []
        return words.text(f"{self.facts.title}. {self.small}", self.grades, rivals)

    def page(self) -> list[Part]:
        """Return the figure, the theories, and all facts by kind."""
        rivals = rivalry.page(self.graded, self.hindcast) if len(self.graded) > 1 else []
        return words.page(self.grades, rivals)

    def texts(self, folder: Path) -> dict[str, str]:
        """Return the file of facts."""
        return {"facts.toml": self.facts.text}


def exam(
    facts: str | Path | None = None,
    only: Sequence[str] = (),
    scenario: Scenario | str | Path | None = None,
    theories: Sequence[str] = (),
    histories: int = 1000,
    seeds: Sequence[int] = SEEDS,
) -> Exam:
    """Check the model, and rival theories if they are named, against stylised facts.

    Parameters
    ----------
    facts : path, optional
        A file of facts; by default those that come with the program.
    only : sequence of str
        Kinds ("dyad", "turn", "era", "quiet", "what-if", "absent") or ids of facts; by default all.
    scenario : Scenario or str or Path, optional
        Used in place of all scenarios with the same states and months; one of the facts' own
        scenarios is examined alone.
    theories : sequence of str
        Rivals of the full model: "patronage", "homophily", "balance",
        "no-hedging", "no-reason".
    histories : int
        Of each scenario and seed.
    seeds : sequence of int
        Of the ensembles; whether a fact passes depends on all of them together.

    Returns
    -------
    Exam

    Raises
    ------
    Refused
        With everything that is wrong with the file of facts.
    InvalidInput
        For unknown names.
    """
    alone = None if scenario is None else scenario_meant(scenario)
    read = read_facts(Path(facts or SHIPPED), tuple(only), alone)
    what = asked(read, Sitting(tuple(only), tuple(theories)), histories, seeds)
    return answered(what, read, Sitting(tuple(only), tuple(theories)), seeds)


def answered(
    asked: Asked, facts: Facts, sitting: Sitting, seeds: Sequence[int], how: How = HERE
) -> Exam:
    """Return the answer to what was asked.

    Parameters
    ----------
    asked : Asked
    facts, sitting, seeds
        Of which it was asked.
    how : How
        Where histories are run.
    """
    found, ranks = {}, {}
    held = held_against(facts, sitting.record) if sitting.record else None
    for theory in named(sitting.theories):
        found[theory.name] = graded(facts, seeds, asked.histories, theory, how)
        if held:
            of = asked.histories, asked.seed
            ranks[theory.name] = rank_of_shares(theory, held, of, how)
    return Exam(asked, facts, tuple(map(int, seeds)), found, ranks)
