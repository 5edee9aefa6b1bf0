"""Metadata: what an archive says of itself, to readers and to Zenodo, CoMSES and citation tools."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sim.report.manifest import MAKER, Manifest
from sim.scenario.write import quoted
from sim.system.text import in_a_line, seeds_in_words

_NOBODY = "NAME THE AUTHORS HERE"
_KEYWORDS = ("international relations", "hedging", "alignment", "agent-based model", "simulation")


@dataclass(frozen=True)
class About:
    """An archive.

    Attributes
    ----------
    name : str
        Of the results folder.
    manifest : Manifest
        As it stands in the archive.
    authors : tuple of str
    missing : tuple of str
        Scenario files that are not in it, and why.
    """

    name: str
    manifest: Manifest
    authors: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def command(self) -> str:
        """The command that made the results, as the archive's manifest has it."""
        python = "asked from Python; results/manifest.json holds what was asked"
        return in_a_line(self.manifest.command or python)

    @property
    def title(self) -> str:
        """The title of the data set."""
        of = ", ".join(self.manifest.about) or self.manifest.holds.scenario
        return in_a_line(f"Simulation results: {self.manifest.holds.kind} of {of}")

    @property
    def who(self) -> tuple[str, ...]:
        """The authors; without any, words that ask for them."""
        return tuple(map(in_a_line, self.authors)) or (_NOBODY,)

    @property
    def day(self) -> str:
        """The day on which the results were made."""
        return self.manifest.time[:10]

    @property
    def words(self) -> str:
        """What was found, and how it was made."""
        holds = self.manifest.holds
        count = f"{holds.histories:,} simulated histories, {seeds_in_words(holds.every_seed)}"
        made = f"{MAKER} {self.manifest.made_by.version}"
        return in_a_line(f"{self.manifest.finding} ({count}; made with {made}.)")


def readme(about: About) -> str:
    """Return the README of an archive."""
    manifest = about.manifest
    versions = ", ".join(f"{name} {version}" for name, version in manifest.versions.items())
    missing = "".join(
        f"\nNot here: {why}. results/resolved.toml holds it.\n" for why in about.missing
    )
    return f"""# {about.title}

{about.words}

    {about.command}

| here | is |
|---|---|
| `results/` | the results; begin with `report.html` |
| `results/manifest.json` | what was asked, the versions, a checksum of every file |
| `results/codebook.csv` | what the columns of the tables mean, where there is one |
| `results/resolved.toml` | the complete scenario, every number with its source |
| `scenario/` | the scenario files that the command names, and those that they extend |
| `description/` | what the model is: `odd.md` by the ODD protocol, its formulas, its parameters |
| `program/` | the program that was installed when this archive was made |
| `environment.txt` | the versions of Python and of all packages at that time |
| `checksums.sha256` | of every file: `sha256sum -c checksums.sha256` |
| `CITATION.cff`, `codemeta.json`, `.zenodo.json` | how to cite it, for people and repositories |
{missing}
The results are as they were written, except that the command that made them names files by their
places here. Files that it read besides scenarios, such as event data, are not here; it names them
without a folder, so they have to be in the folder in which you run it.

## Run it again

    python -m venv .venv
    .venv/bin/pip install -r environment.txt
    cd program
    ../.venv/bin/python -m sim results verify ../results

computes everything once more, compares every file bit by bit, and names what differs. Numbers are
the same on every machine; figures are also decided by the version of matplotlib.

When the results were made: {versions}.
"""


def citation(about: About) -> str:
    """Return an archive's CITATION.cff."""
    lines = [
        "cff-version: 1.2.0",
        'message: "If you use these results, please cite them as below."',
    ]
    lines += [f"title: {quoted(about.title)}", "type: dataset", "authors:"]
    lines += [f"  - {_person(who)}" for who in about.who]
    lines += [f"date-released: {about.day}"] if about.day else []
    lines += [f"abstract: {quoted(about.words)}", "keywords:"]
    return "\n".join([*lines, *(f"  - {word}" for word in _KEYWORDS)]) + "\n"


def _person(who: str) -> str:
    """Return an author as CITATION.cff has one: "Family, Given", or a name."""
    family, comma, given = who.partition(",")
    if not comma:
        return f"name: {quoted(who)}"
    return f"family-names: {quoted(family.strip())}\n    given-names: {quoted(given.strip())}"


def _names(who: str) -> dict[str, str]:
    """Return an author as codemeta.json has one: "Family, Given", or a name."""
    family, comma, given = who.partition(",")
    if not comma:
        return {"name": who}
    return {"familyName": family.strip(), "givenName": given.strip()}


def codemeta(about: About) -> str:
    """Return an archive's codemeta.json."""
    made = about.manifest.made_by
    content = {
        "@context": "https://w3id.org/codemeta/3.0",
        "@type": "SoftwareSourceCode",
        "name": about.title,
        "description": about.words,
        "author": [{"@type": "Person"} | _names(who) for who in about.who],
        "dateCreated": about.day,
        "programmingLanguage": "Python",
        "runtimePlatform": f"Python {about.manifest.versions.get('python', '')}".strip(),
        "softwareRequirements": [
            {"@type": "SoftwareSourceCode", "name": made.name, "version": made.version}
        ],
        "keywords": list(_KEYWORDS),
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def zenodo(about: About) -> str:
    """Return an archive's .zenodo.json."""
    content = {
        "title": about.title,
        "upload_type": "dataset",
        "description": about.words,
        "creators": [{"name": who} for who in about.who],
        "keywords": list(_KEYWORDS),
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
