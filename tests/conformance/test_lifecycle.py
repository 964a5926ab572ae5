"""Start, restart and end: no process stays behind, and bad input is one clear line."""

import ctypes
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import time

import psutil
import pytest
from client import TIMEOUT, Client, gone, is_idle
from conftest import MAIN
from jupyter_client.connect import write_connection_file


def start_bare(path, **options):
    """The kernel without a manager."""
    return subprocess.Popen(
        ["node", str(MAIN), "kernel", str(path)], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **options
    )


@pytest.mark.parametrize("channel", ["shell", "control"])
def test_shutdown_is_answered_and_leaves_no_process(fresh, channel):
    fresh.run("const child = (await import('node:child_process')).spawn('sleep', ['60']); child.pid")
    family = fresh.family()
    assert len(family) >= 3
    assert fresh.request("shutdown_request", {"restart": False}, channel) == {"status": "ok", "restart": False}
    assert gone(family) == []


def test_shutdown_while_a_cell_spins_leaves_no_process(fresh):
    fresh.running("console.log('go'); while (true) {}")
    family = fresh.family()
    fresh.send("shutdown_request", {"restart": False}, "control")
    assert gone(family) == []


def test_cells_and_what_they_start_do_not_see_how_the_kernel_keeps_its_own_memory(fresh):
    assert b"MALLOC_ARENA_MAX=1" in open(f"/proc/{fresh.process.pid}/environ", "rb").read().split(b"\0")
    seen = "require('node:child_process').execSync('env').toString()"
    assert fresh.run(f"/^MALLOC_/m.test({seen} + Object.keys(process.env).join())").value == "false"


@pytest.mark.parametrize("restart", [False, True])
def test_what_listens_for_the_end_prints_under_its_cell(fresh, restart):
    fresh.run("process.on('exit', () => console.log('bye'))")
    msg_id = fresh.kc.execute("const left = require('node:child_process').spawn('sleep', ['600'])")
    fresh.published_until(msg_id, is_idle)
    family = fresh.family()
    fresh.send("shutdown_request", {"restart": restart}, "control")
    (said,) = fresh.published_until(msg_id, lambda m: m["msg_type"] == "stream")
    assert said["content"] == {"name": "stdout", "text": "bye\n"}
    assert gone(family) == []


def test_restart_forgets_variables_and_leaves_no_process(fresh):
    fresh.run("let old = 1")
    for _ in range(3):
        family = fresh.family()
        fresh.manager.restart_kernel()
        fresh.kc.wait_for_ready(timeout=TIMEOUT)
        fresh.process = psutil.Process(fresh.manager.provisioner.pid)
        assert gone(family) == []
    assert fresh.run("// @ts-nocheck\ntypeof old").value == "'undefined'"


def test_restarts_leave_no_process_socket_or_temp_file(tmp_path):
    """So many as RESTARTS says; `make nightly` has 50."""
    (tmp_path / "temp").mkdir()
    client = Client(transport="ipc", ip=str(tmp_path / "k"), extra_env={"TMPDIR": str(tmp_path / "temp")})
    seen = client.family()
    for _ in range(int(os.environ.get("RESTARTS", "12"))):
        client.manager.restart_kernel()
        client.kc.wait_for_ready(timeout=TIMEOUT)
        client.process = psutil.Process(client.manager.provisioner.pid)
        seen += client.family()
    assert client.run("1 + 1").value == "2"
    seen += client.family()
    client.kc.stop_channels()
    client.manager.shutdown_kernel()
    assert gone(seen) == []
    assert list(tmp_path.rglob("*")) == [tmp_path / "temp"]


def test_history_outlives_a_restart(fresh):
    fresh.run("const before = 'the restart'; before")
    fresh.manager.restart_kernel()
    fresh.kc.wait_for_ready(timeout=TIMEOUT)
    request = {"hist_access_type": "range", "session": -1, "start": 1, "raw": True, "output": True}
    (line,) = fresh.request("history_request", request)["history"]
    assert line[1:] == [1, ["const before = 'the restart'; before", "'the restart'"]]


def test_sigterm_ends_the_kernel_orderly(fresh):
    family = fresh.family()
    fresh.process.send_signal(signal.SIGTERM)
    assert gone(family) == []


def test_sigint_does_not_end_the_kernel(fresh):
    """Ctrl-C in the server's terminal reaches every process in it."""
    fresh.run("let here = 1")
    family = fresh.family()
    os.killpg(os.getpgid(fresh.process.pid), signal.SIGINT)
    assert fresh.run("here").value == "1"
    assert all(process.is_running() for process in family)


def test_out_of_descriptors_as_the_runtime_ends_cells_say_so_until_there_are_some(fresh):
    runtime = psutil.Process(int(fresh.run("process.pid").value))
    usual = resource.prlimit(fresh.process.pid, resource.RLIMIT_NOFILE)
    resource.prlimit(fresh.process.pid, resource.RLIMIT_NOFILE, (8, usual[1]))
    runtime.kill()
    runtime.wait()
    for _ in range(2):
        reply = fresh.run("1 + 1").reply
        assert reply["ename"] == "RuntimeExit"
        assert "EMFILE" in reply["evalue"]
        assert "The next cell tries again" in reply["evalue"]
    resource.prlimit(fresh.process.pid, resource.RLIMIT_NOFILE, usual)
    assert fresh.run("1 + 1").value == "2"


