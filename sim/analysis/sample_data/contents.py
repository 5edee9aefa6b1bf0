"""Contents: the files of a sample, and the README that lies beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sim import __version__
from sim.scenario import Scenario

from .event_files import by_period, dated, gdelt, icews
from .news import News
from .tables import Tables

README = "README.md"


@dataclass(frozen=True)
class Made:
    """A file that was made up.

    Attributes
    ----------
    name : str
        Of the file.
    like : str
        The real data set whose form it has.
    option : str
        What reads it.
    text : str
        What is in it.
    """

    name: str
    like: str
    option: str
    text: str


_ICEWS = "ICEWS Coded Event Data, raw, a file by year (Harvard Dataverse, doi:10.7910/DVN/28075)"
_EVENTS = "--events, --record"


def event_files(scenario: Scenario, news: News) -> list[Made]:
    """Return the files of events: each year raw, tables by year and month, GDELT, a list.

    Parameters
    ----------
    scenario : Scenario
        Whose states they are about.
    news : News
    """
    years, start = sorted(set(news.year.tolist())), scenario.start.year
    files, before = [], 0
    for year in years:
        ours = news.of(year)
        text = icews(scenario, ours, before)
        files.append(Made(f"sample-icews-events.{year}.tab", _ICEWS, _EVENTS, text))
        before += len(ours.day)
    for version, year, width in ((1, start, 58), (2, years[-1], 61)):
        words = f"GDELT {version}.0 events, {width} columns without names (gdeltproject.org)"
        text = gdelt(scenario, news.of(year), version)
        files.append(Made(f"sample-gdelt-{version}.0-{year}.csv", words, _EVENTS, text))
    for period in ("year", "month"):
        words = f"a table by dyad and {period}, such as one makes of any of these"
        text = by_period(scenario, news, period)
        files.append(Made(f"sample-events-by-{period}.csv", words, _EVENTS, text))
    listed = dated(scenario, news.of(start))
    words = "a list of dated events, such as one makes by hand"
    files.append(Made(f"sample-events-list-{start}.csv", words, _EVENTS, listed))
    return files


def table_files(tables: Tables) -> list[Made]:
    """Return the country-year files of a scenario."""
    voeten = "UN General Assembly votes (Harvard Dataverse, doi:10.7910/DVN/LEJUQZ)"
    made = (
        ("NMC-60-abridged", "National Material Capabilities 6.0 (correlatesofwar.org)", "--power",
         tables.nmc()),
        ("pwt110", "Penn World Table 11.0, saved as CSV (rug.nl/ggdc/productivity/pwt)", "--gdp",
         tables.gdp()),
        ("atop5_1dy", "ATOP 5.1 by dyad and year (atopdata.org)", "--alliances",
         tables.alliances()),
        ("AgreementScoresAll", f"agreement scores of {voeten}", "--votes", tables.votes()),
        ("IdealpointestimatesAll", f"ideal points of {voeten}", "--votes", tables.ideal_points()),
        ("tss_rivalries", "strategic rivalries (Thompson, Sakuwa & Suhas)", "--rivalries",
         tables.rivalries()),
        ("cow_capitals", "capitals with their places (`cow_capitals` of peacesciencer, saved as "
         "CSV)", "--capitals", tables.capitals()),
    )  # fmt: skip
    return [Made(f"sample-{name}.csv", *rest) for name, *rest in made]


def _named(files: Sequence[Made]) -> str:
    """Return the name of a file, or the first and the last of several."""
    first, last = f"`{files[0].name}`", f"`{files[-1].name}`"
    return first if len(files) == 1 else f"{first} to {last}"


def readme(scenario: Scenario, histories: int, seed: int, files: Sequence[Made]) -> str:
    """Return the text that says what the files are, and what they are not.

    Parameters
    ----------
    scenario : Scenario
        That they were made from.
    histories, seed : int
        How many histories, and of which seed.
    files : sequence of Made
    """
    word = "history" if histories == 1 else "histories"
    given = scenario.changed[len(scenario.changed) - scenario.overrides :]
    alike = [list(some) for _, some in groupby(files, key=lambda one: (one.like, one.option))]
    rows = [f"| {_named(some)} | {some[0].like} | `{some[0].option}` |" for some in alike]
    return "\n".join([
        "# Made up: sample data", "",
        f"Every file here whose name begins with `sample-` was made up by `sim sample-data` "
        f"(version {__version__}).",
        f"Its events are those of {histories:,} simulated {word} of the scenario "
        f"`{scenario.name}` (hash {scenario.hash}),",
        f"seed {seed}, and of the years before it, simulated without shocks. Each file holds the "
        "events of all of them",
        "together. Nothing here is a record of what happened: use the files to try commands and "
        "to learn the formats,",
        "never as evidence.",
        *(f"Changed in the scenario: {change}" for change in given),
        "",
        "| file | has the form of | read by |", "|---|---|---|", *rows, "",
        "Power, GDP, military expenditure and votes restate the scenario's own numbers, "
        "the same in every year.",
        "Treaties and rivalries follow from them by a rule of thumb, and the places of capitals "
        "are arbitrary. -9 means",
        "missing. In event files the codes are CAMEO's, one for each kind of move; columns that "
        "the program does not read are",
        "empty or left out. A file named `sample-` that the table leaves out is from an earlier "
        "sample.", "",
    ])  # fmt: skip
