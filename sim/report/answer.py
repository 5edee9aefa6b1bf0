"""Answers: what every question returns, in each form in which it is shown or saved.

A question's own class defines what is particular to it: its finding, its tables, its figures. How
an answer is printed, written to a folder and shown in a notebook is defined once, here and in
``publish``.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.scenario import Scenario, resolved_toml
from sim.system.text import many

from .page import Part

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

REPORT = "report.html"
_ROWS = 20  # of a table that a notebook shows


@dataclass(frozen=True)
class Asked:
    """What was asked, by which results are known again.

    Attributes
    ----------
    kind : str
        The kind of result, as the manifest names it: "run", "comparison", ...
    scenarios : tuple of Scenario
        Whom it was asked about, the first one first; none where a file stands for them.
    seed, histories : int
        Of the ensemble.
    folder : Path
        Where the answer goes when nobody says otherwise.
    options : mapping
        What else was asked, JSON-able; results differ where any of it differs.
    subject : str
        What stands for the hash of a scenario where there is none, as the name of a file.
    """

    kind: str
    scenarios: tuple[Scenario, ...]
    seed: int
    histories: int
    folder: Path
    options: Mapping[str, object] = field(default_factory=dict)
    subject: str = ""

    def holds(self) -> dict:
        """Return what the manifest says that the folder holds."""
        return {
            "kind": self.kind,
            "scenario": self.subject or self.scenarios[0].hash,
            "seed": int(self.seed),
            "histories": int(self.histories),
            **self.options,
        }


class Answer(ABC):
    """The answer to a question: printed in a line, shown as a page, kept as a folder.

    Attributes
    ----------
    asked : Asked
        What was asked.
    """

    asked: Asked

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios that the answer is about."""
        return self.asked.scenarios

    @property
    def seed(self) -> int:
        """The seed of the ensemble."""
        return self.asked.seed

    @property
    def histories(self) -> int:
        """How many histories were run, of each scenario or at each point."""
        return self.asked.histories

    @property
    @abstractmethod
    def finding(self) -> str:
        """The answer in a sentence."""

    @property
    def title(self) -> str:
        """The title of the page."""
        return self.scenarios[0].title

    @property
    def small(self) -> str:
        """How the answer was made, as small type says it."""
        return f"{many(self.histories, 'history')}, seed {self.seed}"

    @abstractmethod
    def text(self) -> str:
        """Return what the terminal prints, readable in 80 columns."""

    @abstractmethod
    def data(self) -> dict[str, Any]:
        """Return the answer as plain dictionaries and lists (JSON-able)."""

    @abstractmethod
    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables by the names of their files, the main one first."""

    def figures(self) -> dict[str, Figure]:
        """Return the figures by the names of their files, without suffix."""
        return {}

    def page(self) -> Sequence[Part]:
        """Return the parts of the page that follow the finding."""
        return ()

    def texts(self, folder: Path) -> dict[str, str]:
        """Return the other files of the folder, by name: by default the scenario, resolved.

        Parameters
        ----------
        folder : Path
            Where they will be.
        """
        return {"resolved.toml": resolved_toml(self.scenarios[0])} if self.scenarios else {}

    def write_large(self, place: Path) -> dict[str, str]:
        """Write the files that are too large to be held in memory as a table; none by default.

        Returns
        -------
        dict of str to str
            SHA-256 of each, by its name, where that is known.
        """
        return {}

    def pointers(self, folder: Path) -> list[str]:
        """Return the lines that say, below the answer, where its main files are."""
        return [f"Report: {folder / REPORT}"]

    def aside(self) -> int:
        """Return how many histories more the report shows than the answer rests on; 0 by default.

        They are run by ``compute_aside``, or else when the page is made.
        """
        return 0

    def compute_aside(self, tell: Callable[[int], None]) -> None:  # noqa: B027
        """Run the histories that only the report shows, and tell how many are finished."""

    def incomplete(self, folder: Path) -> str:
        """Say what could not be computed, "" where nothing is missing.

        The command then fails once the folder is written, and prints this instead of the answer.
        """
        return ""

    def described(self) -> dict[str, Any]:
        """Return what the manifest says beside what was asked."""
        return {}

    def to_frame(self) -> pd.DataFrame:
        """Return the main table."""
        return next(iter(self.tables().values()))

    def __repr__(self) -> str:
        """Return the finding."""
        return self.finding

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the finding, and the head of the main table."""
        table = self.to_frame()
        rest = len(table) - _ROWS
        more = f"<p>... and {rest:,} more rows in <code>to_frame()</code></p>" if rest > 0 else ""
        return f"<p><b>{escape(self.finding)}</b></p>{table[:_ROWS].to_html(index=False)}{more}"


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as dictionaries (JSON-able); what is missing is None."""
    return json.loads(table.to_json(orient="records"))
