"""A kernel whose cell spins still answers everything but cells."""

import statistics
import time

import pytest
import zmq
from client import TIMEOUT


@pytest.fixture(scope="module")
def busy(kernel):
    kernel.run("const answer = { text: 'x' }")
    msg_id = kernel.running("console.log('go'); while (true) {}")
    yield kernel
    kernel.interrupt()
    kernel.result(msg_id)


def heartbeats(kernels, rounds=300):
    """Within how many milliseconds 19 of 20 echoes of each kernel come; they are asked in turn, so the machine is as busy for each."""
    sockets = [zmq.Context.instance().socket(zmq.REQ) for _ in kernels]
    times = [[] for _ in kernels]
    for socket, kernel in zip(sockets, kernels):
        socket.linger = 0
        socket.connect(f"tcp://127.0.0.1:{kernel.manager.hb_port}")
    for i in range(rounds):
        for socket, took in zip(sockets, times):
            start = time.perf_counter()
            socket.send(str(i).encode())
            assert socket.poll(1000 * TIMEOUT), "no heartbeat"
            assert socket.recv() == str(i).encode()
            took.append((time.perf_counter() - start) * 1000)
    for socket in sockets:
        socket.close()
    return [statistics.quantiles(took, n=20)[18] for took in times]


def test_the_heart_beats_as_in_a_kernel_that_does_nothing(busy, fresh):
    fresh.run("1")
    spinning, idle = heartbeats([busy, fresh])
    assert spinning < max(20, 2 * idle)


@pytest.mark.parametrize("channel", ["shell", "control"])
def test_kernel_info(busy, channel):
    assert busy.request("kernel_info_request", channel=channel)["status"] == "ok"


def test_is_complete(busy):
    assert busy.request("is_complete_request", {"code": "if (true) {"})["status"] == "incomplete"


def test_complete(busy):
    assert "sqrt" in busy.request("complete_request", {"code": "Math.sq", "cursor_pos": 7})["matches"]


def test_inspect(busy):
    assert busy.request("inspect_request", {"code": "Math.max", "cursor_pos": 8, "detail_level": 0})["found"]


def test_history(busy):
    history = busy.request("history_request", {"hist_access_type": "tail", "n": 1, "raw": True, "output": False})
    assert len(history["history"]) == 1


def test_the_kernel_is_called_busy_again_after_each_answer(busy):
    """Front ends show the last state they heard, and servers stop kernels that look idle."""
    msg_id = busy.send("is_complete_request", {"code": "1"})
    busy.published_until(msg_id, lambda m: m["content"].get("execution_state") == "idle")
    last = busy.kc.get_iopub_msg(timeout=TIMEOUT)
    assert last["content"] == {"execution_state": "busy"}
    assert last["parent_header"]["msg_type"] == "execute_request"
