"""Stop ends the processes that the stopped cell started, and no others."""

import pytest
from client import gone

SETUP = """
import { Pool, Process } from "romanesco";
import { exec, execFileSync, spawn } from "node:child_process";
import { promisify } from "node:util";
const server = spawn("sleep", ["7002"]);
const pool = new Pool(1), pid = () => process.pid;
const spin = () => { console.log("go"); for (;;) {} };
const [worker] = await pool.map(pid, [1]);
"""
SHAPES = {
    "a child that is awaited": 'const child = spawn("sleep", ["7001"]); console.log("go"); await new Promise((r) => child.on("exit", r))',
    "a shell that is awaited": 'const shell = promisify(exec)("sleep 7001; echo done"); console.log("go"); await shell',
    "a child that is waited for": 'console.log("go"); execFileSync("sleep", ["7001"])',
    "a child that it starts as it ends": 'console.log("go"); try { await new Promise(() => {}) } finally { spawn("sleep", ["7001"]) }',
    "a Process": "const child = new Process({ target: spin }); child.start(); await child.join()",
}


def below(client):
    return {p for p in client.family() if p.is_running()}


@pytest.mark.parametrize("shape", SHAPES)
def test_ends_the_processes_of_the_stopped_cell_and_leaves_the_others_alone(fresh, shape):
    assert fresh.run(SETUP).reply["status"] == "ok"
    others = below(fresh)
    msg_id = fresh.running(SHAPES[shape])
    started = below(fresh) - others
    fresh.interrupt()
    assert fresh.result(msg_id).reply["ename"] == "Interrupted"
    assert gone((started | below(fresh)) - others) == []
    assert others <= below(fresh)
    assert fresh.run("(await pool.map(pid, [1]))[0] === worker").value == "true"
