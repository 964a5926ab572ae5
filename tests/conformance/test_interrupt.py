"""Stop: whatever runs ends within a second, variables are kept, and the kernel goes on."""

import pytest

SHAPES = {
    "a loop": "while (true) {}",
    "a loop after an await": "await 1; while (true) {}",
    "a pending await": "await new Promise(() => {})",
    "a loop in a timer": "setTimeout(() => { while (true) {} }); await new Promise(() => {})",
    "Atomics.wait": "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
    "a regular expression": "/^(a+)+$/.test('a'.repeat(40) + 'b')",
    "a child process": "(await import('node:child_process')).execFileSync('sleep', ['60'])",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_interrupt_ends_the_cell_and_keeps_variables(kernel, shape):
    kernel.run("let kept = 41")
    msg_id = kernel.running(f"kept = 42; console.log('go'); {SHAPES[shape]}")
    assert kernel.interrupt() < 1000
    assert kernel.result(msg_id).reply["status"] == "error"
    assert kernel.run("kept").value == "42"


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
