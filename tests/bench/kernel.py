"""Measures Jupyter kernels side by side: python tests/bench/kernel.py [--only NAMES] [--kernels NAMES] [--rounds N]

In every round each kernel is started afresh and goes through all measures, and the next round begins with another
kernel: what the neighbours do to the machine, they do to all of them alike.
"""

import argparse
import os
import sys

from kernel_measures import MEASURES, Bench
from machine import Load, describe_machine
from report import keep, print_table

KERNELS = ["romanesco", "python3"]


def main():
    options = parse()
    # Where it is set it adds about 80 ms to every start of Node, which has nothing to do with the kernel.
    os.environ.pop("NODE_EXTRA_CA_CERTS", None)
    samples = {measure: {kernel: [] for kernel in options.kernels} for measure in options.only}
    load = Load()
    for round_number in range(options.rounds):
        for kernel in rotate(options.kernels, round_number):
            with Bench(kernel) as bench:
                for measure in options.only:
                    samples[measure][kernel] += MEASURES[measure].take(bench)
        print(f"round {round_number + 1} of {options.rounds}", file=sys.stderr)
    result = {
        "machine": describe_machine(),
        "load": load.end(),
        "rounds": options.rounds,
        "kernels": options.kernels,
        "samples": samples,
    }
    print_table(result)
    print(f"\nkept in {keep('kernel', result)}")


def parse():
    names = lambda text: text.split(",")  # noqa: E731
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", type=names, default=list(MEASURES), help=", ".join(MEASURES))
    parser.add_argument("--kernels", type=names, default=KERNELS, help="kernelspecs; ratios are to the last")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    for measure in options.only:
        if measure not in MEASURES:
            parser.error(f'there is no measure "{measure}"; there are {", ".join(MEASURES)}')
    return options


def rotate(items, steps):
    steps %= len(items)
    return items[steps:] + items[:steps]


if __name__ == "__main__":
    main()
