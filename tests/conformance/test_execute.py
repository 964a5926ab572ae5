"""execute_request: what a cell sends, in which order, and what its options change."""

import pytest
from client import TIMEOUT, is_idle


def test_a_cell_is_busy_input_output_result_idle(kernel):
    result = kernel.run("console.log('a'); 1 + 1")
    assert result.story == ["busy", "execute_input", "stream", "execute_result", "idle"]
    assert result.text() == "a\n"
    assert result.value == "2"
    assert result.reply == {
        "status": "ok",
        "execution_count": result.reply["execution_count"],
        "payload": [],
        "user_expressions": {},
    }
    assert result.contents("execute_input")[0]["execution_count"] == result.reply["execution_count"]


def test_transient_is_always_an_object(kernel):
    result = kernel.run("display(1); 2")
    for (content,) in (result.contents("display_data"), result.contents("execute_result")):
        assert isinstance(content["transient"], dict)


def test_a_display_is_updated_by_its_id(kernel):
    result = kernel.run("display(1, { displayId: 'here' }); updateDisplay(2, { displayId: 'here' })")
    (shown,), (updated,) = result.contents("display_data"), result.contents("update_display_data")
    assert shown["transient"] == updated["transient"] == {"display_id": "here"}
    assert updated["data"]["text/plain"] == "2"


def test_cells_count_from_one(fresh):
    assert [fresh.run("1").reply["execution_count"] for _ in range(3)] == [1, 2, 3]


def test_an_error_is_published_once_and_repeated_in_the_reply(kernel):
    result = kernel.run("const nothing = JSON.parse('null')\nnothing.length")
    assert result.story == ["busy", "execute_input", "error", "idle"]
    (error,) = result.contents("error")
    assert error["ename"] == "TypeError"
    assert {key: result.reply[key] for key in error} == error
    assert result.reply["status"] == "error"
    assert any(":2:" in line for line in error["traceback"])


def test_a_silent_cell_shows_nothing_and_changes_variables(kernel):
    count = kernel.run("1").reply["execution_count"]
    result = kernel.run("let quiet = 1; console.log('hidden'); display(1); 2", silent=True)
    assert result.story == ["busy", "idle"]
    assert result.reply["execution_count"] == count
    assert kernel.run("quiet").reply["execution_count"] == count + 1


def test_a_silent_error_is_only_in_the_reply(kernel):
    result = kernel.run("throw new RangeError('no')", silent=True)
    assert result.story == ["busy", "idle"]
    assert (result.reply["status"], result.reply["ename"]) == ("error", "RangeError")


def test_a_cell_that_is_not_stored_is_shown_but_neither_counted_nor_remembered(kernel):
    count = kernel.run("1").reply["execution_count"]
    result = kernel.run("'not stored'", store_history=False)
    assert result.value == "'not stored'"
    assert kernel.run("2").reply["execution_count"] == count + 1
    history = kernel.request("history_request", {"hist_access_type": "tail", "n": 2, "raw": True, "output": False})
    assert [source for _, _, source in history["history"]] == ["1", "2"]


def test_user_expressions_are_evaluated_after_the_cell_each_for_itself(kernel):
    result = kernel.run("const five = 5", user_expressions={"good": "five + 1", "bad": "neverDeclared", "wrong": "1 +"})
    values = result.reply["user_expressions"]
    assert values["good"] == {"status": "ok", "data": {"text/plain": "6"}, "metadata": {}}
    assert (values["bad"]["status"], values["bad"]["ename"]) == ("error", "ReferenceError")
    assert (values["wrong"]["status"], values["wrong"]["ename"]) == ("error", "SyntaxError")


def test_cells_behind_an_error_are_aborted(kernel):
    # The first waits for an answer until all have been sent: on a busy machine it would else be over before.
    codes = ["let ran = 0; await input('all there?')", "throw 1", "ran = 1", "ran = 2"]
    ids = [kernel.kc.execute(code, allow_stdin=True) for code in codes]
    kernel.kc.get_stdin_msg(timeout=TIMEOUT)
    kernel.kc.input("yes")
    replies = [kernel.reply(msg_id)["content"] for msg_id in ids]
    assert [reply["status"] for reply in replies] == ["ok", "error", "aborted", "aborted"]
    for msg_id in ids[2:]:
        kernel.published_until(msg_id, is_idle)
    assert kernel.run("ran").value == "0"


def test_cells_behind_an_error_run_when_the_request_says_so(kernel):
    ids = [kernel.kc.execute("throw 1", stop_on_error=False), kernel.kc.execute("1")]
    assert [kernel.reply(msg_id)["content"]["status"] for msg_id in ids] == ["error", "ok"]


def test_the_reply_says_when_the_cell_started(kernel):
    assert kernel.run("1").metadata["started"].endswith("Z")


def test_200_cells_queued_at_once_run_in_order(kernel):
    kernel.run("let trail: number[] = []")
    ids = [kernel.kc.execute(f"trail.push({i})", silent=True) for i in range(200)]
    for msg_id in ids:
        assert kernel.reply(msg_id)["content"]["status"] == "ok"
    assert kernel.run("trail.every((n, i) => n === i) && trail.length").value == "200"


@pytest.mark.parametrize("code", ["Array?", "?Array", "Array??"])
def test_a_question_opens_the_pager(kernel, code):
    (payload,) = kernel.run(code).reply["payload"]
    assert payload["source"] == "page"
    assert "text/plain" in payload["data"]
