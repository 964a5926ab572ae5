"""Cells whose text is nested, chained or long beyond measure: none costs the kernel, the variables or an answer.

DEEP names other sizes, e.g. DEEP=1000,30000,1000000 as `make nightly` does.
"""

import os

import pytest
from deep_shapes import SHAPES

SIZES = [int(size) for size in os.environ.get("DEEP", "1000").split(",")]

# What the parser, V8, the checker or the cell's own code say of such cells. Anything else would be a fault of the kernel's.
ANSWERS = {None, "SyntaxError", "RangeError", "TypeError", "TypeCheckError"}


@pytest.fixture(scope="module", autouse=True)
def kept(kernel):
    kernel.run("let kept = 1")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("shape", SHAPES)
def test_the_next_cell_is_right_and_checked_after(kernel, shape, size):
    result = kernel.run(SHAPES[shape](size))
    assert result.reply.get("ename") in ANSWERS, result.reply
    assert kernel.run("kept + 1").value == "2"
    # On a busy machine a check may come too late; one of the next comes in time.
    while kernel.run('const s: number = "x"').reply.get("ename") != "TypeCheckError":
        pass


def test_everything_else_is_answered_while_a_large_cell_is_read(kernel):
    functions = "".join(f"function f{n}(a: number) {{ return (b: string) => b + a }}\n" for n in range(4000))
    cell = kernel.kc.execute(f"{functions}kept + 2")
    answers = 0
    while not kernel.has_ended(cell):
        kernel.request("kernel_info_request", channel="control")
        answers += 1
    assert kernel.reply(cell)["content"]["status"] == "ok"
    # One that could not answer while it reads would have answered once, after the cell.
    assert answers > 3
