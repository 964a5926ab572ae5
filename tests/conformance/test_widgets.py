"""Controls, through the kernel's own door: what a page says reaches the code that listens, and what comes of it comes out."""

import json
import time

import pytest
from client import TIMEOUT, gone, is_idle

OUTPUTS = "application/vnd.romanesco.outputs.v1+json"


# VS Code names a cell by its notebook's path.
ONE = f"vscode-notebook-cell:/{'folder/' * 20}n.ipynb#W0s"

VIEW = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(scope="module")
def slider(kernel):
    """The id of a slider, n, that a cell has shown."""
    kernel.run('import { figure, interact, Pool, slider } from "romanesco"')
    return shown_id(kernel, "const n = slider({ min: 0, max: 99 }); n")


def shown_id(kernel, code):
    shown = kernel.run(code).contents("display_data")
    return shown[0]["data"][VIEW]["model_id"]


def run_cell(kernel, cell_id, code):
    """Runs a cell as front ends do that say which one it is."""
    message = kernel.kc.session.msg(
        "execute_request", {"code": code, "silent": False}, metadata={"cellId": cell_id}
    )
    kernel.kc.shell_channel.send(message)
    return kernel.result(message["header"]["msg_id"])


def move(kernel, slider, value):
    data = {"method": "update", "state": {"value": value}, "buffer_paths": []}
    return kernel.send("comm_msg", {"comm_id": slider, "data": data})


def below(kernel):
    return {p for p in kernel.family() if p.is_running()}


def wait_for_child(kernel, others):
    """@returns the processes that were not there before, once there are some"""
    while not (started := below(kernel) - others):
        time.sleep(0.01)
    return started


def shows(*texts):
    """Whether a message changes a place so that it shows all of these."""
    return lambda m: (
        OUTPUTS in m["content"].get("data", {})
        and all(text in m["content"]["data"]["text/plain"] for text in texts)
    )


def test_a_cell_can_wait_for_what_a_person_does(kernel, slider):
    cell = kernel.running(
        'console.log("go"); await new Promise<void>((done) => { const end = n.on("change", () => { end(); done() }) }); n.value'
    )
    message = move(kernel, slider, 7)
    echo = kernel.published_until(message, lambda m: m["content"].get("execution_state") == "idle")
    assert echo[1]["content"]["data"]["method"] == "echo_update"
    assert kernel.result(cell).value == "7"


def test_a_function_follows_and_what_it_and_its_workers_print_stands_under_its_cell(kernel, slider):
    cell = kernel.kc.execute(
        """function inWorker(value: number) { console.log("worker", value); return value }
const it = interact({ n }, async ({ n }) => {
  console.log("main", n)
  if (n === 13) throw new Error("thirteen")
  await using pool = new Pool(1)
  return (await pool.map(inWorker, [n]))[0]
})"""
    )
    kernel.result(cell)
    move(kernel, slider, 12)
    kernel.published_until(cell, shows("main 12", "worker 12"))
    move(kernel, slider, 13)
    messages = kernel.published_until(cell, shows("main 13", "Error: thirteen", "cell ["))
    assert ":4:" in messages[-1]["content"]["data"]["text/plain"]


@pytest.mark.parametrize(("at", "work"), [(21, "for (;;);"), (31, "return new Promise(() => {})")])
def test_stop_ends_a_function_that_follows_and_the_next_move_begins_anew(kernel, slider, at, work):
    cell = kernel.kc.execute(
        "interact({ n }, ({ n: v }) => { n.label = 'at ' + v; if (v === %d) { %s }; return 'end ' + v })"
        % (at, work)
    )
    kernel.result(cell)
    move(kernel, slider, at)
    # Its label goes out at once, what it prints only when it lets go of the thread.
    kernel._await("iopub", lambda m: f"'at {at}'" in str(m["content"].get("data")), TIMEOUT)
    kernel.interrupt()
    kernel.published_until(cell, shows("Stopped. Move a control"))
    move(kernel, slider, at + 1)
    kernel.published_until(cell, shows(f"end {at + 1}"))
    assert kernel.run("1 + 1").value == "2"


