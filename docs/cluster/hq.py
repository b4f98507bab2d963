#!/usr/bin/env python3
"""A share of a class for each task of HyperQueue (pip install hyperqueue):

    hq.py N BOOKS ARGUMENTS...

With HQ_SERVER_DIR it hands the tasks to the server that runs there (`hq server start`), whose workers see this folder
too; without it, to a server of its own with a worker on this machine. Tasks that failed are named, the code is then 1;
start it again, and each share goes on where it was stopped.
"""

import os
import sys
import tempfile
from pathlib import Path

from hyperqueue import Client, Job, LocalCluster
from hyperqueue.cluster import WorkerConfig
from hyperqueue.ffi.protocol import ResourceRequest

SHARD = Path(__file__).resolve().parent / "shard.sh"
# The grader's address and the places of cargo and rustup: a worker may have been started with another environment.
KEPT = ("GRADER", "CARGO_TARGET_DIR", "CARGO_HOME", "RUSTUP_HOME", "HOME", "PATH")


def grade(client, count, books, arguments):
    """Runs all shares, and returns the numbers of those that failed, each with what HyperQueue says."""
    # One share that fails ends no other.
    job = Job(name="class", default_workdir=Path.cwd(), max_fails=None)
    env = {name: os.environ[name] for name in KEPT if name in os.environ}
    logs = Path(books).resolve()
    logs.mkdir(parents=True, exist_ok=True)
    for number in range(1, count + 1):
        job.program(
            [str(SHARD), f"{number}/{count}", books, *arguments],
            name=f"{number}/{count}",
            env=env,
            # A share keeps a machine's processors busy by itself.
            resources=ResourceRequest(cpus="all"),
            stdout=str(logs / f"{number}.out"),
            stderr=str(logs / f"{number}.log"),
        )
    submitted = client.submit(job)
    if client.wait_for_jobs([submitted], raise_on_error=False):
        return {}
    failed = client.get_failed_tasks(submitted)
    return {task + 1: failed[task].error for task in failed}


def main():
    if len(sys.argv) < 4 or not sys.argv[1].isdigit():
        sys.exit(__doc__)
    count, books, *arguments = sys.argv[1:]
    server = os.environ.get("HQ_SERVER_DIR")
    if server:
        failed = grade(Client(server), int(count), books, arguments)
    else:
        with tempfile.TemporaryDirectory() as place:
            worker = WorkerConfig(cores=os.cpu_count())
            with LocalCluster(server_dir=place, worker_config=worker) as cluster:
                failed = grade(cluster.client(), int(count), books, arguments)
    for number, error in failed.items():
        print(f"shard {number}/{count} failed, see {books}/{number}.log: {error}", file=sys.stderr)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
