"""What is measured on TypeScript kernels while a notebook grows. Times are in milliseconds, memory in MB."""

import time
from dataclasses import dataclass
from typing import Callable

import psutil
from kernel_measures import Bench, since

# A second answer of a slow kernel says as much as the first; ours is measured more often.
REPEATS = {"tslab": 6}


class Notebook(Bench):
    """A kernel whose cells declare things, each using what the one before it declared."""

    def __init__(self, kernel):
        super().__init__(kernel)
        self.kernel = kernel
        self.repeats = REPEATS.get(kernel, 30)
        self.cells = 0
        self.names = 0

    def grow_to(self, cells: int):
        while self.cells < cells:
            self.cells += 1
            self.ok(declaring_cell(self.cells))

    def ok(self, code: str) -> float:
        """Runs a cell that must not fail. Returns the milliseconds until reply and idle are both here."""
        elapsed, messages = self.run(code)
        errors = [m["content"] for m in messages if m["msg_type"] == "error"]
        assert not errors, f"{code}\n{errors}"
        return elapsed

    def printed(self, code: str) -> str:
        _, messages = self.run(code)
        return "".join(m["content"]["text"] for m in messages if m["msg_type"] == "stream")

    def fresh_name(self) -> str:
        self.names += 1
        return f"fresh{self.names}"


def measure_memory(notebook):
    """Proportional set size of the kernel's process and all below it: shared memory counts in part."""
    # With the type checker at work, and given a moment to tidy up.
    notebook.ok(f"const {notebook.fresh_name()}: number = 1;")
    time.sleep(2)
    root = psutil.Process(notebook.manager.provisioner.pid)
    return [sum(each.memory_full_info().pss for each in [root, *root.children(recursive=True)]) / 1e6]


def measure_round_trip(notebook):
    rows = f"rows{notebook.cells}"
    cells = [f"const {notebook.fresh_name()} = {rows}.map((r) => r.id + {k});" for k in range(notebook.repeats)]
    return [notebook.ok(cell) for cell in cells]


def measure_wrong_cell(notebook):
    """Six lines with two mistakes, until they are told. Deno runs what is wrong."""
    if notebook.kernel == "deno":
        return []
    times = []
    for _ in range(notebook.repeats):
        if notebook.kernel == "tslab":
            # For 200 ms after an error it refuses whatever comes.
            time.sleep(0.3)
        elapsed, messages = notebook.run(wrong_cell(notebook.cells, notebook.fresh_name()))
        told = "".join(str(m["content"]) for m in messages)
        # tslab tells them on stderr, at times after its idle.
        assert notebook.kernel == "tslab" or ("TS2322" in told and "TS2532" in told), told
        times.append(elapsed)
    time.sleep(0.3)
    return times


def measure_members(notebook):
    code = f"const {notebook.fresh_name()} = rows{notebook.cells}[0]!.tags."
    times = []
    for _ in range(notebook.repeats):
        started = time.perf_counter()
        reply = notebook.reply(notebook.client.complete(code, len(code)))
        times.append(since(started))
        # Deno completes from values, and has none for an element.
        assert notebook.kernel == "deno" or "filter" in reply["matches"], reply
    return times


def measure_loop(notebook):
    """A loop over variables of an earlier cell, in the time that the same loop takes in a function with its own."""
    notebook.ok("let values = Array.from({ length: 100_000 }, (_, i) => i); let total = 0;")
    return [float(notebook.printed(loops(notebook.fresh_name()))) for _ in range(5)]


def declaring_cell(n: int) -> str:
    chained = f" + total{n - 1} + byName{n - 1}.size" if n > 1 else ""
    return f"""interface Row{n} {{ id: number; name: string; tags: string[]; when?: Date }}
const rows{n}: Row{n}[] = [1, 2, 3].map((id) => ({{ id, name: 'n' + id, tags: ['a'] }}));
/** makes a row */
function mk{n}(id: number, name = 'x'): Row{n} {{ return {{ id, name, tags: rows{n}[0]!.tags }} }}
class Store{n}<T extends Row{n}> {{
  items: T[] = [];
  add(x: T) {{ this.items.push(x); return this }}
  find(p: (x: T) => boolean) {{ return this.items.find(p) }}
}}
const byName{n} = new Map(rows{n}.map((r) => [r.name, r] as const));
let total{n} = rows{n}.reduce((a, r) => a + r.id, 0){chained};"""


def wrong_cell(n: int, name: str) -> str:
    return f"""const out_{name} = mk{n}(1).tags.map((t) => t.toUpperCase());
const bad_{name}: string = total{n};
const store_{name} = new Store{n}<Row{n}>().add(mk{n}(2));
const text_{name} = encodeURIComponent(out_{name}.join());
const sum_{name} = [rows1, rows{n // 2}].flat().length;
store_{name}.find((r) => r.id > 1).name;"""


def loops(name: str) -> str:
    """Both loops are new to the compiler."""
    loop = "for (let r = 0; r < 200; r++) for (let i = 0; i < values.length; i++) total = (total + values[i]!) % 1000003;"
    return f"""function {name}() {{
  const values = Array.from({{ length: 100_000 }}, (_, i) => i); let total = 0;
  const start = performance.now();
  {loop}
  return performance.now() - start;
}}
const start_{name} = performance.now();
{loop}
const own_{name} = performance.now() - start_{name};
console.log(own_{name} / {name}());"""


@dataclass(frozen=True)
class Measure:
    title: str
    take: Callable[[Notebook], list[float]]
    percentile: int = 50


MEMORY = Measure("memory of all processes at {cells} cells, MB", measure_memory)
GROWING = [
    Measure("small cell that declares, at {cells} cells", measure_round_trip),
    Measure("type errors of 6 lines, at {cells} cells", measure_wrong_cell),
    Measure("members completed, p95, at {cells} cells", measure_members, percentile=95),
]
LOOP = Measure("loop over an earlier cell's variables / own ones", measure_loop)

# At so many cells, what is measured then.
STAGES = [(0, [MEMORY]), (10, GROWING), (100, GROWING), (200, [MEMORY]), (300, [*GROWING, LOOP])]
PERCENTILES = {m.title.format(cells=at): m.percentile for at, measures in STAGES for m in measures}
