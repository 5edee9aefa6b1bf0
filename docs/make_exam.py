"""Write the tables and the figure of docs/exam.md: run it after changing rules or scenarios.

It takes about half an hour on two cores; `python docs/make_exam.py HISTORIES SEEDS` takes fewer.
"""

from __future__ import annotations

import sys
from pathlib import Path

import sim
from sim.analysis.exam.answer import Exam
from sim.analysis.exam.form import KINDS
from sim.analysis.exam.rivalry import facts_apart, sentences
from sim.analysis.exam.theories import RIVALS, THEORIES
from sim.analysis.exam.words import (
    bound_in_words,
    by_kind,
    margin_in_words,
    of_in_words,
    seeds_in_words,
    shown,
)
from sim.report import style
from sim.system.text import minus

HISTORIES, SEEDS = 1000, 5
PAGE = Path(__file__).parent / "exam.md"
FIGURE = Path(__file__).parent / "images" / "exam"
BEGIN, END = "<!-- table: docs/make_exam.py {name} -->", "<!-- end of table -->"


def measured(histories: int = HISTORIES, seeds: int = SEEDS) -> Exam:
    """Return the exam of the model and of its rivals."""
    return sim.exam(theories=RIVALS, histories=histories, seeds=range(1, 1 + seeds))


def kinds(exam: Exam) -> str:
    """Return how many facts of each kind pass, looked at and not."""
    lines = ["| facts about | pass | of these looked at | not looked at |", "|---|---|---|---|"]
    groups = {KINDS[kind]: group for kind, group in by_kind(exam.grades).items()}
    for name, group in {**groups, "**all**": exam.grades}.items():
        parts = [[g for g in group if g.fact.used is used] for used in (True, False)]
        lines.append(f"| {name} | {of_in_words(group)} | {' | '.join(map(of_in_words, parts))} |")
    small = exam.small.replace("scenario and seed", "scenario, theory and seed")
    return "\n".join([f"{exam.finding} ({small}.)", "", *lines])


def failing(exam: Exam) -> str:
    """Return the facts that fail, with value, bound and margin."""
    lines = ["| fails | value | bound | worst margin | looked at |", "|---|---|---|---|---|"]
    for grade in exam.grades:
        if not grade.passed:
            fact = grade.fact
            seeds = f" ({told})" if (told := seeds_in_words(grade)) else ""
            several = len(fact.cases) > 1
            where = f" (`{fact.cases[grade.worst].scenario}`)" if several else ""
            cells = (
                f"{fact.text} (`{fact.id}`)",
                f"{minus(shown(fact, grade.value))}{where}{seeds}",
                minus(bound_in_words(fact)),
                minus(margin_in_words(grade)),
                "yes" if fact.used else "no",
            )
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def theories(exam: Exam) -> str:
    """Return how many facts each theory passes, and the facts on which they differ."""
    names = list(by_kind(exam.grades))
    lines = [f"| theory | what is left | passes | {' | '.join(names)} |"]
    lines.append("|---" * (3 + len(names)) + "|")
    for name, grades in exam.graded.items():
        groups = by_kind(grades)
        each = " | ".join(str(sum(g.passed for g in groups[kind])) for kind in names)
        lines.append(f"| {name} | {THEORIES[name].words} | {of_in_words(grades)} | {each} |")
    apart = facts_apart(exam.graded)
    lines += ["", *(line for told in sentences(exam.graded) for line in (told, ""))]
    lines += [f"They differ on {len(apart)} facts:", ""]
    lines += [f"| fact | {' | '.join(exam.graded)} |", "|---" * (1 + len(exam.graded)) + "|"]
    for fact, passed in apart:
        marks = " | ".join("pass" if passed[name] else "" for name in exam.graded)
        lines.append(f"| `{fact}` | {marks} |")
    return "\n".join(lines)


def with_tables(page: str, exam: Exam) -> str:
    """Return the page with its tables replaced."""
    for name, table in (("kinds", kinds), ("failing", failing), ("theories", theories)):
        begin = BEGIN.format(name=name)
        before, rest = page.split(begin)
        page = f"{before}{begin}\n\n{table(exam)}\n\n{END}{rest.split(END, 1)[1]}"
    return page


def main(histories: int = HISTORIES, seeds: int = SEEDS) -> None:
    """Sit the exam and write the page's tables and its figure."""
    exam = measured(histories, seeds)
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8"), exam), encoding="utf-8")
    for path in style.save(exam.figures()["exam"], FIGURE):
        if path.suffix == ".svg":  # pages show the PNG
            path.unlink()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
