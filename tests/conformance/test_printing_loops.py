"""The loop that every student writes prints as fast as it can: Stop ends it at once, and costs nothing but output."""

import os

import pytest
from printing_loops import SETUP, SHAPES, stop_at_random

# `make nightly` does it 25 times each.
TIMES = int(os.environ.get("TIMES", "3"))


@pytest.mark.parametrize("shape", SHAPES)
def test_stops_a_loop_that_prints_and_keeps_the_variables(kernel, shape):
    assert kernel.run(SETUP).reply["status"] == "ok"
    for stopped in stop_at_random(kernel, shape, TIMES):
        assert stopped.clean, vars(stopped)
