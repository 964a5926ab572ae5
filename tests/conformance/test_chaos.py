"""Nothing kills the kernel: each cell here does its worst, is answered at its own place, and the next cell runs."""

import os
import time

import psutil
import pytest
from client import TIMEOUT, Client, gone, is_idle

NEXT = "// @ts-nocheck\n[1, 2].map((n) => n + 1).join()"

# What a cell does, and what its reply says: "ok", or the name and a part of the message of its error.
CELLS = {
    "process.exit()": ("process.exit(3)", "ProcessExit", "the cell called process.exit(3); its variables are kept"),
    "process.abort()": ("process.abort()", "ProcessExit", "the cell called process.abort()"),
    "a native crash": ("process.kill(process.pid, 'SIGSEGV'); await new Promise(() => {})", "RuntimeExit", "SIGSEGV"),
    "heap out of memory": (
        "const all = []; for (;;) all.push(new Array(1e6).fill(all.length))",
        "RuntimeExit",
        "ran out of memory",
    ),
    "a stack overflow": ("const deeper = () => deeper() + 1; deeper()", "RangeError", "call stack"),
    "a rejection nobody handles": (
        "Promise.reject(new Error('unhandled')); await new Promise((r) => setTimeout(r, 50))",
        "Error",
        "unhandled",
    ),
    "an exception in a timer": (
        "setTimeout(() => { throw new Error('in a timer') }, 1); await new Promise((r) => setTimeout(r, 50))",
        "Error",
        "in a timer",
    ),
    "closing descriptors 1 and 2": ("require('fs').closeSync(1); require('fs').closeSync(2)", "ok", ""),
    "closing every descriptor": (
        "for (let fd = 0; fd < 9; fd++) try { require('fs').closeSync(fd) } catch {}",
        "RuntimeExit",
        "variables are lost",
    ),
    "deleting globals": (
        "for (const key of Object.getOwnPropertyNames(globalThis)) try { delete globalThis[key] } catch {}",
        "ok",
        "",
    ),
    "freezing Object.prototype": ("Object.freeze(Object.prototype); Object.freeze(Array.prototype)", "ok", ""),
    "a trap on every object's then": (
        "Object.defineProperty(Object.prototype, 'then', { get() { throw new Error('trap') }, configurable: true })",
        "ok",
        "",
    ),
    "replacing console and Promise": ("globalThis.console = null; globalThis.Promise = null", "ok", ""),
    "replacing timers": ("globalThis.setTimeout = null; process.nextTick = () => {}", "ok", ""),
    "replacing Error.prepareStackTrace": ("Error.prepareStackTrace = () => { throw 1 }", "ok", ""),
    "ending process.stdout": ("process.stdout.end(); process.stdout.destroy(); console.log('still')", "ok", ""),
    "a value that is no JSON": (
        "display({ [Symbol.for('Jupyter.display')]: () => ({ 'application/json': { big: 1n } }) })",
        "ok",
        "",
    ),
    "a value that refers to itself": (
        "const self = {}; self.self = self; ({ [Symbol.for('Jupyter.display')]: () => ({ 'application/json': self }) })",
        "ok",
        "",
    ),
    "an error that throws when read": (
        "throw Object.defineProperty(new Error(), 'message', { get() { throw 1 } })",
        "Error",
        "cannot be shown",
    ),
    "throwing undefined": ("throw undefined", "Thrown", "undefined"),
    "a syntax error": ("const = 1", "SyntaxError", ""),
}


@pytest.mark.parametrize("title", CELLS)
def test_the_kernel_outlives(title, small_heap):
    code, name, message = CELLS[title]
    reply = small_heap.run(f"// @ts-nocheck\n{code}").reply
    if name == "ok":
        assert reply["status"] == "ok"
    else:
        assert reply["ename"] == name
        assert message in reply["evalue"]
    assert small_heap.run(NEXT).value == "'2,3'"
    # The next row finds a runtime in which nothing was bent out of shape.
    spinning = small_heap.kc.execute("for (;;) {}")
    small_heap.published_until(spinning, lambda m: m["content"].get("execution_state") == "busy")
    (runtime,) = [p for p in small_heap.process.children() if "runtime.cjs" in " ".join(p.cmdline())]
    runtime.kill()
    assert small_heap.result(spinning).reply["ename"] == "RuntimeExit"
    assert small_heap.run(NEXT).value == "'2,3'"


