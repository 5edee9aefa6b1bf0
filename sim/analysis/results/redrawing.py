"""Redrawing: a figure of a results folder once more, as a paper wants it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure

from sim.analysis.run.asking import KEPT_WHOLE
from sim.analysis.run.figures import FIGURES
from sim.ensemble.run import run
from sim.outcomes.failures import RunFailed
from sim.outcomes.results import Results
from sim.report.figure_names import named
from sim.report.manifest import Manifest
from sim.report.paper import PLAIN, Paper, on_paper, save
from sim.shell.reopening import Kept, reopen

from .remade import manifest_of, remade


def figure(
    what: Results | str | Path,
    name: str,
    paper: Paper = PLAIN,
    files: Sequence[str | Path] = (),
) -> Figure:
    """Draw a figure of some results for a paper.

    Parameters
    ----------
    what : Results, str or Path
        Results of a run, or a results folder, whose histories are simulated again.
    name : str
        Of the figure, as its files in the folder are called; the number may be left out: ``fan``.
    paper : Paper
        Size, lettering, words and style sheet.
    files : sequence of str or Path
        Where to write it: names that end in .pdf, .svg or .png; files there are replaced.

    Returns
    -------
    Figure
        Of matplotlib.

    Raises
    ------
    InvalidInput
        For an unknown figure (the message lists them), an invalid size, style sheet or label, or
        results that cannot be computed again here.
    CannotWrite
    """
    if isinstance(what, Results):
        draw = FIGURES[named(name, FIGURES)]
        drawn = on_paper(paper, lambda: draw(what))
    else:
        drawn = _from_folder(Path(what), name, paper)
    if files:
        save(drawn, files, paper)
    return drawn


def names_of(manifest: Manifest) -> list[str]:
    """Return the names of the figures of a results folder."""
    files = (Path(name) for name in manifest.files)
    found = {path.stem for path in files if path.parts[0] == "figures" and path.suffix == ".svg"}
    return sorted(found)


def _from_folder(folder: Path, name: str, paper: Paper) -> Figure:
    """Draw a figure of a folder's results again."""
    manifest = manifest_of(folder)
    which = named(name, names_of(manifest))
    if manifest.holds.kind == "run" and which in FIGURES:
        whole = _whole(reopen(folder))
        return on_paper(paper, lambda: FIGURES[which](whole))
    answer = remade(folder)

    def draw() -> Figure:
        """Draw all figures of the answer, and take the one."""
        figures = answer.figures()
        return figures[named(which, figures)]

    return on_paper(paper, draw)


def _whole(kept: Kept) -> Results:
    """Return the histories from which the figures of a run are drawn."""
    count = (kept.manifest.model_extra or {}).get("histories_kept_whole", KEPT_WHOLE)
    most = count if isinstance(count, int) and count > 0 else KEPT_WHOLE
    try:
        whole = run(kept.scenario, min(kept.histories, most), kept.seed)
    except RunFailed as error:
        if not isinstance(error.results, Results):
            raise
        whole = error.results
    whole.of = max(kept.histories, whole.histories)
    return whole
