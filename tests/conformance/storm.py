"""Random cells, Stops, killed processes, folders that go and clients that come and go, beside a model of what must be true.

The model is a dictionary: what the notebook's variables hold. It is emptied only when the process that held them was killed.
"""

import contextlib
import random
import shutil
import signal
import time
from pathlib import Path

import psutil
import zmq
from client import is_idle
from jupyter_client import BlockingKernelClient

SETUP = """
import { Pool } from "romanesco";
const square = (n: number): number => n * n;
const spin = (n: number): number => { console.log("go"); for (;;) n++; };
"""

STOPPED = [
    "for (;;) console.log('go', 'x'.repeat({size}))",
    "for (;;) console.error('go')",
    "console.log('go'); for (;;) {{}}",
    "console.log('go'); await new Promise(() => {{}})",
    "console.log('go'); for (;;) try {{ await new Promise((r) => setTimeout(r, 1)) }} catch {{}}",
    "console.log('go'); try {{ await new Promise(() => {{}}) }} catch {{ for (;;) {{}} }}",
    "for (;;) {{ console.log('go'); display({size}); }}",
    "const own = new Pool(2); await own.map(spin, [1, 2, 3])",
]


class Storm:
    def __init__(self, client, folder, seed):
        self.client = client
        self.folder = Path(folder)
        self.random = random.Random(seed)
        self.variables = {}
        self.log = []
        self.steps = [
            *[self.assign] * 4,
            *[self.read] * 4,
            *[self.stop] * 4,
            self.print,
            self.throw,
            self.exit,
            self.map,
            self.end_a_worker,
            self.end_types,
            self.end_runtime,
            self.lose_folder,
            self.visit,
            self.make_noise,
        ]
        self.client.run(SETUP)

    def blow(self, seconds):
        """Random steps for so long. Raises AssertionError with the last steps when something is not true."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            step = self.random.choice(self.steps)
            self.log.append(step.__name__)
            try:
                step()
                assert self.client.process.is_running(), "the kernel is gone"
            except BaseException as error:
                error.add_note(f"after {len(self.log)} steps, the last: {', '.join(self.log[-8:])}")
                raise
        self.look_at_all()

    def cell(self, code, status="ok"):
        result = self.client.run(code, stop_on_error=False)
        assert result.reply["status"] == status, (code, result.reply)
        return result

    def going(self, code):
        """Starts a cell and waits for its "go"; a notice that types are not checked may come before."""
        self.log[-1] += f" {code}"
        msg_id = self.client.kc.execute(code, stop_on_error=False)
        self.client.published_until(msg_id, lambda m: "go" in m["content"].get("text", ""))
        return msg_id

    # --- what people do

    def assign(self):
        name, value = f"v{self.random.randrange(20)}", self.random.randrange(10**6)
        self.cell(f"let {name} = {value}")
        self.variables[name] = value

    def read(self):
        if self.variables:
            name = self.random.choice(sorted(self.variables))
            assert self.cell(name).value == str(self.variables[name])

    def look_at_all(self):
        for name, value in self.variables.items():
            assert self.cell(name).value == str(value), name

    def print(self):
        lines = self.random.randrange(1, 3000)
        text = self.cell(f"for (let i = 0; i < {lines}; i++) console.log(i)").text()
        assert text == "".join(f"{i}\n" for i in range(lines))

    def throw(self):
        assert self.cell("throw new RangeError('as it should')", "error").reply["ename"] == "RangeError"

    def exit(self):
        self.cell("process.exit(3)", "error")
        self.read()

    def map(self):
        numbers = [self.random.randrange(1000) for _ in range(20)]
        threads = self.random.choice(["true", "false"])
        self.log[-1] += f" threads: {threads}"
        code = f"await using pool = new Pool({{ workers: 2, threads: {threads} }}); (await pool.map(square, {numbers})).join()"
        assert self.cell(code).value == repr(",".join(str(n * n) for n in numbers))

    def stop(self):
        code = self.random.choice(STOPPED).format(size=self.random.choice([1, 100, 20_000]))
        msg_id = self.going(code)
        time.sleep(self.random.random() / 20)
        self.client.interrupt()
        result = self.client.result(msg_id)
        assert result.reply.get("ename") == "Interrupted", (code, result.reply)
        self.read()

    # --- what happens to people

    def descendants(self, name):
        return [p for p in self.client.process.children(recursive=True) if name in " ".join(command(p))]

    def end_a_worker(self):
        msg_id = self.going("const lost = new Pool(1); await lost.map(spin, [1])")
        for worker in self.descendants("worker"):
            worker.send_signal(signal.SIGKILL)
        result = self.client.result(msg_id)
        assert result.reply["status"] == "error", result.reply
        self.cell("lost.terminate()")
        self.read()

    def end_types(self):
        for server in self.descendants("--lsp"):
            server.send_signal(signal.SIGKILL)
        self.read()

    def end_runtime(self):
        (runtime,) = self.descendants("runtime.cjs")[:1]
        runtime.send_signal(signal.SIGKILL)
        psutil.wait_procs([runtime])
        self.variables.clear()
        # The cell that finds the process gone may be the one that says so.
        self.client.run("1", stop_on_error=False)
        self.cell(SETUP)

    def lose_folder(self):
        away = self.folder.with_name("away")
        self.folder.rename(away)
        try:
            assert self.cell("1 + 1").value == "2"
        finally:
            if self.folder.exists():
                shutil.rmtree(self.folder)
            away.rename(self.folder)
        self.read()

    def visit(self):
        guest = BlockingKernelClient(connection_file=self.client.manager.connection_file)
        guest.load_connection_file()
        guest.start_channels()
        msg_id = guest.execute("'a guest'")
        self.client.published_until(msg_id, is_idle)
        guest.stop_channels()
        self.client.forget()

    def make_noise(self):
        """What no front end sends, by whoever reaches the ports."""
        for port, kind in [("hb", zmq.REQ), ("shell", zmq.DEALER), ("iopub", zmq.DEALER)]:
            with zmq.Context.instance().socket(kind) as noise:
                noise.linger = 0
                noise.connect(f"tcp://127.0.0.1:{getattr(self.client.manager, port + '_port')}")
                # A port that has turned away a socket of the wrong kind by now takes nothing from it.
                with contextlib.suppress(zmq.Again):
                    noise.send(self.random.randbytes(self.random.randrange(1, 3000)), zmq.NOBLOCK)


def command(process):
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []
