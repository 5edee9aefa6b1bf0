"""Pages of the reference that are written from the program itself when the site is built."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import sim
from sim import schema
from sim.cli import TABLE
from sim.outcomes.catalogue import CATALOGUE, KINDS

DOCS = Path(__file__).parents[1]
IMPORTED = re.compile(r"^ *from (sim(?:\.\w+)+) import (.+)$", re.MULTILINE)


def directive(words: str, *options: str) -> str:
    """Return a directive of reStructuredText inside a page of Markdown."""
    return "\n".join(["```{eval-rst}", f".. {words}", *[f"   {one}" for one in options], "```", ""])


def python() -> str:
    """Return the page of everything that `import sim` offers."""
    parts = [
        "# The Python interface",
        "",
        "What `import sim` offers; [how to use it](python.md) "
        "shows it with examples. Every scenario may be given by its name or file.",
        "",
        "## Verbs",
        "",
    ]
    for name in sim.VERBS:
        parts += [f"### {name}", "", directive(f"autofunction:: sim.{name}")]
    parts += ["## Nouns", ""]
    for name in sim.NOUNS:
        parts += [f"### {name}", "", directive(f"autoclass:: sim.{name}", ":members:")]
    parts += [
        "## Further names",
        "",
        "Names from inside the program that examples on these pages import.",
        "",
    ]
    for module, name in further():
        kind = (
            "autoclass"
            if isinstance(getattr(import_module(module), name), type)
            else ("autofunction" if callable(getattr(import_module(module), name)) else "autodata")
        )
        parts += [f"### {module}.{name}", "", directive(f"{kind}:: {module}.{name}")]
    return "\n".join(parts)


def further() -> list[tuple[str, str]]:
    """Return modules and names that the pages import from inside the program."""
    found = set()
    for page in DOCS.glob("*.md"):
        for module, names in IMPORTED.findall(page.read_text(encoding="utf-8")):
            found |= {(module, name.strip()) for name in names.split(",")}
    return sorted(found)


def command_line() -> str:
    """Return the page of all commands with their options."""
    parts = [
        "# The command line",
        "",
        "Every command and option, as `sim COMMAND --help` prints "
        "them. Exit codes are in the [glossary](glossary.md#exit-codes).",
        "",
    ]
    for name, (where, _) in TABLE.items():
        parts.append(directive(f"click:: {where}", f":prog: sim {name}", ":nested: full"))
    return "\n".join(parts)


def outcomes() -> str:
    """Return the page of the catalogue of outcomes."""
    parts = [
        "# Outcomes",
        "",
        "Every output of the model, from `sim/outcomes/catalogue.py`. "
        "`sweep`, `compare`, `sensitivity` and `threshold` take any of them with `--of`, as "
        "`hedging.DPRK@2014-11` or `tilt.DPRK.CHN.RUS@2015-01:2015-12`: the name, the states "
        "in the order given here, a detail where one is allowed, and after `@` the month or "
        "the span.",
        "",
        "| name | states | may add | kind | meaning | unit | bounds |",
        "|---" * 7 + "|",
    ]
    details = {
        "": "",
        "needs": ", ".join(schema.NEEDS),
        "deals": ", ".join(schema.DEALS),
        "acts": ", ".join(schema.MOVES[len(schema.DEALS) :]),
        "deal": "one deal",
        "posture": "a posture",
    }
    for one in CATALOGUE:
        meaning = one.meaning or "whether a question of the scenario is answered with yes"
        parts.append(
            f"| `{one.name}` | {', '.join(one.roles)} | {details[one.takes]} | {one.kind} "
            f"| {meaning} | {one.unit} | {one.bounds} |"
        )
    parts += ["", "## Kinds", "", "| kind | is |", "|---|---|"]
    parts += [f"| {kind} | {words} |" for kind, words in KINDS.items()]
    return "\n".join(parts) + "\n"


def pages() -> dict[str, str]:
    """Return all pages of this kind by name."""
    return {"api.md": python(), "command-line.md": command_line(), "outcomes.md": outcomes()}
