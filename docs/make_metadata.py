"""Write codemeta.json and .zenodo.json from CITATION.cff and pyproject.toml.

python docs/make_metadata.py
"""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


def citation() -> dict[str, Any]:
    """Return what CITATION.cff says: its plain lines and its two lists."""
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    plain = dict(re.findall(r'^([\w-]+): "?(.+?)"?$', text, re.MULTILINE))
    authors = re.findall(r'^  - name: "(.+)"$', text, re.MULTILINE)
    keywords = re.findall(r"^  - (?!name:)(.+)$", text, re.MULTILINE)
    return {**plain, "authors": authors, "keywords": keywords}


def project() -> dict[str, Any]:
    """Return the project's table of pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def required(dependency: str) -> dict[str, str]:
    """Return a dependency as CodeMeta has one: software with a name and the versions that fit."""
    name, version = re.fullmatch(r"([\w.-]+)(.*)", dependency).groups()
    return {"@type": "SoftwareSourceCode", "name": name, "version": version}


def codemeta() -> dict[str, Any]:
    """Return the metadata in the vocabulary of CodeMeta 3.0."""
    cited, built = citation(), project()
    return {
        "@context": "https://w3id.org/codemeta/3.0",
        "@type": "SoftwareSourceCode",
        "name": cited["title"],
        "identifier": built["name"],
        "description": built["description"],
        "version": cited["version"],
        "datePublished": cited["date-released"],
        "license": f"https://spdx.org/licenses/{cited['license']}",
        "author": [{"@type": "Organization", "name": name} for name in cited["authors"]],
        "keywords": cited["keywords"],
        "programmingLanguage": "Python",
        "runtimePlatform": f"Python {built['requires-python']}",
        "softwareRequirements": list(map(required, built["dependencies"])),
        "developmentStatus": "active",
    }


def zenodo() -> dict[str, Any]:
    """Return the metadata in the form that Zenodo reads."""
    cited, built = citation(), project()
    return {
        "title": cited["title"],
        "upload_type": "software",
        "description": f"{built['description']}.",
        "creators": [{"name": name} for name in cited["authors"]],
        "version": cited["version"],
        "publication_date": cited["date-released"],
        "license": cited["license"],
        "access_right": "open",
        "keywords": cited["keywords"],
        "language": "eng",
    }


FILES = {"codemeta.json": codemeta, ".zenodo.json": zenodo}

if __name__ == "__main__":
    for name, made in FILES.items():
        (ROOT / name).write_text(json.dumps(made(), indent=2) + "\n", encoding="utf-8")
