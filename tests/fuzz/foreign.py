"""Files of other programs where text with columns is meant: Stata, packed, in other encodings."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
from random import Random
from typing import Any

import pandas as pd

from . import mutators
from .files import Records

_STATA = (114, 117, 118, 119)  # versions of the format that pandas writes
_ENCODINGS = ("utf-16", "utf-16-le", "utf-32", "utf-8-sig", "cp1252", "latin-1", "cp437", "utf-7",
"mac-roman",
              "shift-jis", "koi8-r", "cp037")  # fmt: skip
_BEGINNINGS = (
    b"PAR1", b"ARROW1", b"$FL2@(#)", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"SQLite format 3\0",
    b"RDX3\n", b"%PDF-1.7",
    b"7z\xbc\xaf'\x1c", b"Rar!\x1a\7", b"\x89HDF\r\n\x1a\n", b"\x93NUMPY", b"\x28\xb5\x2f\xfd",
    b"\x7fELF", b"<html>",
    b"version https://git-lfs", b"{\"a\": 1}", b"<stata_dta>", bytes((114, 2, 1, 0)), b"\0" * 300,
)  # fmt: skip


class Foreign(Records):
    """Event records as another program saves them, damaged too."""

    name, named, share = "files of other programs", "mutant.csv", 0.5

    def prepare(self) -> None:
        super().prepare()
        frame = pd.read_csv(io.BytesIO(self.texts[0]))
        self.stata = [stata(frame, version) for version in _STATA]

    def mutant(self, chance: Random) -> bytes:
        """Return a mutant."""
        text = chance.choice(self.texts)
        match chance.randrange(6):
            case 0 | 1:
                return mutators.damaged(chance, chance.choice(self.stata))
            case 2:
                changed = mutators.table(
                    chance, text, (*self.words, "Côte d’Ivoire", "Türkiye", "北朝鮮")
                )
                told = changed.decode("utf-8", "replace")
                return told.encode(chance.choice(_ENCODINGS), "replace")
            case 3:
                pack = chance.choice((gzip.compress, bz2.compress, lzma.compress, zipped))
                return mutators.damaged(chance, pack(text)) if chance.random() < 0.7 else pack(text)
            case 4:
                return mutators.damaged(chance, chance.choice(_BEGINNINGS) + text)
            case _:
                return mutators.damaged(chance, text)


def stata(frame: Any, version: int) -> bytes:
    """Return a table as a Stata file."""
    buffer = io.BytesIO()
    frame.to_stata(buffer, write_index=False, version=version)
    return buffer.getvalue()


def zipped(data: bytes) -> bytes:
    """Return a workbook's first part, as far as its name goes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", data)
    return buffer.getvalue()
