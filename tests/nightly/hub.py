"""Runs in the namespace that hub.sh makes, as root: a Hub, two users' servers, and cells in each user's kernel."""

import asyncio
import json
import os
import pathlib
import secrets
import socket
import subprocess
import time
import urllib.error
import urllib.request
import uuid

from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

USERS = ("one", "two")
TOKEN = secrets.token_hex(16)
DROP = pathlib.Path("/srv/drop")


def find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


PORT, HUB_PORT, PROXY_PORT = find_port(), find_port(), find_port()
BASE = f"127.0.0.1:{PORT}"

CONFIG = f"""
c.JupyterHub.bind_url = "http://{BASE}"
c.JupyterHub.hub_port = {HUB_PORT}
c.JupyterHub.authenticator_class = "dummy"
c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
c.JupyterHub.services = [dict(name="test", api_token="{TOKEN}")]
c.JupyterHub.load_roles = [dict(name="test", services=["test"], scopes=["admin:servers", "access:servers", "read:users"])]
c.JupyterHub.db_url = "sqlite:////srv/hub/hub.sqlite"
c.JupyterHub.cookie_secret_file = "/srv/hub/cookie"
c.Authenticator.allowed_users = {set(USERS)!r}
c.ConfigurableHTTPProxy.command = ["/opt/proxy/node_modules/.bin/configurable-http-proxy"]
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{PROXY_PORT}"
c.ConfigurableHTTPProxy.pid_file = "/srv/hub/proxy.pid"
c.ConfigurableHTTPProxy.auth_token = "{secrets.token_hex(16)}"
c.Spawner.cmd = ["/opt/venv/bin/jupyterhub-singleuser"]
c.Spawner.environment = dict(PATH="/opt/venv/bin:/usr/bin:/bin")
c.Spawner.env_keep = []
c.Spawner.http_timeout = 180
c.Spawner.start_timeout = 180
"""


def ask(path: str, method: str = "GET", body: object = None) -> object:
    request = urllib.request.Request(f"http://{BASE}{path}", method=method, headers={"Authorization": f"token {TOKEN}"})
    request.data = json.dumps(body).encode() if body is not None else None
    with urllib.request.urlopen(request, timeout=300) as answer:
        return json.loads(answer.read() or "null")


def wait_for(what: str, ready) -> None:
    end = time.monotonic() + 240
    while time.monotonic() < end:
        try:
            if ready():
                return
        except (urllib.error.URLError, OSError):
            # Not there yet.
            pass
        time.sleep(0.2)
    raise SystemExit(f"{what} did not come")


def start_server(user: str) -> None:
    ask(f"/hub/api/users/{user}/server", "POST")
    wait_for(f"the server of {user}", lambda: ask(f"/hub/api/users/{user}")["servers"].get("", {}).get("ready"))


def run_cells(user: str, *cells: str) -> list[str]:
    return asyncio.run(run_all(user, cells))


async def run_all(user: str, cells: tuple[str, ...]) -> list[str]:
    kernel = ask(f"/user/{user}/api/kernels", "POST", {"name": "romanesco"})["id"]
    url = f"ws://{BASE}/user/{user}/api/kernels/{kernel}/channels"
    socket = await websocket_connect(HTTPRequest(url, headers={"Authorization": f"token {TOKEN}"}))
    said = []
    for cell in cells:
        message = uuid.uuid4().hex
        header = dict(msg_id=message, msg_type="execute_request", username=user, session="s", version="5.3", date="")
        content = dict(code=cell, silent=False, store_history=True, user_expressions={}, allow_stdin=False, stop_on_error=True)
        await socket.write_message(json.dumps(dict(header=header, parent_header={}, metadata={}, content=content, channel="shell")))
        said.append(await read_output(socket, message))
    # Its end is waited for: the proxy dies of a connection that is cut. The kernel and its workers live on.
    socket.close()
    while await socket.read_message() is not None:
        pass
    return said


