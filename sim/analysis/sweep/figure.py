"""The figure of a sweep: outcomes against the number that varies, or over two numbers as a map."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.ensemble.design import by_point
from sim.outcomes.focus import name_of
from sim.outcomes.table import OutcomeTable, answer_column
from sim.report import style

_MOST_QUESTIONS = 5  # more lines than this cannot be told apart


def shares_against(axes: Axes, outcomes: OutcomeTable, path: str, histories: int) -> Axes:
    """Draw the share of histories that answer yes to each question, with its band of twice the standard error."""
    x = by_point(outcomes, path, histories)[:, 0]
    asked = outcomes.scenario.questions[:_MOST_QUESTIONS]
    shares = [
        by_point(outcomes, answer_column(question.id), histories).mean(axis=1) for question in asked
    ]
    heights = style.spread([share[-1] for share in shares], 0.055, 0.0, 1.0)
    for k, (question, share, height) in enumerate(zip(asked, shares, heights, strict=True)):
        error = 2 * np.sqrt(share * (1 - share) / histories)
        line = style.OKABE_ITO[k]
        axes.fill_between(x, share - error, share + error, color=line, alpha=0.2, linewidth=0)
        axes.plot(
            x, share, color=line, linewidth=1.8, linestyle=("-", "--", "-.", ":", (0, (5, 1)))[k]
        )
        where = axes.get_yaxis_transform()
        axes.text(1.02, height, question.id, color=line, fontsize=7.5, va="center", transform=where)
    axes.set(ylim=(0, 1), xlabel=path)
    axes.set_yticks((0, 0.5, 1), ("0 %", "50 %", "100 %"))
    axes.set_title("Histories that answer yes", fontsize=9.5, loc="left")
    return axes


def tilt_against(axes: Axes, outcomes: OutcomeTable, path: str, histories: int) -> Axes:
    """Draw the tilt at the end: median, middle half and 90 % of histories."""
    x = by_point(outcomes, path, histories)[:, 0]
    low, first, middle, third, high = np.quantile(
        by_point(outcomes, "tilt_last", histories), (0.05, 0.25, 0.5, 0.75, 0.95), axis=1
    )
    axes.fill_between(x, low, high, color=style.SCENARIO_A, alpha=0.18, linewidth=0)
    axes.fill_between(x, first, third, color=style.SCENARIO_A, alpha=0.38, linewidth=0)
    axes.plot(x, middle, color=style.SCENARIO_A, linewidth=2, marker="o", markersize=3)
    axes.axhline(0, color=style.FAINT, linewidth=0.8)
    axes.set(ylim=(-1, 1), xlabel=path)
    about = outcomes.about
    axes.set_yticks((-1, 0, 1), (f"all {about.a}", "even", f"all {about.b}"))
    axes.set_title(
        f"Tilt of {name_of(outcomes.scenario, about.state)} at the end", fontsize=9.5, loc="left"
    )
    return axes


def tilt_map(axes: Axes, outcomes: OutcomeTable, paths: list[str], histories: int) -> Axes:
    """Draw the median tilt at the end over two numbers."""
    x, y = (np.unique(outcomes.columns[path]) for path in paths)
    middle = np.median(by_point(outcomes, "tilt_last", histories), axis=1)
    where = [
        np.searchsorted(v, by_point(outcomes, path, histories)[:, 0])
        for v, path in zip((x, y), paths, strict=True)
    ]
    cells = np.full((len(y), len(x)), np.nan)
    cells[where[1], where[0]] = middle
    image = axes.imshow(cells, origin="lower", aspect="auto", cmap=style.SIGNED, vmin=-1, vmax=1)
    axes.set_xticks(range(len(x)), [f"{v:g}" for v in x], fontsize=7, rotation=45)
    axes.set_yticks(range(len(y)), [f"{v:g}" for v in y], fontsize=7)
    axes.set(xlabel=paths[0], ylabel=paths[1])
    axes.figure.colorbar(
        image, ax=axes, label=f"median tilt at the end, {outcomes.about.a} to {outcomes.about.b}"
    )
    return axes


def figure(outcomes: OutcomeTable, paths: list[str], histories: int) -> Figure:
    """Return the figure of a sweep over one number or two (of more, the first two)."""
    small = f"{histories:,} histories at each of {outcomes.histories // histories:,} points of “{outcomes.scenario.title}”, "
    small += f"seed {outcomes.seed}."

    def draw(canvas: Figure) -> None:
        if len(paths) == 1:
            grid = canvas.add_gridspec(
                1, 2, left=0.075, right=0.83, top=0.82, bottom=0.2, wspace=0.28
            )
            tilt_against(canvas.add_subplot(grid[0, 0]), outcomes, paths[0], histories)
            shares_against(canvas.add_subplot(grid[0, 1]), outcomes, paths[0], histories)
            small_ = (
                small
                + " Dark band: middle half; light band: 90 %; right: twice the standard error."
            )
        else:
            tilt_map(canvas.add_axes((0.14, 0.2, 0.82, 0.64)), outcomes, paths[:2], histories)
            small_ = small
        style.head(canvas, _title(outcomes, paths, histories), small_)

    return style.drawn(10.5, 4.6, draw)


def _title(outcomes: OutcomeTable, paths: list[str], histories: int) -> str:
    """Say how far the tilt at the end moves over the sweep."""
    middle = np.median(by_point(outcomes, "tilt_last", histories), axis=1)
    state = name_of(outcomes.scenario, outcomes.about.state)
    return f"{state}'s tilt at the end runs from {middle.min():+.2f} to {middle.max():+.2f} over {' and '.join(paths)}"
