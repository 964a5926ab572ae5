"""The lecture's notebooks: every slide there once, and every cell giving again what is checked in."""

import copy
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("[0-9]*.ipynb"))
# The slides that have notebooks so far: processors, serial and parallel, timing, Process, executor, Pool.
SLIDES = [*range(27, 32), *range(35, 38), *range(46, 49), *range(50, 56)]


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def tags(cell):
    return cell.metadata.get("tags", [])


def test_every_slide_is_there_once():
    found = [
        cell.metadata["slide"]
        for path in NOTEBOOKS
        for cell in read(path).cells
        if "slide" in cell.metadata
    ]
    assert sorted(found) == SLIDES


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_is_checked_in_as_it_ran(path):
    cells = code_cells(read(path))
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert all("execution" not in cell.metadata for cell in cells)
    assert max(len(cell.source.splitlines()) for cell in cells) <= 20
    for cell in cells:
        failed = any(output.output_type == "error" for output in cell.outputs)
        assert failed == ("raises-exception" in tags(cell)), cell.source


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_figures_are_data_with_a_picture_and_no_script(path):
    for cell in code_cells(read(path)):
        for output in cell.outputs:
            data = output.get("data", {})
            if "application/vnd.plotly.v1+json" in data:
                assert {"image/png", "text/plain"} <= set(data)
                assert "text/html" not in data
                assert len(str(data)) < 60_000
    assert "<script" not in path.read_text()


def shown(output, timing):
    """What is compared of an output: all of it, or its kind alone where times decide."""
    if output.output_type == "stream":
        return ("stream", output.name, None if timing else output.text)
    if output.output_type == "error":
        return ("error", output.ename, output.evalue, output.traceback)
    return (output.output_type, sorted(output.data), None if timing else output.data)


def joined(outputs):
    """Texts of one stream that follow each other are one, however they were cut on the way."""
    result = []
    for output in copy.deepcopy(outputs):
        last = result[-1] if result else None
        if (
            last is not None
            and output.output_type == last.output_type == "stream"
            and output.name == last.name
        ):
            last.text += output.text
        else:
            result.append(output)
    return result


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_again_from_a_fresh_kernel(path):
    before = read(path)
    after = copy.deepcopy(before)
    NotebookClient(
        after,
        kernel_name="romanesco",
        timeout=120,
        resources={"metadata": {"path": str(FOLDER)}},
    ).execute()
    for old, new in zip(code_cells(before), code_cells(after), strict=True):
        timing = "timing" in tags(old)
        assert [shown(each, timing) for each in joined(new.outputs)] == [
            shown(each, timing) for each in joined(old.outputs)
        ], old.source
