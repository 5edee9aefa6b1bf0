"""Static: the page's files, known by name when the server starts; no folder is ever served."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
}
_SIM = Path(__file__).parents[1]
PLACES = {"/page/": _SIM / "app" / "page", "/charts/": _SIM / "report" / "charts"}
FRONT = "/page/index.html"
_ICONS = (TYPES[".svg"], TYPES[".ico"])  # which browsers ask for again with every new link
_KEPT, _ASKED = "max-age=3600", "no-cache"


@dataclass(frozen=True)
class Served:
    """A file of the page, whole.

    Attributes
    ----------
    content : bytes
    kind : str
        Its type, as browsers are told.
    tag : str
        By which a browser knows that it has the file already.
    """

    content: bytes
    kind: str
    tag: str

    def answer(self, known: str = "") -> Response:
        """Return the file, or that it is the one `known` to the browser (its If-None-Match)."""
        headers = {"etag": self.tag, "cache-control": _KEPT if self.kind in _ICONS else _ASKED}
        if self.tag in (one.strip() for one in known.split(",")):
            return Response(status_code=304, headers=headers)
        return Response(self.content, headers={**headers, "content-type": self.kind})


def found(places: dict[str, Path] | None = None) -> dict[str, Served]:
    """Return every file of the page by its address: of known types, without links.

    Parameters
    ----------
    places : dict, optional
        What addresses begin with, and the folders that they mean.
    """
    results = {}
    for begin, folder in (PLACES if places is None else places).items():
        for path in sorted(folder.rglob("*")):
            if path.suffix in TYPES and path.is_file() and not path.is_symlink():
                content = path.read_bytes()
                tag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
                address = begin + path.relative_to(folder).as_posix()
                results[address] = Served(content, TYPES[path.suffix], tag)
    return results


def routes(files: dict[str, Served]) -> list[Route]:
    """Return a route for each file, and for the front page.

    Parameters
    ----------
    files : dict
        From ``found``.
    """

    async def file(request: Request) -> Response:
        """Return the file of an address."""
        return files[request.url.path].answer(request.headers.get("if-none-match", ""))

    async def front(request: Request) -> Response:
        """Return the front page."""
        return files[FRONT].answer(request.headers.get("if-none-match", ""))

    async def no_icon(request: Request) -> Response:
        """Return nothing: the page names its icon."""
        return Response(status_code=204)

    first = [Route("/", front, methods=["GET"])] if FRONT in files else []
    known = [Route(address, file, methods=["GET"]) for address in files]
    return [*first, *known, Route("/favicon.ico", no_icon, methods=["GET"])]