def test_a_killed_host_leaves_no_process(fresh):
    fresh.run("1")
    family = fresh.family()
    fresh.process.kill()
    assert gone(family) == []


def test_the_kernel_ends_when_its_server_is_gone(tmp_path):
    """The server is played by a Python process that starts a kernel and is then killed."""
    path, _ = write_connection_file(str(tmp_path / "connection.json"))
    script = (
        "import os, subprocess, sys, time;"
        f"p = subprocess.Popen(['node', {str(MAIN)!r}, 'kernel', {str(path)!r}],"
        " env=dict(os.environ, JPY_PARENT_PID=str(os.getpid())));"
        "print(p.pid, flush=True); time.sleep(60)"
    )
    server = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    kernel = psutil.Process(int(server.stdout.readline()))
    wait_until_listening(path)
    family = [kernel, *kernel.children(recursive=True)]
    server.kill()
    server.wait()
    assert gone(family) == []


# --- bad input


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (None, "there is no such file"),
        ("", "it is not JSON"),
        ("{}", "connection.shell_port must be an integer"),
        ("[1]", "connection must be a JSON object"),
        ('{"shell_port": 1, "control_port": 2, "iopub_port": 3, "stdin_port": 4, "hb_port": 5, "transport": "fax"}', "fax"),
    ],
)
def test_a_bad_connection_file_is_one_line_and_exit_code_1(tmp_path, text, problem):
    path = tmp_path / "connection.json"
    if text is not None:
        path.write_text(text)
    kernel = start_bare(path)
    _, errors = kernel.communicate(timeout=TIMEOUT)
    assert kernel.returncode == 1
    (line,) = [line for line in errors.splitlines() if "warning" not in line]
    assert line.startswith("romanesco: error: connection file ")
    assert problem in line
    assert "Jupyter writes this file" in line


def test_an_unreadable_connection_file_is_one_line(tmp_path):
    path = tmp_path / "connection.json"
    path.write_text("{}")
    path.chmod(0)
    kernel = start_bare(path, preexec_fn=obey_permissions)
    _, errors = kernel.communicate(timeout=TIMEOUT)
    assert "can't be read by this user" in errors


def obey_permissions():
    """Root reads every file, unless the kernel of the system takes its two capabilities for that away."""
    if os.geteuid() == 0:
        for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
            ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, capability)


PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 24, 1, 2


def test_a_port_in_use_is_one_line_and_no_process_stays(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        path, _ = write_connection_file(str(tmp_path / "connection.json"), iopub_port=taken.getsockname()[1])
        kernel = start_bare(path)
        _, errors = kernel.communicate(timeout=TIMEOUT)
    assert kernel.returncode == 1
    (line,) = errors.splitlines()
    assert "another program uses this address" in line


def test_a_connection_file_that_others_can_read_is_said(tmp_path):
    path, _ = write_connection_file(str(tmp_path / "connection.json"))
    os.chmod(path, 0o644)
    kernel = start_bare(path)
    wait_until_listening(path)
    kernel.terminate()
    _, errors = kernel.communicate(timeout=TIMEOUT)
    assert "chmod 600" in errors


def test_jupyter_run_runs_a_file(tmp_path):
    """It hands its own arguments, the file, on to the kernel."""
    (tmp_path / "two.ts").write_text("const two: number = 1 + 1;\nconsole.log(two)\n")
    run = [sys.executable, "-m", "jupyter", "run", "--kernel", "conformance", "two.ts"]
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, timeout=TIMEOUT)
    assert done.stdout == "2\n", done.stderr


@pytest.mark.parametrize(
    ("args", "code", "text"),
    [
        ([], 2, "which command?"),
        (["sing"], 2, 'there is no command "sing"'),
        (["instal"], 2, 'there is no command "instal". Did you mean "install"?'),
        (["help", "instal"], 2, 'Did you mean "install"?'),
        (["help", "install"], 0, "usage: romanesco install"),
        (["--help", "kernel"], 0, "usage: romanesco kernel CONNECTION_FILE"),
        (["kernel"], 2, "usage: romanesco kernel CONNECTION_FILE"),
        (["kernel", "--help"], 0, "usage: romanesco kernel CONNECTION_FILE"),
        (["--help"], 0, "usage: romanesco COMMAND"),
        (["--version"], 0, "."),
    ],
)
def test_the_command_line_says_what_it_takes(args, code, text):
    done = subprocess.run(["node", str(MAIN), *args], capture_output=True, text=True, timeout=TIMEOUT)
    assert done.returncode == code
    assert text in (done.stderr if code else done.stdout)
    assert "    at " not in done.stderr


def wait_until_listening(path):
    with open(path) as file:
        port = json.load(file)["hb_port"]
    end = time.monotonic() + 20
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError("the kernel does not listen")
