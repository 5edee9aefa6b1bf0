"""Zips: what Python raises of one that is damaged, beyond its own ``BadZipFile``."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib

# RuntimeError: encrypted, or (NotImplementedError) packed in a way that Python does not know
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    OverflowError,
    LookupError,
)
