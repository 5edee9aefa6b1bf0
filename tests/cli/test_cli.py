"""The command line as a person meets it: answers on stdout, errors in a line, exit codes."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import click
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

import sim
from sim import cli
from sim.analysis.run import answer
from sim.scenario import with_numbers

BROKEN = Path(__file__).parents[1] / "scenario" / "broken"


def test_help_names_the_commands_and_loads_nothing_heavy():
    program = (
        "import sys; before = set(sys.modules)  # as where coverage is measured\n"
        "import sim.__main__, sim.system.copied, sim.cli\n"
        "try: sim.cli.cli.main(['--help'])\nexcept SystemExit: pass\n"
        "print(sorted({'numpy', 'numba', 'mesa', 'matplotlib', 'pandas', 'pydantic', "
        "'multiprocessing', 'tempfile'} & "
        "(set(sys.modules) - before)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.rstrip().endswith("[]")
    for command in ("check", "list", "new", "run", "show"):
        assert f"\n  {command} " in done.stdout


@pytest.mark.usefixtures("blank_figures")
def test_run_prints_a_summary_and_names_the_report(command, tmp_path):
    code, out, err = command("run", "article", "-n", "30", "--seed", "0")
    assert code == 0
    assert "30 histories" in out and "no shocks   happened" in out
    report = Path(out.rsplit("Report: ", 1)[1].strip())
    assert (tmp_path / report).exists()
    assert err == ""
    assert command("run", "article", "-n", "30", "--seed", "0")[0] == 0
    code, _, err = command("run", "article", "-n", "3", "--seed", "1", "-o", str(report.parent))
    assert code == 5
    assert "with seed 0: choose another folder with -o, or replace it with --overwrite" in err


@pytest.mark.usefixtures("blank_figures")
def test_json_is_the_summary_and_nothing_else(command):
    code, out, err = command(
        "run",
        "article",
        "-n",
        "5",
        "--json",
        "-o",
        "here",
        "--set",
        "states.DPRK.autonomy=0.9",
        "--without",
        "crimea",
    )
    assert code == 0
    found = json.loads(out)
    assert found["histories"] == 5
    assert found["changed"][-1] == "states.DPRK.autonomy: 0.35 -> 0.9"
    assert "Report: here" in err


def test_both_engines_write_the_same_tables(command, tmp_path, monkeypatch):
    blank = dict.fromkeys(answer.FIGURES, lambda results: Figure((1, 1)))
    fan = answer.FIGURES["01-fan"]
    monkeypatch.setattr(answer, "FIGURES", {**blank, "01-fan": fan})  # the one that is compared
    for engine in ("compiled", "mesa"):
        assert command("run", "article", "-n", "3", "--engine", engine, "-o", engine)[0] == 0
    for name in ("runs.csv", "months.csv.gz", "chronicle.txt", "figures/01-fan.svg"):
        assert (tmp_path / "compiled" / name).read_bytes() == (
            tmp_path / "mesa" / name
        ).read_bytes()


OWN = """
import numpy as np
import sim
from sim.schema import HOLD

class Recluse(sim.State):
    def choose(self, values):
        if self.model.run_number in (1, 3):
            raise RuntimeError(f"lost in {self.model.run_number}")
        return np.full(len(values), HOLD)
"""


@pytest.mark.usefixtures("blank_figures")
@pytest.mark.parametrize("histories", ["5", "40"])  # a task of a process takes 16
def test_own_behaviour_is_run_and_its_errors_are_kept_as_records(command, tmp_path, histories):
    (tmp_path / "mine.py").write_text(OWN)
    code, _, err = command(
        "run", "article", "-n", histories, "-o", "out", "--behaviour", "DPRK=mine.py:Recluse"
    )
    assert code == 4
    assert err.strip() == (
        f"sim: 2 of {histories} histories failed, first history 1: RuntimeError: lost in 1; all "
        "are in "
        "out/failures.csv, the others are written"
    )
    failures, runs = (
        pd.read_csv(tmp_path / "out" / f"{name}.csv") for name in ("failures", "runs")
    )
    assert failures["run"].tolist() == [1, 3] and "in choose" in failures["traceback"][1]
    assert len(runs) == int(histories) - 2 and {1, 3}.isdisjoint(runs["run"])
    approaches = runs[[name for name in runs if name.startswith("approaches_")]]
    assert approaches.to_numpy().max() <= 1  # the one envoy that the scenario scripts
    code, _, err = command("compare", "out", "article")
    assert code == 2 and "was run with own behaviour (DPRK=mine.py:Recluse)" in err
    code, _, err = command("run", "out", "-o", "again")
    assert code == 2 and "if you trust it, add --behaviour DPRK=mine.py:Recluse" in err


FATAL = """
import os, sys
import sim

