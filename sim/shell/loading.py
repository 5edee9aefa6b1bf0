"""Loading: a scenario by its name or file, with the changes that the command line asks for."""

from __future__ import annotations

from collections.abc import Sequence

from sim.errors import InvalidInput
from sim.scenario import Scenario, load


def load_scenario(name: str, changes: Sequence[str] = (), without: Sequence[str] = ()) -> Scenario:
    """Load a scenario with overrides.

    Parameters
    ----------
    name : str
        Of the scenario, or its file.
    changes, without : sequence of str
        As written on the command line: PATH=VALUE, and shocks to leave out.
    """
    numbers = {}
    for change in changes:
        path, equals, value = change.partition("=")
        if not equals:
            raise InvalidInput(
                f"--set {change}: write it as path=value, as in states.DPRK.autonomy=0.9"
            )
        numbers[path.strip()] = value.strip()
    return load(name, set=numbers, without=without)
