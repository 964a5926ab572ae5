"""The debugger, spoken to as front ends do: Debug Adapter Protocol in debug_request, debug_reply and debug_event."""

import json
import re

import pytest
from client import TIMEOUT, Client, gone

AREA = """interface Shape { width: number }
const scale: number = 3

function area(shape: Shape, k = 2): number {
  const doubled: number = shape.width * k
  const list: number[] = [1, 2, doubled]
  return list.length + doubled
}"""

USE = """const before = 1
await null
const r = area({ width: 10 })
const after: number = r + before
after"""


class FrontEnd:
    """What a debugger's front end knows: requests by name, and the events in order."""

    def __init__(self, client):
        self.client = client
        self.seq = 0

    def send(self, command, **arguments):
        self.seq += 1
        content = {"type": "request", "seq": self.seq, "command": command, "arguments": arguments}
        return self.client.send("debug_request", content, "control")

    def response(self, msg_id):
        return self.client.reply(msg_id, channel="control")["content"]

    def refused(self, command, **arguments):
        response = self.response(self.send(command, **arguments))
        assert not response["success"]
        return response["message"]

    def ask(self, command, **arguments):
        response = self.response(self.send(command, **arguments))
        assert response["success"], response
        assert response["request_seq"] == self.seq
        assert response["command"] == command
        return response["body"]

    def event(self, *names):
        def wanted(message):
            return message["msg_type"] == "debug_event" and message["content"]["event"] in names

        return self.client._await("iopub", wanted, TIMEOUT)["content"]

    def start(self):
        self.ask("initialize", clientID="jupyterlab")
        self.event("initialized")
        self.ask("attach")

    def breakpoints(self, code, *points):
        """@returns the lines at which they are"""
        path = self.ask("dumpCell", code=code)["sourcePath"]
        points = [p if isinstance(p, dict) else {"line": p} for p in points]
        found = self.ask("setBreakpoints", source={"path": path}, breakpoints=points)
        return [b["line"] if b["verified"] else None for b in found["breakpoints"]]

    def stopped(self):
        """@returns the calls, each as its name and line"""
        # A step that takes long is told as code that goes on, and stops.
        self.event("stopped")
        return [(f["name"], f["line"]) for f in self.frames()]

    def frames(self):
        return self.ask("stackTrace", threadId=1)["stackFrames"]

    def threads(self):
        return {t["id"]: t["name"] for t in self.ask("threads")["threads"]}

    def top(self):
        return self.frames()[0]["id"]

    def step(self, how):
        self.ask(how, threadId=1)
        return self.stopped()

    def go_on(self):
        self.ask("continue", threadId=1)
        self.event("continued")

    def scopes(self):
        return {
            scope["name"]: {v["name"]: v["value"] for v in self.children(scope)}
            for scope in self.ask("scopes", frameId=self.top())["scopes"]
        }

    def children(self, variable):
        reference = variable["variablesReference"]
        return self.ask("variables", variablesReference=reference)["variables"]

    def value(self, expression, **more):
        return self.ask("evaluate", expression=expression, frameId=self.top(), **more)["result"]


@pytest.fixture
def lab(kernel):
    """A front end that debugs the shared kernel for one test."""
    kernel.forget()
    front_end = FrontEnd(kernel)
    front_end.start()
    yield front_end
    front_end.ask("disconnect", restart=False)
    kernel.run("0")


def test_the_kernel_says_that_it_can_be_debugged(kernel):
    info = kernel.request("kernel_info_request")
    assert info["debugger"] is True
    assert "debugger" in info["supported_features"]
    body = FrontEnd(kernel).ask("debugInfo")
    assert body["isStarted"] is False
    assert body["hashMethod"] == "Murmur2"
    assert body["stoppedThreads"] == []
    assert body["richRendering"] is True
    assert body["copyToGlobals"] is True


def test_what_needs_a_debugger_that_is_started_says_so(kernel):
    lab = FrontEnd(kernel)
    for command in ["dumpCell", "setBreakpoints", "stackTrace", "next", "evaluate"]:
        assert lab.refused(command) == "the debugger is not started"
    assert lab.refused("fly") == "this kernel has no answer to fly"