class Recluse(sim.State):
    def choose(self, values):
        print("thinking")
        if self.model.run_number in LOST:
            {end}
        return super().choose(values)
"""


@pytest.mark.usefixtures("blank_figures")
@pytest.mark.parametrize("end", ["os._exit(0)", "sys.exit(0)", "os.abort()"])
def test_own_behaviour_that_ends_its_process_costs_its_history(command, tmp_path, end):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "random.py").write_text(FATAL.format(end=end) + "\nLOST = (1,)\n")
    own = ("--json", "-q", "--behaviour", "DPRK=own/random.py:Recluse")
    code, out, err = command("run", "article", "-n", "4", "-o", "out", *own)
    assert code == 4 and out == ""
    assert "sim: 1 of 4 histories failed, first history 1: " in err
    assert pd.read_csv(tmp_path / "out" / "failures.csv")["run"].tolist() == [1]
    assert pd.read_csv(tmp_path / "out" / "runs.csv")["run"].tolist() == [0, 2, 3]


@pytest.mark.usefixtures("blank_figures")
def test_where_all_histories_fail_the_failures_are_written(command, tmp_path):
    (tmp_path / "mine.py").write_text(
        FATAL.format(end="raise RuntimeError('never')") + "\nLOST = range(9)\n"
    )
    words = [
        "run",
        "article",
        "-n",
        "3",
        "-o",
        "out",
        "--json",
        "-q",
        "--behaviour",
        "DPRK=mine.py:Recluse",
    ]
    told = (
        "sim: all 3 histories failed, first history 0: RuntimeError: never; "
        "all are in out/failures.csv\n"
    )
    for _ in range(2):  # the same command again gives the same again
        code, out, err = command(*words)
        assert code == 4 and out == "" and err.endswith(told)
    assert pd.read_csv(tmp_path / "out" / "failures.csv")["run"].tolist() == [0, 1, 2]


def test_own_behaviour_leaves_stdout_to_the_result(world, sim_of_blank_figures, tmp_path):
    (tmp_path / "mine.py").write_text(
        "print('loading')\n" + FATAL.format(end="pass") + "\nLOST = ()\n"
    )
    words = [
        "run",
        world.name,
        "-n",
        "2",
        "-o",
        "own",
        "--json",
        "-q",
        "--behaviour",
        "A=mine.py:Recluse",
    ]
    words = [*sim_of_blank_figures, *words]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0 and json.loads(done.stdout)["histories"] == 2
    assert "loading" in done.stderr and "thinking" in done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("DPRK=Recluse",), "write it as STATE=FILE.py:Class"),
        (("NRDK=mine.py:Recluse",), "unknown state 'NRDK'"),
        (("DPRK=there.py:Recluse",), "there is no file there.py"),
        (
            ("DPRK=mine.py:Reclusive",),
            "no subclass of sim.State called 'Reclusive' (did you mean 'Recluse'?)",
        ),
        (("DPRK=mine.py:Recluse", "--moves"), "--behaviour cannot be combined with --moves"),
    ],
)
def test_behaviour_that_is_not_there_is_one_line(command, tmp_path, words, told):
    (tmp_path / "mine.py").write_text(OWN)
    code, _, err = command("run", "article", "-n", "2", "--behaviour", *words)
    assert code == 2 and told in err and err.count("\n") == 1


@pytest.mark.parametrize("more", [("--resume",), ("--cluster", "tcp://127.0.0.1:1")])
def test_what_agents_cannot_do_is_refused_rather_than_left_out(more, capsys):
    assert cli.main(["run", "article", "-n", "2", "--engine", "mesa", *more]) == 2
    assert "--engine mesa cannot be combined with --cluster or --resume" in capsys.readouterr().err


@pytest.mark.usefixtures("blank_figures")
def test_a_new_scenario_is_listed_checked_shown_and_run(command, tmp_path):
    assert command("new", "mine")[0] == 0
    assert command("new", "mine")[0] == 5
    _, listed, _ = command("list")
    assert "mine " in listed and "article " in listed
    code, out, _ = command("check", "mine", "article")
    assert code == 0 and out.startswith("mine: ok (3 states")
    code, out, _ = command("show", "mine")
    assert code == 0 and "states.SMALL.autonomy" in out and "mine.toml:" in out
    code, out, _ = command("show", "mine", "--toml")
    (tmp_path / "copy.toml").write_text(out)
    assert command("check", "copy.toml")[0] == 0
    assert command("run", "mine", "-n", "4")[0] == 0


def test_check_tells_everything_that_is_wrong_with_exit_code_3(command):
    code, out, err = command(
        "check", str(BROKEN / "twelve_faults.toml"), str(BROKEN / "self_tie.toml"), "article"
    )
    assert code == 3
    expected = (BROKEN / "twelve_faults.txt").read_text() + (BROKEN / "self_tie.txt").read_text()
    assert err == expected
    assert out.startswith("article: ok")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["rum"], 2, "did you mean 'run'"),
        (["run"], 2, "Missing argument"),
        (["run", "artcle"], 3, "did you mean 'article'"),
        (["run", "article", "-n", "0"], 2, "0 is out of bounds"),
        (["run", "article", "-n", "many"], 2, "'many' is not a valid integer"),
        (["run", "article", "-n", "1000000000000"], 2, "out of bounds"),
        (["run", "article", "-n", "9000000000", "--rows"], 2, "of memory"),
        (["run", "article", "--seed", "-1"], 2, "out of bounds"),
        (["run", "article", "--set", "states.DPRK.autonomy"], 2, "write it as path=value"),
        (["run", "article", "--set", "states.DPRK.autonmy=1"], 3, "did you mean 'autonomy'"),
        (["run", "article", "--without", "crimia"], 3, "did you mean 'crimea'"),
        (["run", "article", "--engine", "fast"], 2, "'fast' is not one of"),
        (["show", "artcle"], 3, "did you mean 'article'"),
        (["new", "a/b"], 2, "cannot be a scenario's name"),
        (["new", "a", "-o", ""], 2, "'' is not the name of a file"),
        (["play", "article", "--as", "DPRK", "--save", "."], 2, "'.' is not the name of a file"),
        (["results", "export", "x", "-o", ".."], 2, "'..' is not the name of a file"),
    ],
)
def test_wrong_usage_is_a_line_with_the_nearest_name(command, arguments, code, words):
    found, out, err = command(*arguments)
    assert (found, out) == (code, "")
    assert words in err


def test_a_folder_that_is_not_ours_is_left_alone(command, tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("years of work")
    code, _, err = command("run", "article", "-n", "2", "-o", "thesis", "--overwrite")
    assert code == 5 and "holds files that are not results" in err
    assert [p.name for p in (tmp_path / "thesis").iterdir()] == ["chapter.txt"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_reader_who_stops_is_no_error_and_a_full_disk_is_one_line():
    done = subprocess.run(
        f"{sys.executable} -m sim show article | head -1",
        shell=True,
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    done = subprocess.run(
        f"{sys.executable} -m sim show article > /dev/full",
        shell=True,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 4
    assert "No space left" in done.stderr and done.stderr.count("\n") == 1


def test_a_place_that_cannot_be_written_is_one_line(command, tmp_path):
    (tmp_path / "file").write_text("")
    code, _, err = command("run", "article", "-n", "2", "-o", "file/inside")
    assert code == 4
    assert err.count("\n") == 1


def has_children(process: int) -> bool:
    """Say whether a thread of a process has started another process."""
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        with contextlib.suppress(OSError):  # threads come and go
            if path.read_text():
                return True
    return False


@pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="this system does not list a process's children"
)
def test_an_interrupted_run_leaves_nothing_and_exits_130(tmp_path):
    words = ["-m", "sim", "run", "article", "-n", "40000", "--engine", "mesa", "-o", "out"]
    running = subprocess.Popen(
        [sys.executable, *words], cwd=tmp_path, stderr=subprocess.PIPE, text=True
    )
    while running.poll() is None and not has_children(
        running.pid
    ):  # the histories are computed in other processes
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert err.strip().endswith("interrupted: nothing was written")
    assert not any(p for p in tmp_path.iterdir() if p.name != ".hypothesis")


@pytest.mark.skipif(os.name == "nt", reason="there a folder that is in use cannot be removed")
def test_a_folder_that_was_removed_meanwhile_is_said_to_be(tmp_path):
    (gone := tmp_path / "gone").mkdir()
    program = "import os, sys; os.rmdir(os.getcwd()); from sim.__main__ import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "list"], cwd=gone, capture_output=True, text=True
    )
    assert done.returncode == 4 and not done.stdout
    assert done.stderr == (
        "sim: the folder that you are in is not there any more: go to another one with cd\n"
    )


def test_colours_and_locale_do_not_matter(tmp_path, sim_of_blank_figures):
    environment = {**os.environ, "LC_ALL": "C", "NO_COLOR": "1", "PYTHONUTF8": "0"}
    words = [*sim_of_blank_figures, "run", "article", "-n", "2"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, env=environment)
    assert done.returncode == 0 and done.stdout


def test_show_says_what_was_left_out_whatever_the_order(command):
    there, back = (
        command("show", "article", "--without", one, "--without", other)[1]
        for one, other in (("crimea-vote", "jang-purge"), ("jang-purge", "crimea-vote"))
    )
    assert (
        there == back and "\nchanged: without jang-purge\nchanged: without crimea-vote\n\n" in there
    )


@pytest.mark.usefixtures("blank_figures")
@pytest.mark.parametrize("engine", ["compiled", "mesa"])
def test_a_run_with_failed_histories_writes_the_others_and_says_which(
    tmp_path, engine, monkeypatch, capsys
):
    calm = with_numbers(sim.load("article"), {"dynamics.routine.economy": 0.0})
    quiet = replace(calm, months=1, spin_up=0, questions=(), shocks=())
    ill = with_numbers(quiet, {"dynamics.chill": np.nan})
    monkeypatch.setattr("sim.shell.loading.load_scenario", lambda *named: ill)
    words = ["run", "article", "-n", "40", "-o", str(tmp_path / "out"), "--engine", engine, "-q"]
    assert cli.main(words) == 4
    told = capsys.readouterr().err
    assert re.match("sim: .* of 40 histories failed, first history 0: .*(not|no) finite.*", told)
    assert "; all are in" in told and told.count("\n") == 1
    failed = pd.read_csv(tmp_path / "out" / "failures.csv")["run"].tolist()
    assert sorted(failed + pd.read_csv(tmp_path / "out" / "runs.csv")["run"].tolist()) == list(
        range(40)
    )
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


BUGS = [
    ValueError("x" * 500 + "\nsecond line"),
    KeyError("k"),
    RecursionError(),
    AssertionError(),
    StopIteration(),
]


@pytest.fixture
def broken(monkeypatch, tmp_path):
    """Let `sim list` raise what it is given, and keep what is told of it in the test's folder."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def call(error: BaseException, *more: str) -> int:
        def failing(*arguments):
            raise error

        monkeypatch.setattr("sim.scenario.at_hand", failing)
        return cli.main([*more, "list"])

    return call


