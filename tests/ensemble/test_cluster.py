"""A real Dask cluster of two workers: the same bits, also when a worker is killed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import warnings
from pathlib import Path

import numpy as np
import pytest

from sim.cli import cli, main
from sim.ensemble import cluster as module
from sim.ensemble import run as ensemble
from sim.ensemble import tallying
from sim.ensemble.cluster import ClusterFailed
from sim.ensemble.cluster import cluster as entered
from sim.ensemble.how import How

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("default")  # what Dask warns of is not ours


@pytest.fixture(scope="module")
def cluster():
    """Two worker processes and a scheduler on this machine."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        options = {
            "n_workers": 2,
            "threads_per_worker": 1,
            "processes": True,
            "dashboard_address": None,
        }
        with distributed.LocalCluster(**options) as cluster:
            yield cluster


@pytest.mark.usefixtures("small_tasks")
def test_a_cluster_gives_the_same_bits_and_survives_a_killed_worker(article, cluster):
    calm = ensemble.run_outcomes(article, 32 * ensemble.CHUNK)
    with distributed.Client(cluster) as client:
        workers = client.run(os.getpid)
        assert len(workers) == 2
        victim = next(iter(workers.values()))
        done = threading.Event()

        def kill() -> None:
            done.wait(timeout=60)
            os.kill(victim, signal.SIGKILL)

        killer = threading.Thread(target=kill)
        killer.start()
        seen = ensemble.run_outcomes(
            article,
            32 * ensemble.CHUNK,
            executor=client.get_executor(pure=False),
            progress=lambda count: done.set(),
        )
        killer.join()
    assert all(np.array_equal(seen.columns[name], calm.columns[name]) for name in calm.columns)


@pytest.mark.usefixtures("small_tasks")
def test_a_cluster_tallies_to_the_same_bits(article, cluster, monkeypatch):
    monkeypatch.setattr(tallying, "CHUNK", 32)
    monkeypatch.setattr(tallying, "_LEAST", 1)
    here = tallying.run_tally(article, 200, keep=8)
    with entered(cluster.scheduler_address) as executor:
        there = tallying.run_tally(article, 200, keep=8, how=How(executor))
    assert there.tally.part.keys() == here.tally.part.keys()
    assert all(np.array_equal(there.tally.part[k], here.tally.part[k]) for k in here.tally.part)
    assert np.array_equal(there.whole.supports, here.whole.supports)


ROOT = Path(__file__).parents[2]
PATH = "ties.RUS.DPRK.obstacle"
EVENTS = "".join(
    f"2013-{month:02d}-{day:02d},{i},{j},verbal_{'coop' if day <= 3 * k else 'conflict'}\n"
    for k, (i, j) in enumerate(
        (i, j) for i in ("PRK", "RUS", "CHN") for j in ("PRK", "RUS", "CHN") if i != j
    )
    for month in range(1, 13)
    for day in range(1, 20)
)
COMMANDS = {
    "run": "run article -n 65",
    "sweep": f"sweep article --over {PATH}=0:2:3 -n 12",
    "compare": "compare article --set states.DPRK.autonomy=0.8 -n 34",
    "sensitivity": f"sensitivity article --over {PATH} --trajectories 2 --base 8 -n 10",
    "threshold": f"threshold article --question moscow-first --over {PATH} -n 12",
    "explain": "explain article --state DPRK --toward RUS -n 12",
    "blocs": "blocs article -n 12",
    "hindcast": "hindcast article --record events.csv -n 12",
    "calibrate": (
        f"calibrate article --record events.csv --train-until 2013-12 --over {PATH} --points 16"
        " -n 8"
    ),
}


def tables(folder: Path) -> dict[str, bytes]:
    """Return the contents of a folder's tables."""
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv*"))}


