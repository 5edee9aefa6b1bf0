"""A real Dask cluster of two workers: the same bits, also when a worker is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import warnings

import numpy as np
import pytest

from sim import ensemble

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("default")  # what Dask warns of is not ours


@pytest.fixture(scope="module")
def cluster():
    """Two worker processes and a scheduler on this machine."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
        with distributed.LocalCluster(**options) as cluster:
            yield cluster


def test_a_cluster_gives_the_same_bits_and_survives_a_killed_worker(article, cluster):
    calm = ensemble.tally_histories(article, 16 * ensemble.CHUNK)
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
        seen = ensemble.tally_histories(
            article, 16 * ensemble.CHUNK, executor=client.get_executor(pure=False), progress=lambda count: done.set()
        )
        killer.join()
    assert all(np.array_equal(seen.columns[name], calm.columns[name]) for name in calm.columns)


def test_the_command_line_runs_on_a_cluster(cluster, tmp_path):
    command = [sys.executable, "-m", "sim", "run", "article", "-n", "2500", "-q"]
    address = cluster.scheduler_address
    for folder, more in (("there", ["--cluster", address]), ("here", [])):
        done = subprocess.run([*command, "-o", folder, *more], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "there" / "runs.csv").read_bytes() == (tmp_path / "here" / "runs.csv").read_bytes()
    wrong = subprocess.run(
        [*command, "-o", "x", "--cluster", "tcp://127.0.0.1:1"], cwd=tmp_path, capture_output=True, text=True
    )
    assert wrong.returncode == 4
    assert "no cluster answers there" in wrong.stderr and "Traceback" not in wrong.stderr
