"""A front end for tests: sends requests, and collects everything that comes back about each."""

import os
import time
from queue import Empty

import psutil
from jupyter_client.manager import KernelManager

# Each test has a limit (pytest.ini); what waits within one only says what it waited for, on a machine however busy.
TIMEOUT = 240


class Result:
    """What came of one execute_request."""

    def __init__(self, reply, messages):
        self.reply = reply["content"]
        self.metadata = reply["metadata"]
        self.messages = messages

    @property
    def story(self):
        """Message types in order, with the state for status."""
        return [m["content"].get("execution_state", m["msg_type"]) for m in self.messages]

    def contents(self, msg_type):
        return [m["content"] for m in self.messages if m["msg_type"] == msg_type]

    def text(self, stream="stdout"):
        return "".join(c["text"] for c in self.contents("stream") if c["name"] == stream)

    @property
    def value(self):
        (result,) = self.contents("execute_result")
        return result["data"]["text/plain"]


class Client:
    def __init__(self, extra_env=None, folder=None, **manager_options):
        self.manager = KernelManager(kernel_name="conformance", **manager_options)
        self.manager.start_kernel(env={**os.environ, **(extra_env or {})}, cwd=folder)
        self.kc = self.manager.client()
        self.kc.start_channels()
        self.kc.wait_for_ready(timeout=TIMEOUT)
        self.process = psutil.Process(self.manager.provisioner.pid)
        self._kept = {"shell": [], "control": [], "iopub": []}

    def run(self, code, **options):
        """Runs a cell and waits for its reply and its idle."""
        return self.result(self.kc.execute(code, **options))

    def result(self, msg_id):
        messages = self.published_until(msg_id, is_idle)
        return Result(self.reply(msg_id), messages)

    def reply(self, msg_id, timeout=TIMEOUT, channel="shell"):
        """The reply to one request."""
        return self._await(channel, lambda m: m["parent_header"].get("msg_id") == msg_id, timeout)

    def published_until(self, msg_id, done, timeout=TIMEOUT):
        """All iopub messages about one request up to the first that is `done`."""
        messages = []
        while not messages or not done(messages[-1]):
            messages.append(
                self._await("iopub", lambda m: m["parent_header"].get("msg_id") == msg_id, timeout)
            )
        return messages

    def running(self, code, **options):
        """Starts a cell and returns its id once the cell itself has printed something: print "go" in it."""
        msg_id = self.kc.execute(code, **options)
        self.published_until(msg_id, lambda m: m["msg_type"] == "stream")
        return msg_id

    def request(self, msg_type, content=None, channel="shell"):
        """Sends any request and waits for its idle. Returns the content of its reply."""
        msg_id = self.send(msg_type, content, channel)
        self.published_until(msg_id, is_idle)
        return self.reply(msg_id, channel=channel)["content"]

    def send(self, msg_type, content=None, channel="shell", buffers=(), subshell_id=None):
        message = self.kc.session.msg(msg_type, content or {})
        message["header"]["subshell_id"] = subshell_id
        message["buffers"] = list(buffers)
        getattr(self.kc, f"{channel}_channel").send(message)
        return message["header"]["msg_id"]

    def forget(self):
        """Drops what has come and nobody has asked for."""
        for kept in self._kept.values():
            kept.clear()

    def has_ended(self, msg_id):
        """Whether a request's idle is among what came while others were awaited."""
        return any(
            m["parent_header"].get("msg_id") == msg_id and is_idle(m) for m in self._kept["iopub"]
        )

    def drain_iopub(self, seconds):
        """Reads what comes for so long, as a front end does."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                self._kept["iopub"].append(self.kc.get_iopub_msg(timeout=left))
            except Empty:
                return

    def nothing_more(self, msg_id, seconds=0.3):
        """Whether iopub says nothing more about a request for a while."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                message = self.kc.get_iopub_msg(timeout=left)
            except Empty:
                return True
            if message["parent_header"].get("msg_id") == msg_id:
                return False
        return True

    def interrupt(self):
        """As the Stop button does. Returns the milliseconds until the reply."""
        start = time.perf_counter()
        assert self.request("interrupt_request", channel="control") == {"status": "ok"}
        return (time.perf_counter() - start) * 1000

    def family(self):
        """The kernel's process and all below it."""
        return [self.process, *self.process.children(recursive=True)]

    def end(self):
        self.kc.stop_channels()
        if self.manager.has_kernel:
            self.manager.shutdown_kernel(now=not self.manager.is_alive())
        self.manager.cleanup_resources()

    def _await(self, channel, wanted, timeout):
        """The first wanted message of a channel; the others are kept for whoever wants them."""
        kept = self._kept[channel]
        for i, message in enumerate(kept):
            if wanted(message):
                return kept.pop(i)
        end = time.monotonic() + timeout
        while True:
            left = end - time.monotonic()
            assert left > 0, f"no message on {channel} within {timeout} s"
            try:
                message = getattr(self.kc, f"get_{channel}_msg")(timeout=left)
            except Empty:
                continue
            if wanted(message):
                return message
            kept.append(message)


def is_idle(message):
    return message["msg_type"] == "status" and message["content"]["execution_state"] == "idle"


def gone(processes, timeout=TIMEOUT):
    """Waits for processes to end. Returns those that did not."""
    _, alive = psutil.wait_procs(processes, timeout=timeout)
    return [p for p in alive if p.status() != psutil.STATUS_ZOMBIE]
