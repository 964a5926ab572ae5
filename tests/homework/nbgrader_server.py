"""nbgrader's commands, each in a fork of a process that has imported nbgrader once, which takes longer than most of them.

A line of JSON asks: the arguments of `nbgrader`, or `-c` and Python to run; a line answers: [exit code, all that was written].
"""

import json
import os
import sys
import tempfile

from nbgrader.api import Gradebook  # noqa: F401, for who asks with -c
from nbgrader.apps.nbgraderapp import main

answers = os.fdopen(os.dup(1), "w")


def run(args):
    if args[0] == "-c":
        exec(args[1], {})
        return 0
    sys.argv = ["nbgrader", *args]
    return main()


for line in sys.stdin:
    with tempfile.TemporaryFile("w+") as written:
        pid = os.fork()
        if pid == 0:
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(written.fileno(), 1)
            os.dup2(written.fileno(), 2)
            sys.exit(run(json.loads(line)))
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        written.seek(0)
        print(json.dumps([code, written.read()]), file=answers, flush=True)
