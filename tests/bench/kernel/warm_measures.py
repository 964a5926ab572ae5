"""What is measured on a warm kernel. Times are in milliseconds, memory in MB."""

import time

import zmq
from bench import Cannot, since, text_of
from measure import Floor, Measure

LARGE = {
    "tslab": "import * as tslab from 'tslab'\ntslab.display.html('x'.repeat(5_000_000))",
    "python3": "from IPython.display import HTML\nHTML('x' * 5_000_000)",
}
# A convention that ours shares with Deno.
LARGE_BY_SYMBOL = "({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': 'x'.repeat(5_000_000) }) })"

NAME = {"python3": "greeting = 'hello'"}
MEMBER = {"python3": "upper"}


def measure_memory(bench):
    """Proportional set size of the kernel's process and all below it: shared memory counts in part."""
    bench.ok(NAME.get(bench.kernel, "const counted: number = 1"))
    # With the type checker at work, and given a moment to tidy up.
    time.sleep(2)
    return [sum(each.memory_full_info().pss for each in bench.processes()) / 1e6]


def measure_echo(bench):
    for _ in range(20):
        bench.run(bench.code["echo"])
    return [bench.run(bench.code["echo"])[0] for _ in range(60)]


def unchecked(measure):
    def take(bench):
        bench.ok("%types off")
        times = measure(bench)
        bench.ok("%types error")
        return times

    return take


def measure_new_text(bench):
    """TypeScript is not asked again about a cell that is run once more; about a new one it is."""
    for i in range(20):
        bench.run(f"{i} + 1")
    return [bench.run(f"{i} + 2")[0] for i in range(60)]


def measure_queue(bench):
    started = time.perf_counter()
    requests = [bench.client.execute(bench.code["echo"]) for _ in range(200)]
    bench.published(requests[-1])
    for request in requests:
        bench.reply(request)
    return [since(started)]


def measure_lines(count):
    def take(bench):
        loop = {"python3": f"for i in range({count}): print('line', i)"}
        cell = loop.get(bench.kernel, f"for (let i = 0; i < {count}; i++) console.log('line', i)")
        elapsed, messages = bench.run(cell, timeout=30)
        text = text_of(messages)
        if text != "".join(f"line {i}\n" for i in range(count)):
            raise Cannot(f"{text.count(chr(10)):,} of {count:,} lines before idle")
        return [elapsed]

    return take


def measure_display(bench):
    cell = LARGE.get(bench.kernel, LARGE_BY_SYMBOL)
    elapsed, messages = bench.run(cell)
    shown = [m["content"]["data"] for m in messages if m["msg_type"] in ("display_data", "execute_result")]
    if not any(len(data.get("text/html", "")) >= 5_000_000 for data in shown):
        raise Cannot("not shown before idle")
    return [elapsed]


def measure_completion(bench):
    bench.ok(NAME.get(bench.kernel, "const greeting = 'hello'"))
    times = []
    for _ in range(20):
        started = time.perf_counter()
        reply = bench.reply(bench.client.complete("greeting.", 9))
        times.append(since(started))
        if MEMBER.get(bench.kernel, "toUpperCase") not in " ".join(reply["matches"]):
            raise Cannot("completes no members")
    return times


def measure_inspection(bench):
    bench.ok(NAME.get(bench.kernel, "const inspected = 'hello'"))
    name = "greeting" if bench.kernel in NAME else "inspected"
    times = []
    for _ in range(20):
        started = time.perf_counter()
        if not bench.reply(bench.client.inspect(name, len(name)))["found"]:
            raise Cannot("finds nothing")
        times.append(since(started))
    return times


