"""Output: complete, in order, under the right cell, before the cell's reply and idle."""

import statistics
import time

LINES = 10_000


def test_10000_lines_arrive_complete_in_order_in_few_messages_and_none_after_idle(kernel):
    msg_id = kernel.kc.execute(f"for (let i = 0; i < {LINES}; i++) console.log('line', i)")
    result = kernel.result(msg_id)
    assert result.text() == "".join(f"line {i}\n" for i in range(LINES))
    assert len(result.contents("stream")) < LINES / 20
    assert kernel.nothing_more(msg_id)


def test_10000_displays_arrive_complete_and_in_order(kernel):
    msg_id = kernel.kc.execute(f"for (let i = 0; i < {LINES}; i++) display(i)")
    result = kernel.result(msg_id)
    assert [c["data"]["text/plain"] for c in result.contents("display_data")] == [str(i) for i in range(LINES)]
    assert kernel.nothing_more(msg_id)


def test_output_comes_before_the_reply(kernel):
    """A client that has the reply waits no longer than jupyter_kernel_test does: 0.1 s."""
    for _ in range(20):
        msg_id = kernel.kc.execute("for (let i = 0; i < 500; i++) console.log('x'.repeat(100))")
        kernel.reply(msg_id)
        start = time.perf_counter()
        messages = kernel.published_until(msg_id, lambda m: m["content"].get("execution_state") == "idle")
        assert time.perf_counter() - start < 0.1
        assert sum(m["content"].get("text", "").count("\n") for m in messages) == 500


def test_lines_of_a_busy_loop_come_while_it_runs_a_few_at_a_time(kernel):
    """A loop prints a line every 5 ms of its own time; were they held back, one message would carry many."""
    msg_id = kernel.running(
        "for (let next = 0; ; ) if (Date.now() > next) { console.log('line'); next = Date.now() + 5; }"
    )
    counts = []
    while len(counts) < 40:
        (*_, message) = kernel.published_until(msg_id, lambda m: m["msg_type"] == "stream")
        counts.append(message["content"]["text"].count("\n"))
    assert statistics.median(counts) <= 10, counts
    kernel.interrupt()
    kernel.result(msg_id)


def test_of_a_display_that_is_updated_all_the_time_a_hundred_states_a_second_are_sent(kernel):
    result = kernel.run(
        "display(0, { displayId: 'd' }); const end = Date.now() + 1000; let state = 0;\n"
        "while (Date.now() < end) updateDisplay(++state, { displayId: 'd' });\n"
        "state"
    )
    updates = [m for m in result.messages if m["msg_type"] == "update_display_data"]
    seconds = (updates[-1]["header"]["date"] - updates[0]["header"]["date"]).total_seconds()
    assert 5 < len(updates) <= 100 * seconds + 2
    states = [m["content"]["data"]["text/plain"] for m in updates]
    assert states[-1] == result.value
    assert states == sorted(states, key=int)


def test_stdout_and_displays_keep_their_order(kernel):
    result = kernel.run("for (let i = 0; i < 50; i++) { console.log(i); display(i) }")
    outputs = [m for m in result.messages if m["msg_type"] in ("stream", "display_data")]
    assert [m["msg_type"] for m in outputs] == ["stream", "display_data"] * 50


def test_late_output_goes_to_the_cell_that_started_it(kernel):
    msg_id = kernel.kc.execute("setTimeout(() => console.log('late'), 200); 1")
    assert kernel.result(msg_id).text() == ""
    (message,) = kernel.published_until(msg_id, lambda m: m["msg_type"] == "stream")
    assert message["content"] == {"name": "stdout", "text": "late\n"}


def test_clear_output_comes_in_its_place(kernel):
    result = kernel.run("console.log('a'); clearOutput({ wait: true }); console.log('b')")
    assert result.story == ["busy", "execute_input", "stream", "clear_output", "stream", "idle"]
    assert result.contents("clear_output") == [{"wait": True}]


def test_half_an_emoji_does_not_break_the_client(kernel):
    assert kernel.run("console.log('\\ud83d')").text() == "\ufffd\n"


def test_50_mb_of_output_arrive(kernel):
    result = kernel.run("for (let i = 0; i < 500; i++) console.log('x'.repeat(99_999))")
    assert len(result.text()) == 50_000_000
