"""Zipped: archives whose bytes depend on what is in them alone, and that are unpacked safely."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

_WHEN = (1980, 1, 1, 0, 0, 0)  # the first date that a zip can hold
_READABLE = 0o644 << 16


def zipped(files: Mapping[str, bytes | Path], path: Path) -> None:
    """Write a zip of some files; the same files give the same bytes.

    Parameters
    ----------
    files : mapping of str to bytes or Path
        By the names that they get; content, or where it is.
    path : Path
        The archive.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, _READABLE
            entry.create_system = 3  # Unix, on every system
            content = files[name]
            data = content.read_bytes() if isinstance(content, Path) else content
            archive.writestr(entry, data, compresslevel=9)