# Steps of a session, each with the calls at which the code stands afterwards.
STEPS = [
    ("next", [("cell [{n}]", 2)]),
    ("next", [("cell [{n}]", 3)]),
    ("stepIn", [("area", 5), ("cell [{n}]", 3)]),
    ("next", [("area", 6), ("cell [{n}]", 3)]),
    ("next", [("area", 7), ("cell [{n}]", 3)]),
    ("stepOut", [("cell [{n}]", 4)]),
    ("next", [("cell [{n}]", 5)]),
]


def test_steps_go_from_line_to_line_over_awaits_into_functions_and_out(lab):
    kernel = lab.client
    kernel.run(AREA)
    assert lab.breakpoints(USE, 1) == [1]
    cell = kernel.kc.execute(USE)
    number = kernel.published_until(cell, lambda m: m["msg_type"] == "execute_input")
    n = number[-1]["content"]["execution_count"]
    assert lab.stopped() == [(f"cell [{n}]", 1)]
    for how, calls in STEPS:
        assert lab.step(how) == [(name.format(n=n), line) for name, line in calls], how
    lab.go_on()
    assert kernel.result(cell).value == "24"


def test_the_last_step_ends_the_cell(lab):
    assert lab.breakpoints("let end = 1\nend", 2) == [2]
    cell = lab.client.kc.execute("let end = 1\nend")
    lab.stopped()
    lab.ask("next", threadId=1)
    assert lab.event("stopped", "continued")["event"] == "continued"
    assert lab.client.result(cell).value == "1"


def test_a_breakpoint_binds_to_the_first_line_with_code_before_and_after_the_cell_has_run(lab):
    text = AREA + "\n// with breakpoints"
    assert lab.breakpoints(text, 1, 3, 6, 9) == [2, 5, 6, None]
    lab.client.run(text.replace("scale", "other"))
    lab.breakpoints(text)
    lab.client.run(text)
    assert lab.breakpoints(text, 3, 6) == [5, 6]
    (known,) = lab.ask("debugInfo")["breakpoints"]
    assert [b["line"] for b in known["breakpoints"]] == [5, 6]
    cell = lab.client.kc.execute("area({ width: 1 })")
    assert [line for _, line in lab.stopped()] == [5, 1]
    # Taken away where the code stands.
    lab.breakpoints(text)
    lab.go_on()
    assert lab.client.result(cell).value == "5"


def test_a_breakpoint_is_set_in_a_cell_whose_code_v8_has_let_go(lab):
    text = "let past = 1\npast"
    lab.client.run(text)
    lab.client.run("require('node:v8').setFlagsFromString('--expose-gc')")
    collect = "require('node:vm').runInNewContext('gc')()"
    lab.client.run(f"for (let n = 0; n < 3; n++) {{ {collect}; await new Promise(setImmediate) }}")
    assert lab.breakpoints(text, 2) == [2]
    cell = lab.client.kc.execute(text)
    assert [line for _, line in lab.stopped()] == [2]
    lab.breakpoints(text)
    lab.go_on()
    assert lab.client.result(cell).value == "1"


