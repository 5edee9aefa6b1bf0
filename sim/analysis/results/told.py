"""Told: what ``sim results`` prints."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from sim.errors import FAILED, InvalidInput
from sim.report.progress import Stopped
from sim.shell.lasting import say_how_long
from sim.shell.reopening import reopen
from sim.system.named import file_beside
from sim.system.text import many

from .browser import report_of, show_report
from .listing import entries, found

_NOTICED = 0.05  # points of lettering
_PAGE = 25.0  # centimetres that a page of a journal has for a figure


def listed(place: str, as_json: bool) -> None:
    """Print the results in a folder.

    Parameters
    ----------
    place : str
        The folder.
    as_json : bool
        As JSON instead of text.
    """
    there = entries(place)
    if as_json:
        click.echo(json.dumps([asdict(entry) for entry in there], indent=2))
    elif there:
        click.echo("\n".join(entry.in_words() for entry in there))
    else:
        folder = f"{place.rstrip('/')}/"
        click.echo(f"There are no results in {folder} yet: `sim run article` makes some.")


def opened(folder: str, only_path: bool) -> None:
    """Show the report of a folder, or print its path.

    Parameters
    ----------
    folder : str
        As written on the command line.
    only_path : bool
        Print the path, and open nothing.
    """
    place = found(folder)
    if only_path:
        click.echo(report_of(place))
    else:
        click.echo(f"Opened {show_report(place)}")


def exported(
    folder: str,
    output: Path | None,
    format: str | None,
    histories: int | None,
    overwrite: bool,
    **which: Any,
) -> None:
    """Write the panel of a run, and say from what.

    Parameters
    ----------
    folder : str
        As written on the command line.
    output, format, overwrite
        As in ``export.export``.
    histories : int, optional
        Only the first ones.
    **which : sequence of str
        ``measures`` and ``states``, as in ``panel.panel``.

    Raises
    ------
    InvalidInput
        As ``export.export``, and for more histories than the folder holds.
    """
    from .export import place_of, write_panel
    from .panel import panel

    place = found(folder)
    path = place_of(place, output, format or "")
    kept = reopen(place)
    count = kept.histories if histories is None else histories
    if count > kept.histories:
        raise InvalidInput(
            f"-n {count}: {place} holds {many(kept.histories, 'history')}; "
            f"`sim run {place} -n {count}` "
            "makes more"
        )
    made = panel(kept.scenario, kept.seed, count, **which)
    say_how_long(kept.scenario, kept.seed, count)
    written = write_panel(made, path, overwrite)
    click.echo(str(written))
    click.echo(
        f"{place} keeps summaries of its months only: the histories were simulated again from "
        f"resolved.toml with seed {kept.seed}, to the same bits."
    )


def archived(folder: str, output: Path | None, authors: tuple[str, ...], overwrite: bool) -> None:
    """Write an archive and say so; parameters as in ``archiving.archive``."""
    from .archiving import archive

    click.echo(str(archive(found(folder), output, authors, overwrite)))


def verified(what: str, as_json: bool) -> None:
    """Compute results again, and print whether they are the same.

    Parameters
    ----------
    what : str
        A results folder or an archive, as written on the command line.
    as_json : bool
        Print JSON instead of text.

    Raises
    ------
    Stopped
        When anything differs.
    """
    from .unpacking import is_archive
    from .verifying import verify

    path = Path(what)
    result = verify(path if is_archive(path) else found(what))
    if as_json:
        click.echo(json.dumps(result.data(), indent=2))
    elif result.same:
        click.echo(str(result))
    if not result.same:
        raise Stopped("these results differ" if as_json else str(result), FAILED)


def redrawn(
    folder: str, name: str, formats: str, labels: tuple[str, ...], output: Path | None, **how: Any
) -> None:
    """Draw a figure for a paper, and say where it is.

    Parameters
    ----------
    folder, name : str
        As written on the command line.
    formats : str
        With commas between them.
    labels : tuple of str
        As OLD=NEW.
    output : Path, optional
        File without its ending.
    **how : str, float or Path
        As the other attributes of ``paper.Paper``.
    """
    from sim.report.figure_names import named
    from sim.report.paper import FORMATS, Paper, lettering, save

    from .redrawing import figure, names_of
    from .remade import manifest_of

    place = found(folder)
    which = named(name, names_of(manifest_of(place)))
    kinds = [kind.strip().lower() for kind in formats.split(",") if kind.strip()]
    if not kinds or set(kinds) - set(FORMATS):
        raise InvalidInput(f"--format {formats}: choose from {', '.join(FORMATS)}")
    pairs = dict(label.partition("=")[::2] for label in labels)
    if wrong := [label for label in labels if "=" not in label or label.startswith("=")]:
        raise InvalidInput(f"--label {wrong[0]}: write it as OLD=NEW, as in 'Russia=Moscow'")
    paper = Paper(labels=pairs, **how)
    base = output or file_beside(place, f"{place.resolve().name}-{which}")
    if base.suffix.lower() in {f".{kind}" for kind in kinds}:  # named with its ending after all
        base = base.with_suffix("")
    drawn = figure(place, which, paper)
    for path in save(drawn, [base.with_name(f"{base.name}.{kind}") for kind in kinds], paper):
        click.echo(str(path))
    tall = 2.54 * float(vars(drawn)["box"].height)
    if tall > _PAGE:
        told = f"it is {tall:z.0f} cm tall, more than a page has: a larger --size makes it lower"
        click.echo(f"{told}, and so does --size WIDTHxHEIGHT", err=True)
    if paper.font and lettering(drawn) < paper.font - _NOTICED:
        wider = paper.font / lettering(drawn)
        told = f"its lettering has {lettering(drawn):z.1f} points, not {paper.font:g}"
        click.echo(f"{told}: for those make --size {wider:z.2f} times as wide", err=True)
