"""The process of a command: what Ctrl-C does, whenever it comes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
COMMAND = """
import os, signal, time
from sim import __main__ as process

class Late:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.1)

def command():
    Late()  # Python ignores what is raised in its destructor
    time.sleep(60)
    return 0

process._command_line = command
process.main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent in another way there")
def test_ctrl_c_ends_a_command_also_where_python_ignores_it():
    done = subprocess.run(
        [sys.executable, "-c", COMMAND], cwd=ROOT, capture_output=True, text=True, timeout=50
    )
    assert (done.returncode, done.stderr) == (130, "sim: interrupted\n")
