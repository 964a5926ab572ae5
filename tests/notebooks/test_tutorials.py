"""The tutorials: six of them, each run, compared, timed and drawn."""

import re

import pytest
from notebook_run import (
    FOLDER,
    by_night,
    check_checked_in,
    check_figures,
    check_runs_again,
    code_cells,
    read,
)

TUTORIALS = sorted((FOLDER / "tutorials").glob("*.ipynb"))
each_tutorial = pytest.mark.parametrize(
    "path", TUTORIALS, ids=lambda path: path.stem
)


def test_there_are_six():
    assert [path.stem[:2] for path in TUTORIALS] == ["01", "02", "03", "04", "05", "06"]


@each_tutorial
def test_is_checked_in_as_it_ran(path):
    check_checked_in(path)


@each_tutorial
def test_figures_are_data_with_a_picture_and_no_script(path):
    check_figures(path)


@each_tutorial
def test_compares_and_plots(path):
    code = "\n".join(cell.source for cell in code_cells(read(path)))
    assert "await compare(" in code
    figures = [
        output
        for cell in code_cells(read(path))
        for output in cell.outputs
        if "application/vnd.plotly.v1+json" in output.get("data", {})
    ]
    assert len(figures) >= 3


@each_tutorial
def test_prints_seconds(path):
    printed = "".join(
        output.text
        for cell in code_cells(read(path))
        for output in cell.outputs
        if output.output_type == "stream"
    )
    assert re.search(r"\d\.\d+ s(econds)?\b|\d+ ms\b", printed)


@each_tutorial
def test_links_lead_somewhere(path):
    for cell in read(path).cells:
        for target in re.findall(r"\]\(([^)]+\.ipynb)\)", cell.source):
            assert (path.parent / target).exists(), target


# Those that use processes measure what the lecture measures.
@pytest.mark.parametrize(
    "path",
    [path if path.stem == "06-threads" else by_night(path) for path in TUTORIALS],
    ids=lambda path: path.stem,
)
def test_runs_again_from_a_fresh_kernel(path):
    check_runs_again(path)
