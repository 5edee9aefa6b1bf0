"""Processes that the server begins: they run the same program, and end with it."""

from __future__ import annotations

import subprocess
import sys

from sim.system.processes import begun


def test_of_two_copies_of_the_program_a_new_process_has_that_of_the_server(tmp_path, monkeypatch):
    (tmp_path / "sim").mkdir()
    (tmp_path / "sim" / "__init__.py").write_text("copy = 'the first on the path'\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    with begun("import sim; print(sim.copy)", stdout=subprocess.PIPE) as process:
        assert process.stdout.read().decode().strip() == "the first on the path"