async def read_output(socket, message: str) -> str:
    texts = []
    while True:
        answer = json.loads(await asyncio.wait_for(socket.read_message(), 240))
        kind, content = answer["msg_type"], answer["content"]
        if answer["parent_header"].get("msg_id") != message:
            continue
        if kind == "stream":
            texts.append(content["text"])
        elif kind == "execute_result":
            texts.append(content["data"]["text/plain"])
        elif kind == "error":
            texts.append("\n".join(content["traceback"]))
        elif kind == "status" and content["execution_state"] == "idle":
            return "".join(texts)


# Processes and a queue that stay, so that their sockets and shared files are there while the other looks.
BUSY = """import { ProcessPoolExecutor, Queue, figure } from "romanesco";
import { execFileSync } from "node:child_process";
import { userInfo } from "node:os";
const pool = new ProcessPoolExecutor(2);
const queue = new Queue<number>();
const twice = (n: number) => 2 * n;
display(figure([{ type: "bar", x: ["a"], y: [1] }], {}));
[userInfo().username, await pool.submit(twice, 21)]"""

# What another user may read or write below the places that programs write to, with its owner.
LOOK = r"""const other = "%s";
const places = ["/home/" + other, "/tmp", "/dev/shm", "/run", "/srv/drop"];
const open = "( -readable -o -writable )".split(" ");
const find = (...args: string[]) => {
  try { return execFileSync("find", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }); }
  catch (error) { return (error as { stdout: string }).stdout; }
};
console.log(find(...places, "-user", other, ...open, "!", "-type", "l", "-printf", "%%M %%p\n"))"""

SUBMIT = """execFileSync("romanesco", ["submit", "photos.ipynb", "--yes", "--student-id", "%s", "--name", "%s",
  "--address", "/srv/drop", "--cell-limit", "20"], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] })"""


def try_hub() -> None:
    for user in USERS:
        start_server(user)
        home = pathlib.Path("/home", user)
        subprocess.run(["install", "-o", user, "-m", "600", "/srv/test/photos.ipynb", home / "photos.ipynb"], check=True)
    for user in USERS:
        first, submitted = run_cells(user, BUSY, SUBMIT % (user, user))
        assert f"[ '{user}', 42 ]" in first, first
        assert "/srv/drop" in submitted, submitted
        print(f"{user} runs cells with workers, and has submitted")
    assert len(list(DROP.iterdir())) >= len(USERS), list(DROP.iterdir())
    for user, other in zip(USERS, reversed(USERS)):
        _, seen = run_cells(user, BUSY, LOOK % other)
        print(f"what {user} may open of {other}'s:\n{seen}")
        found = [line for line in seen.splitlines() if line.strip() and not is_harmless(line, other)]
        assert not found, "\n".join(found)
    print("neither can open a file or a socket of the other's")


def is_harmless(line: str, owner: str) -> bool:
    """Folders that may be listed but not written to; what useradd, npm and the homework's own cells write, as the user's system has it."""
    rights, path = line.split(" ", 1)
    if rights.startswith("d"):
        return rights[8] != "w"
    home = f"/home/{owner}/"
    own = (".bashrc", ".profile", ".bash_logout", ".npm/", ".ipython/", "photos/", "processed/")
    return path.startswith(tuple(home + each for each in own))


def main() -> None:
    os.makedirs("/srv/hub", mode=0o700)
    # A letter box: everyone may put in, nobody but the teacher may take out.
    DROP.mkdir()
    DROP.chmod(0o1733)
    config = pathlib.Path("/srv/hub/jupyterhub_config.py")
    config.write_text(CONFIG)
    log = open("/srv/hub/log", "w")
    hub = subprocess.Popen(["/opt/venv/bin/jupyterhub", "-f", config], stdout=log, stderr=log, cwd="/srv/hub")
    try:
        wait_for("the Hub", lambda: ask("/hub/api/"))
        try_hub()
    except BaseException:
        print(pathlib.Path("/srv/hub/log").read_text()[-4000:])
        raise
    finally:
        hub.terminate()
        hub.wait(60)


if __name__ == "__main__":
    main()
