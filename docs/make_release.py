"""Build a release into dist/ and check it: ``make release``.

    python docs/make_release.py [VERSION...]

The wheel is built from the source archive, so both are tried. twine checks their metadata. On each
Python of 3.11 to 3.13 that is here (or on those named) the wheel is installed into an empty
environment, and the article is run there from another folder. All have to give the same bytes.
"""

from __future__ import annotations

import os
import runpy
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
DIST = ROOT / "dist"
PYTHONS = ("3.11", "3.12", "3.13")
TWINE = "twine>=6.1,<8"
HISTORIES = "50"  # fewer than 64: no what-ifs are computed for the report


def run(*words: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None) -> str:
    """Run a command and return what it prints; where it fails, end with its last lines."""
    done = subprocess.run(
        [str(w) for w in words],
        cwd=cwd,
        env=env,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if done.returncode:
        sys.exit(
            f"{' '.join(map(str, words))} failed:\n" + "\n".join(done.stdout.split("\n")[-20:])
        )
    return done.stdout


def uv(*words: str | Path) -> str:
    """Run uv, which stands beside the Python that runs this."""
    return run(sys.executable, "-m", "uv", *words)


def built() -> list[Path]:
    """Build source archive and wheel anew; return both."""
    shutil.rmtree(DIST, ignore_errors=True)
    uv("build", "--out-dir", DIST, ROOT)
    files = sorted([*DIST.glob("*.whl"), *DIST.glob("*.tar.gz")])
    uv("tool", "run", "--from", TWINE, "twine", "check", "--strict", *files)
    return files


def tried(wheel: Path, python: str) -> bytes:
    """Install a wheel into an empty environment of one Python, run the article, return its table.

    Parameters
    ----------
    wheel : Path
        What is tried.
    python : str
        Path of the interpreter.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        uv("venv", "--quiet", "--python", python, place / "env")
        scripts = place / "env" / ("Scripts" if os.name == "nt" else "bin")
        uv("pip", "install", "--quiet", "--python", scripts / "python", f"{wheel}[app]")
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "NUMBA"))}
        clean["XDG_CACHE_HOME"] = str(place / "cache")
        words = ("run", "article", "-n", HISTORIES, "-q", "-o", place / "out")
        run(scripts / "sim", *words, cwd=place, env=clean)
        return (place / "out" / "runs.csv").read_bytes()


def main(versions: list[str]) -> int:
    """Build and check; return the exit code."""
    files = built()
    wheel = next(path for path in files if path.suffix == ".whl")
    print(
        "\n".join(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1e6:.1f} MB" for path in files)
    )
    interpreter = runpy.run_path(str(ROOT / "tests" / "test_install.py"))["interpreter"]
    tables: dict[str, bytes] = {}
    for version in versions or PYTHONS:
        found = interpreter(version)
        if found is None:
            print(f"Python {version}: not here, not tried")
            continue
        tables[version] = tried(wheel, found)
        print(f"Python {version}: installed, compiled, {HISTORIES} histories of the article")
    if not tables:
        print("No Python was tried, so nothing is known about the wheel.")
    elif len(set(tables.values())) > 1:
        print("The Pythons differ in their numbers: this is not to be released.")
    return int(len(set(tables.values())) != 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
