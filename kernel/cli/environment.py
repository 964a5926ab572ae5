"""Makes a Python environment at DIR from a lock file: environment.py DIR REQUIREMENTS

DIR/.<name of REQUIREMENTS>.done holds the checksum of what was installed; while it agrees, there is nothing to do.

Runs with nothing but Python's own library, since it is the first thing a fresh machine runs. A failure is one line that
names the mending command, and exit code 1.
"""

import hashlib
import os
import pathlib
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
        fail(f"Python {found} is too old: JupyterLab 4.6 needs 3.10 or newer. Mend: make PYTHON=/path/to/python3.10 ...")
    python = python_of(directory)
    done = directory / f".{requirements.name}.done"
    checksum = hashlib.sha256(requirements.read_bytes()).hexdigest()
    if not has_pip(python):
        create(directory, python)
    elif done.exists() and done.read_text() == checksum:
        return done.touch()
    # node_modules' owner is an ES module package; without this, Node takes JupyterLab's CommonJS tools for ES modules.
    (directory / "package.json").write_text("{}\n")
    install = ["install", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
    if subprocess.call([python, "-m", "pip", *install, "-r", requirements]) != 0:
        fail(f"pip could not install {requirements}; its reason stands above. Is the package index reachable?")
    done.write_text(checksum)


def python_of(directory: pathlib.Path) -> pathlib.Path:
    return directory / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def has_pip(python: pathlib.Path) -> bool:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    # A moved or half-made environment has a python that does not start: it is made again.
    return python.exists() and subprocess.call([python, "-m", "pip", "--version"], **quiet) == 0


def create(directory: pathlib.Path, python: pathlib.Path) -> None:
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError as missing:
        if missing.name == "venv":
            fail("Python has no venv module. Mend: sudo apt-get install -y python3-venv")
        venv_command = ["venv", "--clear", "--without-pip", directory]
    else:
        venv_command = ["venv", "--clear", directory]
    if subprocess.call([sys.executable, "-m", *venv_command]) != 0:
        fail(f"cannot make a Python environment at {directory}. Mend: sudo apt-get install -y python3-venv")
    if "--without-pip" in venv_command:
        add_pip(python)


def add_pip(python: pathlib.Path) -> None:
    index = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/")
    with tempfile.TemporaryDirectory() as folder:
        wheel = pathlib.Path(folder, PIP_WHEEL)
        try:
            wheel.write_bytes(download(f"{index}/pip/"))
        except (OSError, LookupError) as reason:
            fail(f"this Python has no pip, and fetching it failed ({reason}). Mend: sudo apt-get install -y python3-venv")
        command = [python, wheel / "pip", "install", "--quiet", "--no-index", "--disable-pip-version-check", wheel]
        if subprocess.call(command) != 0:
            fail("this Python has no pip. Mend: sudo apt-get install -y python3-venv")


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
