"""`sim experiment`: from a file to a folder that can be resumed, verified and archived."""

from __future__ import annotations

import json
import shutil

import pytest

import sim
from sim.analysis.experiment import runs
from sim.analysis.experiment.reading import read_experiment
from sim.analysis.experiment.shipped import shipped_experiments
from sim.analysis.results.sources import sources_of
from sim.report.manifest import read_manifest

pytestmark = pytest.mark.usefixtures("compiled_rules", "blank_figures")


def test_the_command_writes_one_folder_that_comes_out_alike_again(command, file, tmp_path):
    code, out, err = command("experiment", "storms.toml", "-n", "6", "-q")
    assert (code, err) == (0, "") and "Report: results/experiment-storms-6-s3" in out
    folder = tmp_path / "results" / "experiment-storms-6-s3"
    held = {path.name for path in folder.iterdir()}
    assert held >= {"experiment.csv", "pooled.csv", "runs.csv", "variations.csv", "codebook.csv",
                    "experiment.toml", "resolved-small.toml", "report.html"}  # fmt: skip
    assert read_manifest(folder).command == f"sim experiment {file} -n 6"
    assert "What a storm does." in (folder / "report.html").read_text()
    assert command("results", "verify", "experiment-storms-6-s3")[0] == 0


def test_an_archive_holds_the_file_and_its_scenarios_and_stands_alone(command, file, tmp_path):
    inner = tmp_path / "paper"
    inner.mkdir()
    text = file.read_text().replace('["small"]', '["../still.toml", "small.toml"]')
    (inner / "storms.toml").write_text(text.replace('without = ["storm"]', ""))
    shutil.copy(tmp_path / "small.toml", inner / "small.toml")
    assert command("experiment", "paper/storms.toml", "-n", "2", "-q")[0] == 0
    folder = tmp_path / "results" / "experiment-storms-2-s3"
    written = sim.archive(folder)
    assert not written.missing
    names = set(sources_of(read_manifest(folder)).files)
    assert names == {"below0/storms.toml", "below0/small.toml", "small.toml", "still.toml"}
    for path in (inner, tmp_path / "small.toml", tmp_path / "still.toml"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert sim.verify(written.file).same


def test_a_file_that_was_changed_since_is_not_archived(command, file, tmp_path):
    assert command("experiment", "storms.toml", "-n", "2", "-q")[0] == 0
    file.write_text(f"{file.read_text()}# changed\n")
    written = sim.archive(tmp_path / "results" / "experiment-storms-2-s3")
    assert "was changed since" in written.missing[0]


def test_an_interrupted_experiment_goes_on_to_the_same_bytes(command, file, tmp_path, monkeypatch):
    assert command("experiment", "storms.toml", "-q", "-o", "whole")[0] == 0
    ordered, wanted = runs.ordered, []

    def stopping(*arguments):
        """Stop after three parts."""
        for count, part in enumerate(ordered(*arguments)):
            if count == 3:
                raise KeyboardInterrupt
            wanted.append(part)
            yield part

    with monkeypatch.context() as here:
        here.setattr(runs, "ordered", stopping)
        code, _, err = command("experiment", "storms.toml", "-q", "-o", "again")
    assert code == 130 and "--resume continues" in err and not (tmp_path / "again").exists()
    assert command("experiment", "storms.toml", "-q", "-o", "again", "--resume")[0] == 0
    whole, again = (read_manifest(tmp_path / name).files for name in ("whole", "again"))
    assert whole == again


def test_a_dry_run_checks_and_counts_and_writes_nothing(command, file, tmp_path):
    code, out, _ = command("experiment", "storms.toml", "--dry-run")
    assert code == 0 and "96 histories in all" in out and "states.A.autonomy = 0.9" in out
    assert not (tmp_path / "results").exists()


def test_json_is_for_programs(command, file):
    code, out, _ = command("experiment", "storms.toml", "-n", "2", "-q", "--json")
    assert code == 0 and json.loads(out)["seeds"] == [3, 4]


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("trun", "did you mean 'turn'?"),
        ("article", "`sim run article`"),
        ("still.toml", "`sim run still.toml`"),
        ("none.toml", "no such file"),
        ("./no/file", "no such"),
    ],
)
def test_a_word_that_means_no_experiment_is_refused(command, file, word, told):
    code, _, err = command("experiment", word)
    assert code == 3 and told in err


@pytest.mark.parametrize("name", shipped_experiments())
def test_what_comes_with_the_program_can_be_run(name):
    plan = read_experiment(shipped_experiments()[name])
    assert plan.base and plan.description and len(plan.seeds) > 1
