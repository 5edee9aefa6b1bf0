"""Rough figures of states, by judgement, for a scenario to start from where no file is given.

They are orders of magnitude of about 2020 from general knowledge, good enough for a first run and
for nothing else: ``sim import`` takes figures with sources from your own downloads.
"""

from __future__ import annotations

from typing import NamedTuple


class Rough(NamedTuple):
    """What is roughly known of a state.

    Attributes
    ----------
    gdp : float
        Gross domestic product at purchasing power parity, in trillions of dollars.
    arms : float
        Military expenditure in billions of dollars, more where a nuclear arsenal counts.
    camp : float
        How close it is to Washington, from 1 (an ally in everything) to -1.
    place : (float, float) or None
        Latitude and longitude of its capital, in degrees.
    """

    gdp: float
    arms: float
    camp: float
    place: tuple[float, float] | None


UNKNOWN = Rough(0.05, 0.3, 0.0, None)  # a small state, whose place nobody has entered
LARGEST = Rough(24.0, 780.0, 1.0, None)  # the largest economy, and the largest expenditure

# ISO3 code, GDP, arms, camp, latitude and longitude of the capital or a large city.
_ROWS = """
USA 21 780 1.0 38.9 -77.0|CHN 24 350 -0.75 39.9 116.4|RUS 4.1 400 -0.9 55.8 37.6
IND 9 110 0.1 28.6 77.2|JPN 5.3 50 0.85 35.7 139.7|DEU 4.6 53 0.7 52.5 13.4
FRA 3.1 70 0.7 48.9 2.4|GBR 3.1 75 0.9 51.5 -0.1|IDN 3.3 9 0.05 -6.2 106.8
BRA 3.2 20 0.05 -15.8 -47.9|TUR 2.5 18 0.2 39.9 32.9|ITA 2.5 29 0.7 41.9 12.5
MEX 2.4 6 0.35 19.4 -99.1|KOR 2.3 46 0.75 37.6 127.0|CAN 1.9 23 0.9 45.4 -75.7
ESP 1.8 17 0.7 40.4 -3.7|SAU 1.6 57 0.35 24.7 46.7|AUS 1.4 27 0.9 -35.3 149.1
POL 1.3 13 0.85 52.2 21.0|TWN 1.3 12 0.8 25.0 121.5|THA 1.3 7 0.25 13.8 100.5
EGY 1.3 8 0.2 30.0 31.2|IRN 1.1 20 -0.9 35.7 51.4|PAK 1.1 20 -0.25 33.7 73.1
NGA 1.1 2.6 0.1 9.1 7.4|VNM 1.0 5.5 -0.05 21.0 105.8|NLD 1.0 12 0.8 52.1 4.3
ARG 1.0 3 0.15 -34.6 -58.4|PHL 0.9 3.7 0.55 14.6 121.0|MYS 0.9 3.8 0.0 3.1 101.7
BGD 0.9 4.5 0.0 23.8 90.4|ZAF 0.8 3.2 -0.2 -25.7 28.2|COL 0.75 9 0.45 4.7 -74.1
ARE 0.65 20 0.3 24.5 54.4|ROU 0.6 5.7 0.75 44.4 26.1|BEL 0.6 5.3 0.75 50.8 4.4
CHE 0.6 5 0.5 46.9 7.4|SGP 0.55 11 0.45 1.3 103.8|SWE 0.55 6 0.75 59.3 18.1
UKR 0.54 6 0.7 50.5 30.5|KAZ 0.5 1.7 -0.35 51.2 71.4|DZA 0.5 10 -0.25 36.8 3.1
AUT 0.5 3.5 0.5 48.2 16.4|IRL 0.47 1.1 0.6 53.3 -6.3|CHL 0.45 5 0.3 -33.4 -70.7
CZE 0.44 3.2 0.75 50.1 14.4|PER 0.4 2.6 0.2 -12.0 -77.0|IRQ 0.4 7 0.1 33.3 44.4
ISR 0.38 40 0.8 32.1 34.8|PRT 0.35 4.6 0.7 38.7 -9.1|NOR 0.35 7 0.85 59.9 10.8
DNK 0.34 5 0.85 55.7 12.6|HUN 0.32 2.4 0.4 47.5 19.0|GRC 0.3 5 0.65 38.0 23.7
ETH 0.28 0.5 -0.05 9.0 38.7|FIN 0.28 4 0.75 60.2 24.9|LKA 0.28 1.6 -0.05 6.9 79.9
MAR 0.28 5 0.4 34.0 -6.8|MMR 0.25 2.4 -0.4 19.8 96.1|UZB 0.25 1.4 -0.25 41.3 69.2
QAT 0.25 11 0.35 25.3 51.5|KEN 0.24 1.1 0.3 -1.3 36.8|NZL 0.22 3 0.75 -41.3 174.8
KWT 0.2 7 0.45 29.4 48.0|AGO 0.2 1 -0.15 -8.8 13.2|TZA 0.17 0.8 0.0 -6.2 35.7
SVK 0.17 1.8 0.7 48.1 17.1|BGR 0.17 1.2 0.65 42.7 23.3|BLR 0.19 0.8 -0.8 53.9 27.6
GHA 0.17 0.3 0.2 5.6 -0.2|SDN 0.17 1 -0.3 15.6 32.5|ECU 0.18 2.4 0.2 -0.2 -78.5
AZE 0.15 2.2 -0.1 40.4 49.9|VEN 0.15 1 -0.7 10.5 -66.9|OMN 0.14 6.5 0.25 23.6 58.4
SRB 0.13 1.1 -0.15 44.8 20.5|TUN 0.13 1.1 0.25 36.8 10.2|NPL 0.12 0.4 0.0 27.7 85.3
HRV 0.11 1 0.7 45.8 16.0|LTU 0.11 1.2 0.85 54.7 25.3|CUB 0.1 0.5 -0.7 23.1 -82.4
JOR 0.1 2 0.5 32.0 35.9|LBY 0.1 2 0.0 32.9 13.2|TKM 0.1 0.8 -0.2 37.9 58.4
LVA 0.06 0.8 0.85 56.9 24.1|EST 0.05 0.7 0.85 59.4 24.8|LBN 0.08 2 0.1 33.9 35.5
AFG 0.08 0.3 -0.2 34.5 69.2|KHM 0.07 0.6 -0.4 11.6 104.9|LAO 0.06 0.1 -0.4 18.0 102.6
GEO 0.06 0.3 0.4 41.7 44.8|YEM 0.06 1 0.0 15.4 44.2|SYR 0.05 2 -0.85 33.5 36.3
ARM 0.04 0.6 -0.3 40.2 44.5|MNG 0.04 0.1 0.0 47.9 106.9|PRK 0.04 6 -0.95 39.0 125.8
MDA 0.03 0.1 0.2 47.0 28.8|TJK 0.04 0.1 -0.35 38.6 68.8|KGZ 0.03 0.1 -0.35 42.9 74.6
BHR 0.08 1.4 0.5 26.2 50.6
"""

