"""The other requests of the spec, and messages that aren't any."""

import contextlib
import json
import os
import random
import signal
import sys

import psutil
import pytest
import zmq
from client import Client, is_idle
from jupyter_client.session import Session


def test_kernel_info_has_what_front_ends_look_up(kernel):
    info = kernel.request("kernel_info_request")
    assert info["protocol_version"] == "5.5"
    assert info["implementation"] == "romanesco"
    language = info["language_info"]
    assert language["name"] == "typescript"
    assert language["file_extension"] == ".ts"
    assert language["mimetype"] == "application/typescript"
    assert language["codemirror_mode"] == "typescript"
    assert all(set(link) == {"text", "url"} for link in info["help_links"])
    assert isinstance(info["supported_features"], list)


def test_every_request_is_busy_then_idle(kernel):
    for msg_type in ["kernel_info_request", "comm_info_request", "connect_request"]:
        msg_id = kernel.send(msg_type)
        messages = kernel.published_until(msg_id, lambda m: m["content"].get("execution_state") == "idle")
        assert [m["content"]["execution_state"] for m in messages] == ["busy", "idle"]
        assert kernel.reply(msg_id)["content"]["status"] == "ok"


def test_completion_counts_code_points(kernel):
    request = {"code": "'🙂'; Math.hy", "cursor_pos": 12}
    reply = kernel.request("complete_request", request)
    while not reply["matches"]:  # TypeScript's server is still starting.
        reply = kernel.request("complete_request", request)
    assert (reply["cursor_start"], reply["cursor_end"]) == (10, 12)
    assert reply["matches"] == ["hypot"]
    (match,) = reply["metadata"]["_jupyter_types_experimental"]
    assert (match["text"], match["start"], match["end"]) == ("hypot", 10, 12)
    assert match["type"] in ("function", "method")


def test_a_comm_that_nobody_registered_is_closed(kernel):
    msg_id = kernel.send("comm_open", {"comm_id": "c1", "target_name": "nobody", "data": {}})
    messages = kernel.published_until(msg_id, lambda m: m["content"].get("execution_state") == "idle")
    assert [m["msg_type"] for m in messages] == ["status", "comm_close", "status"]
    assert messages[1]["content"]["comm_id"] == "c1"
    assert kernel.request("comm_info_request") == {"status": "ok", "comms": {}}


def test_a_comm_carries_json_and_buffers_both_ways(kernel):
    kernel.run("jupyter.registerTarget('echo', (c) => { c.onMessage(({ data, buffers }) => c.send(data, { buffers })) })")
    open_id = kernel.send("comm_open", {"comm_id": "e", "target_name": "echo", "data": {}})
    kernel.published_until(open_id, is_idle)
    assert kernel.request("comm_info_request")["comms"] == {"e": {"target_name": "echo"}}
    msg_id = kernel.send("comm_msg", {"comm_id": "e", "data": {"n": 1}}, buffers=[b"\x00\x01", b"\xff" * 100_000])
    (message,) = [m for m in kernel.published_until(msg_id, is_idle) if m["msg_type"] == "comm_msg"]
    assert message["content"] == {"comm_id": "e", "data": {"n": 1}}
    assert [bytes(b) for b in message["buffers"]] == [b"\x00\x01", b"\xff" * 100_000]
    kernel.published_until(kernel.send("comm_close", {"comm_id": "e", "data": {}}), is_idle)
    assert kernel.request("comm_info_request")["comms"] == {}


def test_what_comm_messages_leave_behind_is_given_back_while_others_come(fresh):
    fresh.run(
        """
        let most = 0;
        jupyter.registerTarget("echo", (c) => c.onMessage(({ data, buffers }) => {
          most = Math.max(most, process.memoryUsage().external);
          c.send(data, { buffers });
        }));
        """
    )
    fresh.send("comm_open", {"comm_id": "c", "target_name": "echo", "data": {}})
    for _ in range(60):
        sent = [fresh.send("comm_msg", {"comm_id": "c", "data": {}}, buffers=[bytes(100_000)]) for _ in range(10)]
        fresh.published_until(sent[-1], is_idle)
    # Of the 120 MB that come and go V8 by itself lets 64 lie.
    assert float(fresh.run("most / 1e6").value) < 20


