"""The book: pages that scripts write, links on the site, words for pictures, colours for all."""

from __future__ import annotations

import itertools
import json
import os
import re
import runpy
import tomllib
from pathlib import Path

import numpy as np
import pytest

from sim import schema
from sim.analysis.compare import channels_figure
from sim.analysis.explain import why_figure
from sim.analysis.sensitivity import tornado_figure
from sim.report import style
from sim.report.colours import OKABE_ITO, SCENARIOS
from sim.report.figures import raster

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "RELEASE.md", *DOCS.glob("*.md")]


def script(name: str) -> dict:
    """Return the names in a script of docs."""
    return runpy.run_path(str(DOCS / f"{name}.py"))


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """All pages of the site as Sphinx reads them, by name."""
    folder = tmp_path_factory.mktemp("site")
    script("make_site")["staged"](folder)
    return {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in folder.rglob("*.md")}


# ------------------------------------------------------------------------------------- the site


def test_every_page_is_in_the_table_of_contents_once(site):
    listed = []
    for name, text in site.items():
        folder = Path(name).parent
        for block in re.findall(r"^```\{toctree\}\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
            names = [line for line in block.splitlines() if line and not line.startswith(":")]
            listed += [(folder / one).as_posix() + ".md" for one in names]
    alone = {name for name, text in site.items() if text.startswith("---\norphan: true")}
    assert sorted(listed) == sorted(set(site) - alone - {"index.md"})


def test_links_on_the_site_lead_to_pages_of_the_site(site):
    made = script("make_site")
    for name, text in site.items():
        if name.startswith("files/"):
            continue
        prose = "".join(made["FENCED"].split(text)[::2])
        for _, _, target, _ in made["LINK"].findall(prose):
            if target and "://" not in target and not target.startswith("mailto:"):
                shown = Path(os.path.normpath(Path(name).parent / target)).as_posix()
                assert shown in site or (DOCS / shown).exists(), f"{name}: {target}"


def test_every_page_of_the_site_has_one_title(site):
    fenced = script("make_site")["FENCED"]
    for name, text in site.items():
        if not name.startswith("files/"):
            prose = "".join(fenced.split(text)[::2])
            assert len(re.findall(r"^# ", prose, re.MULTILINE)) == 1, name


def test_the_paper_on_the_site_cites_by_author_and_year(site):
    assert "(Kuik 2008; Goh 2005)" in site["paper.md"]
    assert "(Lim and Cooper 2015; Haacke 2019)" in site["paper.md"]
    assert "(Grimm et al. 2020)" in site["paper.md"]
    assert "@" not in site["paper.md"] and "files/paper/paper.bib.md" in site


def test_the_source_archive_holds_every_page_of_the_site():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    packed = project["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    for path in (*script("make_site")["ELSEWHERE"], "docs"):
        assert any(path == one or path.startswith(f"{one}/") for one in packed), path


def test_pages_keep_their_text_and_lose_their_comments(site):
    assert "<!--" not in "".join(site[name] for name in site if not name.startswith("files/"))
    heads = [
        line for line in (DOCS / "import.md").read_text("utf-8").splitlines() if line[:3] == "## "
    ]
    assert [line for line in site["import.md"].splitlines() if line[:3] == "## "] == heads


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_words_stand_behind_a_comment_that_begins_a_line(page):
    # Markdown takes such a line for HTML: emphasis and links would be shown as they are typed
    text = page.read_text("utf-8")
    found = re.search(r"^ {0,3}<!--(?:(?!-->).)*-->[ ]*\S", text, re.MULTILINE | re.DOTALL)
    assert not found, found[0]


def test_the_reference_has_every_command_verb_and_outcome(site):
    import sim
    from sim.cli import TABLE
    from sim.outcomes.catalogue import OUTPUTS

    for name in TABLE:
        assert f":prog: sim {name}\n" in site["command-line.md"]
    for name in (*sim.VERBS, *sim.NOUNS):
        assert f":: sim.{name}\n" in site["api.md"]
    for name in OUTPUTS:
        assert f"| `{name}` |" in site["outcomes.md"]


# ----------------------------------------------------------------------- what scripts have written


def test_the_map_shows_every_room_and_all_arcs_lead_downward():
    rooms = script("make_map")["rooms"]()
    place = {room.name: k for k, room in enumerate(rooms)}
    there = {
        p.stem
        for p in (ROOT / "sim").iterdir()
        if p.suffix == ".py" or (p / "__init__.py").exists()
    }
    assert set(place) == there - {"__init__"}
    for room in rooms:
        assert room.modules > 0
        assert all(place[other] > place[room.name] for other in room.imports), room.name


def test_handouts_are_those_of_the_scenario_and_know_nothing_of_what_comes(compiled_rules):
    made = script("make_handouts")
    text = made["text"]()
    assert (DOCS / "handouts.md").read_text("utf-8") == text
    years = {int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", text)}
    assert max(years) == 2013
    after = text.replace("January 2013", "")
    assert "2013" not in after
    for word in ("Jang", "Crimea", "Choe", "Rajin", "Kremlin"):
        assert word not in text


def test_metadata_say_what_the_citation_and_the_package_say():
    made = script("make_metadata")
    for name, written in made["FILES"].items():
        assert json.loads((ROOT / name).read_text("utf-8")) == written(), name
    cited, built = made["citation"](), made["project"]()
    assert cited["version"] == built["version"] and cited["license"] == built["license"]
    assert cited["authors"] and len(cited["keywords"]) >= 3
    assert f'__version__ = "{cited["version"]}"' in (ROOT / "sim" / "__init__.py").read_text(
        "utf-8"
    )


def test_the_changelog_has_its_newest_changes_first_and_the_version_of_the_package():
    heads = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert heads[0] == "[Unreleased]" or heads[0].startswith(version)


# ------------------------------------------------------------------------------------ for everybody


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_words_for_a_picture_say_what_it_shows(page):
    for words, target in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", page.read_text("utf-8")):
        assert len(words.split()) >= 8, f"{target}: {words!r}"
        assert Path(target).stem not in (words.lower(), "") and not words.endswith((".png", ".svg"))


# Machado, Oliveira & Fernandes, "A physiologically-based model for simulation of color vision
# deficiency", IEEE TVCG 15(6), 2009: full severity, on linear RGB.
MACHADO = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
                   (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
                     (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
                   (0.004733, 0.691367, 0.303900)),
}  # fmt: skip
# sRGB to XYZ, and the white of D65 (IEC 61966-2-1).
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
JUST_NOTICEABLE = 2.3  # in CIELAB (Mahy, Van Eycken & Oosterlinck 1994)


def linear(colour: str) -> np.ndarray:
    """Return a colour as linear RGB."""
    value = np.array([int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)])
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    """Return linear RGB in CIELAB."""
    t = XYZ @ np.clip(rgb, 0, 1) / XYZ.sum(axis=1)
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def closest(colours: tuple[str, ...], kind: str | None) -> tuple[float, str, str]:
    """Return how far apart the two closest colours are for somebody, and which they are."""
    seen = {c: lab(np.array(MACHADO[kind]) @ linear(c) if kind else linear(c)) for c in colours}
    pairs = itertools.combinations(colours, 2)
    return min((float(np.linalg.norm(seen[a] - seen[b])), a, b) for a, b in pairs)


def test_the_simulation_of_colour_blindness_leaves_greys_alone_and_joins_red_and_green():
    for rows in MACHADO.values():
        assert np.allclose(np.sum(rows, axis=1), 1.0, atol=1e-5)
    assert closest(("#C00000", "#6A7000"), None)[0] > 60
    assert closest(("#C00000", "#6A7000"), "deuteranopia")[0] < 25


LOOKS = [(colour, why_figure.HATCHES[term]) for term, colour in why_figure.TERM_COLOURS.items()]
CHARTS = (ROOT / "sim" / "report" / "charts" / "charts.css").read_text("utf-8")
LIGHT, DARK = np.reshape(re.findall(r"--p[0-7]: (#\w{6});", CHARTS), (2, 8)).tolist()
DRAWN = {
    "two scenarios": SCENARIOS[:2],
    "six scenarios": SCENARIOS,
    "six states": OKABE_ITO[:6],
    "eight states": OKABE_ITO,
    "terms without a hatch": tuple(colour for colour, hatch in LOOKS if not hatch),
    "channels": (*channels_figure.COLOURS.values(), channels_figure.OTHER),
    "ends of a tornado": (tornado_figure.LOW, tornado_figure.HIGH, tornado_figure.CHANCE),
    "postures on the page": tuple(LIGHT),
    "postures on the page, in the dark": tuple(DARK),
    "signed values": (style.FRIENDLY, style.HOSTILE, "#F7F7F7"),
}


@pytest.mark.parametrize("kind", [None, *MACHADO])
@pytest.mark.parametrize("drawn", DRAWN)
def test_colours_of_figures_stay_apart_for_colour_blind_readers(drawn, kind):
    apart, a, b = closest(DRAWN[drawn], kind)
    assert apart > 4 * JUST_NOTICEABLE, f"{a} and {b}: {apart:.1f}"


def test_moves_and_terms_are_told_apart_without_any_colour():
    assert set(raster.MARKS) == set(schema.MOVES)
    assert len({mark for mark, _ in raster.MARKS.values()}) == len(raster.MARKS)
    hatches = [hatch for _, hatch in LOOKS if hatch]
    assert len(set(hatches)) == len(hatches) == len(LOOKS) - 2
