"""What is measured, what is asked of it, and the rounds that take it."""

import json
import os
import pathlib
import sys
from dataclasses import asdict, dataclass
from typing import Callable

from bench import OURS, Bench, Cannot
from peers import add_peers


@dataclass(frozen=True)
class Measure:
    name: str
    title: str
    take: Callable[[Bench], list[float]]
    unit: str = "ms"
    # What is compared and printed: the median, or the 95th or 99th percentile.
    percentile: int = 50
    # Only of ours.
    ours_only: bool = False
    # Too long for a quick run.
    slow: bool = False
    # The kernel is of no use afterwards.
    ends_kernel: bool = False


@dataclass(frozen=True)
class Floor:
    """Ours of a measure, divided by that of a peer or another measure where one is named, is to be at most `most`."""

    measure: str
    most: float
    peer: str | None = None
    beside: str | None = None


def run_rounds(kernels, rounds, take):
    """Calls take(kernel) for each kernel in each round; the next round begins with another kernel, so that what the
    neighbours do to the machine they do to all alike."""
    # Where it is set it adds about 80 ms to every start of Node, which has nothing to do with the kernel.
    os.environ.pop("NODE_EXTRA_CA_CERTS", None)
    add_peers()
    for number in range(rounds):
        shift = number % len(kernels)
        for kernel in kernels[shift:] + kernels[:shift]:
            take(kernel)
        print(f"round {number + 1} of {rounds}", file=sys.stderr)


class Samples:
    """Figures by measure and kernel; a kernel that cannot do something isn't asked again."""

    def __init__(self, measures):
        self.measures = measures
        self.figures = {m.name: {} for m in measures}
        self.absent = {m.name: {} for m in measures}

    def take(self, measure, bench) -> bool:
        """Whether the kernel is still fit for the next measure."""
        if bench.kernel in self.absent[measure.name] or (measure.ours_only and bench.kernel != OURS):
            return True
        try:
            self.figures[measure.name].setdefault(bench.kernel, []).extend(measure.take(bench))
            return not measure.ends_kernel
        except Cannot as reason:
            self.give_up(bench.kernel, [measure], str(reason))
            return False

    def give_up(self, kernel, measures, reason):
        for measure in measures:
            self.figures[measure.name].pop(kernel, None)
            self.absent[measure.name][kernel] = reason

    def keep(self, file, *, title, kernels, rounds, floors):
        result = {
            "title": title,
            "contenders": kernels,
            "rounds": rounds,
            "measures": [
                {
                    "name": m.name,
                    "title": m.title,
                    "unit": m.unit,
                    "percentile": m.percentile,
                    "samples": self.figures[m.name],
                    "absent": self.absent[m.name],
                }
                for m in self.measures
                if self.figures[m.name]
            ],
            "floors": [asdict(floor) | {"contender": OURS} for floor in floors],
        }
        pathlib.Path(file).write_text(json.dumps(result, indent=1))
