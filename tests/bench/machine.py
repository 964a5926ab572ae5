"""Where and beside what a benchmark ran."""

import os
import pathlib
import platform
import shutil
import subprocess

import psutil


def describe_machine() -> str:
    node = subprocess.run([shutil.which("node"), "--version"], capture_output=True, text=True).stdout.strip()
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{cpu_name()}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.release()}, "
        f"Node {node}, Python {platform.python_version()}"
    )


def cpu_name() -> str:
    cpuinfo = pathlib.Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


class Load:
    """What other programs put on the cores from the making of this object to `end`."""

    def __init__(self):
        self.before = self.busy_seconds()

    def end(self) -> dict[str, float]:
        busy, own, wall = (after - before for after, before in zip(self.busy_seconds(), self.before))
        return {"others_in_cores": round(max(0, busy - own) / wall, 2), "own_in_cores": round(own / wall, 2)}

    @staticmethod
    def busy_seconds():
        cpu = psutil.cpu_times()
        busy = sum(cpu) - cpu.idle - getattr(cpu, "iowait", 0) - getattr(cpu, "guest", 0)
        own = os.times()
        return busy, own.user + own.system + own.children_user + own.children_system, own.elapsed
