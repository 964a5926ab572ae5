"""Pools that a notebook leaves open: their processes end with the kernel, or once nothing in the notebook can reach them."""

import psutil
import pytest
from client import TIMEOUT, gone

BUSY = """
import { Pool, Process, ProcessPoolExecutor } from "romanesco"
function forever(): void { for (;;); }
const pool = new Pool(2)
const results = pool.mapAsync(forever, [1, 2, 3])
const future = new ProcessPoolExecutor(1).submit(forever)
new Process({ target: forever }).start()
const idle = new Pool(1)
await idle.map((n: number) => n, [1])
"""


def workers(client):
    return [p for p in client.family() if "worker-entry" in " ".join(p.cmdline())]


def restart(client):
    client.manager.restart_kernel()
    client.kc.wait_for_ready(timeout=TIMEOUT)
    client.process = psutil.Process(client.manager.provisioner.pid)


ENDS = {
    "restart": restart,
    "shutdown": lambda client: client.send("shutdown_request", {"restart": False}, "control"),
    "SIGKILL": lambda client: client.process.kill(),
}


@pytest.mark.parametrize("end", ENDS)
def test_no_worker_outlives_its_kernel(fresh, end):
    assert fresh.run(BUSY).reply["status"] == "ok"
    family = fresh.family()
    assert len(workers(fresh)) == 5
    ENDS[end](fresh)
    assert gone(family) == []


def test_workers_of_a_pool_that_nothing_reaches_any_more_end(fresh):
    code = """
import { Pool } from "romanesco"
async function squares(): Promise<number[]> {
  const pool = new Pool(2)
  return await pool.map((n: number) => n * n, [1, 2])
}
await squares()
"""
    assert fresh.run(code).value == "[ 1, 4 ]"
    left = workers(fresh)
    assert len(left) == 2
    fresh.run(
        """
(await import("node:v8")).setFlagsFromString("--expose-gc")
const collect = (await import("node:vm")).runInNewContext("gc") as () => void
"""
    )
    # A collection frees what the cell before it still held.
    for _ in range(3):
        fresh.run("collect()")
    assert gone(left) == []
