"""Threshold: what ``sim threshold`` does: the smallest changes that turn an answer, as tables, a figure and a page."""

from __future__ import annotations

import json
from concurrent.futures import Executor
from dataclasses import dataclass
from html import escape
from pathlib import Path

import click
import numpy as np
import pandas as pd

from sim.report import folder, style
from sim.report import page as html
from sim.report.progress import progress
from sim.scenario import Question, Scenario, chosen_paths, ranged_paths, resolved_toml
from sim.shell.computing import computing

from . import boxes as discovery
from . import figure as figures
from . import threshold as method

_LISTED = 12  # numbers printed; all are in the tables
_A_SEARCH = 60  # points for each number, about, of a joint search: for the bar


@dataclass(frozen=True)
class Thresholds:
    """All that was found.

    `together` and `boxes` are None where they were not asked for, or there is nothing.
    """

    scenario: Scenario
    question: Question
    level: float
    histories: int
    seed: int
    alone: list[method.Threshold]
    jointly: tuple[str, ...]  # the numbers that were to change together
    together: method.JointThreshold | None
    boxes: discovery.Discovery | None

    @property
    def finding(self) -> str:
        """What was found, in a sentence."""
        return method.finding(self.scenario, self.question.id, self.alone, self.level)


def threshold(
    scenario: Scenario,
    question: str,
    over: tuple[str, ...] = (),
    level: float = 0.5,
    jointly: bool = False,
    boxes: bool = False,
    histories: int = 400,
    seed: int = 1,
    output: Path | None = None,
    overwrite: bool = False,
    as_json: bool = False,
    quiet: bool = False,
    cluster: str | None = None,
    resume: bool = False,
) -> None:
    """Find what turns the answer to a question, write the folder, print finding and tables.

    Raises
    ------
    ValueError, OutputExists
        For an unknown question, a path without a range, a level that no probability can cross; or
        what is in the way.
    """
    method.asked(scenario, question, level)
    ranges = {path: list(ranged_paths(scenario)[path]) for path in chosen_paths(scenario, over)}
    options = {
        "question": question,
        "level": level,
        "over": ranges,
        "jointly": jointly,
        "boxes": boxes,
    }
    target = output or folder.default_folder(scenario, f"-threshold-{question}", **options)
    holds = folder.holding("threshold", scenario, seed, histories, **options)
    folder.check_free(target, holds, overwrite)
    with computing(scenario, target, holds, cluster, resume) as executor:
        found = searched(
            scenario, question, tuple(over), level, jointly, boxes, histories, seed, quiet, executor
        )
        command = _command(found, over, jointly, boxes)
        with folder.written_whole(target, overwrite) as partial:
            write(found, partial)
            (partial / "report.html").write_text(
                report(found, partial / "figures", command), encoding="utf-8"
            )
            folder.write_manifest(partial, holds)
    click.echo(json.dumps(as_data(found), indent=2) if as_json else as_text(found))
    click.echo(f"\nReport: {target / 'report.html'}", err=as_json)


def searched(
    scenario: Scenario,
    question: str,
    over: tuple[str, ...],
    level: float,
    jointly: bool,
    boxes: bool,
    histories: int,
    seed: int,
    quiet: bool,
    executor: Executor,
) -> Thresholds:
    """Search one number at a time, then several together and for boxes where that is asked for."""
    how, paths = (level, histories, seed), chosen_paths(scenario, over)
    with progress("one at a time", (1 + method.GRID * len(paths)) * histories, quiet) as tell:
        alone = method.thresholds(scenario, question, over, *how, tell, executor)
    chosen, together, boxed = (), None, None
    if jointly:
        chosen = over or tuple(one.path for one in alone[: method.JOINTLY])
        with progress("together", _A_SEARCH * len(chosen) * histories, quiet) as tell:
            together = method.joint_threshold(scenario, question, chosen, *how, tell, executor)
    if boxes:
        with progress("boxes", discovery.POINTS * discovery.HISTORIES, quiet) as tell:
            where = {"seed": seed, "progress": tell, "executor": executor}
            boxed = discovery.discover(scenario, question, over, level=level, **where)
    return Thresholds(
        scenario, method.asked(scenario, question, level), *how, alone, chosen, together, boxed
    )


def alone_table(found: Thresholds) -> pd.DataFrame:
    """Return a row per number: its range, base and crossing, and how likely yes is at each.

    Empty where none turns it.

    The answer is surely as it was at ``surely_not`` and has surely turned at ``surely``, by two
    standard errors.
    """
    rows = []
    for one in found.alone:
        row = {
            name: getattr(one, name)
            for name in ("path", "low", "high", "base", "crossing", "change_in_ranges")
        }
        row |= dict(
            zip(
                ("surely_not", "surely"),
                figures.surely(one, found.level) or (None, None),
                strict=True,
            )
        )
        row |= {
            "probability_low": one.probabilities[0],
            "probability_base": one.probability_at_base,
        }
        row |= {
            "probability_crossing": one.probability_at_crossing,
            "probability_high": one.probabilities[-1],
        }
        rows.append(row | {"push": one.push})
    table = pd.DataFrame(rows).set_index("path").astype(float)
    return table.replace(np.inf, np.nan).reset_index()