def test_variables_are_shown_by_scope_with_their_parts(lab):
    text = """function scopes(numbers: Float64Array, inner = new Map([["a", { deep: [1, 2] }]])) {
  const near = "text"
  class Point { x = 3; #hidden = 1; get double() { return 2 * this.x } }
  const point = new Point()
  for (const each of [7n]) {
    const near = each
    return [near, point, numbers, inner].length
  }
}"""
    lab.breakpoints(text, 7)
    lab.client.run(text)
    cell = lab.client.kc.execute("const big = new Float64Array(1050)\nscopes(big)")
    lab.stopped()
    scopes = lab.scopes()
    assert list(scopes) == ["Locals", "Globals"]
    assert scopes["Locals"]["near"] == "7n"
    assert scopes["Locals"]["Point"] == "class Point"
    assert scopes["Globals"]["scopes"].startswith("ƒ scopes(numbers")
    assert not [name for scope in scopes.values() for name in scope if name.startswith("$")]
    named = {v["name"]: v for v in lab.ask("inspectVariables")["variables"]}
    pages = lab.children(named["big"])
    assert [p["name"] for p in pages][:2] == ["[0 … 99]", "[100 … 199]"]
    assert [v["name"] for v in lab.children(pages[-1])][-1] == "1049"
    point = lab.ask("evaluate", expression="point", frameId=lab.top())
    assert [(v["name"], v["value"]) for v in lab.children(point)] == [
        ("x", "3"),
        ("#hidden", "1"),
    ]
    inner = lab.ask("evaluate", expression="inner", frameId=lab.top())
    assert "a" in lab.children(inner)[0]["value"]
    lab.breakpoints(text)
    lab.go_on()
    lab.client.result(cell)


def test_typescript_is_evaluated_in_a_call_with_its_names(lab):
    kernel = lab.client
    kernel.run('import { basename } from "node:path"\n' + AREA)
    lab.breakpoints("// again\n" + AREA, 7)
    kernel.run("// again\n" + AREA)
    cell = kernel.kc.execute("area({ width: 10 }) + 0")
    lab.stopped()
    assert lab.value("(doubled as number)! + scale") == "23"
    assert lab.value("basename('/a/b') satisfies string") == '"b"'
    assert lab.value("({ shape, k })") == "{shape: Object, k: 2}"
    assert lab.value("{ k }") == "{k: 2}"
    assert lab.value("k = 3") == "3"
    assert lab.value("k") == "3"
    top = lab.top()
    assert lab.refused("evaluate", expression="nothing", frameId=top) == (
        "ReferenceError: nothing is not defined"
    )
    assert "SyntaxError" in lab.refused("evaluate", expression="const", frameId=top)
    # What is shown under the mouse changes nothing.
    assert "side-effect" in lab.refused("evaluate", expression="k = 9", frameId=top, context="hover")
    assert lab.value("k", context="hover") == "3"
    lab.breakpoints("// again\n" + AREA)
    lab.go_on()
    kernel.result(cell)


def test_the_kernel_answers_and_prints_while_the_code_stands_still(lab):
    kernel = lab.client
    lab.breakpoints("const still = { here: 1 }\nstill", 2)
    cell = kernel.kc.execute("const still = { here: 1 }\nstill")
    lab.stopped()
    assert "here" in kernel.request("complete_request", {"code": "still.", "cursor_pos": 6})["matches"]
    assert kernel.request("kernel_info_request", channel="control")["status"] == "ok"
    assert kernel.kc.hb_channel.is_beating()
    lab.value("console.log('printed', still)")
    printed = kernel.published_until(cell, lambda m: m["msg_type"] == "stream")
    assert printed[-1]["content"]["text"] == "printed { here: 1 }\n"
    shown = lab.ask("richInspectVariables", variableName="still", frameId=lab.top())
    assert shown["data"]["text/plain"] == "{ here: 1 }"
    lab.go_on()
    assert kernel.result(cell).value == "{ here: 1 }"


def test_stop_ends_a_cell_that_stands_still_and_keeps_the_variables(lab):
    kernel = lab.client
    text = "let kept = 1\nfor (;;) {\n  kept++\n}"
    lab.breakpoints(text, 3)
    cell = kernel.kc.execute(text)
    lab.stopped()
    kernel.interrupt()
    result = kernel.result(cell)
    assert result.reply["ename"] == "Interrupted"
    assert ":3:" in "".join(result.reply["traceback"])
    lab.event("continued")
    assert kernel.run("kept").value == "1"
    # The next cell stops again.
    cell = kernel.kc.execute(text)
    lab.stopped()
    kernel.interrupt()
    kernel.result(cell)


