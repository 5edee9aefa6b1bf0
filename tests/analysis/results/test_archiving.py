"""An archive: the same bytes each time, complete, and verified on its own."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import zipfile

import pytest

import sim
from sim.analysis.results.sources import portable, sources_of
from sim.analysis.results.unpacking import unpacked
from sim.report.manifest import read_manifest


@pytest.fixture
def asked(world, command, tmp_path, blank_figures):
    """A folder that the command line made, of a scenario that extends another by a path."""
    (tmp_path / "whatifs").mkdir()
    (tmp_path / "whatifs" / "calm.toml").write_text(
        'title = "Calm"\nextends = "../small.toml"\nwithout = ["storm"]\n'
    )
    done = command("run", "whatifs/calm.toml", "-n", "4", "-q")
    assert done.returncode == 0
    return tmp_path / "results" / "calm-4-s1"


def opened(path):
    """Return what an archive holds, by place below its one folder."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert len({name.split("/")[0] for name in names}) == 1
        return {name.split("/", 1)[1]: archive.read(name) for name in names}


def test_an_archive_holds_all_that_the_results_were_made_from(asked, tmp_path):
    written = sim.archive(asked, authors=["Family, Given"])
    assert written.file == asked.with_name("calm-4-s1.zip") and not written.missing
    held = opened(written.file)
    for name in ("README.md", "CITATION.cff", "codemeta.json", ".zenodo.json", "environment.txt"):
        assert held[name]
    assert held["results/runs.csv"] == (asked / "runs.csv").read_bytes()
    assert held["scenario/small.toml"] == (tmp_path / "small.toml").read_bytes()
    assert "program/sim/__init__.py" in held and "program/scenarios/article.toml" in held
    sums = dict(
        reversed(line.split("  ")) for line in held["checksums.sha256"].decode().splitlines()
    )
    assert sums == {
        name: hashlib.sha256(data).hexdigest()
        for name, data in held.items()
        if name != "checksums.sha256"
    }
    assert json.loads(held[".zenodo.json"])["creators"] == [{"name": "Family, Given"}]
    author = {"@type": "Person", "familyName": "Family", "givenName": "Given"}
    assert json.loads(held["codemeta.json"])["author"] == [author]
    assert not [name for name, data in held.items() if str(tmp_path).encode() in data]
    assert "numpy==" in held["environment.txt"].decode()


def test_an_archive_says_what_the_model_is_and_links_only_to_what_it_has(asked):
    held = opened(sim.archive(asked).file)
    odd = held["description/odd.md"].decode()
    assert "Process overview and scheduling" in odd and "(model.md)" in odd
    for page in ("odd", "model", "parameters"):
        text = held[f"description/{page}.md"].decode()
        assert held[f"program/docs/{page}.md"]
        for target in re.findall(r"\]\(([^)#\s]+)", text):
            assert target.startswith("http") or f"description/{target}" in held
    assert "description/" in held["README.md"].decode()


def test_the_scenario_files_find_each_other_where_they_are_unpacked(asked, tmp_path):
    with zipfile.ZipFile(sim.archive(asked).file) as archive:
        archive.extractall(tmp_path / "else")
    (found,) = (tmp_path / "else").rglob("calm.toml")
    assert sim.load(found).hash == read_manifest(asked).holds.scenario


def test_the_same_folder_gives_the_same_bytes(asked, tmp_path):
    first, second = (sim.archive(asked, tmp_path / f"{k}.zip").file for k in range(2))
    assert first.read_bytes() == second.read_bytes()


def test_results_that_were_touched_are_not_archived(asked):
    (asked / "runs.csv").write_text("mine")
    with pytest.raises(sim.SimError, match=r"runs\.csv changed since"):
        sim.archive(asked)


def test_a_scenario_that_was_changed_since_is_left_out_and_named(asked, tmp_path):
    text = (tmp_path / "small.toml").read_text().replace("stance = 0.5", "stance = 0.4")
    (tmp_path / "small.toml").write_text(text)
    (missing,) = sources_of(read_manifest(asked)).missing
    assert "calm.toml: it was changed" in missing


def test_an_archive_is_verified_with_nothing_else_at_hand(asked, tmp_path, command):
    sim.archive(asked, tmp_path / "all.zip")
    shutil.rmtree(asked)
    (tmp_path / "small.toml").unlink()
    done = command("results", "verify", "all.zip")
    assert done.returncode == 0 and "the same" in done.stdout, done.stderr


@pytest.mark.usefixtures("blank_figures")
def test_a_comparison_is_verified_from_the_scenarios_in_its_archive(world, tmp_path, command):
    done = command("compare", "small.toml", "--without", "storm", "-n", "4", "-q", "-o", "out")
    assert done.returncode == 0, done.stderr
    path = sim.archive(tmp_path / "out").file
    assert command("results", "verify", "out").returncode == 0
    world.unlink()
    assert command("results", "verify", str(path)).returncode == 0
    with zipfile.ZipFile(path) as packed:
        packed.extractall(tmp_path / "else")
    assert command("results", "verify", "else/out/results").returncode == 0
    refused = command("results", "verify", "out")
    assert refused.returncode == 2 and "cannot be computed again here" in refused.stderr


