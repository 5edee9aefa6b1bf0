"""Metadata for archives have the terms and keys that those who read them know."""

from __future__ import annotations

import datetime
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

import sim

# The terms of CodeMeta 3.0 (codemeta.github.io/terms) and the keys of a Zenodo deposit
# (developers.zenodo.org). A wrong one goes unnoticed here: readers of CodeMeta pass over it, and
# Zenodo refuses the release.
CODEMETA = """
@context @type @id type id
codeRepository programmingLanguage runtimePlatform targetProduct applicationCategory
applicationSubCategory downloadUrl fileSize installUrl memoryRequirements operatingSystem
permissions processorRequirements releaseNotes softwareHelp softwareRequirements
softwareVersion storageRequirements supportingData
author citation contributor copyrightHolder copyrightYear dateCreated dateModified
datePublished editor encoding fileFormat funder keywords license producer provider publisher
sponsor version isAccessibleForFree isPartOf hasPart position
description identifier name sameAs url relatedLink
givenName familyName email affiliation address review reviewAspect reviewBody
roleName startDate endDate
softwareSuggestions maintainer continuousIntegration buildInstructions developmentStatus
embargoEndDate funding issueTracker referencePublication readme hasSourceCode isSourceCodeOf
"""
CODEMETA_TYPES = {"SoftwareSourceCode", "SoftwareApplication", "Person", "Organization"}
REPOSTATUS = "concept wip suspended abandoned active inactive unsupported moved"

ZENODO = """
title upload_type publication_type image_type publication_date description creators version
language license access_right access_conditions embargo_date keywords notes doi
prereserve_doi communities contributors grants references related_identifiers subjects
conference_title conference_acronym conference_dates conference_place conference_session
conference_session_part conference_url imprint_publisher imprint_isbn imprint_place
journal_title journal_volume journal_issue journal_pages partof_title partof_pages
thesis_supervisors thesis_university locations dates method
"""
ZENODO_NEEDS = {"title", "upload_type", "description", "creators"}
ZENODO_TYPES = (
    "publication poster presentation dataset image video software lesson physicalobject other"
)
ZENODO_CREATOR = {"name", "affiliation", "orcid", "gnd"}

ROOT = Path(__file__).parents[1]


@pytest.fixture(params=["of the program", "of results"])
def written(request, tiny, tmp_path, blank_figures):
    """Return what the metadata files say: a function from a file's name."""
    if request.param == "of the program":
        return lambda name: json.loads((ROOT / name).read_text("utf-8"))
    folder = sim.write(sim.run(tiny, 3), tmp_path / "results" / "small-3-s1")
    archive = sim.archive(folder, authors=["Family, Given", "A Group"]).file

    def read(name: str) -> Any:
        with zipfile.ZipFile(archive) as held:
            (path,) = (
                one
                for one in held.namelist()
                if one.rpartition("/")[2] == name and "/program/" not in f"/{one}"
            )
            return json.loads(held.read(path))

    return read


def objects(value: Any) -> list[dict[str, Any]]:
    """Return every object within a value, and itself if it is one."""
    if isinstance(value, list):
        return [found for one in value for found in objects(one)]
    if isinstance(value, dict):
        return [value, *objects(list(value.values()))]
    return []


def test_codemeta_has_the_terms_of_its_context(written):
    made = written("codemeta.json")
    assert made["@context"] == "https://w3id.org/codemeta/3.0"
    for one in objects(made):
        assert set(one) <= {*CODEMETA.split()}, one
        assert one["@type"] in CODEMETA_TYPES
    assert {"name", "description", "author"} <= set(made)
    assert made.get("developmentStatus", "active") in REPOSTATUS.split()
    for needed in made["softwareRequirements"]:
        assert re.fullmatch(r"[\w.-]+", needed["name"]) and needed["version"]
    for date in (made[key] for key in made if key.startswith("date")):
        assert datetime.date.fromisoformat(date)


def test_zenodo_has_the_keys_of_a_deposit(written):
    made = written(".zenodo.json")
    assert ZENODO_NEEDS <= set(made) <= {*ZENODO.split()}, made
    assert made["upload_type"] in ZENODO_TYPES.split()
    assert made["creators"] and all({"name"} <= set(c) <= ZENODO_CREATOR for c in made["creators"])
    assert made.get("access_right", "open") == "open" and made.get("license", "MIT") == "MIT"
    assert re.fullmatch("[a-z]{3}", made.get("language", "eng"))
    assert len(set(made["keywords"])) == len(made["keywords"])
    if "publication_date" in made:
        assert datetime.date.fromisoformat(made["publication_date"])
