"""Build the site from the pages of docs: ``make docs``, then open build/site/html/index.html.

The pages are copied to build/site/source first, with links that also work on the site: comments
that say how a number was measured are taken out, files of the repository become pages with their
text, and the lists on the index pages become the table of contents. Pages about the program itself
(Python, command line, outcomes, file formats) are written by ``site/reference.py``.
"""

from __future__ import annotations

import json
import os
import re
import runpy
import shutil
import sys
from pathlib import Path

DOCS = Path(__file__).parent
ROOT = DOCS.parent
BUILD = ROOT / "build" / "site"
BIBLIOGRAPHY = ROOT / "paper" / "paper.bib"
# Pages that stand elsewhere in the repository, by their names on the site.
ELSEWHERE = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "RELEASE.md": "release.md",
    "SECURITY.md": "security.md",
    "paper/paper.md": "paper.md",
    "results/README.md": "results-folder.md",
}
ALONE = ("results-folder.md",)  # pages that other pages link to, outside the table of contents
# Index pages: what they list is their part of the table of contents.
INDEXES = (
    "index.md",
    "tutorials.md",
    "how-to.md",
    "reference.md",
    "explanation.md",
    "teachers.md",
    "contributors.md",
)
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s#]*)(#[^)\s]*)?\)")
FENCED = re.compile(r"(^```.*?^```[ ]*$)", re.MULTILINE | re.DOTALL)


