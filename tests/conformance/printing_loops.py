"""Loops that print as fast as they can, stopped at random moments, over real sockets.

Under a slow front end and under one that reads nothing a second subscriber sits beside the client that presses Stop.
"""

import random
import threading
import time

import zmq
from client import is_idle

SETUP = """
import { Pool, Thread } from "romanesco";
let kept = 0;
const long = "x".repeat(100_000), longer = "é".repeat(500_000), table = [{ a: 1, b: "two" }, { a: 3, b: "four" }];
const printing = () => { for (;;) console.log("line", kept); };
const printer = (_: number) => { for (let i = 0; ; i++) console.log("from a worker", i); };
"""

LOOP = 'for (;;) console.log("line")'
SHAPES = {
    "1 byte": 'for (;;) process.stdout.write("x")',
    "a line": LOOP,
    "a line of numbers and objects": "for (let i = 0; ; i++) console.log(i, { i, s: 'two' })",
    "100 kB": "for (;;) console.log(long)",
    "1 MB": "for (;;) console.log(longer)",
    "errors": 'for (;;) console.error("no", new Error("no").message)',
    "both streams": 'for (;;) { console.log("out"); console.error("err") }',
    "a table": "for (;;) console.table(table)",
    "a display": "for (let i = 0; ; i++) display({ i, list: [1, 2, 3] })",
    "HTML": 'for (;;) display({ [Symbol.for("Jupyter.display")]: () => ({ "text/html": "<b>" + long + "</b>" }) })',
    "a display of 2 MB": 'for (;;) display({ [Symbol.for("Jupyter.display")]: () => ({ "text/plain": longer + longer }) })',
    "one place anew": 'display(0, { displayId: "place" }); for (let i = 0; ; i++) updateDisplay(i, { displayId: "place" })',
    "with an await": 'for (;;) { console.log("line"); await null }',
    "with a turn of the event loop": 'for (;;) { console.log("line"); await new Promise((r) => setImmediate(r)) }',
    "in a function": "printing()",
    "in a function with awaits": 'await (async () => { for (;;) { console.log("line"); await 0 } })()',
    "caught and printed on": 'for (;;) { try { console.log("line"); await new Promise((r) => setTimeout(r, 1)) } catch { console.log("caught") } }',
    "in a timer": "setInterval(printing, 1); await new Promise(() => {})",
    "in a thread": "const thread = new Thread({ target: printer, args: [0] }); thread.start(); await thread.join()",
    "in a pool": "await new Pool(2).map(printer, [1, 2])",
    "under a slow front end": LOOP,
    "under a front end that reads nothing": LOOP,
}


class Bystander:
    """Another front end: reads ten messages a second, or none."""

    def __init__(self, client, per_second):
        context = zmq.Context.instance()
        self.socket = context.socket(zmq.SUB)
        self.socket.rcvhwm = 1
        self.socket.linger = 0
        self.socket.subscribe(b"")
        self.socket.connect(client.kc._make_url("iopub"))
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._read, args=(per_second,), daemon=True)
        self.thread.start()

    def _read(self, per_second):
        while not self.ended.wait(1 / per_second if per_second else None):
            if self.socket.poll(0):
                self.socket.recv_multipart()
        self.socket.close()

    def leave(self):
        self.ended.set()
        self.thread.join()


def bystander(client, shape):
    if shape == "under a slow front end":
        return Bystander(client, 10)
    if shape == "under a front end that reads nothing":
        return Bystander(client, 0)
    return None


class Stopped:
    """What came of one Stop: how long the reply took, and the cell's idle after it, in ms."""

    def __init__(self, client, code, number, after_s):
        msg_id = client.running(f"kept = {number}; console.log(0); {code}")
        client.drain_iopub(after_s)
        started = time.perf_counter()
        request = client.send("interrupt_request", channel="control")
        reply = client.reply(request, channel="control")
        self.reply_ms = (time.perf_counter() - started) * 1000
        messages = client.published_until(msg_id, is_idle)
        self.idle_ms = (time.perf_counter() - started) * 1000 - self.reply_ms
        self.answered = reply["content"] == {"status": "ok"}
        self.ename = client.reply(msg_id)["content"].get("ename")
        self.notices = [
            m["content"]["text"]
            for m in messages
            if m["msg_type"] == "stream" and "is dropped" in m["content"]["text"]
        ]
        after = client.run("kept")
        self.kept = after.reply["status"] == "ok" and after.value == str(number)
        self.after = after.reply

    @property
    def clean(self):
        return self.answered and self.kept and self.ename == "Interrupted"


def stop_at_random(client, shape, times, seed=0):
    """Runs a shape and stops it, `times` times."""
    moments = random.Random(f"{shape} {seed}")
    beside = bystander(client, shape)
    try:
        return [
            Stopped(client, SHAPES[shape], number, moments.uniform(0, 0.15)) for number in range(times)
        ]
    finally:
        if beside:
            beside.leave()
