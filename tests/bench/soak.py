"""Thousands of cells in one kernel: does it grow, does it slow down?

Prints memory and latency as they go, and fails when memory grows by more than 20 MB after the first 500 cells, or the
last cells take more than 1.2 times as long as those after the first 500.
"""

import argparse
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "conformance"))

import conftest  # noqa: E402
from client import Client  # noqa: E402

WARM = 500
MOST_GROWTH_MB = 20
MOST_SLOWDOWN = 1.2

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


def megabytes(client):
    """Resident memory of the host, the runtime and TypeScript's server, without what they share."""
    sizes = [p.memory_full_info().uss for p in client.family()]
    return sum(sizes) / 1e6


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--cells", type=int, default=5000)
    cells = options.parse_args().cells
    conftest.pytest_configure()
    client = Client()
    client.run(SETUP)
    times, sizes = [], {}
    print(f"{'cells':>6} {'MB':>6} {'median ms':>10}")
    for i in range(1, cells + 1):
        start = time.perf_counter()
        client.run(code_of(i), stop_on_error=False)
        times.append((time.perf_counter() - start) * 1000)
        if i % WARM == 0:
            sizes[i] = megabytes(client)
            print(f"{i:6} {sizes[i]:6.0f} {statistics.median(times[-WARM:]):10.2f}", flush=True)
    client.end()
    conftest.pytest_unconfigure()
    growth = sizes[max(sizes)] - sizes[WARM]
    slowdown = statistics.median(times[-WARM:]) / statistics.median(times[WARM : 2 * WARM])
    print(f"growth after {WARM} cells: {growth:.1f} MB (at most {MOST_GROWTH_MB})")
    print(f"last {WARM} cells against those after the first {WARM}: {slowdown:.2f} times as long (at most {MOST_SLOWDOWN})")
    return 0 if growth <= MOST_GROWTH_MB and slowdown <= MOST_SLOWDOWN else 1


if __name__ == "__main__":
    sys.exit(main())
