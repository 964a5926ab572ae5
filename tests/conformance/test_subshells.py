"""Kernel subshells, JEP 91: a second shell answers while a cell of the first awaits."""

import pytest
from client import TIMEOUT, is_idle


@pytest.fixture
def subshell(kernel):
    reply = kernel.request("create_subshell_request", channel="control")
    assert reply["status"] == "ok"
    yield reply["subshell_id"]
    kernel.request("delete_subshell_request", {"subshell_id": reply["subshell_id"]}, "control")


def execute(kernel, subshell, code):
    content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": True}
    return kernel.send("execute_request", content, subshell_id=subshell)


def test_the_feature_is_announced(kernel):
    assert "kernel subshells" in kernel.request("kernel_info_request")["supported_features"]


def test_a_cell_runs_in_a_subshell_while_another_awaits_it_and_variables_are_shared(kernel, subshell):
    kernel.run("let open!: (value: string) => void; const gate = new Promise<string>((resolve) => (open = resolve))")
    waiting = kernel.running("console.log('go'); await gate")
    beside = kernel.result(execute(kernel, subshell, "console.log('beside'); open('opened'); 2"))
    assert (beside.text(), beside.value) == ("beside\n", "2")
    first = kernel.result(waiting)
    assert first.value == "'opened'"
    assert "beside" not in first.text()


def test_the_kernel_is_called_busy_again_while_the_main_cell_waits(kernel, subshell):
    waiting = kernel.running("console.log('go'); await new Promise(() => {})")
    beside = execute(kernel, subshell, "1")
    kernel.published_until(beside, is_idle)
    last = kernel.kc.get_iopub_msg(timeout=TIMEOUT)
    assert last["content"] == {"execution_state": "busy"}
    assert last["parent_header"]["msg_id"] == waiting
    kernel.interrupt()
    kernel.result(waiting)


def test_a_comm_message_on_a_subshell_reaches_a_cell_that_awaits_it(kernel, subshell):
    kernel.run(
        "let answered!: (data: object) => void; const answer = new Promise<object>((r) => (answered = r));"
        "jupyter.registerTarget('answer', (_comm, { data }) => answered(data))"
    )
    waiting = kernel.running("console.log('go'); await answer")
    open_ = {"comm_id": "a", "target_name": "answer", "data": {"n": 7}}
    kernel.published_until(kernel.send("comm_open", open_, subshell_id=subshell), is_idle)
    assert kernel.result(waiting).value == "{ n: 7 }"


def test_an_error_aborts_the_cells_of_its_own_shell_only(kernel, subshell):
    waiting = kernel.running("console.log('go'); await new Promise(() => {})")
    behind_main = kernel.kc.execute("'main'")
    failing = execute(kernel, subshell, "await input('all there?'); throw 1")
    behind = execute(kernel, subshell, "'beside'")
    kernel.kc.get_stdin_msg(timeout=TIMEOUT)
    kernel.kc.input("yes")
    assert kernel.reply(failing)["content"]["status"] == "error"
    assert kernel.reply(behind)["content"]["status"] == "aborted"
    kernel.interrupt()
    assert kernel.reply(waiting)["content"]["status"] == "error"
    assert kernel.reply(behind_main)["content"]["status"] == "aborted"


def test_stop_ends_the_cells_of_all_shells(kernel, subshell):
    waiting = kernel.running("console.log('go'); await new Promise(() => {})")
    spinning = execute(kernel, subshell, "console.log('go'); while (true) {}")
    kernel.published_until(spinning, lambda m: m["msg_type"] == "stream")
    kernel.interrupt()
    assert kernel.result(waiting).reply["ename"] == "Interrupted"
    assert kernel.result(spinning).reply["ename"] == "Interrupted"
    assert kernel.run("1 + 1").value == "2"


def test_subshells_are_listed_until_they_are_deleted(kernel):
    (one, two) = (kernel.request("create_subshell_request", channel="control")["subshell_id"] for _ in range(2))
    assert set(kernel.request("list_subshell_request", channel="control")["subshell_id"]) == {one, two}
    for each in (one, two):
        reply = kernel.request("delete_subshell_request", {"subshell_id": each}, "control")
        assert reply == {"status": "ok"}
    assert kernel.request("list_subshell_request", channel="control")["subshell_id"] == []


def test_a_subshell_that_is_not_there_is_an_error_that_says_so(kernel):
    reply = kernel.reply(execute(kernel, "nowhere", "1"))["content"]
    assert reply["status"] == "error"
    assert "there is no subshell nowhere" in reply["evalue"]
    reply = kernel.request("delete_subshell_request", {"subshell_id": "nowhere"}, "control")
    assert reply["status"] == "error"