def without_comments(text: str) -> str:
    """Return a page without HTML comments, but with what they say is for the site."""
    text = re.sub(r"<!-- site: (.*?) -->", r"\1", text, flags=re.DOTALL)  # for the site alone
    comment = r"<!--(?:(?!-->).)*-->"
    text = re.sub(rf"^{comment}[ ]*\n", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.sub(comment, "", text, flags=re.DOTALL)


def target_on_site(page: Path, target: str, kept: set[str]) -> str | None:
    """Return where a link leads on the site; None if it leads to nothing that is there.

    Parameters
    ----------
    page : Path
        The page in the repository.
    target : str
        Of the link, relative to the page, without anchor.
    kept : set of str
        Files of the repository that get a page; what the link needs is added.
    """
    if not target or "://" in target or target.startswith("mailto:"):
        return target
    path = Path(os.path.normpath(page.parent / target))
    inside = path.relative_to(ROOT).as_posix()
    if inside in ELSEWHERE:
        return ELSEWHERE[inside]
    if path.is_relative_to(DOCS) and path.suffix in (".md", ".ipynb", ".png", ".svg"):
        shown = path.with_suffix(".md") if path.suffix == ".ipynb" else path
        return shown.relative_to(DOCS).as_posix()
    if not path.is_file():
        return None
    kept.add(inside)
    return f"files/{inside}.md"


def on_site(page: Path, kept: set[str]) -> str:
    """Return a page's text as the site has it.

    Parameters
    ----------
    page : Path
        In the repository.
    kept : set of str
        Files of the repository that get a page; what the links need is added.
    """

    def link(found: re.Match) -> str:
        """Return one link, or its words alone."""
        picture, words, target, anchor = found.groups()
        leads = target_on_site(page, target, kept)
        return words if leads is None else f"{picture}[{words}]({leads}{anchor or ''})"

    parts = FENCED.split(without_comments(page.read_text(encoding="utf-8")))
    return "".join(p if p.startswith("```") else LINK.sub(link, p) for p in parts)


def contents(text: str) -> str:
    """Return an index page with the hidden tables of contents that its lists stand for."""
    out, listed = [], []
    for line in [*text.splitlines(), "## "]:
        if line.startswith("## ") and listed:
            title = next((one[3:] for one in reversed(out) if one.startswith("## ")), "")
            caption = [f":caption: {title}"] if title else []
            out += ["```{toctree}", ":hidden:", *caption, "", *listed, "```", ""]
            listed = []
        found = re.match(r"- \[[^\]]*\]\(([^)#:]+)\.md\)", line)
        listed += [found.group(1)] if found else []
        out.append(line)
    return "\n".join(out[:-1])


def paper_page(text: str) -> str:
    """Return the paper as a page: with a title of its own, and citations by author and year.

    In the form that journals want, its title stands in its head, and its chapters are headings of
    the first rank: each would be a page of its own in the table of contents.
    """
    head, body = text.removeprefix("---\n").split("\n---\n", 1)
    title = re.search(r"^title: '(.+)'$", head, re.MULTILINE)[1]
    entry = r"^@\w+\{(\w+),\n  author = \{(.+)\},\n(?:.*\n)*?  year = \{?(\d+)\}?"
    cited = {}
    for key, authors, year in re.findall(entry, BIBLIOGRAPHY.read_text("utf-8"), re.MULTILINE):
        names = [name.split(",")[0] for name in authors.split(" and ")]
        few = len(names) < 3 and "others" not in names
        cited[f"@{key}"] = f"{' and '.join(names) if few else f'{names[0]} et al.'} {year}"
    body = re.sub(r"^#", "##", body, flags=re.MULTILINE)
    body = re.sub(
        r"\[(@\w+(?:; @\w+)*)\]",
        lambda found: f"({'; '.join(cited[key] for key in found[1].split('; '))})",
        body,
    )
    shown = BIBLIOGRAPHY.relative_to(ROOT).as_posix()
    return f"# {title}\n{body.rstrip()}\n\nIn [{shown}](files/{shown}.md).\n"


def notebook_page(notebook: Path) -> str:
    """Return a notebook as a page: its text as it is, its cells as Python."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    parts = [
        f"{''.join(cell['source'])}"
        if cell["cell_type"] == "markdown"
        else f"```python\n{''.join(cell['source'])}\n```"
        for cell in cells
    ]
    return "\n\n".join(parts) + "\n"


def file_page(path: str) -> str:
    """Return a page that shows a file of the repository."""
    language = {".py": "python", ".toml": "toml", ".md": "markdown"}.get(Path(path).suffix, "text")
    text = (ROOT / path).read_text(encoding="utf-8").rstrip()
    fence = "`" * 6
    front = "---\norphan: true\nnosearch: true\n---\n\n"
    return f"{front}# {path}\n\n{fence}{language}\n{text}\n{fence}\n"


def staged(source: Path) -> None:
    """Write all pages of the site, as Sphinx reads them.

    Parameters
    ----------
    source : Path
        A folder that is there and empty.
    """
    kept: set[str] = set()
    pages = {page.name: page for page in DOCS.glob("*.md")}
    pages |= {name: ROOT / path for path, name in ELSEWHERE.items() if name not in pages}
    texts = {name: on_site(page, kept) for name, page in pages.items()}
    texts |= {name: contents(texts[name]) for name in INDEXES if name in texts}
    texts["paper.md"] = paper_page(texts["paper.md"])
    kept.add(BIBLIOGRAPHY.relative_to(ROOT).as_posix())
    for notebook in sorted(DOCS.glob("notebooks/*.ipynb")):
        texts[f"notebooks/{notebook.stem}.md"] = notebook_page(notebook)
    texts |= runpy.run_path(str(DOCS / "site" / "reference.py"))["pages"]()
    texts |= {f"files/{path}.md": file_page(path) for path in sorted(kept)}
    for name, text in texts.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        alone = "" if name not in ALONE else "---\norphan: true\n---\n\n"
        (source / name).write_text(alone + text, encoding="utf-8")
    shutil.copytree(DOCS / "images", source / "images")


def build(arguments: list[str]) -> int:
    """Build the site anew and return Sphinx's exit code; a warning is an error."""
    from sphinx.cmd.build import main

    shutil.rmtree(BUILD, ignore_errors=True)
    source = BUILD / "source"
    source.mkdir(parents=True)
    staged(source)
    options = ["-b", "html", "-W", "--keep-going", "-q", "-c", str(DOCS / "site")]
    return main([*options, *arguments, str(source), str(BUILD / "html")])


if __name__ == "__main__":
    code = build(sys.argv[1:])
    if not code:
        print(f"The site is in {(BUILD / 'html' / 'index.html').relative_to(ROOT)}")
    sys.exit(code)
