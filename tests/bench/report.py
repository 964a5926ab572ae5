"""A benchmark's samples as a Markdown table, and as a file."""

import json
import pathlib
import statistics
import time

from kernel_measures import MEASURES


def print_table(result):
    kernels = result["kernels"]
    yardstick = kernels[-1]
    load = result["load"]
    print(f"\n{result['machine']}; other programs kept {load['others_in_cores']} cores busy\n")
    print(f"| median [quartiles], ms | {' | '.join(kernels)} | {kernels[0]} / {yardstick} | asked for |")
    print("| --- |" + " --- |" * (len(kernels) + 2))
    for name, by_kernel in result["samples"].items():
        measure = MEASURES[name]
        values = {kernel: at(samples, measure.percentile) for kernel, samples in by_kernel.items()}
        ratio = values[kernels[0]] / values[yardstick]
        cells = [f"{values[k]:.1f} {spread(by_kernel[k])}" for k in kernels]
        print(f"| {measure.title} | {' | '.join(cells)} | {ratio:.2f} | {verdict(measure, ratio, values[kernels[0]])} |")


def verdict(measure, ratio, value):
    if measure.floor_ratio is None and measure.floor_ms is None:
        return ""
    if measure.floor_ratio is not None:
        met, asked = ratio <= measure.floor_ratio, f"<= {measure.floor_ratio} times"
    else:
        met, asked = value <= measure.floor_ms, f"<= {measure.floor_ms} ms"
    return asked if met else f"{asked}: **missed**"


def spread(samples):
    return f"[{at(samples, 25):.1f}, {at(samples, 75):.1f}]"


def at(samples, percentile):
    if len(samples) == 1:
        return samples[0]
    return statistics.quantiles(samples, n=100, method="inclusive")[percentile - 1]


def keep(name, result):
    folder = pathlib.Path(".cache/bench")
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}-{time.strftime('%Y%m%d-%H%M%S')}.json"
    file.write_text(json.dumps(result, indent=1))
    return file
