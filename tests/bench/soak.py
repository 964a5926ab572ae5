"""Thousands of cells, and of a widget's messages, in one kernel: does it grow, does it slow down?

Prints memory and latency as they go. Fails when the heaps hold over 20 MB more than after the first 500 cells, or the
last cells take more than 1.2 times as long as those after the first 500; and when the processes hold over 20 MB more
after 20,000 comm messages with 100 kB of binary data, each echoed, than after the first thousand. Then a storm of ten
minutes (tests/conformance/storm.py): fails when something is lost or left behind, or the host grows by over 60 MB in it.
"""

import argparse
import json
import os
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "conformance"))

import conftest  # noqa: E402
from client import Client, gone, is_idle  # noqa: E402
from storm import Storm  # noqa: E402

COLLECTOR = Path(__file__).resolve().parent / "collect-garbage.cjs"
WARM = 500
MOST_GROWTH_MB = 20
MOST_SLOWDOWN = 1.2
FIRST_MESSAGES = 1000
MOST_HOST_GROWTH_MB = 60

SETUP = 'import { Pool } from "romanesco"; const pool = new Pool(2); const twice = (n: number) => 2 * n;'


def code_of(i):
    """One of five kinds of cell; names repeat after a while, as people's do."""
    return [
        f"const value{i % 100}: number[] = [{i}, 2, 3]; value{i % 100}.length",
        f"for (let k = 0; k < 20; k++) console.log('cell', {i}, k)",
        f"display({{ cell: {i}, list: [1, 2, 3] }})",
        f"throw new Error('cell {i}')",
        f"await pool.map(twice, [1, 2, {i}])",
    ][i % 5]


def resident(client):
    """MB of the host, the runtime and TypeScript's server, without what they share; V8's unused room included."""
    return sum(p.memory_full_info().uss for p in client.family()) / 1e6


def host_and_runtime(client):
    return [p for p in client.family() if p.cmdline() and p.cmdline()[-1].endswith(("runtime.cjs", ".json"))]


def retained(client):
    """MB that host and runtime hold on to: what a garbage collection leaves, from their heap snapshots."""
    return sum(snapshot(p) for p in host_and_runtime(client)) / 1e6


def collect_garbage(client):
    for process in host_and_runtime(client):
        done = Path(f"collected.{process.pid}")
        process.send_signal(signal.SIGPWR)
        while not done.exists():
            time.sleep(0.05)
        done.unlink()


def snapshot(process):
    process.send_signal(signal.SIGUSR2)
    while True:
        for path in Path.cwd().glob(f"*.{process.pid}.*.heapsnapshot"):
            try:
                heap = json.loads(path.read_text())
            except ValueError:
                continue  # It is still being written.
            path.unlink()
            fields = heap["snapshot"]["meta"]["node_fields"]
            return sum(heap["nodes"][fields.index("self_size") :: len(fields)])
        time.sleep(0.2)


ECHO = "jupyter.registerTarget('echo', (c) => { c.onMessage(({ data, buffers }) => c.send(data, { buffers })); });"


def echo(client, messages):
    """Sends comm messages with 100 kB beside them, fifty under way at a time, and waits for the idle of each."""
    buffer = os.urandom(100_000)
    waiting = []
    for i in range(messages):
        waiting.append(client.send("comm_msg", {"comm_id": "soak", "data": {"n": i}}, buffers=[buffer]))
        if len(waiting) == 50 or i == messages - 1:
            client.published_until(waiting[-1], is_idle)
            client.forget()
            waiting.clear()


def grown_by_messages(client, messages):
    """MB that the processes hold after so many comm messages, over what they held after the first thousand."""
    client.run(ECHO)
    opened = client.send("comm_open", {"comm_id": "soak", "target_name": "echo", "data": {}})
    client.published_until(opened, is_idle)
    echo(client, FIRST_MESSAGES)
    collect_garbage(client)
    before = resident(client)
    echo(client, messages)
    collect_garbage(client)
    return resident(client) - before


def weather(minutes, seed):
    """MB by which the host grew in a storm. Raises AssertionError when something was lost or is left behind."""
    folder = Path(tempfile.mkdtemp(prefix="storm-", dir=conftest.FOLDER)) / "notebooks"
    folder.mkdir()
    client = Client(folder=folder)
    print(f"storm {seed} begins", flush=True)
    storm = Storm(client, folder, seed)
    # The first steps load what later ones use.
    storm.blow(seconds=min(60, minutes * 15))
    before = client.process.memory_full_info().uss
    storm.blow(seconds=minutes * 60)
    growth = client.process.memory_full_info().uss - before
    family = client.family()
    client.end()
    left = gone(family)
    assert left == [], f"left behind: {left}"
    print(f"storm {seed}: {len(storm.log)} steps, nothing lost, nothing left behind", flush=True)
    return growth / 1e6


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--minutes", type=float, default=10, help="of the storm")
    options.add_argument("--seed", type=int, default=int(time.time()), help="of the storm")
    options.add_argument("--cells", type=int, default=5000)
    options.add_argument("--messages", type=int, default=20_000)
    parsed = options.parse_args()
    cells = parsed.cells
    conftest.pytest_configure()
    os.chdir(tempfile.mkdtemp(prefix="soak-", dir=conftest.FOLDER))
    client = Client(extra_env={"NODE_OPTIONS": f"--heapsnapshot-signal=SIGUSR2 --require {COLLECTOR}"})
    client.run(SETUP)
    times, held = [], {}
    print(f"{'cells':>6} {'resident MB':>12} {'median ms':>10}")
    for i in range(1, cells + 1):
        start = time.perf_counter()
        client.run(code_of(i), stop_on_error=False)
        times.append((time.perf_counter() - start) * 1000)
        if i % WARM == 0:
            print(f"{i:6} {resident(client):12.0f} {statistics.median(times[-WARM:]):10.2f}", flush=True)
        if i in (WARM, cells):
            held[i] = retained(client)
    by_messages = grown_by_messages(client, parsed.messages)
    client.end()
    in_storm = weather(parsed.minutes, parsed.seed)
    conftest.pytest_unconfigure()
    growth = held[cells] - held[WARM]
    slowdown = statistics.median(times[-WARM:]) / statistics.median(times[WARM : 2 * WARM])
    print(f"held after {WARM} cells {held[WARM]:.1f} MB, {growth:.1f} MB more at the end (at most {MOST_GROWTH_MB})")
    print(f"last {WARM} cells against those after the first {WARM}: {slowdown:.2f} times as long (at most {MOST_SLOWDOWN})")
    print(f"{by_messages:.1f} MB more after {parsed.messages} comm messages (at most {MOST_GROWTH_MB})")
    print(f"{in_storm:.1f} MB more in the host after the storm (at most {MOST_HOST_GROWTH_MB})")
    steady = max(growth, by_messages) <= MOST_GROWTH_MB and in_storm <= MOST_HOST_GROWTH_MB
    return 0 if steady and slowdown <= MOST_SLOWDOWN else 1


if __name__ == "__main__":
    sys.exit(main())
