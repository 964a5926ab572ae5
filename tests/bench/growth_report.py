"""The table of a growing notebook, and what is asked of it."""

from dataclasses import dataclass
from typing import Callable

from growth_measures import GROWING, LOOP, MEMORY, PERCENTILES
from report import at

ROUND_TRIP, ERRORS, MEMBERS = GROWING


@dataclass(frozen=True)
class Floor:
    """`value` of all kernels' values, by name of kernel and title of measure, must be at most `most`."""

    title: str
    value: Callable[[dict], float]
    most: float


def ours(measure, cells):
    return lambda values: values["romanesco"][measure.title.format(cells=cells)]


def ratio(measure, cells, to_cells):
    return lambda values: ours(measure, cells)(values) / ours(measure, to_cells)(values)


def beside(peer, measure, cells):
    return lambda values: ours(measure, cells)(values) / values[peer][measure.title.format(cells=cells)]


FLOORS = [
    *(Floor(f"type errors of 6 lines, at {n} cells, ms", ours(ERRORS, n), 25) for n in (10, 100, 300)),
    Floor("type errors of 6 lines, at 300 cells / at 10", ratio(ERRORS, 300, 10), 1.5),
    *(Floor(f"members completed, p95, at {n} cells, ms", ours(MEMBERS, n), 60) for n in (10, 100, 300)),
    Floor("small cell that declares, at 300 cells / at 10", ratio(ROUND_TRIP, 300, 10), 1.3),
    Floor("loop over an earlier cell's variables / own ones", ours(LOOP, 300), 1.2),
    Floor("memory at start, MB", ours(MEMORY, 0), 201),
    Floor("memory at start / Deno's", beside("deno", MEMORY, 0), 1),
    Floor("memory at 200 cells / tslab's", beside("tslab", MEMORY, 200), 0.75),
]


def print_table(result):
    kernels = list(result["samples"])
    print(f"\n{result['machine']}; other programs kept {result['load']['others_in_cores']} cores busy\n")
    values = {
        kernel: {title: at(samples, PERCENTILES[title]) for title, samples in by_title.items() if samples}
        for kernel, by_title in result["samples"].items()
    }
    print(f"| median or p95, ms | {' | '.join(kernels)} |\n| --- |{' --- |' * len(kernels)}")
    for title in PERCENTILES:
        cells = [f"{values[kernel][title]:.1f}" if title in values[kernel] else "" for kernel in kernels]
        print(f"| {title} | {' | '.join(cells)} |")
    print("\n| romanesco | measured | asked for |\n| --- | --- | --- |")
    for floor in FLOORS:
        try:
            value = floor.value(values)
        except KeyError:
            # That kernel or that size was left out of this run.
            continue
        met = "" if value <= floor.most else ": **missed**"
        print(f"| {floor.title} | {value:.2f} | <= {floor.most}{met} |")