def grid_table(found: Thresholds) -> pd.DataFrame:
    """Return a row per number and value: the probability of yes, its standard error and band of two of them."""
    parts = []
    for one in found.alone:
        p = one.probabilities
        low, high = figures.band(p, one.histories)
        error = np.sqrt(p * (1 - p) / one.histories)
        columns = {
            "path": one.path,
            "value": one.values,
            "probability": p,
            "error": error,
            "low": low,
            "high": high,
        }
        parts.append(pd.DataFrame(columns))
    return pd.concat(parts, ignore_index=True)


def together_table(found: Thresholds) -> pd.DataFrame:
    """Return a row per number of the joint change.

    Length and probabilities are of the whole change.
    """
    told = ["changes_in_ranges", "length", "probability_at_base", "probability", "elsewhere"]
    names = ["paths", "base", "values", *told]
    table = pd.DataFrame({name: getattr(found.together, name, []) for name in names})
    return table.rename(
        columns={"paths": "path", "values": "value", "changes_in_ranges": "change_in_ranges"}
    )


def boxes_table(boxes: discovery.Discovery) -> pd.DataFrame:
    """Return a row per box and number that bounds it; a box without bounds has an empty path."""
    rows = []
    for k, box in enumerate(boxes.boxes, start=1):
        told = {
            "density": box.density,
            "coverage": box.coverage,
            "mass": box.mass,
            "probability": box.probability,
        }
        for path, (low, high) in (box.limits or {"": (np.nan, np.nan)}).items():
            rows.append({"box": k, "path": path, "low": low, "high": high, **told})
    head = ["box", "path", "low", "high", "density", "coverage", "mass", "probability"]
    return pd.DataFrame(rows, columns=head)


def write(found: Thresholds, place: Path) -> None:
    """Write the tables, the figure and the scenario."""
    folder.write_table(alone_table(found), place / "thresholds.csv")
    folder.write_table(grid_table(found), place / "grid.csv")
    if found.jointly:
        folder.write_table(together_table(found), place / "joint.csv")
    if found.boxes:
        folder.write_table(boxes_table(found.boxes), place / "boxes.csv")
    small = f"{found.histories:,} histories at each value, on the same luck, of “{found.scenario.title}”, "
    drawn = figures.figure(
        found.scenario, found.question.text, found.alone, found.level, f"{small}seed {found.seed}."
    )
    style.save(drawn, place / "figures" / "threshold")
    (place / "resolved.toml").write_text(resolved_toml(found.scenario), encoding="utf-8")


def as_data(found: Thresholds) -> dict:
    """Return all that was found as plain dictionaries and lists (JSON-able)."""
    data = {
        "scenario": found.scenario.name,
        "question": {"id": found.question.id, "text": found.question.text},
        "level": found.level,
        "histories": found.histories,
        "seed": found.seed,
        "finding": found.finding,
        "alone": json.loads(alone_table(found).to_json(orient="records")),
    }
    if found.jointly:
        change = json.loads(together_table(found).to_json(orient="records"))
        data["together"] = {
            "searched": list(found.jointly),
            "told": together_in_words(found),
            "change": change,
        }
    if found.boxes:
        told = {
            "yes": found.boxes.yes,
            "baseline": found.boxes.baseline,
            "reason": found.boxes.reason,
        }
        told["accuracy"] = None if np.isnan(found.boxes.accuracy) else found.boxes.accuracy
        data["boxes"] = told | {"boxes": [vars(box) for box in found.boxes.boxes]}
    return data


def together_in_words(found: Thresholds) -> str:
    """Say how long the shortest joint change is that was found, and how sure."""
    change = found.together
    if change is None:
        return f"Together, these within their ranges do not turn it either: {', '.join(found.jointly)}."
    shortest = min(one.change_in_ranges for one in found.alone if one.path in found.jointly)
    against = f"against {shortest:.3f} alone" if np.isfinite(shortest) else "where none does alone"
    return (
        f"The shortest joint change found is {change.length:.3f} ranges long, {against}: yes in "
        f"{100 * change.probability:.0f} % of histories ({100 * change.elsewhere:.0f} % on other "
        "luck)."
    )


def boxes_in_words(found: discovery.Discovery) -> list[str]:
    """Return boxes as lines: where yes is the rule, and how far that can be trusted."""
    lines = [
        f"Boxes in which yes is likelier than {100 * found.level:g} % at most points, all "
        f"{len(found.paths)} numbers "
        f"varied at once ({found.points:,} points of {found.histories} histories; yes at "
        f"{100 * found.yes:.0f} %):"
    ]
    lines += [f"{k}. {discovery.in_words(box)}" for k, box in enumerate(found.boxes, start=1)]
    return [
        *lines,
        *dict.fromkeys(word for word in (found.reason, discovery.trust_in_words(found)) if word),
    ]


