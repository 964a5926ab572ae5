"""The real kernel, over real sockets, driven by jupyter_client.

The kernel is `dist/kernel/main.js` of this repository; ROMANESCO_MAIN names another one, e.g. of an installed package.
"""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAIN = Path(os.environ.get("ROMANESCO_MAIN", ROOT / "dist" / "kernel" / "main.js"))

# Before jupyter_core reads them: kernels are found here, and connection files stay out of the user's folders.
FOLDER = Path(tempfile.mkdtemp(prefix="conformance-"))
os.environ["JUPYTER_PATH"] = str(FOLDER)
os.environ["JUPYTER_DATA_DIR"] = str(FOLDER / "data")
os.environ["JUPYTER_RUNTIME_DIR"] = str(FOLDER / "runtime")
# Adds 80 ms to every start of Node.
os.environ.pop("NODE_EXTRA_CA_CERTS", None)

from client import Client  # noqa: E402


def pytest_configure():
    if "ROMANESCO_MAIN" not in os.environ:
        build()
    folder = FOLDER / "kernels" / "conformance"
    folder.mkdir(parents=True)
    spec = {
        "argv": ["node", str(MAIN), "kernel", "{connection_file}"],
        # As the installed kernelspec has it.
        "env": {
            "MALLOC_ARENA_MAX": "1",
            "MALLOC_TRIM_THRESHOLD_": "131072",
            "MALLOC_MMAP_THRESHOLD_": "65536",
        },
        "display_name": "conformance",
        "language": "typescript",
        "interrupt_mode": "message",
        "metadata": {"supported_encryption": ["curve"]},
    }
    (folder / "kernel.json").write_text(json.dumps(spec))


def build():
    """Nothing is tested that is older than its sources; does nothing when it is up to date."""
    make = ["make", "--silent", "dist/.code", "--old-file=node_modules/.package-lock.json"]
    if subprocess.run(make, cwd=ROOT).returncode != 0:
        pytest.exit("the kernel could not be built; the reason stands above", returncode=2)


def pytest_unconfigure():
    shutil.rmtree(FOLDER, ignore_errors=True)


@pytest.fixture(scope="module")
def kernel():
    """A kernel that the tests of a file share."""
    client = Client()
    yield client
    client.end()


@pytest.fixture
def fresh():
    """A kernel for this test alone."""
    client = Client()
    yield client
    client.end()
