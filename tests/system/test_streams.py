"""Standard streams as they are met: closed, full, left by the reader, of any encoding.

In processes of their own.
"""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest

SIM = f"{sys.executable} -m sim"
TITLE = "Title: Café – „naïve“ \u2212 Česko \U0001f389"
WORLD = (
    f'title = "{TITLE}"\nstart = 2000-01-01\nmonths = 6\n[states.A]\nname = "Česko"\n[states.B]\n'
)

pytestmark = pytest.mark.skipif(os.name != "posix", reason="asks a shell to close streams")


@pytest.fixture
def shell(tmp_path):
    """Run a line of shell beside a scenario whose texts are beyond ASCII: (exit code, stdout,
    stderr), in bytes.
    """
    (tmp_path / "world.toml").write_text(WORLD, encoding="utf-8")

    def call(line: str, **environment: str) -> tuple[int, bytes, bytes]:
        done = subprocess.run(
            ["bash", "-c", f"set -o pipefail; {line}"],
            cwd=tmp_path,
            env={**os.environ, **environment},
            capture_output=True,
            timeout=120,
        )
        return done.returncode, done.stdout, done.stderr

    return call


@pytest.mark.parametrize("command", ["show article", "--help"])
@pytest.mark.parametrize("how", [">&-", "2>&-", ">&- 2>&-", "<&-", "| true", "2>/dev/full"])
def test_a_stream_that_is_closed_or_left_is_no_fault(shell, command, how):
    code, _, err = shell(f"{SIM} {command} {how}")
    assert (code, err) == (0, b"")


def test_a_game_that_nobody_reads_ends_whatever_is_typed_on(shell):
    code, _, err = shell(f"(yes | {SIM} play article --as DPRK; exit ${{PIPESTATUS[1]}}) | head -1")
    assert (code, err) == (0, b"")


def test_who_is_not_heard_keeps_the_exit_code(shell):
    for how in ("2>&-", "2>/dev/full", ">&- 2>&-", "2>&1 | true"):
        assert shell(f"{SIM} show nowhere {how}")[0] == 3, how


@pytest.mark.parametrize("command", ["show article", "--help"])
def test_a_full_disk_is_one_line_and_exit_4(shell, command):
    code, _, err = shell(f"{SIM} {command} > /dev/full")
    assert (code, err) == (4, b"sim: standard output: No space left on device\n")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1", "utf-8", "utf-16", "cp037"])
def test_any_encoding_prints_and_keeps_the_exit_code(shell, encoding):
    code, out, err = shell(
        f"{SIM} check world.toml; {SIM} show world.toml", PYTHONIOENCODING=encoding
    )
    assert (code, err) == (0, b"")
    title = next(line for line in out.decode(encoding).splitlines() if "Title: " in line)
    for written, plain in (("\u2212", "-"), ("Č", "?"), ("\U0001f389", "?")):
        try:
            written.encode(encoding)
        except UnicodeEncodeError:
            assert written not in title and plain in title
        else:
            assert written in title


def test_a_terminal_is_not_moved_by_a_name(tmp_path):
    (tmp_path / "world.toml").write_text(WORLD, encoding="utf-8")
    ours, theirs = pty.openpty()
    words = ["show", "world.toml", "--set", "states.\x1b[2J\x9b.autonomy=1"]
    done = subprocess.run([*SIM.split(), *words], cwd=tmp_path, stderr=theirs, timeout=120)
    os.close(theirs)
    shown = os.read(ours, 10**6)
    os.close(ours)
    assert done.returncode == 3
    assert b"[2J" in shown and b"\x1b" not in shown and b"\x9b" not in shown


def test_names_that_are_no_text_are_refused_and_written_like_others(shell):
    code, _, err = shell(f"{SIM} show $'\\xff\\xfe'")
    assert code == 3 and err.startswith(b"\\udcff\\udcfe: there is no such scenario")
    code, out, err = shell(f"cp world.toml $'\\xff.toml'; {SIM} show --toml $'\\xff.toml'")
    assert (code, err) == (0, b"") and out.startswith(b"# Resolved from ?;")


def test_python_says_nothing_when_it_ends(shell):
    for line in (f"{SIM} show article | head -1", f"{SIM} show article 2>&1 | head -1"):
        code, out, err = shell(line)
        assert code == 0 and err == b"" and out.count(b"\n") == 1
