"""The lecture's notebooks: every slide there once, and every cell giving again what is checked in."""

import re

import pytest
from notebook_run import (
    FOLDER,
    by_night,
    check_checked_in,
    check_figures,
    check_runs_again,
    read,
)

NOTEBOOKS = sorted(FOLDER.glob("[0-9]*.ipynb"))
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
each_notebook = pytest.mark.parametrize(
    "path", NOTEBOOKS, ids=lambda path: path.stem
)

# They calculate for half a minute each.
SLOW = ("02", "03")


def test_every_slide_is_there_once_and_in_order():
    found = [
        cell.metadata["slide"]
        for path in NOTEBOOKS
        for cell in read(path).cells
        if "slide" in cell.metadata
    ]
    assert found == list(range(1, 58))


@each_notebook
def test_can_be_presented(path):
    cells = read(path).cells
    assert cells[0].metadata["slideshow"]["slide_type"] == "slide"
    for cell in cells:
        kind = cell.metadata["slideshow"]["slide_type"]
        assert kind in {"slide", "subslide", "fragment", "-"}
        if "slide" in cell.metadata:
            assert kind == "slide", cell.source


@each_notebook
def test_links_lead_somewhere(path):
    for cell in read(path).cells:
        if cell.cell_type == "markdown":
            for target in LINK.findall(cell.source):
                assert (FOLDER / target).exists(), target


@each_notebook
def test_is_checked_in_as_it_ran(path):
    check_checked_in(path)


@each_notebook
def test_figures_are_data_with_a_picture_and_no_script(path):
    check_figures(path)


@pytest.mark.parametrize(
    "path",
    [by_night(path) if path.name.startswith(SLOW) else path for path in NOTEBOOKS],
    ids=lambda path: path.stem,
)
def test_runs_again_from_a_fresh_kernel(path):
    check_runs_again(path)


def test_folder_is_small():
    # Not what a student's work leaves beside the notebooks: photos, books.
    files = [*FOLDER.rglob("*.ipynb"), *(FOLDER / "data").rglob("*.*")]
    assert sum(path.stat().st_size for path in files) < 5_000_000
