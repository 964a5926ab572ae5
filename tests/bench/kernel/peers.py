"""Kernels of TypeScript to measure beside ours, as kernelspecs in a folder of their own."""

import atexit
import json
import os
import pathlib
import shutil
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[3]
NODE = shutil.which("node")

# tslab is one of our packages; Deno comes with tests/bench/requirements-bench.txt.
PEERS = {
    "tslab": [NODE, str(ROOT / "node_modules/tslab/bin/tslab"), "kernel", "--config-path={connection_file}"],
    "deno": [str(pathlib.Path(sys.executable).parent / "deno"), "jupyter", "--kernel", "--conn", "{connection_file}"],
}


def add_peers():
    """Makes Jupyter find the peers in this process, and leaves nothing behind."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="romanesco-peers-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name, argv in PEERS.items():
        spec = folder / "kernels" / name / "kernel.json"
        spec.parent.mkdir(parents=True)
        content = {"argv": argv, "display_name": name, "language": "typescript", "interrupt_mode": "message"}
        spec.write_text(json.dumps(content))
    paths = [str(folder), *filter(None, [os.environ.get("JUPYTER_PATH")])]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(paths)
