"""The paper: what the journal asks of its head, its chapters, its figures and its references."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[1]
PAPER = ROOT / "paper" / "paper.md"
TEXT = PAPER.read_text("utf-8")
HEAD, BODY = TEXT.removeprefix("---\n").split("\n---\n", 1)
# https://joss.readthedocs.io/en/latest/paper.html, as it stood in November 2026
CHAPTERS = [
    "Summary",
    "Statement of need",
    "State of the field",
    "Software design",
    "Research impact statement",
    "AI usage disclosure",
    "Acknowledgements",
    "References",
]
# What no article, book or chapter can be found without.
NEEDED = {
    "article": {"author", "title", "year", "journal", "volume", "pages"},
    "book": {"author", "title", "year", "publisher"},
    "incollection": {"author", "title", "year", "booktitle", "editor", "publisher", "pages"},
    "inproceedings": {"author", "title", "year", "booktitle"},
    "misc": {"author", "title", "year"},
}
DOI = r"10\.\d{4,9}/[-._;()/:a-zA-Z0-9]+"


@pytest.fixture(scope="module")
def head() -> dict[str, Any]:
    """Return what the head of the paper says."""
    found: dict[str, Any] = pytest.importorskip("yaml").safe_load(HEAD)
    return found


def entries() -> dict[str, tuple[str, dict[str, str]]]:
    """Return the kind and the fields of each entry of the bibliography, by key."""
    text = (PAPER.parent / "paper.bib").read_text("utf-8")
    found = re.findall(r"^@(\w+)\{(\w+),\n(.*?)^\}$", text, re.MULTILINE | re.DOTALL)
    assert len(found) == text.count("\n@") + text.startswith("@")
    field = re.compile(r"^  (\w+) = \{?(.+?)\}?,?$", re.MULTILINE)
    return {key: (kind, dict(field.findall(inside))) for kind, key, inside in found}


def test_the_head_names_what_the_journal_prints(head):
    assert {"title", "tags", "authors", "affiliations", "date", "bibliography"} <= set(head)
    assert "`" not in head["title"] and len(head["tags"]) >= 3 and "Python" in head["tags"]
    assert (PAPER.parent / head["bibliography"]).exists()
    day, month, year = head["date"].split()
    assert day == str(int(day)) and len(year) == 4
    assert datetime.strptime(f"{day} {month} {year}", "%d %B %Y").date() >= date(2026, 11, 24)


def test_every_author_has_a_name_and_affiliations_that_are_listed(head):
    listed = {str(place["index"]) for place in head["affiliations"]}
    assert listed and all(place["name"] for place in head["affiliations"])
    for author in head["authors"]:
        assert author["name"]
        assert set(re.split(r", *", author["affiliation"])) <= listed  # a text: "1, 2"
        assert re.fullmatch(r"(\d{4}-){3}\d{3}[\dX]", author.get("orcid", "0000-0000-0000-0000"))


def test_title_and_authors_are_those_that_an_archive_would_have(head):
    cited = pytest.importorskip("yaml").safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert head["title"] == cited["title"]
    assert [one["name"] for one in head["authors"]] == [one["name"] for one in cited["authors"]]


def test_the_chapters_are_those_that_the_journal_asks_for():
    assert re.findall(r"^# (.+)$", BODY, re.MULTILINE) == CHAPTERS


def test_the_paper_is_as_long_as_the_journal_allows_and_a_page_shorter():
    assert 750 <= len(BODY.split()) <= 1200  # 1,750 words are allowed


def test_the_paper_cites_what_is_in_its_bibliography_and_nothing_else():
    assert set(re.findall(r"@([a-z]+\d{4})", BODY)) == set(entries())


@pytest.mark.parametrize("key", entries())
def test_a_reference_can_be_found_by_what_its_entry_says(key):
    kind, fields = entries()[key]
    assert set(fields) >= NEEDED[kind]
    assert re.fullmatch(r"(19|20)\d\d", fields["year"]) and key.endswith(fields["year"])
    assert re.fullmatch(DOI, fields.get("doi", "10.1000/182"))
    assert "--" in fields.get("pages", "--") or re.fullmatch(r"e?\d+", fields["pages"])


# The styles of most journals set titles in lower case, except for what stands in braces.
NAMES = r"China|Malaysia|Singapore|Asian?|U\.S\.|Russia|Python|Heider|ODD|LLVM|JIT|Machina"


@pytest.mark.parametrize("key", entries())
def test_names_in_titles_keep_their_capitals_in_every_style(key):
    bare = re.sub(r"\{[^{}]*\}", "", entries()[key][1]["title"])
    assert not re.findall(rf"(?<!^)\b(?:{NAMES})(?!\w)", bare)


def test_each_figure_stands_alone_with_a_caption_and_a_file_that_is_there():
    figures = re.findall(r"^!\[(.*)\]\((.+)\)$", BODY, re.MULTILINE)
    assert len(figures) == BODY.count("![") >= 1
    for caption, target in figures:
        assert f"\n\n![{caption}]({target})\n\n" in BODY  # else it is a picture in a sentence
        assert len(caption.split()) >= 8 and caption.endswith(".")
        assert (PAPER.parent / target).is_file()


def test_references_on_the_page_about_literature_agree_with_those_of_the_paper():
    page = (ROOT / "docs" / "literature.md").read_text("utf-8")
    listed = page.partition("## References\n")[2].split("\n- ")[1:]
    assert len(listed) >= 13
    paper = {fields["doi"].lower() for _, fields in entries().values() if "doi" in fields}
    for one in (" ".join(lines.split()) for lines in listed):
        author, year, title = re.match(r"(.+?) \(((?:19|20)\d\d)\)\. \*?([^.*]{9,})", one).groups()
        assert f"{author.split(',')[0]}" in page.partition("## References\n")[0], one
        doi = re.search(r"doi:(\S+)$", one)
        assert (doi is None) == ("doi" not in one) and (doi is None or re.fullmatch(DOI, doi[1]))
        key = f"{author.split(',')[0].lower()}{year}"
        if key in entries() and "doi" in entries()[key][1]:
            assert doi is not None and doi[1].lower() in paper, one
        assert title


# --------------------------------------------------------------------------------- by pandoc itself


@pytest.fixture(scope="module")
def jats() -> ElementTree.Element:
    """Return the paper as the journal's archives get it: in JATS, with its references."""
    if not (pandoc := shutil.which("pandoc")):
        pytest.skip("pandoc is not here")
    asked = [pandoc, "--citeproc", "--standalone", "--to", "jats", "--fail-if-warnings", PAPER.name]
    made = subprocess.run(asked, cwd=PAPER.parent, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    return ElementTree.fromstring(made.stdout.partition("?>")[2].partition("\n")[2])


def test_pandoc_builds_the_paper_with_every_figure_and_reference(jats):
    assert len(jats.findall(".//ref-list/ref")) == len(entries())
    assert len(jats.findall(".//fig/caption")) == BODY.count("![")
    titles = [title.text for title in jats.findall("./body/sec/title")]
    assert titles == CHAPTERS[:-1] or titles == CHAPTERS


def test_no_citation_is_left_as_it_was_typed(jats):
    shown = "".join(jats.find("./body").itertext())
    assert "@" not in shown and "???" not in shown and "Kuik" in shown