def test_an_exception_in_a_timer_after_its_cell_is_shown_there(kernel):
    wait = "if (!globalThis.over) return; clearInterval(timer); throw new Error('late')"
    msg_id = kernel.kc.execute(f"const alive = 1; const timer = setInterval(() => {{ {wait} }}, 5)")
    assert kernel.result(msg_id).reply["status"] == "ok"
    kernel.kc.execute("globalThis.over = true")
    (late,) = kernel.published_until(msg_id, lambda m: m["msg_type"] == "stream")
    assert "Uncaught Error: late" in late["content"]["text"]
    assert kernel.run("alive").value == "1"


def test_1_gb_of_output_is_capped_with_a_note_and_its_memory_is_given_back(kernel):
    before = memory(kernel)
    result = kernel.run("for (let i = 0; i < 10_000; i++) console.log('x'.repeat(99_999))")
    assert result.reply["status"] == "ok"
    assert 64_000_000 < len(result.text()) < 70_000_000
    assert "The output of this cell is cut off here" in result.text("stderr")
    # What a page could not show yet is held until the cell ends; V8 collects it a moment later.
    limit = time.monotonic() + TIMEOUT
    while memory(kernel) - before >= 150_000_000:
        assert time.monotonic() < limit
        time.sleep(0.1)
    assert kernel.run("console.log('next')").text() == "next\n"


@pytest.mark.parametrize(("megabytes", "arrive"), [(50, 50), (100, 64)])
def test_a_display_of_many_mb_arrives_and_of_more_what_a_page_can_take(kernel, megabytes, arrive):
    text = f"'x'.repeat({megabytes} << 20)"
    code = f"display({{ [Symbol.for('Jupyter.display')]: () => ({{ 'text/plain': {text} }}) }})"
    (shown,) = kernel.run(code).contents("display_data")
    assert arrive << 20 <= len(shown["data"]["text/plain"]) < (arrive << 20) + 200
    assert kernel.run("1 + 1").value == "2"


def test_thousands_of_queued_cells_run(kernel):
    """So many as QUEUED says; `make nightly` queues 10,000."""
    count = int(os.environ.get("QUEUED", "2000"))
    ids = [kernel.kc.execute(f"{i}", silent=True) for i in range(count)]
    # Reading iopub all along, as a front end does: the kernel waits for one that doesn't.
    kernel.published_until(ids[-1], is_idle, timeout=TIMEOUT)
    assert {kernel.reply(msg_id)["content"]["status"] for msg_id in ids} == {"ok"}
    assert kernel.run("1 + 1").value == "2"


def test_a_cell_of_50_mb_runs(kernel):
    msg_id = kernel.kc.execute(f"// @ts-nocheck\n'{'x' * 50_000_000}'.length")
    kernel.published_until(msg_id, is_idle, timeout=TIMEOUT)
    assert kernel.reply(msg_id)["content"]["status"] == "ok"
    assert kernel.run("1 + 1").value == "2"


def test_a_cell_that_cannot_be_cut_short_is_ended_by_a_second_interrupt(fresh):
    """One giant operation inside V8: nothing but the end of its process stops it."""
    msg_id = fresh.running("// @ts-nocheck\nconsole.log('go'); 7n ** (2n ** 27n)")
    first = fresh.send("interrupt_request", channel="control")
    (notice,) = [
        m["content"]["text"]
        for m in fresh.published_until(msg_id, lambda m: m["content"].get("name") == "stderr")
        if m["content"].get("name") == "stderr"
    ]
    assert "Interrupt again to end its process" in notice
    fresh.interrupt()
    assert fresh.reply(first, channel="control")["content"]["status"] == "ok"
    reply = fresh.result(msg_id).reply
    assert reply["ename"] == "RuntimeExit"
    assert "did not stop" in reply["evalue"]
    assert fresh.run("1 + 1").value == "2"


def test_a_killed_kernel_leaves_no_runtime_type_server_or_worker(fresh):
    fresh.run('import { Pool } from "romanesco"; const pool = new Pool(2); await pool.map((n: number) => n, [1, 2])')
    family = fresh.family()
    names = " ".join(" ".join(p.cmdline()) for p in family)
    assert "runtime.cjs" in names and "--lsp" in names and "worker-entry" in names
    fresh.process.kill()
    assert gone(family) == []


@pytest.fixture(scope="module")
def small_heap():
    """A kernel whose cells soon run out of memory."""
    client = Client(extra_env={"NODE_OPTIONS": "--max-old-space-size=100"})
    yield client
    client.end()


def memory(client):
    """Resident bytes of the kernel's processes."""
    total = 0
    for process in client.family():
        try:
            total += process.memory_info().rss
        except psutil.NoSuchProcess:
            pass
    return total
