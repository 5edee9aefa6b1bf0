"""Shipped: the experiments that come with the program, and the file that a word means."""

from __future__ import annotations

from pathlib import Path

from sim.scenario import Problem, Refused, nearest
from sim.scenario.files import shipped, shipped_folder, written_as_path

_ROOM = "experiments"  # a folder beside the scenarios


def shipped_experiments() -> dict[str, Path]:
    """Return the experiments that come with the program, by name."""
    return {path.stem: path for path in sorted((shipped_folder() / _ROOM).glob("*.toml"))}


def a_scenario(what: str, name: str) -> str:
    """Say that a word or file is a scenario, and what to do with it."""
    return f"{what} is a scenario, not an experiment: run it with `sim run {name}`"


def experiment_file(name: str | Path) -> Path:
    """Return the experiment file that a word means.

    Parameters
    ----------
    name : str or Path
        A path (anything with a separator or ending in .toml), or the name of an experiment that
        comes with the program.

    Raises
    ------
    Refused
        When there is no such file, naming the nearest.
    """
    text, known = str(name), shipped_experiments()
    if text in known:
        return known[text]
    if isinstance(name, str) and not written_as_path(text):
        if text in shipped():
            raise Refused([Problem(text, None, "", a_scenario("this", text))])
        told = f"there is no such experiment{nearest(text, known)}; a file ends in .toml"
        raise Refused([Problem(text, None, "", told)])
    if not Path(name).is_file():
        raise Refused([Problem(text, None, "", "there is no such file")])
    return Path(name)
