"""What runtimed/kernel-testbed asks of a TypeScript kernel by name: its snippets, run as a front end runs them.

https://github.com/runtimed/kernel-testbed; its other checks are those of the messaging spec, in the files beside this one.
"""

from client import TIMEOUT


def test_prompt_asks_on_stdin(kernel):
    msg_id = kernel.kc.execute("prompt('Enter: ')", allow_stdin=True)
    request = kernel.kc.get_stdin_msg(timeout=TIMEOUT)
    assert request["content"]["prompt"] == "Enter: "
    kernel.kc.input("typed")
    assert kernel.result(msg_id).value == "'typed'"


def test_broadcast_shows_and_updates_a_display(kernel):
    html = """{ data: { "text/html": "<b>%s</b>" }, metadata: {}, transient: { display_id: "test_update" } }"""
    result = kernel.run(
        f"""await Deno.jupyter.broadcast("display_data", {html % "initial"});
        await Deno.jupyter.broadcast("update_display_data", {html % "updated"})"""
    )
    (shown,), (updated,) = result.contents("display_data"), result.contents("update_display_data")
    assert shown["data"] == {"text/html": "<b>initial</b>"}
    assert updated["data"] == {"text/html": "<b>updated</b>"}
    assert shown["transient"] == updated["transient"] == {"display_id": "test_update"}


def test_records_are_a_table(kernel):
    (result,) = kernel.run('[{letter: "A", frequency: 0.08167}, {letter: "B", frequency: 0.01492}]').contents(
        "execute_result"
    )
    assert "<table" in result["data"]["text/html"]


def test_code_is_complete_incomplete_or_invalid(kernel):
    states = [
        kernel.request("is_complete_request", {"code": code})["status"]
        for code in ("const x = 1", "const x = {", "function function")
    ]
    assert states == ["complete", "incomplete", "invalid"]


def test_every_iopub_message_names_its_request(kernel):
    messages = kernel.run("console.log('hello'); 1 + 1").messages
    assert {m["parent_header"]["msg_type"] for m in messages} == {"execute_request"}


def test_a_variable_completes_and_is_inspected(kernel):
    kernel.run("const testVariableForCompletion = 42")
    reply = kernel.request("complete_request", {"code": "testVariableFor", "cursor_pos": 15})
    assert "testVariableForCompletion" in reply["matches"]
    assert kernel.request("inspect_request", {"code": "testVariableForCompletion", "cursor_pos": 25})["found"]