def measure_packing(bench):
    """What a function of a cell, with two names of cells that it uses, costs its submit beyond that of Math.abs."""
    bench.ok(
        """import { ThreadPoolExecutor } from "romanesco"
const base = 3
const words = ["one", "two"]
function pick(i: number): string { return words[i % 2] + base }
const packingPool = new ThreadPoolExecutor(1)
async function microseconds(fn: (i: number) => unknown): Promise<number> {
  const started = performance.now()
  const futures = Array.from({ length: 2000 }, (_, i) => packingPool.submit(fn, i))
  const spent = performance.now() - started
  await Promise.all(futures.map((future) => future.result()))
  return (spent / futures.length) * 1000
}
for (const fn of [pick, Math.abs, pick, Math.abs]) await microseconds(fn)"""
    )
    figures = []
    for _ in range(5):
        _, messages = bench.run("await microseconds(pick) - await microseconds(Math.abs)")
        figures += [float(m["content"]["data"]["text/plain"]) for m in messages if m["msg_type"] == "execute_result"]
    bench.ok("await packingPool.shutdown()")
    return figures


def measure_heartbeat(bench):
    bench.spin()
    socket = zmq.Context.instance().socket(zmq.REQ)
    socket.connect(f"tcp://{bench.manager.ip}:{bench.manager.hb_port}")
    times = []
    try:
        for _ in range(300):
            started = time.perf_counter()
            socket.send(b"ping")
            if not socket.poll(5000):
                raise Cannot("silent")
            socket.recv()
            times.append(since(started))
    finally:
        socket.close(linger=0)
    # The first carries the connecting.
    return times[1:]


def measure_interrupt(bench):
    times = []
    for _ in range(3):
        request = bench.spin()
        started = time.perf_counter()
        bench.manager.interrupt_kernel()
        status = bench.reply(request, timeout=5)["status"]
        times.append(since(started))
        assert status in ("error", "aborted"), f"the interrupted cell replied {status}"
        bench.published(request)
    return times


MEASURES = [
    Measure("start", "start to kernel_info_reply", lambda bench: [bench.start_ms]),
    Measure("launch", "launch to the first `1 + 1`", lambda bench: [bench.launch_ms]),
    Measure("memory", "memory of all processes at start", measure_memory, unit="MB"),
    Measure("echo", "warm `1 + 1`, execute to idle", measure_echo),
    Measure("unchecked", "the same with `%types off`", unchecked(measure_echo), ours_only=True),
    Measure("new", "the same with new numbers each time", measure_new_text),
    Measure("queue", "200 queued cells", measure_queue),
    Measure("lines", "10,000 printed lines", measure_lines(10_000)),
    Measure("flood", "100,000 printed lines", measure_lines(100_000), slow=True),
    Measure("display", "5 MB displayed", measure_display),
    Measure("completion", "members completed", measure_completion),
    Measure("inspection", "a name inspected", measure_inspection),
    Measure("packing", "packing of a cell's function with two names of cells", measure_packing, unit="µs", ours_only=True),
    Measure("interrupt", "interrupt of a loop to its reply", measure_interrupt),
    Measure("heartbeat", "heartbeat while a cell spins, p99", measure_heartbeat, percentile=99, ends_kernel=True),
]

FLOORS = [
    Floor("start", 0.4, peer="python3"),
    Floor("start", 1, peer="deno"),
    Floor("start", 0.8, peer="deno"),
    Floor("launch", 1.3, peer="deno"),
    Floor("launch", 1.15, peer="deno"),
    Floor("echo", 0.6, peer="python3"),
    Floor("echo", 1.1, peer="deno"),
    Floor("echo", 1, peer="deno"),
    Floor("unchecked", 1, peer="deno", beside="echo"),
    Floor("new", 1.5, peer="deno"),
    Floor("queue", 1, peer="deno"),
    Floor("lines", 0.35, peer="python3"),
    Floor("display", 1.5, peer="python3"),
    Floor("packing", 20),
    Floor("memory", 1, peer="deno"),
    Floor("memory", 201),
    Floor("memory", 125),
    Floor("interrupt", 100),
    Floor("heartbeat", 20),
]
