"""Make scenarios/figures/world-2013.toml: what the record says of twenty-five states before 2013.

Run it with the folder that holds the record. The scenario world-2013 extends what it writes, and
adds what no file says: obstacles, embargoes, departures and shocks, each with its reason.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sim.data.skeleton import Choices, import_skeleton, states_called

CODES = (
    "USA,BRA,GBR,FRA,DEU,POL,RUS,UKR,ZAF,IRN,TUR,IRQ,EGY,ISR,SAU,CHN,DPRK,ROK,JPN,IND,PAK,THA,VNM,"
    "IDN,AUS"
)
YEAR, START, MONTHS = 2012, 2013, 24
FILES = {
    "power": "cow_nmc_world25_2005_2013.csv",
    "alliances": "atop_dyad_year_world25_2005_2013.csv",
    "votes": "unga_agreement_world25_2005_2013.csv",
    "rivalries": "tss_rivalries_world25.csv",
    "gdp": "gdp_pop_world25_2005_2013.csv",
    "capitals": "capitals_world25.csv",
}
EVENTS = "icews_dyad_year_world24_2002_2013.csv"
WRITTEN = Path(__file__).parents[1] / "scenarios" / "figures" / "world-2013.toml"


def figures(folder: Path) -> str:
    """Return the text of the figures, as ``sim import`` writes it.

    Events stand beside no tie: what they say is in the note of its affinity.
    """
    files = {kind: folder / name for kind, name in FILES.items()}
    states = states_called(CODES, YEAR)
    choices = Choices(START)
    made = import_skeleton("world-2013", states, YEAR, files, [folder / EVENTS], choices)
    lines = [line for line in made.text.splitlines() if not line.startswith("# events:")]
    text = "\n".join(lines) + "\n"
    return text.replace("months = 36", f"months = {MONTHS}")


def main(folder: Path) -> None:
    """Write the file."""
    WRITTEN.write_text(figures(folder), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/record"))