def test_a_cell_that_runs_is_paused_and_goes_on(lab):
    cell = lab.client.running("console.log('go')\nlet turns = 0\nwhile (turns >= 0) {\n  turns++\n}")
    lab.ask("pause", threadId=1)
    ((_, line),) = lab.stopped()
    assert line in (3, 4)
    lab.value("turns = -9")
    lab.go_on()
    assert lab.client.result(cell).reply["status"] == "ok"


def test_a_debugger_statement_stops_only_while_somebody_debugs(kernel, lab):
    cell = kernel.kc.execute("debugger\n'on'")
    assert [line for _, line in lab.stopped()] == [1]
    lab.go_on()
    assert kernel.result(cell).value == "'on'"
    lab.ask("disconnect")
    assert kernel.run("debugger\n'off'").value == "'off'"


def test_conditions_hits_and_log_messages_decide_where_the_code_stops(lab):
    kernel = lab.client
    text = """const seen: number[] = []
for (let turn = 1; turn <= 6; turn++) {
  seen.push(turn)
}
seen.length"""

    def run(**wanted):
        assert lab.breakpoints(text, {"line": 3, **wanted}) == [3]
        return kernel.kc.execute(text)

    cell = run(condition="(turn as number) === 4")
    lab.stopped()
    assert lab.value("seen") == "Array(3) [1, 2, 3]"
    lab.go_on()
    assert kernel.result(cell).value == "6"
    cell = run(hitCondition="== 5")
    lab.stopped()
    assert lab.value("turn") == "5"
    lab.go_on()
    kernel.result(cell)
    assert kernel.result(run(logMessage="at {turn * 2}, 100 %")).text().startswith("at 2, 100 %\nat 4,")
    path = lab.ask("dumpCell", code=text)["sourcePath"]
    wrong = {"source": {"path": path}, "breakpoints": [{"line": 3, "condition": "turn ==="}]}
    (refused,) = lab.ask("setBreakpoints", **wrong)["breakpoints"]
    assert not refused["verified"]
    assert "SyntaxError" in refused["message"]
    assert kernel.run(text).value == "6"
    lab.breakpoints(text)


def test_a_variable_of_a_function_is_copied_to_the_notebook(lab):
    kernel = lab.client
    text = "function inside(): void {\n  const mine = new Map([[1, 2]])\n  void mine\n}\ninside()"
    lab.breakpoints(text, 3)
    cell = kernel.kc.execute(text)
    lab.stopped()
    lab.ask("copyToGlobals", srcVariableName="mine", dstVariableName="mine", srcFrameId=lab.top())
    assert lab.scopes()["Globals"]["mine"] == "Map(1) {1 => 2}"
    lab.breakpoints(text)
    lab.go_on()
    kernel.result(cell)
    assert kernel.run("mine.get(1) satisfies number").value == "2"


def test_exceptions_stop_the_code_where_they_are_thrown(lab):
    kernel = lab.client
    text = """function fail(): never {
  throw new TypeError("no")
}
try { fail() } catch {}
try { JSON.parse("{") } catch {}
async function later(): Promise<void> {
  await null
  fail()
}
await later()"""
    lab.ask("setExceptionBreakpoints", filters=["uncaught"])
    cell = kernel.kc.execute(text)
    assert [line for _, line in lab.stopped()] == [2, 8]
    info = lab.ask("exceptionInfo", threadId=1)
    assert (info["exceptionId"], info["description"]) == ("TypeError", "TypeError: no")
    lab.go_on()
    assert kernel.result(cell).reply["ename"] == "TypeError"
    lab.ask("setExceptionBreakpoints", filters=["raised"])
    cell = kernel.kc.execute(text)
    assert [line for _, line in lab.stopped()] == [2, 4]
    lab.go_on()
    assert [line for _, line in lab.stopped()] == [5]
    lab.ask("setExceptionBreakpoints", filters=[])
    lab.go_on()
    assert kernel.result(cell).reply["ename"] == "TypeError"


