"""Archiving: results as one zip that others can read, cite and run again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from markupsafe import escape

from sim.report.answer import REPORT
from sim.report.folder import MANIFEST, OutputExists
from sim.report.manifest import Manifest, changed, quoted, with_command
from sim.system.files import digest, written_file
from sim.system.named import file_beside, file_named
from sim.system.text import visible

from . import metadata
from .described import described
from .environment import program, requirements
from .remade import asked_line, manifest_of
from .sources import Sources, portable, portable_word, sources_of
from .unpacking import ABOUT, RESULTS, SCENARIO, SUMS
from .zipped import zipped


@dataclass(frozen=True)
class Archived:
    """An archive that was written.

    Attributes
    ----------
    file : Path
    files, bytes : int
        How many files it holds, and how large it is.
    missing : sequence of str
        Scenario files that are not in it, and why.
    reads : sequence of str
        Other files that are not in it, and that its command reads.
    own : bool
        Whether it is of own behaviour, which nobody's program runs unasked.
    """

    file: Path
    files: int
    bytes: int
    missing: Sequence[str] = field(default=())
    reads: Sequence[str] = field(default=())
    own: bool = False

    def __str__(self) -> str:
        """Say what was written."""
        lines = [f"{self.file}: {self.files} files, {self.bytes / 1e6:z.1f} MB"]
        lines += [f"not in it: {why} (resolved.toml is)" for why in self.missing]
        lines += [f"not in it: {name}, which its command reads" for name in self.reads]
        if self.own:
            return "\n".join(
                [*lines, "Results of own behaviour cannot be verified from an archive"]
            )
        where = f", in a folder that has {' and '.join(self.reads)}" if self.reads else ""
        return "\n".join([*lines, f"Try it: sim results verify {self.file}{where}"])


def archive(
    folder: str | Path,
    file: str | Path | None = None,
    authors: Sequence[str] = (),
    overwrite: bool = False,
) -> Archived:
    """Write a results folder, and all that is needed to reproduce it, as one zip file.

    It holds the results, scenario files with all that they extend, the program, the ODD description
    of the model, versions, checksums, a README, metadata. The same folder gives the same bytes.

    Parameters
    ----------
    folder : str or Path
        Of results.
    file : str or Path, optional
        Where; by default beside the folder, ``NAME.zip``.
    authors : sequence of str
        Who made the results, for the metadata, as "Family, Given".
    overwrite : bool
        Replace a file.

    Returns
    -------
    Archived

    Raises
    ------
    InvalidInput
        When the folder holds no results, or its command does more than compute them.
    OutputExists
        When its results were changed since they were written.
    InUse, CannotWrite
        When the file is there already, or cannot be written.
    """
    folder = Path(folder)
    manifest = manifest_of(folder)
    if touched := changed(folder, manifest):
        raise OutputExists(
            f"{folder}: {', '.join(map(quoted, touched[:3]))} changed since the results were "
            "written: make them again before they are archived"
        )
    name = folder.resolve().name
    path = file_beside(folder, f"{name}.zip") if file is None else file_named(file)
    sources = sources_of(manifest)
    content = _content(folder, manifest, sources, authors)
    with written_file(path, overwrite) as partial:
        zipped({f"{name}/{place}": data for place, data in content.items()}, partial)
    return Archived(path, len(content), path.stat().st_size, sources.missing, sources.reads,
                    bool(manifest.holds.behaviour))  # fmt: skip


def _content(
    folder: Path, manifest: Manifest, sources: Sources, authors: Sequence[str]
) -> dict[str, bytes | Path]:
    """Return all that an archive holds, by place; refuse a command that is no question."""
    asked_line(folder, manifest, gone=True)  # which the archive will tell its readers to run
    words = {word: f"{SCENARIO}/{name}" for word, name in sources.words.items()}
    command = portable(manifest.command, words)
    results: dict[str, bytes | Path] = {name: folder / name for name in manifest.files}
    results |= _shared(folder, manifest, command)
    files = {f"{RESULTS}/{name}": data for name, data in results.items()}
    files |= {f"{SCENARIO}/{name}": path for name, path in sources.files.items()}
    files |= {f"program/{name}": path for name, path in program().items()}
    shared = manifest.model_copy(update={"command": command})
    given = (tuple(authors), tuple(sources.missing))
    about = metadata.About(folder.resolve().name, shared, *given)
    texts = {
        "README.md": metadata.readme(about),
        "CITATION.cff": metadata.citation(about),
        "codemeta.json": metadata.codemeta(about),
        ".zenodo.json": metadata.zenodo(about),
        "environment.txt": requirements(),
        ABOUT: json.dumps({"scenario_files": _as_named(words)}, indent=2) + "\n",
    }
    texts |= described()
    files |= {name: text.encode() for name, text in texts.items()}
    sums = "".join(f"{_sum(data)}  {name}\n" for name, data in sorted(files.items()))
    return {**files, SUMS: sums.encode()}


def _as_named(words: Mapping[str, str]) -> dict[str, str]:
    """Return the places of files by the words that mean them in the archive's own command."""
    return {portable_word(word, words): place for word, place in words.items()}


def _shared(folder: Path, manifest: Manifest, command: str) -> dict[str, bytes]:
    """Return the manifest and the report with another command, which tells nobody's folders.

    They are those that the command would write.
    """
    report = (folder / REPORT).read_text(encoding="utf-8")
    before, now = (visible(str(escape(line))) for line in (manifest.command, command))
    page = report.replace(before, now).encode() if before else report.encode()
    return {MANIFEST: with_command(folder, command, **{REPORT: _sum(page)}), REPORT: page}


def _sum(data: bytes | Path) -> str:
    """Return the checksum of some content."""
    return digest(data) if isinstance(data, Path) else hashlib.sha256(data).hexdigest()