@pytest.mark.usefixtures("blank_figures", "small_defaults", "small_tasks")
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_that_lives_histories_runs_on_a_cluster(name, cluster, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("events.csv").write_text(f"date,source,target,quad\n{EVENTS}")
    for folder, more in (("there", ["--cluster", cluster.scheduler_address]), ("here", [])):
        assert cli.main(
            [*COMMANDS[name].split(), "-q", "-o", folder, *more], standalone_mode=False
        ) in (None, 0)
    assert tables(tmp_path / "here")
    assert tables(tmp_path / "there") == tables(tmp_path / "here")


def test_where_no_cluster_answers_one_line_says_so(command, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_PATIENCE", 1)
    wrong = command("run", "article", "-q", "-o", "x", "--cluster", "tcp://127.0.0.1:1")
    assert wrong.returncode == 4
    assert "no cluster answers there" in wrong.stderr and len(wrong.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())


@pytest.fixture
def listening():
    """Return a maker of ports on which somebody listens and answers with some bytes, or with
    silence.
    """
    sockets = []

    def listen(answer: bytes) -> str:
        there = socket.create_server(("127.0.0.1", 0))
        sockets.append(there)

        def serve() -> None:
            while True:
                try:
                    connection, _ = there.accept()
                except OSError:
                    return
                sockets.append(connection)
                if answer:
                    connection.sendall(answer)
                    connection.close()

        threading.Thread(target=serve, daemon=True).start()
        return f"tcp://127.0.0.1:{there.getsockname()[1]}"

    yield listen
    for each in sockets:
        each.close()


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (b"", "no cluster answers there .none within 1 seconds"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n" * 9, "no Dask sch"),
    ],
)
def test_where_something_else_listens_one_line_says_so_before_long(
    listening, monkeypatch, answer, told
):
    monkeypatch.setattr(module, "_PATIENCE", 1)
    begin = time.monotonic()
    with pytest.raises(ClusterFailed, match=told), entered(listening(answer)):
        pass
    assert time.monotonic() - begin < 10


@pytest.mark.parametrize(
    "address", ["", "x", "tcp://", "http://127.0.0.1:80", "tls://127.0.0.1:1", "a\nb", "inproc://x"]
)
def test_what_is_no_address_is_refused_in_a_line(monkeypatch, address):
    monkeypatch.setattr(module, "_PATIENCE", 1)
    with (
        pytest.raises(ClusterFailed, match="no cluster answers there") as refused,
        entered(address),
    ):
        pass
    assert "\n" not in str(refused.value)


def test_an_empty_address_is_not_taken_for_none(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for words in ("run article -n 2", "blocs article -n 2"):
        assert main([*words.split(), "--cluster", ""]) == 4


def test_the_address_of_a_worker_is_refused(cluster):
    worker = next(iter(cluster.scheduler_info["workers"]))
    with (
        pytest.raises(ClusterFailed, match="there is a worker; give the address of the scheduler"),
        entered(worker),
    ):
        pass


class Started:
    """A scheduler of its own on a free port, and workers that are started by hand."""

    def __init__(self, folder: Path):
        self.folder, self.processes = folder, []
        file = folder / "scheduler.json"
        self.scheduler = self._start(
            "dask_scheduler", ROOT, "--port", "0", "--scheduler-file", str(file)
        )
        while not file.exists() or not file.read_text().strip():
            time.sleep(0.1)
        self.address = json.loads(file.read_text())["address"]

    def worker(self, root: Path = ROOT) -> None:
        """Start a worker that computes by the sources in a folder."""
        self._start("dask_worker", root, self.address, "--nthreads", "1", "--no-nanny")

    def _start(self, program: str, root: Path, *words: str) -> subprocess.Popen:
        command = [
            sys.executable,
            "-m",
            f"distributed.cli.{program}",
            *words,
            "--host",
            "127.0.0.1",
            "--no-dashboard",
        ]
        where = {**os.environ, "PYTHONPATH": str(root)}
        with (self.folder / f"log-{len(self.processes)}").open("w") as log:
            process = subprocess.Popen(command, cwd=self.folder, env=where, stdout=log, stderr=log)
        self.processes.append(process)
        return process

    def until(self, count: int) -> None:
        """Wait until there are so many workers."""
        with distributed.Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=60)


@pytest.fixture
def started(tmp_path):
    """A cluster whose parts can be ended."""
    folder = tmp_path / "cluster"
    folder.mkdir()
    there = Started(folder)
    yield there
    for process in there.processes:
        process.kill()
        process.wait()


@pytest.fixture
def other_rules(tmp_path) -> Path:
    """The sources of this program, but for a word in one that decides results."""
    shutil.copytree(
        ROOT / "sim", tmp_path / "other" / "sim", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copytree(ROOT / "scenarios", tmp_path / "other" / "scenarios")
    with (tmp_path / "other" / "sim" / "outcomes" / "table.py").open("a") as file:
        file.write("\nCHANGED = True\n")
    return tmp_path / "other"


def test_a_cluster_without_workers_is_refused(started):
    with pytest.raises(ClusterFailed, match="it has no workers"), entered(started.address):
        pass


def test_a_worker_of_another_version_is_refused_by_its_address(started, other_rules):
    started.worker(other_rules)
    started.until(1)
    told = r"worker tcp://127.0.0.1:\d+ is of version .* and this is"
    with pytest.raises(ClusterFailed, match=told), entered(started.address):
        pass


@pytest.mark.usefixtures("small_tasks")
def test_a_worker_of_another_version_that_joins_later_is_refused_too(started, other_rules, article):
    started.worker()
    started.until(1)
    with entered(started.address) as executor:
        started.worker(other_rules)
        started.until(2)
        with pytest.raises(ClusterFailed, match=r"worker tcp://127.0.0.1:\d+ is of version"):
            ensemble.run_outcomes(article, 80 * ensemble.CHUNK, executor=executor)


@pytest.mark.usefixtures("blank_figures", "small_tasks")
def test_when_the_scheduler_dies_one_line_says_so_and_the_run_can_go_on(
    started, command, sim_of_small_tasks, tmp_path
):
    started.worker()
    started.until(1)
    # enough for seconds: on a busy machine the scheduler is not killed at once
    words = ["run", "article", "-n", "3000", "-q", "-o", "x"]
    run = subprocess.Popen(
        [*sim_of_small_tasks, *words, "--cluster", started.address],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    kept = tmp_path / ".x.unfinished"
    while not list(kept.glob("chunk-0*")):
        assert run.poll() is None, run.communicate()
        time.sleep(0.01)
    started.scheduler.kill()
    out, err = run.communicate(timeout=60)
    for process in started.processes:
        process.kill()  # a worker without a scheduler goes on computing what it was given
    assert run.returncode == 4 and out == ""
    assert err.startswith(
        f"sim: the cluster at {started.address} was lost while it was computing: "
    )
    assert (
        err.endswith(" histories are kept; the same command with --resume continues\n")
        and err.count("\n") == 1
    )
    there = len(list(kept.glob("chunk-0*")))
    done = command(*words, "--resume")
    assert done.returncode == 0 and there > 0, done.stderr
    assert not kept.exists()


def test_dask_jobqueue_writes_a_job_with_everything_that_the_file_asks_for():
    pytest.importorskip("dask_jobqueue")
    import dask
    import yaml
    from dask_jobqueue.slurm import SLURMJob

    given = yaml.safe_load((ROOT / "docs" / "slurm.yaml").read_text())
    known = dask.config.get("jobqueue.slurm").keys()
    assert given["jobqueue"]["slurm"].keys() <= known
    with dask.config.set(dask.config.merge(dask.config.config, given)):
        script = SLURMJob(scheduler="tcp://login:8786", name="sim").job_script()
    for line in (
        "#SBATCH -p compute", "#SBATCH -A my-project", "#SBATCH --cpus-per-task=8",
        "#SBATCH -t 02:00:00", "#SBATCH --hint=nomultithread",
        "source ~/diplomatic-hedging/.venv/bin/activate",
    ):  # fmt: skip
        assert line in script, script
    assert "--nworkers 8" in script and "tcp://login:8786" in script
