"""Explain: what ``sim explain`` does: a moment of one history, or what drives a state over all of them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click
import numpy as np
import pandas as pd

from sim import schema
from sim.ensemble.run import one_history, run
from sim.errors import InvalidInput
from sim.outcomes.results import Results
from sim.report import folder, style
from sim.scenario import Scenario, nearest
from sim.shell.computing import executing
from sim.shell.opening import Opened, is_results, opened_one
from sim.system.text import visible

from . import drivers_figure as driver_figures
from . import why_figure as why
from .drivers import Drivers, drivers, turn_in_words
from .explanation import Explanation, in_sentences
from .explanation import explain as explained_move

_TERMS = list(schema.TERMS)


def explain(
    name: str,
    changes: tuple[str, ...],
    without: tuple[str, ...],
    state: str,
    toward: str | None,
    month: str | None,
    history: int,
    histories: int | None,
    seed: int | None,
    output: Path | None,
    overwrite: bool,
    as_json: bool,
    quiet: bool,
    cluster: str | None = None,
) -> None:
    """Explain a move, or with no month given what drives the state.

    Write table and figure, print the sentences.

    Raises
    ------
    ValueError, Refused, OutputExists
        For a state, month or history that is not there.
    """
    wanted = opened_one(name, changes, without, seed, histories, usual=500)
    scenario = wanted.scenarios[0]
    scenario.index(state)
    if toward is not None:
        scenario.index(toward)
        if toward == state:
            raise InvalidInput(
                f"{state} makes no moves toward itself: choose another state with --toward"
            )
    if month is not None and cluster is not None:
        raise InvalidInput("--cluster goes without --month, for which a single history is computed")
    if month is None:
        return _explain_turn(wanted, state, toward, output, overwrite, as_json, cluster)
    when = month_index(scenario, month)
    if is_results(name) and history >= wanted.histories:
        raise InvalidInput(
            f"history {history} is not in {name}: it holds 0 to {wanted.histories - 1}"
        )
    results = one_history(scenario, history, wanted.seed)
    toward = toward or dearest(results, when, state)
    found = explained_move(results, history, when, state, toward)
    target = (
        output
        or Path("results")
        / f"{_short(scenario)}-explain-{state}-{toward}-{month}-history-{history}"
    )
    holds = folder.holding(
        "explanation",
        scenario,
        wanted.seed,
        1,
        state=state,
        toward=toward,
        month=month,
        run=history,
    )
    folder.check_free(target, holds, overwrite)
    sentences = in_sentences(found, scenario)
    table = options_table(found)
    with folder.written_whole(target, overwrite) as partial:
        folder.write_table(table, partial / "options.csv")
        style.save(why.figure(results, found), partial / "figures" / "08-why")
        (partial / "explanation.txt").write_text(
            visible("\n".join(sentences) + "\n"), encoding="utf-8"
        )
        folder.write_manifest(partial, holds)
    if as_json:
        data = {"sentences": sentences, "options": json.loads(table.to_json(orient="records")),
                "in_force": [shock.id for shock in found.in_force]}  # fmt: skip
        click.echo(json.dumps(data, indent=2))
    else:
        click.echo("\n".join([*sentences, "", *_table_lines(found, table)]))
    click.echo(f"\nTable and figure: {target}", err=as_json)


def month_index(scenario: Scenario, month: str) -> int:
    """Return a month's position in the period; ValueError when it is outside, or no month."""
    labels = scenario.month_labels
    if month not in labels:
        hint = nearest(month, labels) if len(month) == 7 else ", written as 2014-11"
        raise InvalidInput(
            f"month {month} is outside the period, {labels[0]} to {labels[-1]}{hint}"
        )
    return labels.index(month)


def dearest(results: Results, month: int, state: str) -> str:
    """Return toward whom a state's move was worth most to it.

    Where it held, toward whom it was nearest to moving.
    """
    best: tuple[bool, float, str] | None = None
    for code in results.codes:
        if code != state:
            found = explained_move(results, int(results.runs[0]), month, state, code)
            moved = found.chosen != "hold"
            value = float(
                found.values[found.options.index(found.chosen)]
                if moved
                else found.values[:-1].max()
            )
            best = max(best or (False, -np.inf, ""), (moved, value, code))
    return best[2]


