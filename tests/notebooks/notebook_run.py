"""Notebooks as these tests see them: read, run from a fresh kernel, and compared with what is checked in."""

import copy
import json
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[2] / "notebooks"


def read(path):
    return nbformat.read(path, as_version=4)


def by_night(path):
    """A case for `make nightly` and `make notebooks` alone: takes half a minute, and shows what is shown in the others too."""
    return pytest.param(path, marks=pytest.mark.nightly)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def tags(cell):
    return cell.metadata.get("tags", [])


def client_of(notebook, folder, timeout=120):
    """Runs the notebook's cells in a kernel of ours, started in the folder."""
    return NotebookClient(
        notebook,
        kernel_name="romanesco",
        timeout=timeout,
        resources={"metadata": {"path": str(folder)}},
    )


def check_fits_on_screen(cells):
    """No cell too long to show, no line that runs out of its cell."""
    for cell in cells:
        assert len(cell.source.splitlines()) <= 20, cell.source
    check_lines_fit(cells)


def check_lines_fit(cells):
    """No line that runs out of its cell in a window of 900 px."""
    for cell in cells:
        widest = max(map(len, cell.source.splitlines()), default=0)
        assert widest <= 89, cell.source


def check_checked_in(path):
    """Run from top to bottom, stripped of what changes with every run, no cell too large to show."""
    cells = code_cells(read(path))
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert all("execution" not in cell.metadata for cell in cells)
    check_fits_on_screen(cells)
    for cell in cells:
        failed = any(output.output_type == "error" for output in cell.outputs)
        assert failed == ("raises-exception" in tags(cell)), cell.source


def check_figures(path):
    """Figures are data with a picture, and small, controls data and words; nothing in the notebook is a script."""
    for cell in code_cells(read(path)):
        for output in cell.outputs:
            data = output.get("data", {})
            if "application/vnd.plotly.v1+json" in data:
                assert {"image/png", "text/plain"} <= set(data)
                assert "text/html" not in data
            if "application/vnd.jupyter.widget-view+json" in data:
                assert {"text/html", "text/plain"} <= set(data)
            # Seven photos and a picture of them are the largest.
            assert len(json.dumps(data)) < 60_000, data.keys()
    assert "<script" not in path.read_text()
    assert "_esm" not in path.read_text()


def check_runs_again(path):
    """Every cell gives again what is checked in; timing cells the same kinds of output."""
    before = read(path)
    after = copy.deepcopy(before)
    client_of(after, path.parent).execute()
    for old, new in zip(code_cells(before), code_cells(after), strict=True):
        # What the internet answers, if anything, is not ours to foresee.
        if "network" in tags(old):
            continue
        timing = "timing" in tags(old)
        assert [shown(each, timing) for each in joined(new.outputs)] == [
            shown(each, timing) for each in joined(old.outputs)
        ], old.source


# They hold ids, which are others in every run; what is shown stands beside them.
WITH_IDS = {
    "application/vnd.jupyter.widget-view+json",
    "application/vnd.romanesco.outputs.v1+json",
    "application/vnd.romanesco.widget.v1+json",
}


def shown(output, timing):
    """What is compared of an output: all of it, or its kind alone where times decide."""
    if output.output_type == "stream":
        return ("stream", output.name, None if timing else output.text)
    if output.output_type == "error":
        return ("error", output.ename, output.evalue, output.traceback)
    data = {key: value for key, value in output.data.items() if key not in WITH_IDS}
    return (output.output_type, sorted(output.data), None if timing else data)


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
