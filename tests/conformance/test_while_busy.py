"""A kernel whose cell spins still answers everything but cells."""

import statistics
import time

import pytest
import zmq
from client import TIMEOUT


@pytest.fixture(scope="module")
def idle_heartbeat(kernel):
    return heartbeat(kernel)


@pytest.fixture(scope="module")
def busy(kernel, idle_heartbeat):
    kernel.run("const answer = { text: 'x' }")
    msg_id = kernel.running("console.log('go'); while (true) {}")
    yield kernel
    kernel.interrupt()
    kernel.result(msg_id)


def heartbeat(kernel):
    """99 of 100 echoes come within this many milliseconds."""
    socket = zmq.Context.instance().socket(zmq.REQ)
    socket.linger = 0
    socket.connect(f"tcp://127.0.0.1:{kernel.manager.hb_port}")
    times = []
    for i in range(300):
        start = time.perf_counter()
        socket.send(str(i).encode())
        assert socket.poll(1000), "no heartbeat within a second"
        assert socket.recv() == str(i).encode()
        times.append((time.perf_counter() - start) * 1000)
    socket.close()
    return statistics.quantiles(times, n=100)[98]


def test_heartbeat_echoes_within_20_ms(busy, idle_heartbeat):
    # Only on a machine so busy itself that an idle kernel comes late, too, can less be asked.
    assert heartbeat(busy) < max(20, 2 * idle_heartbeat)


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
