"""Makes a Python environment at DIR from a lock file: environment.py DIR REQUIREMENTS

DIR/.<name of REQUIREMENTS>.done holds the checksum of what was installed; while it agrees, there is nothing to do.

Runs with nothing but Python's own library, since it is the first thing a fresh machine runs. uv does the work where it is
on the PATH, in a fraction of the time; where it cannot, and where it is not, venv and pip do. A failure is one line that
names the mending command, and exit code 1. What is being done stands on stderr from the first moment on.
"""

import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

MINIMUM = (3, 10)
# Only for a Python without ensurepip (Debian's, until python3-venv is there): pip then installs itself from its wheel.
PIP_VERSION = "26.0"
PIP_WHEEL = f"pip-{PIP_VERSION}-py3-none-any.whl"
PIP_SHA256 = "98436feffb9e31bc9339cf369fd55d3331b1580b6a6f1173bacacddcf9c34754"


def main(directory: pathlib.Path, requirements: pathlib.Path) -> None:
    if sys.version_info < MINIMUM:
        found = ".".join(map(str, sys.version_info[:2]))
        fail(f"Python {found} is too old: JupyterLab 4.6 needs 3.10 or newer. To fix this: put a newer python3 first on the PATH, or: make PYTHON=/path/to/python3.10 ...")
    python = python_of(directory)
    done = directory / f".{requirements.name}.done"
    checksum = hashlib.sha256(requirements.read_bytes()).hexdigest()
    if starts(python) and done.exists() and done.read_text() == checksum:
        return done.touch()
    with Progress() as progress:
        if not make_with_uv(directory, python, requirements, progress):
            make_with_pip(directory, python, requirements, progress)
    # node_modules' owner is an ES module package; without this, Node takes JupyterLab's CommonJS tools for ES modules.
    (directory / "package.json").write_text("{}\n")
    done.write_text(checksum)


def python_of(directory: pathlib.Path) -> pathlib.Path:
    return directory / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def starts(python: pathlib.Path) -> bool:
    # A moved or half-made environment has a python that does not start: it is made again.
    return python.exists() and run_quietly([python, "-c", ""])


def run_quietly(command: list) -> bool:
    return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


class Progress:
    """What is being done and for how long: one line that is drawn anew each second; in a log, a line for each step."""

    def __init__(self) -> None:
        self.step = ""
        self.started = time.monotonic()
        self.terminal = sys.stderr.isatty()
        self.ended = threading.Event()
        self.clock = threading.Thread(target=self.tick, daemon=True)

    def __enter__(self) -> "Progress":
        if self.terminal:
            self.clock.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        if self.terminal:
            self.clock.join()
            sys.stderr.write("\r\x1b[K")

    def say(self, step: str, passing: bool = False) -> None:
        """:param passing: one of many like it, which a log does without"""
        self.step = step
        if self.terminal:
            self.draw()
        elif not passing:
            print(f"romanesco: {step}", file=sys.stderr, flush=True)

    def tick(self) -> None:
        while not self.ended.wait(1):
            self.draw()

    def draw(self) -> None:
        line = f"romanesco: {self.step} ({time.monotonic() - self.started:.0f} s)"
        sys.stderr.write(f"\r{line[: shutil.get_terminal_size().columns - 1]}\x1b[K")
        sys.stderr.flush()


def count_packages(requirements: pathlib.Path) -> int:
    return len(re.findall(r"^[\w.-]+==", requirements.read_text(), re.MULTILINE))


def make_with_uv(directory: pathlib.Path, python: pathlib.Path, requirements: pathlib.Path, progress: Progress) -> bool:
    uv = shutil.which("uv")
    if uv is None:
        return False
    progress.say(f"getting {count_packages(requirements)} Python packages with uv")
    if not starts(python) and not run_quietly([uv, "venv", "--clear", "--seed", "--python", sys.executable, directory]):
        return False
    # It may be that uv has not been told of the index and the certificates that pip knows.
    install = [uv, "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--python", python]
    return run_quietly([*install, "-r", requirements])


def make_with_pip(directory: pathlib.Path, python: pathlib.Path, requirements: pathlib.Path, progress: Progress) -> None:
    if not (python.exists() and run_quietly([python, "-m", "pip", "--version"])):
        progress.say(f"making a Python environment in {directory}")
        create(directory, python)
    install = ["install", "--disable-pip-version-check", "--progress-bar", "off", "--no-deps", "--require-hashes"]
    command = [python, "-m", "pip", *install, "-r", requirements]
    if run_pip(command, count_packages(requirements), progress) != 0:
        fail(f"pip could not install {requirements}; its reason stands above. Is the package index reachable?")


def run_pip(command: list, count: int, progress: Progress) -> int:
    """Runs pip and counts what it gets; its errors go through."""
    progress.say(f"getting {count} Python packages with pip")
    got = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, errors="replace") as pip:
        for line in pip.stdout:
            if line.startswith("Collecting "):
                got += 1
                progress.say(f"getting {got} of {count} Python packages: {line.split()[1]}", passing=got % 20 != 0)
            elif line.startswith("Installing collected packages"):
                progress.say(f"unpacking {got} Python packages, which takes longest")
    return pip.returncode


def create(directory: pathlib.Path, python: pathlib.Path) -> None:
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError as missing:
        if missing.name == "venv":
            fail("Python has no venv module. To fix this: sudo apt-get install -y python3-venv")
        venv_command = ["venv", "--clear", "--without-pip", directory]
    else:
        venv_command = ["venv", "--clear", directory]
    if subprocess.call([sys.executable, "-m", *venv_command]) != 0:
        fail(f"cannot make a Python environment at {directory}. To fix this: sudo apt-get install -y python3-venv")
    if "--without-pip" in venv_command:
        add_pip(python)


def add_pip(python: pathlib.Path) -> None:
    index = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/")
    with tempfile.TemporaryDirectory() as folder:
        wheel = pathlib.Path(folder, PIP_WHEEL)
        try:
            wheel.write_bytes(download(f"{index}/pip/"))
        except (OSError, LookupError) as reason:
            fail(f"this Python has no pip, and fetching it failed ({reason}). To fix this: sudo apt-get install -y python3-venv")
        command = [python, wheel / "pip", "install", "--quiet", "--no-index", "--disable-pip-version-check", wheel]
        if subprocess.call(command) != 0:
            fail("this Python has no pip. To fix this: sudo apt-get install -y python3-venv")


def download(page: str) -> bytes:
    accept = {"Accept": "text/html"}
    with urllib.request.urlopen(urllib.request.Request(page, headers=accept), timeout=60) as answer:
        links = [link.split('"')[0] for link in answer.read().decode().split('href="')]
    link = next((link for link in links if f"/{PIP_WHEEL}" in link), None)
    if link is None:
        raise LookupError(f"{PIP_WHEEL} is not at {page}")
    with urllib.request.urlopen(urllib.parse.urljoin(page, link), timeout=60) as answer:
        content = answer.read()
    if hashlib.sha256(content).hexdigest() != PIP_SHA256:
        raise LookupError(f"{PIP_WHEEL} has an unexpected checksum")
    return content


def fail(message: str) -> None:
    sys.exit(f"romanesco: {message}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: environment.py DIR REQUIREMENTS")
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
