"""One started kernel with a client. Times are in milliseconds."""

import pathlib
import subprocess
import tempfile
import time

import psutil
import zmq
from jupyter_client.manager import KernelManager
from peers import ROOT
from queue import Empty

TIMEOUT = 60
OURS = "romanesco"

CODE = {
    "python": {"echo": "1 + 1", "first": "print('ready')", "spin": "print('go', flush=True)\nwhile True: pass"},
    "typescript": {"echo": "1 + 1", "first": "console.log('ready')", "spin": "console.log('go')\nwhile (true) {}"},
}


class Cannot(Exception):
    """What a kernel does not do: nothing is measured, and the table says so."""


class Bench:
    """A kernel from its start to its end."""

    def __init__(self, kernel: str, pause: float = 0):
        """`pause`: seconds from the kernel's first answer to its first cell."""
        self.kernel = kernel
        self.pause = pause
        self.manager = KernelManager(kernel_name=kernel)
        self.code = CODE.get(self.manager.kernel_spec.language, CODE["typescript"])

    def __enter__(self):
        # A notebook's folder: in the repository's the kernels would find its tsconfig.json and its packages. tslab hangs in one
        # that lacks Node's types.
        self.folder = tempfile.TemporaryDirectory(prefix="romanesco-bench-")
        modules = pathlib.Path(self.folder.name, "node_modules")
        for package in ("@types/node", "undici-types"):
            link = modules / package
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(ROOT / "node_modules" / package)
        try:
            self.start()
        except Empty:
            # Now and then another kernel never answers; ours must.
            if self.kernel == OURS:
                raise
            self.client.stop_channels()
            self.manager.shutdown_kernel(now=True)
            # One that has shut down opens no more sockets.
            self.manager = KernelManager(kernel_name=self.kernel)
            self.start()
        time.sleep(self.pause)
        asked = time.perf_counter()
        self.reply(self.client.execute(self.code["echo"]))
        self.first_ms = since(asked)
        self.launch_ms = since(self.started)
        self.client.wait_for_ready(timeout=TIMEOUT)
        # Every kernel is slow once, when it first prints; the other measures are of a warm one.
        self.run(self.code["first"])
        return self

    def start(self):
        """Until its first answer."""
        self.started = time.perf_counter()
        # ipykernel warns there about every start; others say what they do not know.
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.manager.start_kernel(cwd=self.folder.name, **quiet)
        context = zmq.Context()
        # By default a client looks every 100 ms whether the kernel listens; that grain would hide the difference.
        context.setsockopt(zmq.RECONNECT_IVL, 1)
        self.client = self.manager.client(context=context)
        self.client.start_channels(hb=False)
        self.client.kernel_info()
        self.client.get_shell_msg(timeout=TIMEOUT)
        self.start_ms = since(self.started)

    def __exit__(self, *_):
        self.client.stop_channels()
        # A kernel that spins, or has died, hears no request to end.
        self.manager.shutdown_kernel(now=True)
        self.folder.cleanup()

    def run(self, code: str, timeout=TIMEOUT):
        """Runs a cell. Returns the milliseconds until reply and idle are both here, and its iopub messages."""
        started = time.perf_counter()
        request = self.client.execute(code)
        messages = self.published(request, timeout)
        self.reply(request, timeout)
        return since(started), messages

    def ok(self, code: str) -> float:
        """Runs a cell that must not fail. Returns the milliseconds until reply and idle are both here."""
        elapsed, messages = self.run(code)
        errors = [m["content"] for m in messages if m["msg_type"] == "error"]
        assert not errors, f"{code}\n{errors}"
        return elapsed

    def published(self, request: str, timeout=TIMEOUT):
        messages = []
        while not messages or messages[-1]["content"].get("execution_state") != "idle":
            message = self.receive(self.client.get_iopub_msg, timeout, "idle")
            if message["parent_header"].get("msg_id") == request:
                messages.append(message)
        return messages

    def reply(self, request: str, timeout=TIMEOUT):
        while True:
            message = self.receive(self.client.get_shell_msg, timeout, "reply")
            if message["parent_header"].get("msg_id") == request:
                return message["content"]

    def receive(self, get, timeout, what):
        try:
            return get(timeout=timeout)
        except Empty:
            raise Cannot(f"no {what} within {timeout} s") from None

    def spin(self, *numbers):
        """Starts an endless loop, one of new text where it has a number; returns its request once it runs."""
        request = self.client.execute("\n".join([*map(str, numbers), self.code["spin"]]))
        while True:
            message = self.receive(self.client.get_iopub_msg, 10, "line before the loop ends")
            if message["msg_type"] == "stream" and message["parent_header"].get("msg_id") == request:
                return request

    def processes(self):
        root = psutil.Process(self.manager.provisioner.pid)
        return [root, *root.children(recursive=True)]


def text_of(messages) -> str:
    return "".join(m["content"]["text"] for m in messages if m["msg_type"] == "stream")


def since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
