"""Capitals: what the news call a government by, and which names take an article.

A capital stands for a government in prose ("Seoul declines"), so it is the seat of government where
the two differ (The Hague). The table is general knowledge, as any atlas has it; Israel has none, as
its capital is disputed. No history depends on it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from .codes import ISO3

_NOW = {}
for _line in (
    """
AFG Kabul|AGO Luanda|ALB Tirana|AND Andorra la Vella|ARE Abu Dhabi|ARG Buenos Aires|ARM Yerevan
ATG St. John's|AUS Canberra|AUT Vienna|AZE Baku|BDI Gitega|BEL Brussels|BEN Porto-Novo
BFA Ouagadougou|BGD Dhaka|BGR Sofia|BHR Manama|BHS Nassau|BIH Sarajevo|BLR Minsk|BLZ Belmopan
BOL La Paz|BRA Brasília|BRB Bridgetown|BRN Bandar Seri Begawan|BTN Thimphu|BWA Gaborone|CAF Bangui
CAN Ottawa|CHE Bern|CHL Santiago|CHN Beijing|CIV Yamoussoukro|CMR Yaoundé|COD Kinshasa
COG Brazzaville|COL Bogotá|COM Moroni|CPV Praia|CRI San José|CUB Havana|CYP Nicosia|CZE Prague
DEU Berlin|DJI Djibouti|DMA Roseau|DNK Copenhagen|DOM Santo Domingo|DZA Algiers|ECU Quito
EGY Cairo|ERI Asmara|ESP Madrid|EST Tallinn|ETH Addis Ababa|FIN Helsinki|FJI Suva|FRA Paris
FSM Palikir|GAB Libreville|GBR London|GEO Tbilisi|GHA Accra|GIN Conakry|GMB Banjul|GNB Bissau
GNQ Malabo|GRC Athens|GRD St. George's|GTM Guatemala City|GUY Georgetown|HND Tegucigalpa
HRV Zagreb|HTI Port-au-Prince|HUN Budapest|IDN Jakarta|IND New Delhi|IRL Dublin|IRN Tehran
IRQ Baghdad|ISL Reykjavík|ITA Rome|JAM Kingston|JOR Amman|JPN Tokyo|KAZ Astana|KEN Nairobi
KGZ Bishkek|KHM Phnom Penh|KIR South Tarawa|KNA Basseterre|KOR Seoul|KWT Kuwait City|LAO Vientiane
LBN Beirut|LBR Monrovia|LBY Tripoli|LCA Castries|LIE Vaduz|LKA Colombo|LSO Maseru|LTU Vilnius
LUX Luxembourg City|LVA Riga|MAR Rabat|MCO Monaco|MDA Chişinău|MDG Antananarivo|MDV Malé
MEX Mexico City|MHL Majuro|MKD Skopje|MLI Bamako|MLT Valletta|MMR Naypyidaw|MNE Podgorica
MNG Ulaanbaatar|MOZ Maputo|MRT Nouakchott|MUS Port Louis|MWI Lilongwe|MYS Kuala Lumpur
NAM Windhoek|NER Niamey|NGA Abuja|NIC Managua|NLD The Hague|NOR Oslo|NPL Kathmandu|NRU Yaren
NZL Wellington|OMN Muscat|PAK Islamabad|PAN Panama City|PER Lima|PHL Manila|PLW Ngerulmud
PNG Port Moresby|POL Warsaw|PRK Pyongyang|PRT Lisbon|PRY Asunción|QAT Doha|ROU Bucharest
RUS Moscow|RWA Kigali|SAU Riyadh|SDN Khartoum|SEN Dakar|SGP Singapore|SLB Honiara|SLE Freetown
SLV San Salvador|SMR San Marino|SOM Mogadishu|SRB Belgrade|SSD Juba|STP São Tomé|SUR Paramaribo
SVK Bratislava|SVN Ljubljana|SWE Stockholm|SWZ Mbabane|SYC Victoria|SYR Damascus|TCD N'Djamena
TGO Lomé|THA Bangkok|TJK Dushanbe|TKM Ashgabat|TLS Dili|TON Nuku'alofa|TTO Port of Spain|TUN Tunis
TUR Ankara|TUV Funafuti|TWN Taipei|TZA Dodoma|UGA Kampala|UKR Kyiv|URY Montevideo|USA Washington
UZB Tashkent|VCT Kingstown|VEN Caracas|VNM Hanoi|VUT Port Vila|WSM Apia|XKX Pristina|YEM Sanaa
ZAF Pretoria|ZMB Lusaka|ZWE Harare
""".strip()
    .replace("\n", "|")
    .split("|")
):
    _NOW[_line[:3]] = _line[4:]

# Seats of government of other years, and of states that are no more, by Correlates of War number.
_THEN = (
    (140, 1822, 1959, "Rio de Janeiro"),
    (255, 1990, 1998, "Bonn"),
    (260, 1949, 1990, "Bonn"),
    (265, 1949, 1990, "East Berlin"),
    (315, 1918, 1992, "Prague"),
    (365, 1816, 1917, "St. Petersburg"),
    (475, 1960, 1990, "Lagos"),
    (640, 1816, 1922, "Constantinople"),
    (678, 1918, 1990, "Sanaa"),
    (680, 1967, 1990, "Aden"),
    (705, 1991, 1996, "Almaty"),
    (770, 1947, 1958, "Karachi"),
    (775, 1948, 2005, "Rangoon"),
    (817, 1954, 1975, "Saigon"),
)

# Other usual spellings in English.
_ALSO = {
    "Beijing": ("Peking",),
    "Kyiv": ("Kiev",),
    "Pyongyang": ("Pyeongyang",),
    "Washington": ("Washington DC", "Washington, DC", "Washington, D.C."),
}

# Names that take an article: by their last word, or as a whole.
_LAST = re.compile(
    r"\b(Republic|Republics|States|Kingdom|Emirates|Union|Islands|Federation|Empire)$"
    r"|\b(Republic|Union|States|Kingdom|Federation) of\b"
)
_WHOLE = {"Bahamas", "Comoros", "Gambia", "Maldives", "Netherlands", "Philippines", "DR Congo"}


def capital(ccode: int, year: int) -> str | None:
    """Return the seat of a state's government in a year, None where it is unknown.

    Parameters
    ----------
    ccode : int
        The state's Correlates of War number.
    year : int
        When.
    """
    for number, first, last, city in _THEN:
        if number == ccode and first <= year <= last:
            return city
    return _NOW.get(ISO3.get(ccode, ""))


@cache
def seats(ccode: int) -> tuple[str, ...]:
    """Return every name of a seat of a state's government, of today first, and without accents."""
    today = _NOW.get(ISO3.get(ccode, ""))
    cities = [today] if today else []
    cities += [city for number, *_, city in _THEN if number == ccode]
    names = [name for city in cities for name in (city, *_ALSO.get(city, ()))]
    return tuple(dict.fromkeys(form for name in names for form in (name, _plain(name))))


@cache
def _seated() -> dict[str, frozenset[int]]:
    """Return the numbers of the states that were governed from a city, by its name."""
    result: dict[str, set[int]] = {}
    for ccode in (*ISO3, *(number for number, *_ in _THEN)):
        for name in seats(ccode):
            result.setdefault(name.casefold(), set()).add(ccode)
    return {name: frozenset(ccodes) for name, ccodes in result.items()}


def governed_from(city: str) -> frozenset[int]:
    """Return the Correlates of War numbers of all states that are or were governed from a city."""
    return _seated().get(_plain(" ".join(city.split())).casefold(), frozenset())


def _plain(name: str) -> str:
    """Return a name without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def in_a_sentence(name: str) -> str:
    """Return a state's name with the article that it takes: "the United States", "China"."""
    takes = (_LAST.search(name) or name in _WHOLE) and not name.startswith(("The ", "the "))
    return f"the {name}" if takes else name
