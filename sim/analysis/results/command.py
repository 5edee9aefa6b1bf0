"""The command ``sim results`` and what it can do with a results folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sim.shell.options import FILE, NEW_FILE, RESULTS, ended_well, whole


@click.group("results")
def results() -> None:
    """List results, open their reports, and hand them on.

    A FOLDER is a path, or the name of a folder in results/; the beginning of its name is enough.

    \b
    sim results list
    sim results open article-1000-s1
    """


@results.command("list")
@click.argument("place", metavar="[FOLDER]", default="results", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@ended_well
def list_(place: str, as_json: bool) -> None:
    """List results and what they found, the newest last."""
    from . import told

    told.listed(place, as_json)


@results.command("open")
@click.argument("folder", type=RESULTS)
@click.option("--print", "only_path", is_flag=True, help="Print the path of the report instead.")
@ended_well
def open_(folder: str, only_path: bool) -> None:
    """Show a report in the browser."""
    from . import told

    told.opened(folder, only_path)


@results.command("export")
@click.argument("folder", type=RESULTS)
@click.option(
    "--format",
    type=click.Choice(["csv", "parquet", "dta", "xlsx"]),
    help="By default what the file's name ends in, else csv; dta is Stata's.",
)
@click.option(
    "-n", "--histories", type=whole(1, 10**10), help="Only so many histories, the first ones."
)
@click.option(
    "--measure",
    "measures",
    multiple=True,
    metavar="NAME",
    help="Only this measure, as tilt or support_economy; may be repeated.",
)
@click.option(
    "--state",
    "states",
    multiple=True,
    metavar="CODE",
    help="Only measures of this state; may be repeated.",
)
@click.option(
    "-o",
    "--output",
    type=NEW_FILE,
    help="File; by default beside the folder, NAME-panel.FORMAT.",
)
@click.option("--overwrite", is_flag=True, help="Replace a file.")
@ended_well
def export(folder: str, **options: Any) -> None:
    """Write every month of every history as one table.

    Its columns are run, month, measure, state, partner and value; csv, parquet, dta or xlsx.

    A folder keeps summaries of its months only, so the histories are simulated again, to the same
    bits. A codebook is written beside the table.

    \b
    sim results export article-1000-s1 --format dta --measure tilt
    """
    from . import told

    told.exported(folder, **options)


@results.command("archive")
@click.argument("folder", type=RESULTS)
@click.option(
    "--author",
    "authors",
    multiple=True,
    metavar="'FAMILY, GIVEN'",
    help="An author of the results, for the metadata; may be repeated.",
)
@click.option("-o", "--output", type=NEW_FILE, help="File; by default NAME.zip beside it.")
@click.option("--overwrite", is_flag=True, help="Replace a file.")
@ended_well
def archive(folder: str, authors: tuple[str, ...], output: Path | None, overwrite: bool) -> None:
    """Pack results, and what made them, into one zip.

    It is ready for Zenodo or CoMSES, and holds the results, the scenario files with all that they
    extend, the program, the versions of its packages, checksums, a README and metadata. The same
    folder gives the same bytes.
    """
    from . import told

    told.archived(folder, output, authors, overwrite)


@results.command("verify")
@click.argument("what", metavar="FOLDER|ARCHIVE")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@ended_well
def verify(what: str, as_json: bool) -> None:
    """Compute results again and compare bit by bit.

    The exit code is 0 when all files come out alike, and 4 when any differs; differing files and
    versions are named.
    """
    from . import told

    told.verified(what, as_json)


@results.command("figure")
@click.argument("folder", type=RESULTS)
@click.argument("name")
@click.option("--size", default="", help="Width, or width x height: 8.5cm, 170mm x 100mm, 3.3in.")
@click.option("--font", type=float, help="Points of ordinary lettering.")
@click.option(
    "--format",
    "formats",
    default="pdf,svg,png",
    show_default=True,
    help="File formats, with commas between them.",
)
@click.option("--title", help='In place of the title; "" for none.')
@click.option("--note", help='In place of the small type below; "" for none.')
@click.option(
    "--label",
    "--labels",
    "labels",
    multiple=True,
    metavar="OLD=NEW",
    help="Replace words of the figure by others; may be repeated.",
)
@click.option("--style", "look", type=FILE, help="A style sheet of matplotlib (.mplstyle).")
@click.option(
    "-o",
    "--output",
    type=NEW_FILE,
    help="File without its ending; by default beside the folder, FOLDER-NAME.",
)
@ended_well
def figure(folder: str, name: str, **options: Any) -> None:
    """Draw a figure again, as a paper wants it.

    NAME is that of the figure, as fan, alluvial or matrix; a wrong one lists those of the folder.

    Its size, lettering, words and formats may be chosen. PDF files have their fonts embedded, and
    in SVG files text stays text. Files that are there already are replaced.

    \b
    sim results figure article-1000-s1 fan --size 8.5cm --font 8 --title ""
    """
    from . import told

    told.redrawn(folder, name, **options)
