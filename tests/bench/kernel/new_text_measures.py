"""What is measured of cells that a kernel has never seen, and of code that awaits. Times are in milliseconds."""

import subprocess
import time

from bench import TIMEOUT, Bench, since, text_of
from growth_measures import declaring_cell
from measure import Floor, Measure
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from peers import NODE
from warm_measures import unchecked

# A person who has opened a notebook takes longer; whatever a kernel does after its start is done by then.
PAUSE_S = 1


def measure_lines_of_new_names(bench):
    times = []
    for _ in range(25):
        bench.named = getattr(bench, "named", 0) + 1
        times.append(bench.ok(thirty_lines(bench.named, bench.kernel)))
    # The first ones are compiled by code that is itself not compiled yet.
    return times[5:]


def measure_first(bench):
    """The first cell of a kernel that has been left alone since its first answer."""
    with Bench(bench.kernel, pause=PAUSE_S) as fresh:
        return [fresh.first_ms]


def measure_first_line(bench):
    """Of a cell that is new each time, and never ends by itself."""
    times = []
    for number in range(5):
        started = time.perf_counter()
        request = bench.spin(number)
        times.append(since(started))
        bench.manager.interrupt_kernel()
        bench.reply(request, timeout=5)
        bench.published(request)
    return times


def measure_notebook(bench):
    """From the launch of a kernel of its own to the end of the last cell."""
    cells = [new_code_cell(declaring_cell(n, bench.kernel)) for n in range(1, 101)]
    place = {"metadata": {"path": bench.folder.name}}
    client = NotebookClient(new_notebook(cells=cells), kernel_name=bench.kernel, timeout=TIMEOUT, resources=place)
    started = time.perf_counter()
    with client.setup_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        for index, cell in enumerate(cells):
            client.execute_cell(cell, index)
        return [since(started)]


def measure_awaits(loop):
    """The time of some code in a cell, in that which it takes as a module of plain Node."""
    code = f"{{ const started = performance.now(); {loop}; console.log(performance.now() - started) }}"

    def take(bench):
        figures = []
        for _ in range(3):
            plain = subprocess.run([NODE, "--input-type=module", "-e", code], capture_output=True, text=True, check=True)
            figures.append(float(text_of(bench.run(code)[1])) / float(plain.stdout))
        return figures

    return take


def thirty_lines(n: int, kernel: str) -> str:
    return (PYTHON if kernel == "python3" else TYPESCRIPT).replace("#", str(n))


TYPESCRIPT = """interface Order# {
  id: number;
  customer: string;
  amounts: number[];
}
const orders#: Order#[] = Array.from({ length: 20 }, (_, id) => ({
  id,
  customer: `customer ${id % 5}`,
  amounts: [id, 2 * id],
}));
function total#(order: Order#): number {
  let sum = 0;
  for (const amount of order.amounts) {
    sum += amount;
  }
  return sum;
}
class Ledger# {
  readonly sums = new Map<string, number>();
  add(order: Order#): void {
    const before = this.sums.get(order.customer) ?? 0;
    this.sums.set(order.customer, before + total#(order));
  }
}
const ledger# = new Ledger#();
for (const order of orders#) {
  ledger#.add(order);
}
const sorted# = [...ledger#.sums].sort((a, b) => b[1] - a[1]);
sorted#[0]?.[1] ?? 0;"""

PYTHON = """from dataclasses import dataclass, field

@dataclass
class Order#:
    id: int
    customer: str
    amounts: list[int]


def total#(order: Order#) -> int:
    sum = 0
    for amount in order.amounts:
        sum += amount
    return sum

@dataclass
class Ledger#:
    sums: dict[str, int] = field(default_factory=dict)

    def add(self, order: Order#) -> None:
        before = self.sums.get(order.customer, 0)
        self.sums[order.customer] = before + total#(order)


orders# = [Order#(id, f"customer {id % 5}", [id, 2 * id]) for id in range(20)]
ledger# = Ledger#()
for order in orders#:
    ledger#.add(order)
largest# = max(ledger#.sums.values())
largest#"""
assert len(TYPESCRIPT.splitlines()) == len(PYTHON.splitlines()) == 30

MILLION = "for (let i = 0; i < 1_000_000; i++) await i"
CALLS = "const f = async (x) => x; for (let i = 0; i < 500_000; i++) await f(i)"
PROMISES = "await Promise.all(Array.from({ length: 300_000 }, async (_, i) => { await i; return i }))"

MEASURES = [
    Measure("first", "first `1 + 1` of a kernel that has rested", measure_first),
    Measure("lines30", "30 lines of new names", measure_lines_of_new_names),
    Measure("unchecked30", "the same with `%types off`", unchecked(measure_lines_of_new_names), ours_only=True),
    Measure("notebook", "notebook of 100 cells by nbclient", measure_notebook, slow=True),
    Measure("awaits", "10^6 awaits at the top level / plain Node", measure_awaits(MILLION), unit="times", ours_only=True),
    Measure(
        "inner-awaits",
        "10^6 awaits in a function / plain Node",
        measure_awaits(f"await (async () => {{ {MILLION} }})()"),
        unit="times",
        ours_only=True,
    ),
    Measure(
        "awaited-calls",
        "500,000 awaited calls at the top level / plain Node",
        measure_awaits(CALLS),
        unit="times",
        ours_only=True,
    ),
    Measure("promises", "300,000 promises / plain Node", measure_awaits(PROMISES), unit="times", ours_only=True),
    Measure("first-line", "first line of a new cell that spins", measure_first_line),
]


def awaits_at_most() -> float:
    """Until Node 22, V8 calls promises' hooks for what it can keep by itself since."""
    version = subprocess.run([NODE, "--version"], capture_output=True, text=True, check=True).stdout
    return 1.1 if int(version.removeprefix("v").split(".")[0]) >= 22 else 1.3


FLOORS = [
    Floor("first", 15),
    Floor("lines30", 1, peer="python3"),
    Floor("unchecked30", 2, peer="deno", beside="lines30"),
    Floor("notebook", 0.5, peer="tslab"),
    Floor("notebook", 1.5, peer="deno"),
    *(Floor(name, awaits_at_most()) for name in ("awaits", "inner-awaits", "awaited-calls", "promises")),
    Floor("first-line", 1.5, peer="deno"),
]