@pytest.mark.parametrize("error", BUGS, ids=lambda error: type(error).__name__)
def test_a_bug_of_ours_is_one_line_and_a_private_file_with_the_traceback(
    broken, capsys, tmp_path, error
):
    assert broken(error) == 1
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1
    assert err.startswith(f"sim: this is a bug of ours ({type(error).__name__}")
    (file,) = tmp_path.glob("sim-bug-*.txt")
    assert f"the traceback is in {file}; please report it with that file" in err
    told = file.read_text(encoding="utf-8")
    assert (
        told.startswith("sim list\n")
        and "Python 3" in told
        and "numpy " in told
        and "in failing" in told
    )
    assert os.name != "posix" or file.stat().st_mode & 0o077 == 0


def test_a_traceback_that_cannot_be_kept_is_printed(broken, capsys, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    assert broken(ValueError("lost")) == 1
    err = capsys.readouterr().err
    assert "in failing" in err and err.splitlines()[-1].endswith(
        "please report it with what stands above"
    )


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (sim.InvalidInput("no such thing"), 2, "sim: no such thing (see sim list --help)"),
        (sim.Refused([]), 3, ""),
        (
            OSError(28, "No space left on device", "out.csv"),
            4,
            "sim: out.csv: No space left on device",
        ),
        (MemoryError(), 4, "sim: not enough memory: ask for fewer histories with -n"),
        (KeyboardInterrupt(), 130, "sim: interrupted"),
        (click.Abort(), 130, "sim: interrupted"),
    ],
)
def test_what_is_no_bug_has_its_exit_code_and_with_debug_its_traceback(
    broken, capsys, tmp_path, error, code, told
):
    assert broken(error) == code
    assert capsys.readouterr().err.strip() == told
    assert broken(error, "--debug") == code
    err = capsys.readouterr().err
    assert "in failing" in err and err.strip().endswith(told)
    assert not list(tmp_path.glob("sim-bug-*"))