def test_a_cell_opens_a_comm_that_is_listed_until_it_closes(kernel):
    (opened,) = kernel.run("const line = jupyter.createComm('front', { a: 1 })").contents("comm_open")
    assert opened["target_name"] == "front" and opened["data"] == {"a": 1}
    assert kernel.request("comm_info_request", {"target_name": "front"})["comms"] == {
        opened["comm_id"]: {"target_name": "front"}
    }
    assert kernel.run("line.close()").contents("comm_close") == [{"comm_id": opened["comm_id"], "data": {}}]
    assert kernel.request("comm_info_request")["comms"] == {}


def test_an_unknown_request_leaves_the_kernel_idle(kernel):
    msg_id = kernel.send("teleport_request")
    kernel.published_until(msg_id, lambda m: m["content"].get("execution_state") == "idle")
    assert kernel.run("1").value == "1"


def test_content_of_the_wrong_type_gets_an_error_that_names_the_field(kernel):
    reply = kernel.request("execute_request", {"code": ["1"]})
    assert reply["status"] == "error"
    assert "execute_request.code must be a string" in reply["evalue"]


@pytest.mark.skipif(sys.platform != "linux", reason="memory below a process is read from /proc")
def test_usage_counts_the_memory_of_every_process_of_the_kernel(kernel):
    usage = kernel.request("usage_request", channel="control")
    measured = sum(process.memory_info().rss for process in kernel.family())
    assert usage["kernel_memory"] == pytest.approx(measured, rel=0.2)


def test_each_subscriber_is_welcomed_with_its_topic(kernel):
    for topic in [b"", b"stream", b"stream"]:
        socket = subscribe(kernel, topic)
        assert socket.poll(5000), "no welcome"
        message = read(kernel, socket)
        assert message["msg_type"] == "iopub_welcome"
        assert message["content"] == {"subscription": topic.decode()}
        assert message["parent_header"] == {}
        socket.close()


def test_a_second_client_of_one_manager_is_answered(fresh):
    second = fresh.manager.client()
    second.start_channels()
    second.wait_for_ready(timeout=30)
    asked = second.execute("const name = await input('Name? '); name", allow_stdin=True)
    assert second.get_stdin_msg(timeout=30)["content"]["prompt"] == "Name? "
    second.input("Ada")
    assert second.get_shell_msg(timeout=30)["parent_header"]["msg_id"] == asked
    second.stop_channels()


def test_a_late_subscriber_hears_all_from_its_welcome_on(kernel):
    socket = subscribe(kernel, b"")
    assert socket.poll(5000)
    read(kernel, socket)
    kernel.run("console.log('heard')")
    types = []
    while not types or types[-1] != "idle":
        assert socket.poll(5000)
        message = read(kernel, socket)
        types.append(message["content"].get("execution_state", message["msg_type"]))
    assert types == ["busy", "execute_input", "stream", "idle"]
    socket.close()


# --- messages that aren't any


@pytest.fixture
def raw(kernel):
    """A bare socket to shell."""
    socket = zmq.Context.instance().socket(zmq.DEALER)
    socket.linger = 0
    socket.connect(f"tcp://127.0.0.1:{kernel.manager.shell_port}")
    yield socket
    socket.close()


def frames_of(session, msg_type="kernel_info_request", content=None):
    return session.serialize(session.msg(msg_type, content or {}))


def is_answered(socket):
    """Whether the socket gets a reply to a proper request, and nothing else before it."""
    if not socket.poll(5000):
        return False
    frames = socket.recv_multipart()
    return json.loads(frames[2])["msg_type"] == "kernel_info_reply" and not socket.poll(50)


def test_messages_that_are_malformed_or_not_signed_are_dropped_and_the_next_one_is_answered(kernel, raw):
    session = kernel.kc.session
    good = frames_of(session)
    raw.send(b"")
    raw.send_multipart([b"id", b"<IDS|MSG>"])
    raw.send_multipart(good[:4])
    raw.send_multipart([good[0], b"", *good[2:]])
    raw.send_multipart([good[0], b"0" * 64, *good[2:]])
    raw.send_multipart(frames_of(Session(key=b"another key")))
    for bad in [b"{", b"[]", b"null", b"\xff\xfe", b"{}"]:
        parts = [bad, b"{}", b"{}", b"{}"]
        raw.send_multipart([b"<IDS|MSG>", session.sign(parts), *parts])
    raw.send_multipart(good)
    assert is_answered(raw)