def as_text(found: Thresholds) -> str:
    """Return all that was found as the terminal prints it."""
    shown = found.alone[: max(_LISTED, sum(one.crossing is not None for one in found.alone))]
    width = max(len(one.path) for one in shown)
    head = f"{'':{width}}  {'base':>8} {'turns at':>9} {'of range':>9} {'surely at':>10}   yes: low  base  high"
    lines = [found.finding, "", head]
    for one in shown:
        turn = f"{'no value in range does':30}"
        if one.crossing is not None:
            _, end = figures.surely(one, found.level)
            surely = "nowhere" if end is None else f"{end:.4g}"
            turn = f"{one.crossing:9.4g} {100 * one.change_in_ranges:7.0f} % {surely:>10}"
        ends = (one.probabilities[0], one.probability_at_base, one.probabilities[-1])
        shares = "".join(f"{100 * share:4.0f} %" for share in ends)
        lines.append(f"{one.path:{width}}  {one.base:8.4g} {turn}     {shares}")
    if len(shown) < len(found.alone):
        lines.append(
            f"... and {len(found.alone) - len(shown)} more that do not turn it, in thresholds.csv"
        )
    if found.alone[0].crossing is not None:
        lines.append(
            "surely at: the nearest value tried at which it has turned by two standard errors"
        )
    if found.jointly:
        lines += ["", together_in_words(found)]
        for row in together_table(found).itertuples():
            lines.append(
                f"  {row.path} from {row.base:.4g} to {row.value:.4g} "
                f"({100 * row.change_in_ranges:+.0f} %)"
            )
    return "\n".join([*lines, *(["", *boxes_in_words(found.boxes)] if found.boxes else [])])


_READING = (
    "Each panel moves one number over the range that the scenario gives it, all others as they "
    "are. Where the line "
    "crosses the dashed level the answer turns; flat lines are numbers that do not matter here. "
    "All values are tried "
    "on the same luck: another seed moves all crossings together, within about as much as the bars "
    "are long."
)


def report(found: Thresholds, pictures: Path, command: str) -> str:
    """Return the page: the finding, figure, tables, how to read them, how to reproduce them."""
    title = f"{found.scenario.title}: what would turn the answer"
    small = f"{found.histories:,} histories at each value, seed {found.seed}, level {100 * found.level:g} %"
    parts = [
        html.opening(title, small, found.finding),
        html.figure(pictures / "threshold.png", _READING),
    ]
    parts += ["<h2>One number at a time</h2>", _alone_html(found)]
    if found.jointly:
        told = [(f"<code>{escape(row.path)}</code>", f"{row.base:.4g}", f"{row.value:.4g}",
                 f"{100 * row.change_in_ranges:+.0f} %") for row in together_table(found).itertuples()]  # fmt: skip
        table = (
            html.table(("number", "base", "changed to", "of its range"), told, numeric=1)
            if told
            else ""
        )
        parts += [
            "<h2>Several numbers together</h2>",
            f"<p>{escape(together_in_words(found))}</p>",
            table,
        ]
    if found.boxes:
        head, *lines = (escape(line) for line in boxes_in_words(found.boxes))
        parts += ["<h2>Boxes</h2>", f"<p>{head}</p>", *(f"<p>{line}</p>" for line in lines)]
    changed = " (of <code>resolved.toml</code> beside this page, as numbers were changed)"
    again = f"<code>{escape(command)}</code>{changed if found.scenario.changed else ''}"
    parts.append(f"<h2>Reproduce</h2><p>{again}</p>")
    return html.page(title, parts)


def _alone_html(found: Thresholds) -> str:
    """Return the table of single changes."""
    body = []
    for row in alone_table(found).itertuples():
        note = figures.meaning(found.scenario, row.path)
        name = f"<code>{escape(row.path)}</code>" + (f"<br>{escape(note)}" if note else "")
        turn = ("no value in range does", "")
        if not np.isnan(row.crossing):
            surely = "nowhere" if np.isnan(row.surely) else f"{row.surely:.4g}"
            turn = (f"{row.crossing:.4g} ({100 * row.change_in_ranges:.0f} % of range)", surely)
        shares = (row.probability_low, row.probability_base, row.probability_high)
        likely = " · ".join(f"{100 * share:.0f} %" for share in shares)
        body.append((name, f"{row.low:.4g} to {row.high:.4g}", f"{row.base:.4g}", *turn, likely))
    return html.table(
        ("number", "range", "base", "turns at", "surely at", "yes at low · base · high"),
        body,
        numeric=1,
    )


def _command(found: Thresholds, over: tuple[str, ...], jointly: bool, boxes: bool) -> str:
    """Return the command that gives this again."""
    words = [
        "sim threshold",
        found.scenario.name,
        f"--question {found.question.id}",
        *(f"--over {path}" for path in over),
    ]
    words += [f"--level {found.level:g}", "--jointly" * jointly, "--boxes" * boxes]
    return " ".join(word for word in [*words, f"-n {found.histories} --seed {found.seed}"] if word)
