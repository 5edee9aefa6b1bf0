"""Verifying: the same, or what differs, by name."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re

import pytest

import sim
from sim.analysis.run import needs
from sim.ensemble import chunks
from sim.report import publish
from sim.shell import lasting
from sim.system.files import digest


def test_untouched_results_are_the_same(kept, command):
    done = command("results", "verify", "small")
    assert done.returncode == 0 and "the same (5 histories, seed 3, computed" in done.stdout
    assert not list(kept.parent.glob(".*verify*"))


def test_a_file_that_was_edited_is_named(kept, command):
    (kept / "chronicle.txt").write_text("Another story")
    done = command("results", "verify", "small")
    assert done.returncode == 4
    assert "chronicle.txt" in done.stderr and "changed since it was written" in done.stderr
    assert "runs.csv" not in done.stderr


def test_how_long_it_takes_is_said_before_it_begins(kept, command, monkeypatch, capsys):
    monkeypatch.setattr(lasting, "_MANY", 5)
    monkeypatch.setattr(lasting, "rate", lambda *given: 0.01)
    assert sim.verify(kept).same and not capsys.readouterr().err  # Python says nothing
    done = command("results", "verify", "small")
    assert done.stderr.startswith("5 histories will take about 8 minutes here, at 0 a second")
    command("compare", "small.toml", "--set", "states.A.autonomy=1", "-n", "6", "-o", "two", "-q")
    done = command("results", "verify", "two")
    assert "12 histories will take about 20 minutes here" in done.stderr


def test_a_run_that_memory_cannot_hold_is_refused_before_it_begins(kept, monkeypatch):
    monkeypatch.setattr(needs, "free_memory", lambda: 1000.0)
    with pytest.raises(sim.InvalidInput, match="cannot be computed again here: 5 histories take"):
        sim.verify(kept)


def test_results_that_come_out_otherwise_are_named_also_as_json(kept, command):
    forge(kept, "runs.csv", (kept / "runs.csv").read_bytes().replace(b"0.", b"1."))
    done = command("results", "verify", "small", "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 4
    assert told["same"] is False and told["differ"] == ["runs.csv"]


def test_versions_that_differ_are_named(kept):
    manifest = json.loads((kept / "manifest.json").read_text())
    manifest["versions"]["numpy"] = "0.1"
    (kept / "manifest.json").write_text(json.dumps(manifest))
    found = sim.verify(kept)
    assert found.same and found.versions["numpy"][0] == "0.1"
    assert "numpy was 0.1" in str(found)


def test_where_figures_alone_differ_it_says_that_the_numbers_are_the_same(kept):
    forge(kept, "figures/01-fan.svg", b"<svg/>")
    found = sim.verify(kept)
    assert not found.same and "every number is the same" in str(found)


def test_a_full_disk_is_one_line_that_names_what_was_asked_about(
    kept, command, monkeypatch, tmp_path
):
    def full(table, path):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    sim.archive(kept, tmp_path / "kept.zip")
    monkeypatch.setattr(publish, "write_table", full)
    for word, told in (("small", "results/small-5-s3"), ("kept.zip", "kept.zip")):
        done = command("results", "verify", word)
        assert done.returncode == 4 and done.stderr == (
            f"sim: {told}, computed again, cannot be written: No space left on device\n"
        )


def test_own_behaviour_is_never_run_unasked(kept):
    manifest = json.loads((kept / "manifest.json").read_text())
    manifest["holds"]["behaviour"] = ["A=evil.py:Evil"]
    (kept / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(sim.InvalidInput, match="not run unasked"):
        sim.verify(kept)


@pytest.mark.parametrize("line", ["rm -rf /", "sim play article", "sim 'un", "sim"])
def test_a_command_that_is_no_question_is_not_run(kept, line):
    manifest = json.loads((kept / "manifest.json").read_text())
    manifest["holds"]["kind"], manifest["command"] = "sweep", line
    (kept / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(sim.InvalidInput, match="not one that this program knows"):
        sim.verify(kept)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("sim compare world --without storm --behaviour=B:A=evil.py:Evil", "own behaviour"),
        ("sim run world -n 2", "its command makes one"),
        ("sim compare world --without storm --cluster tcp://127.0.0.1:9", "with --cluster"),
        ("sim sweep world --over states.A.autonomy=0,1 -o elsewhere", "with --output"),
        ("sim experiment plan.toml --dry-run", "with --dry-run"),
        ("sim compare world --without storm --help", "it only asks for help"),
        ("sim compare world --behave", "its command cannot be run here"),
    ],
)
def test_a_command_that_does_more_than_compute_is_refused(kept, world, monkeypatch, line, words):
    monkeypatch.chdir(world.parent)
    (world.parent / "evil.py").write_text("open('here', 'w').close()")
    (world.parent / "plan.toml").touch()
    before = {path.name for path in world.parent.iterdir()}
    manifest = json.loads((kept / "manifest.json").read_text())
    manifest["holds"]["kind"], manifest["command"] = "comparison", line
    (kept / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(sim.InvalidInput, match=words):
        sim.verify(kept)
    assert {path.name for path in world.parent.iterdir()} == before


def forge(folder, name, content):
    """Change a file, and its checksum with it."""
    (folder / name).write_bytes(content)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"][name] = digest(folder / name)
    assert manifest["files"][name] == hashlib.sha256(content).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("curl evil", "not one that this program knows"),
        ("sim run world --behaviour A=evil.py:Evil", "own behaviour"),
        ("sim run world --cluster tcp://127.0.0.1:9", "with --cluster"),
        ("sim run world -o elsewhere", "with --output"),
        ("sim compare world --without storm", "its command makes none"),
    ],
)
def test_what_a_run_may_be_made_by_is_neither_called_the_same_nor_archived(
    kept, tmp_path, line, words
):
    manifest = json.loads((kept / "manifest.json").read_text())
    (kept / "manifest.json").write_text(json.dumps(manifest | {"command": line}))
    for ask in (sim.verify, lambda folder: sim.archive(folder, tmp_path / "kept.zip")):
        with pytest.raises(sim.InvalidInput, match=f"^{re.escape(str(kept))}.*{words}"):
            ask(kept)
    assert not (tmp_path / "kept.zip").exists()


def test_a_run_whose_histories_all_fail_here_is_named(kept, command, monkeypatch, tmp_path):
    simulate = chunks.simulate
    monkeypatch.setattr(chunks, "simulate", lambda *given: simulate(*given) | True)
    sim.archive(kept, tmp_path / "kept.zip")
    for word, told in (
        ("small", "results/small-5-s3"),
        ("kept.zip", "kept.zip/small-5-s3/results"),
    ):
        done = command("results", "verify", word)
        assert done.returncode == 2
        assert f"sim: {told} cannot be computed again here: 5 histories failed" in done.stderr
