"""Pages: one self-contained HTML file, readable offline and on paper, in one look."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from html import escape
from pathlib import Path

from sim.system.text import visible

_STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.55 Georgia, 'Times New Roman', serif; color: #222; background: #fff; max-width: 62rem;
  margin: 2rem auto; padding: 0 1.2rem; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .3rem; }
h2 { font-size: 1.2rem; margin: 2.4rem 0 .6rem; border-bottom: 1px solid #ddd; padding-bottom: .2rem; }
.finding { font-size: 1.2rem; border-left: 4px solid #0072B2; padding: .3rem 0 .3rem 1rem; margin: 1.2rem 0; }
.small, figcaption, table { font: 14px/1.45 system-ui, 'Segoe UI', sans-serif; }
.small, figcaption { color: #555; }
table { border-collapse: collapse; width: 100%; margin: .6rem 0; }
th, td { text-align: left; padding: .28rem .6rem .28rem 0; border-bottom: 1px solid #eee; vertical-align: top; }
th { color: #555; font-weight: 600; }
.when { white-space: nowrap; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
figure { margin: 1.4rem 0 2rem; } figure img { max-width: 100%; height: auto; }
.bar { background: #eee; width: 9rem; height: .8rem; display: inline-block; vertical-align: middle; }
.bar span { background: #0072B2; height: 100%; display: block; }
details { margin: 1rem 0; } summary { cursor: pointer; font-weight: 600; }
code { font-size: .92em; background: #f5f5f5; padding: .1em .3em; }
.wide { overflow-x: auto; }
@media print { body { margin: 0; max-width: none; font-size: 11pt; } figure, tr { break-inside: avoid; } }
"""


def page(title: str, parts: Iterable[str]) -> str:
    """Return a whole page; parts are HTML, empty ones are left out."""
    body = "\n".join(part for part in parts if part)
    return visible(
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def opening(title: str, small: str, finding: str) -> str:
    """Return the head of a page: what it is about, in small type how it was made, and what was found."""
    return f'<h1>{escape(title)}</h1>\n<p class="small">{escape(small)}</p>\n<p class="finding">{escape(finding)}</p>'


def table(head: Iterable[str], body: Iterable[Iterable[str]], numeric: int = 99) -> str:
    """Return an HTML table; cells are HTML already; columns from `numeric` on hold numbers."""

    def cell(tag: str, k: int, text: str) -> str:
        kind = ' class="number"' if k >= numeric else ""
        return f"<{tag}{kind}>{text}</{tag}>"

    top = "".join(cell("th", k, text) for k, text in enumerate(head))
    lines = "".join(
        f"<tr>{''.join(cell('td', k, text) for k, text in enumerate(line))}</tr>" for line in body
    )
    return f'<div class="wide"><table><thead><tr>{top}</tr></thead><tbody>{lines}</tbody></table></div>'


def figure(picture: Path, caption: str) -> str:
    """Return a PNG file, put into the page, with how to read it."""
    data = base64.b64encode(picture.read_bytes()).decode()
    words = escape(caption)
    return f'<figure><img alt="{words}" src="data:image/png;base64,{data}"><figcaption>{words}</figcaption></figure>'
