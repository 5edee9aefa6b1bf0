"""The rules are compiled in a process of their own, which ends with the one that began it."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytest.importorskip("starlette")

from sim.app import apart


def test_the_process_that_compiles_ends_with_the_one_that_began_it():
    begin = "from sim.system.processes import ends_with_its_parent as ends; ends()"
    code = f"{begin}; print(1, flush=True); import time; time.sleep(60)"
    child = subprocess.Popen([sys.executable, "-c", code], stdin=-1, stdout=-1)
    assert child.stdout.read(1) == b"1"
    child.stdin.close()  # as when the parent is killed
    assert child.wait(timeout=10) == 1
    child.stdout.close()


def test_compiling_apart_can_be_ended_and_says_how_it_went():
    assert apart.Apart().run("article", "assert '{name}' == 'article'")
    assert not apart.Apart().run("article", "raise SystemExit(3)")
    ended = apart.Apart()
    ended.end()
    assert not ended.run("article", "import time; time.sleep(60)")
