"""Measures Jupyter kernels side by side, each started afresh in every round: python warm.py OUT.json [--quick] ..."""

import argparse

import new_text_measures
import warm_measures
from bench import Bench
from measure import OURS, Samples, run_rounds

# What ends its kernel comes last.
MEASURES = sorted(warm_measures.MEASURES + new_text_measures.MEASURES, key=lambda measure: measure.ends_kernel)
FLOORS = [*warm_measures.FLOORS, *new_text_measures.FLOORS]
KERNELS = [OURS, "deno", "tslab", "python3"]


def main():
    options = parse()
    measures = [m for m in MEASURES if not (options.quick and m.slow) and m.name in options.only]
    samples = Samples(measures)

    def take(kernel):
        remaining = list(measures)
        while remaining:
            with Bench(kernel) as bench:
                while remaining and samples.take(remaining.pop(0), bench):
                    pass

    rounds = options.rounds or (2 if options.quick else 5)
    run_rounds(options.kernels, rounds, take)
    samples.keep(options.out, title="A kernel at work", kernels=options.kernels, rounds=rounds, floors=FLOORS)


def parse():
    names = lambda text: text.split(",")  # noqa: E731
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", type=names, default=[m.name for m in MEASURES])
    parser.add_argument("--kernels", type=names, default=KERNELS)
    parser.add_argument("--rounds", type=int)
    return parser.parse_args()


if __name__ == "__main__":
    main()