def test_a_replayed_message_is_dropped(kernel, raw):
    frames = frames_of(kernel.kc.session)
    raw.send_multipart(frames)
    raw.send_multipart(frames)
    assert is_answered(raw)


def test_nothing_listens_but_the_five_sockets(kernel):
    """Not the inspector either, by which Stop and completion work, nor TypeScript's server, nor a worker."""
    kernel.run('import { Pool } from "romanesco"; const pool = new Pool(2); await pool.map((n: number) => n, [1, 2])')
    stopped = kernel.running("console.log('go'); while (true) {}")
    kernel.request("complete_request", {"code": "pool.m", "cursor_pos": 6})
    ports = [getattr(kernel.manager, f"{name}_port") for name in ("shell", "iopub", "stdin", "control", "hb")]
    assert sorted(listening(kernel)) == sorted(ports)
    for process in kernel.family():
        if process.name() == "node":
            process.send_signal(signal.SIGUSR1)
    # Node would open the inspector on a thread of its own; it has when the runtime, which heard it too, answers.
    kernel.request("complete_request", {"code": "pool.m", "cursor_pos": 6})
    assert sorted(listening(kernel)) == sorted(ports)
    kernel.interrupt()
    kernel.result(stopped)
    assert sorted(listening(kernel)) == sorted(ports)


def test_random_frames_do_no_harm(kernel, raw):
    before = kernel.process.memory_info().rss
    dice = random.Random(7)
    for _ in range(5000):
        count = dice.randrange(8)
        frames = [dice.choice([b"<IDS|MSG>", b"{}", dice.randbytes(dice.randrange(200))]) for _ in range(count + 1)]
        raw.send_multipart(frames)
    raw.send_multipart(frames_of(kernel.kc.session))
    assert is_answered(raw)
    assert kernel.process.memory_info().rss - before < 50_000_000


def test_buffers_arrive_with_a_message(kernel, raw):
    """A comm for nobody is refused whatever it carries; what counts is that frames after the content do no harm."""
    session = kernel.kc.session
    frames = session.serialize(session.msg("kernel_info_request"))
    raw.send_multipart([*frames, os.urandom(1_000_000)])
    assert is_answered(raw)


def test_an_encrypted_kernel_answers_only_with_the_keys():
    client = Client(transport_encryption="required")
    try:
        assert client.run("1 + 1").value == "2"
        socket = zmq.Context.instance().socket(zmq.DEALER)
        socket.linger = 0
        failed = zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL | zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL
        monitor = socket.get_monitor_socket(failed)
        socket.connect(f"tcp://127.0.0.1:{client.manager.shell_port}")
        assert monitor.poll(10_000), "a client without keys was let in"
        try:
            # At times libzmq has given the connection up for good by now: a send that waits would wait for ever.
            socket.send_multipart(frames_of(client.kc.session), zmq.NOBLOCK)
        except zmq.Again:
            pass
        assert not socket.poll(500)
        socket.disable_monitor()
        socket.close()
        assert client.run("2 + 2").value == "4"
    finally:
        client.end()


def test_sockets_in_files(tmp_path):
    client = Client(transport="ipc", ip=str(tmp_path / "k"))
    try:
        assert client.run("1 + 1").value == "2"
    finally:
        client.end()


def listening(kernel):
    """Ports on which the kernel's process or one below it waits for connections."""
    connections = []
    for process in kernel.family():
        # A worker that Stop has ended may still be on the list.
        with contextlib.suppress(psutil.NoSuchProcess):
            connections += process.net_connections("inet")
    return [c.laddr.port for c in connections if c.status == psutil.CONN_LISTEN]


def subscribe(kernel, topic):
    socket = zmq.Context.instance().socket(zmq.SUB)
    socket.linger = 0
    socket.subscribe(topic)
    socket.connect(f"tcp://127.0.0.1:{kernel.manager.iopub_port}")
    return socket


def read(kernel, socket):
    session = Session(key=kernel.kc.session.key)
    _, frames = session.feed_identities(socket.recv_multipart())
    return session.deserialize(frames)
