"""Python's pools under the same measures: python peers.py MEASURE CONTENDER prints microseconds a task."""

import statistics
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Pool, set_start_method

WORKERS = 2


def noop(x):
    return x


def repeat(times, run):
    run()
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


def map_pool():
    items = list(range(100_000))
    with Pool(WORKERS) as pool:
        pool.map(noop, items[:1000])
        return repeat(7, lambda: pool.map(noop, items)) / 100_000 * 1e6


def submit_executor():
    with ProcessPoolExecutor(WORKERS) as executor:

        def run():
            futures = [executor.submit(noop, i) for i in range(10_000)]
            return [future.result() for future in futures]

        return repeat(3, run) / 10_000 * 1e6


CONTENDERS = {("map", "python-pool"): map_pool, ("submit", "python-executor"): submit_executor}

if __name__ == "__main__":
    set_start_method("fork")
    print(CONTENDERS[tuple(sys.argv[1:3])]())
