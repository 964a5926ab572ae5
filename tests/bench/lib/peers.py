"""Python's pools under the same measures: python peers.py MEASURE CONTENDER prints its figure, python peers.py what there is."""

import json
import random
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


def sum_square(n):
    total = 0
    for i in range(n):
        total += i * i
    return total


def bubble_sort(count):
    numbers = [random.uniform(0, 100) for _ in range(count)]
    for end in range(count - 1, 0, -1):
        for i in range(end):
            if numbers[i] > numbers[i + 1]:
                numbers[i], numbers[i + 1] = numbers[i + 1], numbers[i]
    return numbers[0]


def doze(ms):
    time.sleep(ms / 1000)


def text_length(seed):
    return chr(97 + seed % 26) * 1024


def by_pool(task, inputs):
    with Pool(WORKERS) as pool:
        return repeat(3, lambda: pool.map(task, inputs)) * 1000


def by_executor(task, inputs):
    with ProcessPoolExecutor(WORKERS) as executor:
        return repeat(3, lambda: list(executor.map(task, inputs))) * 1000


def by_loop(task, inputs):
    return repeat(3, lambda: [task(each) for each in inputs]) * 1000


def once(run):
    """A run of ten seconds needs no other to say what it takes."""
    started = time.perf_counter()
    run()
    return (time.perf_counter() - started) * 1000


def large_by_pool():
    with Pool(WORKERS) as pool:
        pool.map(noop, range(WORKERS))
        return once(lambda: pool.map(bubble_sort, LARGE, chunksize=1))


def large_by_loop():
    return once(lambda: [bubble_sort(each) for each in LARGE])


LARGE = [8000] * 4

LECTURE = {
    "squares": (sum_square, range(5000)),
    "sorts": (bubble_sort, [2000] * 4),
    "sleeps": (doze, [50] * 4),
    "texts": (text_length, range(2000)),
    "grow-1": (sum_square, [2000] * 20),
    "grow-10": (sum_square, [20_000] * 20),
    "grow-100": (sum_square, [200_000] * 20),
}

CONTENDERS = {
    ("map", "python-pool"): map_pool,
    ("submit", "python-executor"): submit_executor,
    ("large-sorts", "python-pool"): large_by_pool,
    ("large-sorts", "python serial"): large_by_loop,
    **{(name, "python-pool"): lambda work=work: by_pool(*work) for name, work in LECTURE.items()},
    **{(name, "python-executor"): lambda work=work: by_executor(*work) for name, work in LECTURE.items()},
    **{(name, "python serial"): lambda work=work: by_loop(*work) for name, work in LECTURE.items() if name != "sleeps"},
}

if __name__ == "__main__":
    set_start_method("fork")
    if len(sys.argv) == 1:
        print(json.dumps(list(CONTENDERS)))
    else:
        print(CONTENDERS[tuple(sys.argv[1:3])]())
