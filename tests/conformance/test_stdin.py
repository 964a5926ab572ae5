"""input_request and input_reply."""

import pytest
from client import TIMEOUT


def answer(kernel, text):
    """Waits for the question, answers it. Returns the question."""
    request = kernel.kc.get_stdin_msg(timeout=TIMEOUT)
    assert request["msg_type"] == "input_request"
    kernel.kc.input(text)
    return request


def test_input_asks_the_front_end_that_runs_the_cell(kernel):
    msg_id = kernel.kc.execute("const name = await input('Name? '); `hello ${name}`", allow_stdin=True)
    request = answer(kernel, "Ada")
    assert request["content"] == {"prompt": "Name? ", "password": False}
    assert request["parent_header"]["msg_id"] == msg_id
    assert kernel.result(msg_id).value == "'hello Ada'"


def test_a_password_is_asked_for_as_one(kernel):
    msg_id = kernel.kc.execute("await input('Key? ', { password: true })", allow_stdin=True)
    assert answer(kernel, "secret")["content"]["password"] is True
    kernel.result(msg_id)


def test_a_front_end_without_input_gets_an_error_that_says_so(kernel):
    result = kernel.run("await input('Name? ')", allow_stdin=False)
    assert result.reply["status"] == "error"
    assert "takes no input" in result.reply["evalue"]


def test_an_interrupt_ends_the_question(kernel):
    msg_id = kernel.kc.execute("await input('Name? ')", allow_stdin=True)
    kernel.kc.get_stdin_msg(timeout=TIMEOUT)
    kernel.interrupt()
    assert kernel.result(msg_id).reply["status"] == "error"
    assert kernel.run("1").value == "1"
