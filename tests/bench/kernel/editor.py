"""Measures what a page that asks about its cells costs those that run, by turns with and without a question in flight:
python editor.py OUT.json [--quick] [--rounds N]"""

import argparse
import time

import psutil
from bench import TIMEOUT, Bench, since
from measure import OURS, Floor, Measure, Samples, run_rounds

CELLS = 100


def none(_):
    return []


MEASURES = [
    Measure("open", f"{CELLS} cells opened: all marks", none),
    Measure("open-work", f"{CELLS} cells opened: work of TypeScript's server", none),
    Measure("key", "a key in one of them: its marks", none),
    Measure("echo", "1 + n", none),
    Measure("echo-asked", "1 + n while the page asks", none),
    Measure("complete", "completion", none),
    Measure("complete-asked", "completion while the page asks", none),
]
FLOORS = [
    Floor("open-work", most=1000),
    Floor("echo-asked", peer=OURS, beside="echo", most=2),
    Floor("complete-asked", peer=OURS, beside="complete", most=2),
]


class Page(Bench):
    """A kernel, and a page with a notebook of many cells none of which has run."""

    def __enter__(self):
        super().__enter__()
        self.numbers = 0
        self.answers = set()
        self.codes = [
            f"const a{n} = {n}{f' + a{n - 1}' if n else ''}\nfunction f{n}(x: number) {{ return [x, a{n}].map((y) => y * 2) }}\nf{n}(a{n}).length"
            for n in range(CELLS)
        ]
        self.send("comm_open", comm_id="page", target_name="romanesco.editor", data={})
        return self

    def send(self, kind, **content):
        self.client.shell_channel.send(self.client.session.msg(kind, content))

    def ask(self, wanted):
        self.numbers += 1
        cells = [{"id": str(n), "code": code} for n, code in enumerate(self.codes)]
        wanted = [str(n) for n in wanted]
        question = {"type": "check", "cells": cells, "wanted": wanted, "request": self.numbers}
        self.send("comm_msg", comm_id="page", data=question)
        return self.numbers

    def type(self):
        """A key in a cell in the middle, upon which the page asks about those in view."""
        middle = CELLS // 2
        self.codes[middle] += ";"
        return self.ask(range(middle, middle + 8))

    def receive(self, get, timeout, what):
        message = super().receive(get, timeout, what)
        if message["msg_type"] == "comm_msg":
            self.answers.add(message["content"]["data"].get("request"))
        return message

    def answered(self, number):
        while number not in self.answers:
            self.receive(self.client.get_iopub_msg, TIMEOUT, "answer")

    def complete(self) -> float:
        started = time.perf_counter()
        self.reply(self.client.complete("console.lo", 10))
        return since(started)

    def server(self):
        """TypeScript's server."""
        return next(one for one in self.processes() if "--lsp" in one.cmdline())


def work_of(process: psutil.Process) -> float:
    times = process.cpu_times()
    return (times.user + times.system) * 1000


def take(page: Page, keep, repeats: int):
    page.complete()
    server = page.server()
    before = work_of(server)
    started = time.perf_counter()
    page.answered(page.ask(range(CELLS)))
    keep("open", since(started))
    # On a machine that does much else, the server may be taken for stuck, and another be there.
    if server.is_running():
        keep("open-work", work_of(server) - before)
    for n in range(repeats):
        started = time.perf_counter()
        page.answered(page.type())
        keep("key", since(started))
        keep("echo", page.ok(f"1 + {n}"))
        question = page.type()
        keep("echo-asked", page.ok(f"2 + {n}"))
        page.answered(question)
        keep("complete", page.complete())
        question = page.type()
        keep("complete-asked", page.complete())
        page.answered(question)


def main():
    options = parse()
    samples = Samples(MEASURES)

    def keep(name, figure):
        samples.figures[name].setdefault(OURS, []).append(figure)

    def take_round(kernel):
        with Page(kernel) as page:
            take(page, keep, 10 if options.quick else 40)

    rounds = options.rounds or (1 if options.quick else 3)
    run_rounds([OURS], rounds, take_round)
    samples.keep(options.out, title="A page that asks", kernels=[OURS], rounds=rounds, floors=FLOORS)


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--rounds", type=int)
    return parser.parse_args()


if __name__ == "__main__":
    main()