def test_variables_are_inspected_between_cells(lab):
    lab.client.run("const inspected = [1, 2], url = new URL('file:///a')")
    named = {v["name"]: v for v in lab.ask("inspectVariables")["variables"]}
    assert named["inspected"]["value"] == "Array(2) [1, 2]"
    # JupyterLab's tree shows a type in place of the value.
    assert "type" not in named["inspected"]
    assert [v["value"] for v in lab.children(named["inspected"])][:2] == ["1", "2"]
    shown = lab.ask("richInspectVariables", variableName="inspected")
    assert shown["data"]["text/plain"] == "[ 1, 2 ]"


KINDS = {
    "threads": ("ThreadPoolExecutor", r"thread \d+"),
    "processes": ("ProcessPoolExecutor", r"ProcessPoolExecutor-\d+-\d+ \(process \d+\)"),
}


def pool_of(kind):
    executor, _ = KINDS[kind]
    return f"""import {{ {executor} }} from "romanesco"
const shift: number = 100
function task(n: number): number {{
  const square: number = n * n
  return square + shift
}}
const workers = new {executor}(2)"""


@pytest.mark.parametrize("kind", KINDS)
def test_the_code_stops_in_a_worker_of_a_pool_while_the_others_go_on(lab, kind):
    kernel = lab.client
    text = pool_of(kind)
    kernel.run(text)
    # One of them is there when the breakpoint comes, and the other comes later.
    assert kernel.run("await workers.submit(task, 1)").value == "101"
    assert lab.breakpoints(text, 5) == [5]
    cell = kernel.running("console.log('go'); await Promise.all([2, 3, 4].map((n) => workers.submit(task, n)))")
    answers = []
    for _ in range(3):
        assert lab.stopped() == [("task", 5)]
        top = lab.top()
        thread = lab.ask("debugInfo")["stoppedThreads"][0]
        assert thread > 1
        assert re.fullmatch(KINDS[kind][1], lab.threads()[thread])
        assert lab.scopes()["Locals"]["square"] in ("4", "9", "16")
        answers.append(lab.value("square as number + shift"))
        # The cells' own thread is free.
        assert kernel.request("complete_request", {"code": "shif", "cursor_pos": 4})["matches"]
        assert top == lab.top()
        lab.go_on()
    assert sorted(answers) == ["104", "109", "116"]
    assert kernel.result(cell).value == "[ 104, 109, 116 ]"
    lab.breakpoints(text)
    assert kernel.run("await workers.shutdown()").reply["status"] == "ok"


@pytest.mark.parametrize("kind", KINDS)
def test_stop_ends_a_cell_whose_task_stands_still_and_the_pool_works_on(lab, kind):
    kernel = lab.client
    text = "// again\n" + pool_of(kind)
    kernel.run(text)
    lab.breakpoints(text, 6)
    cell = kernel.running("console.log('go'); await workers.submit(task, 2)")
    lab.stopped()
    kernel.interrupt()
    result = kernel.result(cell)
    assert result.reply["ename"] == "Interrupted"
    assert result.text("stderr") == ""
    lab.event("continued")
    lab.breakpoints(text)
    assert kernel.run("await workers.submit(task, 1)").value == "101"
    assert kernel.run("await workers.shutdown()").reply["status"] == "ok"


TREE = """import { Process, Thread } from "romanesco"
function leaf(n: number): void {
  console.log("leaf", n)
}
async function branch(n: number): Promise<void> {
  for (const Kind of [Process, Thread]) {
    const twig = new Kind({ target: leaf, args: [n] })
    twig.start()
    await twig.join()
  }
  process.exit(0)
}"""


