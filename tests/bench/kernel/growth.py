"""Measures kernels while a notebook grows to 300 cells, each of which uses what the one before declared:
python growth.py OUT.json [--quick] ..."""

import argparse

from bench import Cannot
from growth_measures import FLOORS, STAGES, Notebook
from measure import OURS, Samples, run_rounds

KERNELS = [OURS, "deno", "tslab", "python3"]


def main():
    options = parse()
    cells = options.cells or (100 if options.quick else 300)
    stages = {at: measures for at, measures in STAGES.items() if at <= cells}
    samples = Samples([m for measures in stages.values() for m in measures])

    def take(kernel):
        with Notebook(kernel) as notebook:
            for at, measures in stages.items():
                try:
                    notebook.grow_to(at)
                except Cannot as reason:
                    later = [m for cells, those in stages.items() if cells >= at for m in those]
                    return samples.give_up(kernel, later, f"{reason}, in cell {notebook.cells}")
                for measure in measures:
                    samples.take(measure, notebook)

    rounds = options.rounds or (1 if options.quick else 3)
    run_rounds(options.kernels, rounds, take)
    samples.keep(options.out, title="A notebook that grows", kernels=options.kernels, rounds=rounds, floors=FLOORS)


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--kernels", type=lambda text: text.split(","), default=KERNELS)
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--cells", type=int, help="stop at so many cells")
    return parser.parse_args()


if __name__ == "__main__":
    main()