@pytest.mark.usefixtures("blank_figures")
def test_runs_that_a_comparison_names_are_in_its_archive(asked, tmp_path, command):
    done = command("compare", str(asked), "small.toml", "-q", "-o", "out")
    assert done.returncode == 0, done.stderr
    written = sim.archive(tmp_path / "out")
    assert not written.missing
    assert not [n for n, data in opened(written.file).items() if str(tmp_path).encode() in data]
    shutil.rmtree(asked)
    (tmp_path / "small.toml").unlink()
    done = command("results", "verify", str(written.file))
    assert done.returncode == 0, done.stderr
    (missing, _) = sim.archive(tmp_path / "out", tmp_path / "late.zip").missing
    assert "is not here any more" in missing


def test_a_command_names_no_folder_of_this_machine():
    line = "sim run '/my disk/a.toml' -n 3 --behaviour A=/my/own.py:Own --set states.A.autonomy=0.5"
    shared = portable(line, {"/my disk/a.toml": "scenario/a.toml"})
    assert shared == line.replace("'/my disk/a.toml'", "scenario/a.toml").replace("/my/own", "own")
    assert portable("sim compare /x/a.csv article", {}) == "sim compare a.csv article"
    assert portable("", {}) == ""


@pytest.mark.parametrize("name", ["../evil.txt", "/evil.txt", "a\\..\\evil.txt"])
def test_nothing_is_unpacked_outside_its_folder(tmp_path, name):
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), "evil")
    with pytest.raises(sim.InvalidInput, match=r"outside its own folder|no archive of results"):
        sim.verify(tmp_path / "bad.zip")
    assert not (tmp_path / "evil.txt").exists()


def test_a_file_without_a_name_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo(""), "nothing")
    with pytest.raises(sim.InvalidInput, match=r"bad.zip cannot be unpacked: it holds a file with"):
        sim.verify(tmp_path / "bad.zip")


def test_an_archive_with_a_damaged_byte_is_refused_or_holds_the_same_results(asked, tmp_path):
    sim.archive(asked, tmp_path / "whole.zip")
    refused = 0
    whole = bytearray((tmp_path / "whole.zip").read_bytes())
    file = tmp_path / "damaged.zip"
    for at in (3, *range(90, 150, 12), len(whole) // 2, len(whole) - 200, len(whole) - 20):
        broken = whole.copy()
        broken[at] ^= 0xFF
        file.write_bytes(broken)
        try:
            with unpacked(file) as found:  # some bytes do not matter, as those of a file's time
                for path in found.results.iterdir():
                    if path.is_file():
                        assert path.read_bytes() == (asked / path.name).read_bytes(), at
        except sim.InvalidInput:
            refused += 1
    assert refused


def test_results_are_archived_and_exported_from_within_their_own_folder(asked, monkeypatch):
    monkeypatch.chdir(asked)
    assert sim.archive(".").file == asked.with_name("calm-4-s1.zip")
    assert sim.export(".").file == asked.with_name("calm-4-s1-panel.csv")


def rebuilt(asked, path, changed):
    """Write an archive of which some files hold something else."""
    sim.archive(asked, path.with_name("good.zip"))
    with zipfile.ZipFile(path.with_name("good.zip")) as good, zipfile.ZipFile(path, "w") as made:
        for name in good.namelist():
            if "/program/" not in name:
                made.writestr(name, changed.get(name.partition("/")[2], good.read(name)))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"results/manifest.json": "{}"}, r"bad.zip/\S+/results: its manifest.json cannot be used"),
        ({"archive.json": "[" * 100_000}, "bad.zip: its archive.json or checksums.sha256 is"),
        ({"results/resolved.toml": "months = 0"}, "bad.zip: resolved.toml: start: missing"),
    ],
)
def test_what_an_archive_holds_is_refused_by_its_place_in_it(asked, tmp_path, changed, words):
    rebuilt(asked, tmp_path / "bad.zip", changed)
    with pytest.raises(sim.InvalidInput, match=words) as refused:
        sim.verify(tmp_path / "bad.zip")
    assert "sim-archive" not in str(refused.value)


def test_a_scenario_file_whose_name_no_file_can_have_is_not_looked_for(asked, tmp_path):
    places = json.dumps({"scenario_files": {"calm": "scenario/\0"}})
    rebuilt(asked, tmp_path / "odd.zip", {"archive.json": places})
    assert "NOT the same" in str(sim.verify(tmp_path / "odd.zip"))  # the checksum is another


def test_an_archive_that_is_larger_than_the_disk_is_not_unpacked(asked, tmp_path, monkeypatch):
    file = sim.archive(asked).file
    usage = shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda place: usage)
    with pytest.raises(sim.InvalidInput, match=r"there are 1,000 in .*: set TMPDIR"):
        sim.verify(file)


def test_data_that_a_command_reads_is_named_and_may_have_gone(kept, tmp_path):
    record = tmp_path / "record.csv"
    record.touch()
    manifest = json.loads((kept / "manifest.json").read_text())
    manifest["holds"]["kind"] = "hindcast"
    manifest["command"] = f"sim hindcast world --record {record} -n 5 --seed 3"
    (kept / "manifest.json").write_text(json.dumps(manifest))
    for _ in range(2):  # while it is there, and when it has gone
        made = sim.archive(kept, tmp_path / "kept.zip", overwrite=True)
        assert made.reads == ["record.csv"]
        assert "kept.zip, in a folder that has record.csv" in str(made)
        record.unlink(missing_ok=True)
    with pytest.raises(sim.InvalidInput, match=r"file that is not here \(record.csv: No such file"):
        sim.verify(tmp_path / "kept.zip")
