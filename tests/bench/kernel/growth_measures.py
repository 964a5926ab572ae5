"""What is measured on kernels while a notebook grows. Times are in milliseconds, memory in MB."""

import time

from bench import Bench, Cannot, since, text_of
from measure import OURS, Floor, Measure
from warm_measures import measure_memory

# A second answer of a slow kernel says as much as the first; ours is measured more often.
REPEATS = {"tslab": 6}


class Notebook(Bench):
    """A kernel whose cells declare things, each using what the one before it declared."""

    def __init__(self, kernel):
        super().__init__(kernel)
        self.repeats = REPEATS.get(kernel, 30)
        self.cells = 0
        self.names = 0

    def grow_to(self, cells: int):
        while self.cells < cells:
            self.cells += 1
            self.ok(declaring_cell(self.cells, self.kernel))

    def fresh_name(self) -> str:
        self.names += 1
        return f"fresh{self.names}"


def measure_round_trip(notebook):
    rows = f"rows{notebook.cells}"
    cells = [small_cell(notebook.fresh_name(), rows, k, notebook.kernel) for k in range(notebook.repeats)]
    return [notebook.ok(cell) for cell in cells]


def measure_wrong_cell(notebook):
    """Six lines with two mistakes, until they are told."""
    if notebook.kernel in ("deno", "python3"):
        raise Cannot("runs what is wrong")
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
    if notebook.kernel == "python3":
        raise Cannot("knows no type before it runs")
    code = f"const {notebook.fresh_name()} = rows{notebook.cells}[0]!.tags."
    times = []
    for _ in range(notebook.repeats):
        started = time.perf_counter()
        reply = notebook.reply(notebook.client.complete(code, len(code)))
        times.append(since(started))
        if "filter" not in reply["matches"]:
            raise Cannot("completes no members of an element")
    return times


def measure_loop(notebook):
    """A loop over variables of an earlier cell, in the time that the same loop takes in a function with its own."""
    if notebook.kernel == "python3":
        raise Cannot("compiles no loop")
    notebook.ok("let values = Array.from({ length: 100_000 }, (_, i) => i); let total = 0;")
    return [float(text_of(notebook.run(loops(notebook.fresh_name()))[1])) for _ in range(5)]


def small_cell(name: str, rows: str, k: int, kernel: str) -> str:
    if kernel == "python3":
        return f"{name} = [r.id + {k} for r in {rows}]"
    return f"const {name} = {rows}.map((r) => r.id + {k});"


def declaring_cell(n: int, kernel: str = OURS) -> str:
    if kernel == "python3":
        return declaring_cell_of_python(n)
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


def declaring_cell_of_python(n: int) -> str:
    chained = f" + total{n - 1} + len(by_name{n - 1})" if n > 1 else ""
    return f"""from dataclasses import dataclass
@dataclass
class Row{n}:
    id: int
    name: str
    tags: list[str]
rows{n} = [Row{n}(id, f'n{{id}}', ['a']) for id in [1, 2, 3]]
def mk{n}(id: int, name: str = 'x') -> Row{n}:
    return Row{n}(id, name, rows{n}[0].tags)
by_name{n} = {{r.name: r for r in rows{n}}}
total{n} = sum(r.id for r in rows{n}){chained}"""


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


def at(cells, *measures):
    """Those measures of a notebook of so many cells, as (name, title, take, ...)."""
    return [Measure(f"{name}-{cells}", f"{title}, at {cells} cells", take, **more) for name, title, take, more in measures]


ROUND_TRIP = ("trip", "small cell that declares", measure_round_trip, {})
ERRORS = ("errors", "type errors of 6 lines", measure_wrong_cell, {})
MEMBERS = ("members", "members completed, p95", measure_members, {"percentile": 95})
MEMORY = ("memory", "memory of all processes", measure_memory, {"unit": "MB"})
LOOP = ("loop", "loop over an earlier cell's variables / own ones", measure_loop, {"unit": "times"})

# At so many cells, what is measured then.
STAGES = {
    10: at(10, ROUND_TRIP, ERRORS, MEMBERS),
    100: at(100, ROUND_TRIP, ERRORS, MEMBERS),
    200: at(200, MEMORY),
    300: at(300, ROUND_TRIP, ERRORS, MEMBERS, LOOP),
}

FLOORS = [
    *(Floor(f"errors-{cells}", 25) for cells in (10, 100, 300)),
    Floor("errors-300", 1.5, peer=OURS, beside="errors-10"),
    *(Floor(f"members-{cells}", 60) for cells in (10, 100, 300)),
    *(Floor(f"trip-{cells}", 1, peer="python3") for cells in (10, 100, 300)),
    *(Floor(f"trip-{cells}", 1.2, peer=OURS, beside="trip-10") for cells in (100, 300)),
    Floor("trip-300", 1.3, peer=OURS, beside="trip-10"),
    Floor("loop-300", 1.2),
    Floor("memory-200", 0.75, peer="tslab"),
    Floor("memory-200", 170),
]
