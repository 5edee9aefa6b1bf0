"""Writing: a folder of sample data, each file whole, nothing of anybody else replaced."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sim.ensemble.how import HERE, How
from sim.errors import InvalidInput
from sim.report.folder import OutputExists
from sim.scenario import Scenario, scenario_meant
from sim.system.files import CannotWrite, read_bytes, real, write_whole

from .contents import README, Made, event_files, readme, table_files
from .news import news
from .tables import Tables

MOST = 1000  # histories
MOST_EVENTS = 2_000_000  # in all files together; judgement: some 400 MB of text
SCENARIO, FOLDER, HISTORIES = "article-from-2012", "sample-data", 8


@dataclass(frozen=True)
class Sample:
    """Sample data that were written.

    Attributes
    ----------
    folder : Path
        Where they are.
    scenario : Scenario
        That they were made from.
    histories, seed, events : int
        How many histories, of which seed, and how many events they hold.
    years : range
        The years that the files are about.
    files : tuple of Made
    """

    folder: Path
    scenario: Scenario
    histories: int
    seed: int
    events: int
    years: range
    files: tuple[Made, ...]

    def __str__(self) -> str:
        """Say what was written."""
        span = f"{self.years[0]}-{self.years[-1]}"
        made_of = f"{self.histories:,} {'history' if self.histories == 1 else 'histories'}"
        return "\n".join([
            f"{self.folder}: {len(self.files)} files of made-up data about "
            f"{len(self.scenario.states)} states, {span}, with {self.events:,} events",
            f"Made from {made_of} of {self.scenario.name}, seed {self.seed}; "
            f"{self.folder / README} says what each file is",
        ])  # fmt: skip


def sample_data(
    scenario: Scenario | str | Path = SCENARIO,
    folder: str | Path = FOLDER,
    histories: int = HISTORIES,
    seed: int = 1,
    overwrite: bool = False,
    how: How = HERE,
) -> Sample:
    """Write made-up event files and tables in the forms that the program reads.

    Parameters
    ----------
    scenario : Scenario or str or Path
        From ``sim.load``, or its name or file: the files tell of its histories.
    folder : str or Path
        Where; a file that is there with other contents is refused.
    histories : int
        How many the events are taken from, 1 to 1,000.
    seed : int
        0..2**63-1; the same seed gives the same bytes.
    overwrite : bool
        Replace files of these names.
    how : How
        As in ``sim.run``.

    Returns
    -------
    Sample

    Raises
    ------
    InvalidInput
        For a number of histories or a seed that cannot be, or too many events.
    OutputExists, CannotWrite
        When a file is in the way, or nothing can be written there.
    """
    scenario, folder = scenario_meant(scenario), Path(folder)
    if not 1 <= histories <= MOST:
        raise InvalidInput(f"{histories} histories: 1 to {MOST:,} can be taken together")
    told = news(scenario, histories, seed, how)
    if len(told.day) > MOST_EVENTS:
        raise InvalidInput(
            f"{len(told.day):,} events are more than the {MOST_EVENTS:,} that a sample may hold: "
            "take fewer histories (-n)"
        )
    years = range(int(told.year[0]), int(told.year[-1]) + 1)
    files = (*event_files(scenario, told), *table_files(Tables(scenario, years)))
    about = Made(README, "", "", readme(scenario, histories, seed, files))
    _write(folder, (about, *files), overwrite)
    return Sample(folder, scenario, histories, seed, len(told.day), years, files)


def _write(folder: Path, files: tuple[Made, ...], overwrite: bool) -> None:
    """Write all files, the README first, unless anything else is in the way."""
    place = real(folder)
    if place.exists() and not place.is_dir():
        raise CannotWrite(f"{folder} cannot be written: it is a file, not a folder")
    known = [one for one in files if (place / one.name).exists()]
    other = [one.name for one in known if not _same(place / one.name, one.text)]
    if other and not overwrite:
        raise OutputExists(
            f"{folder / other[0]} exists already with other contents: name another folder, or "
            "replace the sample with --overwrite"
        )
    for one in files:
        if one.name in other or one not in known:
            write_whole(folder / one.name, one.text)


def _same(path: Path, text: str) -> bool:
    """Say whether a file holds a text."""
    data = text.encode()
    return (
        path.is_file()
        and path.stat().st_size == len(data)
        and (read_bytes(path, len(data)) == data)
    )
