"""Embedding: data and script of a page in the page itself, and the rule that it asks nobody."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from sim.system.text import visible

from .inlined import inlined

_MAIN = Path(__file__).with_name("main.js")
_NOTHING = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'"
)
_UNSAFE = ("<", ">", "&", "\u2028", "\u2029")  # to a parser of pages or of scripts


@cache
def script() -> str:
    """Return the script of all live pages, whose charts are the modules in ``report/charts``."""
    return f"\n{visible(inlined(_MAIN))}"


def policy(runs: bool) -> str:
    """Return a page's content security policy: no request at all, and no script but its own.

    Parameters
    ----------
    runs : bool
        Whether the page has the script.
    """
    if not runs:
        return _NOTHING
    digest = b64encode(hashlib.sha256(script().encode()).digest()).decode()
    return f"{_NOTHING}; script-src 'sha256-{digest}'"


def embedded(data: Mapping[str, Any]) -> str:
    """Return data as JSON that may stand in a page, whatever texts are in it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for letter in _UNSAFE:
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text
