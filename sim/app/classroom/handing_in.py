"""The table across groups, to hand in: a page that prints, and a CSV."""

from __future__ import annotations

import csv
import io
from typing import Any

from sim.outcomes.base_rates import percent
from sim.report.page import Heading, Items, Part, Table, Text, page
from sim.system.text import harmless_cell, in_percent, many

COLUMNS = (
    "state", "name", "group", "kind", "month", "what", "class", "rules", "advice", "hold",
    "median", "higher_than_percent", "happened", "rules_yes_share", "without_shocks_yes_share",
)  # fmt: skip


def as_html(debrief: dict[str, Any]) -> str:
    """Return the debrief as a page with everything inside.

    Parameters
    ----------
    debrief : dict
        From ``Debrief.as_data``, once it is there.
    """
    states = debrief["states"]
    span = f"{debrief['first']} to {debrief['last_month']}"
    parts: list[Part] = [
        Text(f"A class played {span}; the rules played the other months, and whoever was away."),
        Heading("What each group reached"),
        _measures(states),
        Text(
            "Means over the months that the class played. In brackets: the percentage of "
            f"{many(debrief['histories'], 'history')} of the rules that are lower. "
            "Standing is what "
            "support does for a state's needs, minus the price of depending on few suppliers, "
            "minus what it spent; that this is what a state wants is a judgement.",
            "small",
        ),
    ]
    if debrief["questions"]:
        parts += [Heading("The scenario's questions"), _questions(debrief)]
    for one in states:
        parts += _group(one)
    return page(f"{debrief['title']}: a class's game", parts)


def _measures(states: list[dict[str, Any]]) -> Table:
    """Return a row for each measure, a column for each group."""
    names = list(dict.fromkeys(row["measure"] for one in states for row in one["placed"]))
    found = [{row["measure"]: row for row in one["placed"]} for one in states]
    rows = [
        [name, *(_placed(rows[name]) if name in rows else "–" for rows in found)] for name in names
    ]
    return Table(["", *(f"{one['name']} ({one['group']})" for one in states)], rows, numeric=1)


def _placed(row: dict[str, Any]) -> str:
    """Return what a group reached by a measure, and how many histories are lower."""
    return f"{row['value']:z.2f} ({in_percent(row['percentile'] / 100, brief=True)})"


def _questions(debrief: dict[str, Any]) -> Table:
    """Return the scenario's questions as a table."""
    rows = [
        [
            one["text"],
            "yes" if one["class"] else "no",
            one["happened"],
            percent(one["share"]),
            percent(one["base"]),
        ]
        for one in debrief["questions"]
    ]
    head = ["", "class", "what happened", "rules: yes in", "without any event"]
    return Table(head, rows, numeric=1)


def _group(one: dict[str, Any]) -> list[Part]:
    """Return what a group decided otherwise than the rules, and what it wrote."""
    hopes = {hope["month"]: hope["text"] for hope in one["hopes"]}
    other, cases = one["different"], one["cases"]
    parts: list[Part] = [
        Heading(f"{one['name']}: {one['group']}"),
        Text(
            f"Played {one['months']} month{'' if one['months'] == 1 else 's'}; decided otherwise "
            f"than the rules would have in {len(other)} of {cases} cases."
        ),
        Items([f"{turn['words']}: {turn['change']}. {turn['text']}" for turn in one["turning"]]),
    ]
    rows = [[row["words"], row["text"], row["rules"], hopes.get(row["month"], "")] for row in other]
    if rows:
        parts.append(Table(["month", "decision", "the rules", "the group hoped for"], rows))
    silent = [hope for hope in one["hopes"] if hope["month"] not in {row["month"] for row in other}]
    if silent:
        parts.append(Items([f"{hope['words']}: {hope['text']}" for hope in silent]))
    return parts


def as_csv(debrief: dict[str, Any]) -> str:
    """Return the debrief as a table; each row is a measure, a decision, a hope or a question.

    Parameters
    ----------
    debrief : dict
        From ``Debrief.as_data``, once it is there.
    """
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for one in debrief["states"]:
        who = {"state": one["code"], "name": one["name"], "group": one["group"]}
        for row in one["placed"]:
            writer.writerow(_safe({
                **who, "kind": "measure", "what": row["measure"], "class": row["value"],
                "rules": row["rules"], "advice": row["advice"], "hold": row["holding"],
                "median": row["median"], "higher_than_percent": row["percentile"],
            }))  # fmt: skip
        for row in one["different"]:
            writer.writerow(_safe({
                **who, "kind": "decision", "month": row["month"], "what": row["text"],
                "class": row["own"], "rules": row["rules"],
            }))  # fmt: skip
        for row in one["hopes"]:
            hope = {**who, "kind": "hope", "month": row["month"], "what": row["text"]}
            writer.writerow(_safe(hope))
    for row in debrief["questions"]:
        writer.writerow(_safe({
            "kind": "question", "what": row["text"], "class": "yes" if row["class"] else "no",
            "happened": row["happened"].strip("-"), "rules_yes_share": row["share"],
            "without_shocks_yes_share": row["base"],
        }))  # fmt: skip
    return file.getvalue()


def _safe(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row in which no text that somebody typed begins as a spreadsheet's formula does."""
    return {
        name: harmless_cell(value) if isinstance(value, str) else value
        for name, value in row.items()
    }