def test_debug_may_stand_before_and_after_every_command(capsys):
    for name in cli.TABLE:
        for words in (["--debug", name, "--nope"], [name, "--nope", "--debug"]):
            assert cli.main(words) == 2
            assert "Traceback" in capsys.readouterr().err
        assert cli.main([name, "--nope"]) == 2
        assert "Traceback" not in capsys.readouterr().err


def test_help_tells_of_bugs_and_debug(capsys):
    assert cli.main(["--help"]) == 0
    out = capsys.readouterr().out
    assert "1 a bug in the program" in out and "--debug" in out


def test_a_file_that_is_not_there_is_wrong_usage(capsys, tmp_path):
    away = str(tmp_path / "away.csv")
    for words in (
        ["hindcast", "article", "--record", away],
        ["calibrate", "article", "--record", away, "--train-until", "2014-06"],
        ["import", "mine", "--states", "USA,CHN", "--year", "2013", "--power", away],
        ["blocs", "--propensity", away],
        ["play", "article", "--as", "DPRK", "--script", away],
    ):
        assert cli.main(words) == 2
        assert "away.csv: No such file or directory" in capsys.readouterr().err


@pytest.mark.parametrize(
    "over", ["0:1:1000000000", "0:inf:3", "0:nan:3", "-1e308:1e308:3", "0:1:0", "1:2", "", "nan"]
)
def test_numbers_that_cannot_be_swept_over_are_refused_at_once(over):
    from sim.analysis.sweep.grid import parse_over

    begin = time.perf_counter()
    with pytest.raises(
        sim.InvalidInput, match=r"write it as path=low:high:count|more than 100,000 points"
    ):
        parse_over((f"states.DPRK.autonomy={over}",))
    assert time.perf_counter() - begin < 1


