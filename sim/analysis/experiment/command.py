"""The command ``sim experiment``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.shell.options import asks, ended_well, whole

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from sim.shell.session import Session


class _Experiment(click.ParamType):
    """An experiment file: a path, which is kept as one, or the name of a shipped one."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the name of a shipped experiment as it is, and any other word that is a path."""
        from sim.scenario.files import written_as_path

        return Path(value) if isinstance(value, str) and written_as_path(value) else value

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the names that begin so, and let the shell add files."""
        from click.shell_completion import CompletionItem

        from .shipped import shipped_experiments

        names = [name for name in shipped_experiments() if name.startswith(incomplete)]
        return [CompletionItem(n) for n in names] or [CompletionItem(incomplete, type="file")]


@click.command()
@click.argument("file", metavar="FILE", type=_Experiment())
@click.option(
    "-n",
    "--histories",
    type=whole(1, 10**6),
    help="How many runs (histories) of each setting and seed, in place of the number in the file.",
)
@click.option("--dry-run", is_flag=True, help="Check the file, say what would be run, and stop.")
@asks(None, resumes=True)
@ended_well
def experiment(
    file: str | Path, histories: int | None, dry_run: bool, session: Session, **options: Any
) -> None:
    """Run an experiment file: scenarios, variations, seeds and outcomes, in one table.

    FILE is a TOML file, or the name of an experiment that comes with the program.

    \b
    sim experiment turn
    sim experiment my-paper.toml --dry-run
    """
    from .answer import answered, asked
    from .reading import read_experiment
    from .shipped import experiment_file
    from .words import planned

    plan = read_experiment(experiment_file(file), histories)
    if dry_run:
        click.echo(planned(plan))
        return
    session.answer(asked(plan), plan.total, lambda how: answered(asked(plan), plan, how))
