"""The configuration of SLURM that the documentation has is one that dask-jobqueue reads."""

from __future__ import annotations

from pathlib import Path

import pytest

FILE = Path(__file__).parents[2] / "docs" / "slurm.yaml"


def test_dask_jobqueue_writes_a_job_with_everything_that_the_file_asks_for():
    pytest.importorskip("dask_jobqueue")
    import dask
    import yaml
    from dask_jobqueue.slurm import SLURMJob

    given = yaml.safe_load(FILE.read_text())
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