INTERRUPTED = """
import os, signal, sys
class Slow:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            for _ in range({times}):
                os.kill(os.getpid(), signal.SIGINT)
                import time; time.sleep(0.7)
sys.meta_path.insert(0, Slow())
sys.argv = ["sim", "list"]
from sim.__main__ import main
main()
"""


@pytest.mark.skipif(os.name != "posix", reason="sends itself a signal")
@pytest.mark.parametrize("name", ["click", "sim.shell.options", "pydantic"])
def test_ctrl_c_while_modules_are_loaded_is_one_line(name):
    program = INTERRUPTED.format(name=name, times=1)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "sim: interrupted\n")


@pytest.mark.skipif(os.name != "posix", reason="sends itself a signal")
def test_ctrl_c_while_python_ends_changes_nothing():
    program = (
        "import os, signal, sys\nfrom sim import __main__, cli\n"
        "class Late:\n    def __del__(self): os.kill(os.getpid(), signal.SIGINT)\n"
        "def interrupted():\n    raise KeyboardInterrupt\n"
        "sys.late, cli.main = Late(), interrupted\n__main__.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (130, "sim: interrupted\n")


@pytest.mark.skipif(os.name != "posix", reason="sends itself a signal")
def test_ctrl_c_within_exec_ends_with_130_too(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import builtins, collections, os, signal\nnamed = collections.namedtuple\n"
        "def interrupted(*a, **k):\n"  # not before the command has begun
        "    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:\n"
        "        exec('import os, signal; os.kill(os.getpid(), signal.SIGINT)')\n"
        "    return named(*a, **k)\ncollections.namedtuple = interrupted\n"
    )
    paths = os.pathsep.join([str(tmp_path), str(Path(sim.__file__).parents[1])])
    command = [sys.executable, "-m", "sim", "list"]
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": paths}
    )
    assert (done.returncode, done.stderr) == (130, "sim: interrupted\n")


