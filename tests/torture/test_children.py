"""Torture ends what it has begun, however it ends itself."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
PROGRAM = """
import sys, time
from pathlib import Path
from torture.__main__ import _interrupted
from torture.children import Child, end_all
import signal
signal.signal(signal.SIGTERM, _interrupted)
signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background ignores it
try:
    child = Child(["list"], Path(sys.argv[1]), lambda: time.sleep(600))
    print(child.process, flush=True)
    child.wait()
finally:
    end_all()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a kill is not noticed")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_a_command_under_way_ends_with_the_torture(tmp_path, number):
    (room := tmp_path / "room").mkdir()
    path = {"PYTHONPATH": os.pathsep.join((str(TESTS), str(TESTS.parent)))}
    torture = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(room)], env=os.environ | path, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    child = int(torture.stdout.readline())
    torture.send_signal(number)
    try:
        torture.communicate(timeout=60)
        until = time.monotonic() + 60
        while Path(f"/proc/{child}").exists() and time.monotonic() < until:
            time.sleep(0.02)
        assert not Path(f"/proc/{child}").exists()
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
