"""Measures TypeScript kernels while a notebook grows: python tests/bench/growth.py [--kernels NAMES] [--rounds N]

In every round each kernel is started afresh and runs 300 cells, each of which uses what the one before declared. The next
round begins with another kernel: what the neighbours do to the machine, they do to all of them alike.
"""

import argparse
import os
import sys

from growth_measures import STAGES, Notebook
from growth_report import print_table
from machine import Load, describe_machine
from peers import PEERS, add_peers
from report import keep

KERNELS = ["romanesco", *PEERS]


def main():
    options = parse()
    # Where it is set it adds about 80 ms to every start of Node, which has nothing to do with the kernel.
    os.environ.pop("NODE_EXTRA_CA_CERTS", None)
    add_peers()
    samples = {kernel: {} for kernel in options.kernels}
    load = Load()
    for round_number in range(options.rounds):
        shift = round_number % len(options.kernels)
        for kernel in options.kernels[shift:] + options.kernels[:shift]:
            take(kernel, samples[kernel], options.cells)
            print(f"round {round_number + 1} of {options.rounds}: {kernel}", file=sys.stderr)
    result = {
        "machine": describe_machine(),
        "load": load.end(),
        "rounds": options.rounds,
        "samples": samples,
    }
    print_table(result)
    print(f"\nkept in {keep('growth', result)}")


def take(kernel, samples, cells):
    with Notebook(kernel) as notebook:
        for at, measures in STAGES:
            if at > cells:
                break
            notebook.grow_to(at)
            for measure in measures:
                values = measure.take(notebook)
                samples.setdefault(measure.title.format(cells=at), []).extend(values)


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kernels", type=lambda text: text.split(","), default=KERNELS, help=", ".join(KERNELS))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cells", type=int, default=300, help="stop at so many cells")
    return parser.parse_args()


if __name__ == "__main__":
    main()