def options_table(found: Explanation) -> pd.DataFrame:
    """Return a row per option, the likeliest first: its terms, worth and chance, and what the partner sees in it."""
    table = pd.DataFrame(found.terms, columns=_TERMS)
    table.insert(0, "option", found.options)
    table["worth"], table["probability"] = found.values, found.probabilities
    for t, term in enumerate(_TERMS):
        table[f"partner_{term}"] = found.partner_terms[:, t]
    table["partner_consents"] = found.consent
    table["chosen"] = [int(option == found.chosen) for option in found.options]
    return table.sort_values("probability", ascending=False, kind="stable").reset_index(drop=True)


def _table_lines(found: Explanation, table: pd.DataFrame) -> list[str]:
    """Return the options as lines of text."""
    head = "".join(f"{term:>11}" for term in _TERMS)
    lines = [f"{'option':32}{head}{'worth':>9}{'chance':>8}{'consent':>9}"]
    for _, row in table.iterrows():
        title = schema.MOVE_TITLES.get(row["option"], "hold")
        mark = "* " if row["chosen"] else "  "
        terms = "".join(f"{row[term]:+11.3f}" for term in _TERMS)
        consent = (
            "" if np.isnan(row["partner_consents"]) else f"{100 * row['partner_consents']:.0f} %"
        )
        lines.append(
            f"{mark}{title:30}{terms}{row['worth']:+9.3f}{100 * row['probability']:6.0f} "
            f"%{consent:>9}"
        )
    lines.append(
        f"* done. Worth is the sum of the terms; consent: how likely {found.partner} is to accept."
    )
    return lines


def _explain_turn(
    wanted: Opened,
    state: str,
    toward: str | None,
    output: Path | None,
    overwrite: bool,
    as_json: bool,
    cluster: str | None,
) -> None:
    """Explain what drives a state to a partner over many histories."""
    scenario = wanted.scenarios[0]
    with executing(cluster) as executor:
        results = run(scenario, wanted.histories, wanted.seed, executor=executor)
    found = drivers(results, state, toward)
    target = output or Path("results") / f"{_short(scenario)}-explain-{state}-{found.partner}"
    holds = folder.holding(
        "explanation", scenario, wanted.seed, wanted.histories, state=state, toward=found.partner
    )
    folder.check_free(target, holds, overwrite)
    table = drivers_table(found, results)
    sentence = turn_in_words(found, results)
    with folder.written_whole(target, overwrite) as partial:
        folder.write_table(table, partial / "drivers.csv")
        style.save(driver_figures.figure(results, found), partial / "figures" / "drivers")
        (partial / "explanation.txt").write_text(visible(sentence + "\n"), encoding="utf-8")
        folder.write_manifest(partial, holds)
    if as_json:
        click.echo(
            json.dumps(
                {"sentence": sentence, "drivers": json.loads(table.to_json(orient="records"))},
                indent=2,
            )
        )
    else:
        yearly = table.assign(year=[month[:4] for month in table["month"]])
        means = yearly.groupby(["with", "worth_to", "year"], sort=False)[[*_TERMS, "worth"]].mean()
        click.echo(f"{sentence}\n\n{means.to_string(float_format=lambda value: f'{value:+.3f}')}")
    click.echo(f"\nTable and figure: {target}", err=as_json)


def drivers_table(found: Drivers, results: Results) -> pd.DataFrame:
    """Return a row per month and patron: the mean terms of a deal with it."""
    parts = []
    for with_whom, to_whom, terms in found.sides():
        part = pd.DataFrame(terms, columns=_TERMS)
        part.insert(0, "month", results.scenario.month_labels)
        part.insert(1, "with", with_whom)
        part.insert(2, "worth_to", to_whom)
        part["worth"] = terms.sum(axis=1)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def _short(scenario: Scenario) -> str:
    """Return a scenario's name and hash, for a folder."""
    return f"{os.path.basename(scenario.name)}-{scenario.hash}"
