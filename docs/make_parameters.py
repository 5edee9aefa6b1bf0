"""Write docs/parameters.md from the schema: run it after changing a parameter."""

from __future__ import annotations

from pathlib import Path

from sim import schema

TABLES = {
    "states": ("States", "What a state is: `states.DPRK.autonomy`."),
    "ties": (
        "Ties",
        "What lies between two states, of the first toward the second: `ties.CHN.DPRK.obstacle`.",
    ),
    "moves": ("Moves", "What a move does: `moves.summit.cost`. Defaults below."),
    "dynamics": ("Dynamics", "How fast things change: `dynamics.noise`."),
    "observation": (
        "Observation",
        "How the news counts what states do, for `sim hindcast` and `sim calibrate`; states do not "
        "know these parameters: `observation.routine`.",
    ),
}


def default(parameter: schema.Parameter) -> str:
    """Return a parameter's default in words."""
    if parameter.table == "moves":
        return "by move"
    needs = schema.NEEDS if parameter.by_need else ("",)
    values = [schema.default(parameter.table, parameter.name, need=need) for need in needs]
    return (
        "settled by the quiet months"
        if values[0] is None
        else " / ".join(f"{v:g}" for v in dict.fromkeys(values))
    )


def move_table() -> list[str]:
    """Return the defaults of every move."""
    names = [parameter.name for parameter in schema.parameters("moves")]
    lines = [f"| move | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
    for move in schema.MOVES:
        cells = []
        for parameter in schema.parameters("moves"):
            needs = schema.NEEDS if parameter.by_need else ("",)
            applies = not parameter.only or move in parameter.only
            values = [f"{schema.default('moves', parameter.name, move, need):g}" for need in needs]
            cells.append(" / ".join(values) if applies else "")
        lines.append(f"| {move}: {schema.MOVE_TITLES[move]} | {' | '.join(cells)} |")
    return lines


def text() -> str:
    """Return the page."""
    lines = [
        "# Parameters",
        "",
        "Every number of the model, from `sim/schema.py`. Three values: economy / security / "
        "recognition.",
        "",
    ]
    for table, (title, meaning) in TABLES.items():
        lines += [
            f"## {title}",
            "",
            meaning,
            "",
            "| name | meaning | unit | bounds | default |",
            "|---|---|---|---|---|",
        ]
        for p in schema.parameters(table):
            name = f"{p.name} (by need)" if p.by_need else p.name
            lines.append(
                f"| {name} | {p.meaning} | {p.unit} | {p.low:g} to {p.high:g} | {default(p)} |"
            )
        lines += ["", *([*move_table(), ""] if table == "moves" else [])]
    return "\n".join(lines)


if __name__ == "__main__":
    (Path(__file__).parent / "parameters.md").write_text(text(), encoding="utf-8")
