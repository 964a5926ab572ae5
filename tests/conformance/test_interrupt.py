"""Stop: whatever runs ends about as fast as a cell runs, variables are kept, and the kernel goes on."""

import statistics
import time

import pytest
from client import is_idle

# A Stop takes less than so many cells that do nothing, run in turn with it: on a calm machine 1 to 30. One that has to be
# pressed twice, or for which the kernel's own patience of a second runs out, takes hundreds.
MOST_CELLS = 60
ROUNDS = 3

SHAPES = {
    "a loop": "while (true) {}",
    "a loop after an await": "await 1; while (true) {}",
    "a pending await": "await new Promise(() => {})",
    "a loop in a timer": "setTimeout(() => { while (true) {} }); await new Promise(() => {})",
    "Atomics.wait": "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
    "a regular expression": "/^(a+)+$/.test('a'.repeat(40) + 'b')",
    "a child process": "(await import('node:child_process')).execFileSync('sleep', ['60'])",
    "a child process that ignores SIGINT": (
        "(await import('node:child_process')).execSync('trap \"\" INT; while :; do sleep 1; done')"
    ),
    "a pool of processes": "await processes.map(spin, [1, 2])",
    "a pool of threads": "await threads.map(spin, [1, 2])",
    "a Process": "const child = new Process({ target: spin, args: [0] }); child.start(); await child.join()",
    "a Thread": "const thread = new Thread({ target: spin, args: [0] }); thread.start(); await thread.join()",
}
SETUP = """
import { Pool, Process, Thread } from "romanesco";
const processes = new Pool(2), threads = new Pool({ workers: 2, threads: true });
const spin = (_: number) => { console.log("go"); while (true) {} };
let kept = 0;
"""
# The pools' workers say so when they spin.
SAYS_SO_ITSELF = ("pool", "Process", "Thread")


@pytest.mark.parametrize("shape", SHAPES)
def test_a_stopped_cell_is_answered_about_as_fast_as_a_cell_runs_and_keeps_variables(kernel, shape):
    assert kernel.run(SETUP).reply["status"] == "ok"
    go = "" if any(word in shape for word in SAYS_SO_ITSELF) else "console.log('go');"
    stops, cells = [], []
    for count in range(1, ROUNDS + 1):
        msg_id = kernel.running(f"kept++; {go} {SHAPES[shape]}")
        started = time.perf_counter()
        kernel.send("interrupt_request", channel="control")
        reply = kernel.reply(msg_id)
        stops.append(time.perf_counter() - started)
        assert reply["content"]["ename"] == "Interrupted"
        kernel.published_until(msg_id, is_idle)
        started = time.perf_counter()
        assert kernel.run("kept").value == str(count)
        cells.append(time.perf_counter() - started)
    assert statistics.median(stops) < MOST_CELLS * statistics.median(cells), (stops, cells)


def test_timers_go_on_after_a_loop_that_sets_and_clears_them_was_stopped(kernel):
    loop = "console.log('go'); for (let ms = 1; ; ms = (ms % 999) + 1) clearTimeout(setTimeout(() => {}, ms))"
    for ms in range(1, 100, 10):
        msg_id = kernel.running(loop)
        kernel.interrupt()
        assert kernel.result(msg_id).reply["ename"] == "Interrupted"
        assert kernel.run(f"await new Promise((r) => setTimeout(() => r({ms}), {ms}))").value == str(ms)


def test_30_interrupts_in_a_row(kernel):
    kernel.run("let rounds = 0")
    for _ in range(30):
        msg_id = kernel.running("rounds++; console.log('go'); while (true) {}")
        kernel.interrupt()
        assert kernel.result(msg_id).reply["status"] == "error"
    assert kernel.run("rounds").value == "30"


def test_cells_behind_an_interrupted_cell_are_aborted(kernel):
    kernel.run("let after = 0")
    running = kernel.running("console.log('go'); while (true) {}", stop_on_error=False)
    waiting = [kernel.kc.execute(f"after = {i}") for i in (1, 2)]
    kernel.interrupt()
    statuses = [kernel.reply(msg_id)["content"]["status"] for msg_id in [running, *waiting]]
    assert statuses == ["error", "aborted", "aborted"]
    assert kernel.run("after").value == "0"


def test_interrupt_of_an_idle_kernel_changes_nothing(kernel):
    kernel.run("let idle = 1")
    kernel.interrupt()
    assert kernel.run("idle").value == "1"


def test_interrupt_as_soon_as_the_cell_is_sent(kernel):
    """The request may find the cell anywhere between the socket and its first statement."""
    for _ in range(10):
        msg_id = kernel.kc.execute("while (true) {}")
        kernel.published_until(msg_id, lambda m: m["content"].get("execution_state") == "busy")
        kernel.interrupt()
        assert kernel.result(msg_id).reply["status"] in ("error", "aborted")
