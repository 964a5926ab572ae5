"""One started kernel, and what is measured on it. Times are in milliseconds."""

import subprocess
import time
from dataclasses import dataclass
from typing import Callable

import zmq
from jupyter_client.manager import KernelManager

TIMEOUT = 60
LINES = 10_000

CODE = {
    "python": {
        "first": "print('ready')",
        "echo": "1 + 1",
        "lines": f"for i in range({LINES}): print('line', i)",
        "spin": "print('go', flush=True)\nwhile True: pass",
    },
    "typescript": {
        "first": "console.log('ready')",
        "echo": "1 + 1",
        "lines": f"for (let i = 0; i < {LINES}; i++) console.log('line', i)",
        "spin": "console.log('go')\nwhile (true) {}",
    },
}


class Bench:
    """A kernel from its start to its end, with a client."""

    def __init__(self, kernel: str):
        self.manager = KernelManager(kernel_name=kernel)
        self.code = CODE.get(self.manager.kernel_spec.language, CODE["typescript"])

    def __enter__(self):
        started = time.perf_counter()
        # ipykernel warns there about every start.
        self.manager.start_kernel(stderr=subprocess.DEVNULL)
        context = zmq.Context()
        # By default a client looks every 100 ms whether the kernel listens; that grain would hide the difference.
        context.setsockopt(zmq.RECONNECT_IVL, 1)
        self.client = self.manager.client(context=context)
        self.client.start_channels(hb=False)
        self.client.kernel_info()
        self.client.get_shell_msg(timeout=TIMEOUT)
        self.start_ms = since(started)
        self.client.wait_for_ready(timeout=TIMEOUT)
        # Every kernel is slow once, when it first prints; the other measures are of a warm one.
        self.first_ms, _ = self.run(self.code["first"])
        return self

    def __exit__(self, *_):
        self.manager.shutdown_kernel()
        self.client.stop_channels()

    def run(self, code: str):
        """Runs a cell. Returns the milliseconds until reply and idle are both here, and its iopub messages."""
        started = time.perf_counter()
        request = self.client.execute(code)
        messages = self.published(request)
        self.reply(request)
        return since(started), messages

    def published(self, request: str, until="idle"):
        messages = []
        while not messages or (messages[-1]["msg_type"], messages[-1]["content"].get("execution_state")) != ("status", until):
            message = self.client.get_iopub_msg(timeout=TIMEOUT)
            if message["parent_header"].get("msg_id") == request:
                messages.append(message)
        return messages

    def reply(self, request: str):
        while True:
            message = self.client.get_shell_msg(timeout=TIMEOUT)
            if message["parent_header"].get("msg_id") == request:
                return message["content"]

    def spin(self):
        """Starts an endless loop; returns its request once it runs."""
        request = self.client.execute(self.code["spin"])
        while True:
            message = self.client.get_iopub_msg(timeout=TIMEOUT)
            if message["msg_type"] == "stream" and message["parent_header"].get("msg_id") == request:
                return request

    def interrupt(self, request: str) -> float:
        """Milliseconds from the Stop button to the cell's reply."""
        started = time.perf_counter()
        self.manager.interrupt_kernel()
        status = self.reply(request)["status"]
        elapsed = since(started)
        assert status == "error", f"the interrupted cell replied {status}"
        self.published(request)
        return elapsed


def measure_start(bench):
    return [bench.start_ms]


def measure_first(bench):
    return [bench.first_ms]


def measure_echo(bench):
    for _ in range(20):
        bench.run(bench.code["echo"])
    return [bench.run(bench.code["echo"])[0] for _ in range(60)]


def measure_lines(bench):
    elapsed, messages = bench.run(bench.code["lines"])
    text = "".join(m["content"]["text"] for m in messages if m["msg_type"] == "stream")
    expected = "".join(f"line {i}\n" for i in range(LINES))
    assert text == expected, f"{LINES} lines were printed, {text.count(chr(10))} came before idle, or in another order"
    return [elapsed]


def measure_heartbeat(bench):
    request = bench.spin()
    socket = zmq.Context.instance().socket(zmq.REQ)
    socket.connect(f"tcp://{bench.manager.ip}:{bench.manager.hb_port}")
    times = []
    for _ in range(300):
        started = time.perf_counter()
        socket.send(b"ping")
        assert socket.poll(5000), "no heartbeat within 5 s"
        socket.recv()
        times.append(since(started))
    socket.close(linger=0)
    bench.interrupt(request)
    # The first carries the connecting.
    return times[1:]


def measure_interrupt(bench):
    return [bench.interrupt(bench.spin()) for _ in range(3)]


def since(started: float) -> float:
    return (time.perf_counter() - started) * 1000


@dataclass
class Measure:
    title: str
    take: Callable[[Bench], list[float]]
    # What is compared and printed: the median, or the 99th percentile.
    percentile: int = 50
    # At most so many times the yardstick's, or so many milliseconds.
    floor_ratio: float | None = None
    floor_ms: float | None = None


MEASURES = {
    "start": Measure("start to kernel_info_reply", measure_start, floor_ratio=0.4),
    "first": Measure("first cell, a printed line", measure_first),
    "echo": Measure("warm `1 + 1`, execute to idle", measure_echo, floor_ratio=0.6),
    "lines": Measure(f"{LINES:,} printed lines, execute to idle", measure_lines, floor_ratio=0.5),
    "heartbeat": Measure("heartbeat while a cell spins, p99", measure_heartbeat, percentile=99, floor_ms=20),
    "interrupt": Measure("interrupt to reply", measure_interrupt, floor_ms=100),
}