def test_the_code_stops_in_workers_of_workers_which_end_quietly_and_go_on_when_the_debugger_goes(lab):
    kernel = lab.client
    kernel.run(TREE)
    assert lab.breakpoints(TREE, 3, 7) == [3, 7]
    cell = kernel.kc.execute("const tree = new Process({ target: branch, args: [8] })\ntree.start()\nawait tree.join()")
    assert lab.stopped() == [("branch", 7)]
    lab.go_on()
    assert lab.stopped() == [("leaf", 3)]
    lab.go_on()
    assert lab.stopped() == [("branch", 7)]
    lab.go_on()
    assert lab.stopped() == [("leaf", 3)]
    (shown,) = lab.ask("debugInfo")["stoppedThreads"]
    assert re.fullmatch(r"thread \d+ of Process-\d+ \(process \d+\)", lab.threads()[shown])
    assert list(lab.threads().values())[0] == "cells"
    lab.ask("disconnect")
    result = kernel.result(cell)
    assert result.reply["status"] == "ok"
    assert result.text() == "leaf 8\nleaf 8\n"
    assert result.text("stderr") == ""


def test_the_code_stops_in_a_local_file_and_packages_are_stepped_over(lab, tmp_path):
    kernel = lab.client
    file = tmp_path / "a helper.ts"
    (early,) = lab.ask("setBreakpoints", source={"path": str(file)}, breakpoints=[{"line": 4}])["breakpoints"]
    assert not early["verified"]
    assert early["message"] == f"there is no file {file}"
    file.write_text(
        """type Two = [number, number]

export function middle([a, b]: Two): number {
  const sum: number = a + b
  return sum / 2
}
"""
    )
    found = lab.ask("setBreakpoints", source={"path": str(file)}, breakpoints=[{"line": 4}])
    assert found["breakpoints"][0]["verified"]
    use = f"import {{ middle }} from {json.dumps(str(file))}\nmiddle([1, 4])"
    cell = kernel.kc.execute(use)
    calls = lab.stopped()
    assert [line for _, line in calls] == [4, 2]
    frame = lab.frames()[0]
    assert frame["source"] == {"name": "a helper.ts", "path": str(file)}
    assert "a + b" in lab.ask("source", source={"path": str(file)})["content"]
    assert lab.step("next")[0] == ("middle", 5)
    assert lab.value("sum as number") == "5"
    assert str(file) in [m["path"] for m in lab.ask("modules")["modules"]]
    lab.ask("setBreakpoints", source={"path": str(file)}, breakpoints=[])
    lab.go_on()
    assert kernel.result(cell).value == "2.5"


def test_a_debugger_that_goes_leaves_nothing_and_lets_the_code_go_on(kernel):
    lab = FrontEnd(kernel)
    for start in ["", "import { Thread } from 'romanesco'\n"]:
        lab.start()
        text = start + "function left(): void {\n  console.log(1)\n}"
        lab.breakpoints(text, 3 if start else 2)
        kernel.run(text)
        cell = kernel.kc.execute("const t = new Thread({ target: left }); t.start(); await t.join()" if start else "left()")
        lab.stopped()
        lab.ask("disconnect")
        assert kernel.result(cell).text() == "1\n"
        assert lab.ask("debugInfo")["breakpoints"] == []
        assert kernel.run("left()").text() == "1\n"


def test_a_process_that_ends_at_a_breakpoint_is_replaced_by_one_with_the_breakpoints(fresh):
    lab = FrontEnd(fresh)
    lab.start()
    text = "let again = 1\nagain"
    lab.breakpoints(text, 2)
    cell = fresh.kc.execute(text)
    lab.stopped()
    runtime = next(p for p in fresh.family() if "runtime.cjs" in " ".join(p.cmdline()))
    runtime.kill()
    lab.event("continued")
    assert fresh.result(cell).reply["status"] == "error"
    fresh.run("0")
    cell = fresh.kc.execute(text)
    assert [line for _, line in lab.stopped()] == [2]
    # So does the kernel: nothing is left of it.
    family = fresh.family()
    fresh.request("shutdown_request", {"restart": False}, channel="control")
    assert gone(family) == []


def test_a_kernel_that_grades_is_not_debugged():
    client = Client(extra_env={"NBGRADER_EXECUTION": "autograde"})
    try:
        assert client.request("kernel_info_request")["debugger"] is False
        assert "grading" in FrontEnd(client).refused("initialize")
        assert client.run("debugger\n1").value == "1"
    finally:
        client.end()