# Pairs that quarrel over land, faith or rule, whoever is right; and pairs and circles that are
# bound to defend one another.
_RIVALS = """
PRK KOR|PRK USA|PRK JPN|CHN USA|CHN IND|CHN VNM|CHN JPN|CHN TWN|CHN PHL|RUS USA|RUS UKR|RUS GEO
RUS POL|RUS GBR|IND PAK|IRN ISR|IRN SAU|IRN USA|ISR SYR|ISR LBN|GRC TUR|ARM AZE|DZA MAR|ETH EGY
COL VEN|USA VEN|USA CUB|AFG PAK|SYR TUR|SYR USA|KHM THA
"""
_ALLIES = (
    "USA CAN GBR FRA DEU ITA ESP NLD BEL NOR DNK PRT POL CZE SVK HUN ROU BGR HRV LTU LVA EST GRC "
    "TUR",
    "USA JPN", "USA KOR", "USA PHL", "USA THA", "USA AUS NZL", "CHN PRK", "RUS BLR KAZ KGZ TJK ARM",
    "SAU ARE KWT QAT BHR OMN",
)  # fmt: skip


def _rows() -> dict[str, Rough]:
    """Return the table by ISO3 code."""
    result = {}
    for row in _ROWS.strip().replace("\n", "|").split("|"):
        iso3, *numbers = row.split()
        gdp, arms, camp, lat, lng = map(float, numbers)
        result[iso3] = Rough(gdp, arms, camp, (lat, lng))
    return result


ROUGH = _rows()
RIVALS = frozenset(
    frozenset(pair.split()) for pair in _RIVALS.strip().replace("\n", "|").split("|")
)
ALLIES = tuple(frozenset(circle.split()) for circle in _ALLIES)


def rivals(one: str, other: str) -> bool:
    """Say whether two states, by ISO3 code, quarrel."""
    return frozenset((one, other)) in RIVALS


def allies(one: str, other: str) -> bool:
    """Say whether two states, by ISO3 code, are bound to defend one another."""
    return any({one, other} <= circle for circle in ALLIES)
