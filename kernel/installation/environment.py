"""Makes a Python environment at DIR from a lock file: environment.py DIR REQUIREMENTS

DIR/.<name of REQUIREMENTS>.done holds the checksum of what was installed; while it agrees, there is nothing to do.

Runs with nothing but Python's own library, since it is the first thing a fresh machine runs. uv does the work where it is
on the PATH, in a fraction of the time; where it cannot, and where it is not, venv and pip do. A failure is one line that
names the mending command, and exit code 1.
"""

import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
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
    if not make_with_uv(directory, python, requirements):
        make_with_pip(directory, python, requirements)
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


def make_with_uv(directory: pathlib.Path, python: pathlib.Path, requirements: pathlib.Path) -> bool:
    uv = shutil.which("uv")
    if uv is None:
        return False
    if not starts(python) and not run_quietly([uv, "venv", "--clear", "--seed", "--python", sys.executable, directory]):
        return False
    # It may be that uv has not been told of the index and the certificates that pip knows.
    install = [uv, "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--python", python]
    return run_quietly([*install, "-r", requirements])


def make_with_pip(directory: pathlib.Path, python: pathlib.Path, requirements: pathlib.Path) -> None:
    if not (python.exists() and run_quietly([python, "-m", "pip", "--version"])):
        create(directory, python)
    install = ["install", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
    if subprocess.call([python, "-m", "pip", *install, "-r", requirements]) != 0:
        fail(f"pip could not install {requirements}; its reason stands above. Is the package index reachable?")


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
