"""Makes an environment with nbgrader and the kernel, unless it is there: nbgrader_environment.py DIR NODE KERNEL

Test files that run side by side wait here for the first of them.
"""

import fcntl
import pathlib
import subprocess
import sys

folder, node, kernel = sys.argv[1:]
root = pathlib.Path(__file__).parents[2]
environment = root / "kernel/installation/environment.py"

with open(f"{folder}.lock", "w") as lock:
    fcntl.flock(lock, fcntl.LOCK_EX)
    subprocess.run([sys.executable, environment, folder, root / "requirements-instructor.txt"], check=True)
    subprocess.run([node, kernel, "install", "--prefix", folder], check=True, stdout=subprocess.DEVNULL)
