"""The script of a game of several states, as the script of each of them."""

from __future__ import annotations

from sim.errors import InvalidInput
from sim.scenario import Scenario

from .names import pick_state
from .script import AWAY, Script, lines_of, month_of


class Scripts:
    """What the states of a game decide by a text in which each line names who decides.

    InvalidInput names file and line, and says what is wrong in it.

    Attributes
    ----------
    by_state : dict of code to Script
        In the order of the scenario.
    months : int
        How many months the lines reach.
    """

    def __init__(self, text: str, file: str, scenario: Scenario) -> None:
        self.months = 0
        own: dict[str, dict[int, str]] = {}
        for number, (label, *words) in lines_of(text):
            try:
                self.months = max(self.months, month_of(label, scenario) + 1)
                if words == [AWAY]:
                    continue
                code, said = _who(" ".join(words), label, scenario)
            except InvalidInput as error:
                raise InvalidInput(f"{file}:{number}: {error}") from None
            own.setdefault(code, {})[number] = f"{label} {said}"
        self.by_state = {
            code: Script(_text(own[code]), file, scenario, code, alone=False)
            for code in scenario.codes
            if code in own
        }

    def unasked(self) -> list[str]:
        """Return the lines that answer what nobody asked."""
        return [line for script in self.by_state.values() for line in script.unasked()]


def names_who(text: str) -> bool:
    """Say whether the lines of a script name who decides."""
    return any(":" in " ".join(words[1:]).partition(",")[0] for _, words in lines_of(text))


def _who(said: str, label: str, scenario: Scenario) -> tuple[str, str]:
    """Return the code of who decides, and what."""
    name, colon, rest = said.partition(":")
    if not colon:
        example = f"{label} {scenario.codes[0]}: {said}"
        raise InvalidInput(f"who decides this? Write the state before it, as {example}")
    return pick_state(name, scenario, scenario.codes, "state"), rest


def _text(lines: dict[int, str]) -> str:
    """Return lines at the numbers that they have in the whole text."""
    return "\n".join(lines.get(number, "") for number in range(1, max(lines) + 1))