STUBBORN = """
import os, signal, sys, time
from sim import __main__, cli
def stubborn():
    for _ in range(2):
        try:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.7)
        except KeyboardInterrupt:
            time.sleep(0.7)
    print("went on")
cli.main = stubborn
__main__.main()
"""


@pytest.mark.skipif(os.name != "posix", reason="sends itself a signal")
def test_a_second_ctrl_c_ends_at_once_whatever_is_going_on():
    done = subprocess.run([sys.executable, "-c", STUBBORN], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "sim: interrupted\n")


@pytest.mark.parametrize("option", [["--resume"], ["--cluster", "tcp://127.0.0.1:1"]])
def test_what_is_for_compiled_runs_is_not_passed_over_in_silence(command, option):
    code, out, err = command("run", "article", "-n", "2", "--engine", "mesa", *option)
    assert (code, out) == (2, "")
    assert "--engine mesa cannot be combined with --cluster or --resume" in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ["explain", "article", "--state", "DPRK", "--month", "2014-11"],
            "--cluster cannot be combined with --month",
        ),
        (["blocs", "--propensity", "matrix.csv"], "--cluster needs a scenario"),
    ],
)
def test_a_cluster_is_refused_where_there_is_nothing_to_compute_on_it(
    command, tmp_path, words, told
):
    (tmp_path / "matrix.csv").write_text("name,A,B\nA,0,1\nB,1,0\n")
    code, out, err = command(*words, "--cluster", "tcp://127.0.0.1:1")
    assert (code, out) == (2, "") and told in err


def test_sim_alone_prints_its_help(command):
    code, out, err = command()
    assert (code, err) == (0, "")
    assert out == command("--help")[1] and "Begin with:  sim run article" in out


def test_facts_of_scenarios_come_as_json_too(command):
    code, out, _ = command("list", "--json")
    assert code == 0 and "article" in {row["name"] for row in json.loads(out)}
    code, out, err = command("check", str(BROKEN / "self_tie.toml"), "article", "--json")
    broken, article = json.loads(out)
    assert (code, err) == (3, "") and article["ok"] and article["states"] == 6
    assert not broken["ok"] and broken["problems"][0]["line"] > 0
    code, out, _ = command("show", "article", "DPRK", "autonomy", "--json")
    found = json.loads(out)
    assert found["hash"] == sim.load("article").hash
    assert [row["path"] for row in found["numbers"]] == ["states.DPRK.autonomy"]


def test_show_has_headers_and_filters(command):
    code, out, _ = command(
        "show", "article", "Russia", "North Korea", "affinity", "--where", "affinity"
    )
    lines = out.splitlines()
    assert code == 0 and lines[3].split()[:3] == ["path", "value", "range"]
    assert [line.split()[0] for line in lines[4:]] == [
        "ties.DPRK.RUS.affinity",
        "ties.RUS.DPRK.affinity",
    ]
    code, out, _ = command("show", "article", "dynamics", "--where", "kotra")
    assert code == 0 and "No number of the scenario is like that." in out


@pytest.mark.parametrize("name", sorted(cli.TABLE))
def test_every_option_is_described_and_its_bounds_read(name):
    given = cli.cli.get_command(click.Context(cli.cli), name)
    help_of = given.get_help(click.Context(given, info_name=name))
    assert "<=x<=" not in help_of and "[default: (" not in help_of and "RANGE" not in help_of
    for option in given.params:
        assert isinstance(option, click.Argument) or option.help, option.name