CHILDREN = {
    "a child that is awaited": 'await new Promise((r) => spawn("sleep", ["7004"]).on("exit", r))',
    "a child that is waited for": 'execFileSync("sleep", ["7004"])',
    "a child that is left running": 'spawn("sleep", ["7004"]); await new Promise(() => {})',
}


@pytest.mark.parametrize("shape", CHILDREN)
def test_stop_ends_the_processes_that_a_function_that_follows_has_started(kernel, slider, shape):
    kernel.run('import { execFileSync, spawn } from "node:child_process"')
    server = int(kernel.run("const server = spawn('sleep', ['7005']); server.pid").value)
    # No other function follows this one, and starts processes of its own.
    own = shown_id(kernel, "const m = slider(); m")
    cell = kernel.kc.execute(
        "interact({ m }, async ({ m: v }) => { if (v === 71) { %s }; return 'end ' + v })"
        % CHILDREN[shape]
    )
    kernel.result(cell)
    others = below(kernel)
    move(kernel, own, 71)
    started = wait_for_child(kernel, others)
    kernel.interrupt()
    kernel.published_until(cell, shows("Stopped. Move a control"))
    assert gone(started) == []
    assert server in {p.pid for p in below(kernel)}
    kernel.run("server.kill()")


def test_after_a_stopped_listener_what_code_changes_is_told_in_the_cell_that_changes_it(kernel, slider):
    kernel.run(
        "let spins = true; n.on('change', (v) => { n.label = 'heard ' + v; console.log('heard', v); while (spins); })"
    )
    move(kernel, slider, 61)
    kernel._await("iopub", lambda m: "'heard 61'" in str(m["content"].get("data")), TIMEOUT)
    kernel.interrupt()
    assert kernel.run("spins = false; n.value = 62").text() == "heard 62\n"


def test_the_first_run_s_error_is_its_cell_s(kernel, slider):
    result = kernel.run("interact({ n }, async () => { await null; throw new Error('first') })")
    assert result.reply["evalue"] == "first"
    assert "cell [" in "".join(result.reply["traceback"])


def test_a_page_that_comes_anew_gets_the_widgets_back(kernel, slider):
    kernel.run("n.value = 40")
    message = kernel.send(
        "comm_open", {"comm_id": "again", "target_name": "jupyter.widget.control", "data": {}}
    )
    kernel.published_until(message, lambda m: m["content"].get("execution_state") == "idle")
    message = kernel.send(
        "comm_msg", {"comm_id": "again", "data": {"method": "request_states"}}
    )
    told = kernel.published_until(message, lambda m: m["msg_type"] == "comm_msg")[-1]
    states = told["content"]["data"]["states"]
    assert states[slider]["state"]["value"] == 40
    assert states[slider]["model_name"] == "IntSliderModel"


def test_a_cell_that_runs_again_replaces_what_it_has_attached_to_controls_of_others(kernel):
    m = shown_id(kernel, "const calls: string[] = []; const m = slider(); m")
    code = """{ const run = calls.push("run %s");
interact({ m }, () => { calls.push("follows %s") });
m.on("change", () => calls.push("hears %s")) }"""
    run_cell(kernel, ONE, code.replace("%s", "first"))
    run_cell(kernel, "two", "m.on('change', () => calls.push('another cell hears'))")
    run_cell(kernel, ONE, code.replace("%s", "again"))
    kernel.run("calls.length = 0")
    kernel.published_until(move(kernel, m, 1), is_idle)
    cell = "await new Promise((r) => setTimeout(r, 0)); JSON.stringify(calls.sort())"
    heard = ["another cell hears", "follows again", "hears again"]
    assert kernel.run(cell).value == f"'{json.dumps(heard, separators=(',', ':'))}'"
    kernel.published_until(move(kernel, m, 2), is_idle)
    # What a cell could not be checked for stays as it was: nothing has run.
    assert run_cell(kernel, ONE, "const wrong: number = 'text'").reply["status"] == "error"
    kernel.run("calls.length = 0")
    kernel.published_until(move(kernel, m, 3), is_idle)
    assert kernel.run(cell).value == f"'{json.dumps(heard, separators=(',', ':'))}'"
