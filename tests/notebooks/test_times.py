"""The table of times says of every notebook how long it takes, and its first cell says the same."""

import re

import pytest
from note_times import FOLDER, NOTEBOOKS, reading_minutes, rows, running_seconds
from notebook_run import read

IN_WORDS = {
    10: "ten minutes",
    15: "fifteen minutes",
    20: "twenty minutes",
    25: "twenty-five minutes",
    30: "half an hour",
}
each_notebook = pytest.mark.parametrize(
    "path", NOTEBOOKS, ids=lambda path: path.stem
)


def test_the_table_has_every_notebook_once_in_order():
    assert list(rows()) == [
        path.relative_to(FOLDER).as_posix() for path in NOTEBOOKS
    ]


@each_notebook
def test_the_time_to_read_follows_from_what_there_is_to_read(path):
    minutes, _ = rows()[path.relative_to(FOLDER).as_posix()]
    assert minutes == reading_minutes(read(path)), "run tests/notebooks/note_times.py"
    said = re.sub(r"\s+", " ", read(path).cells[0].source)
    assert re.search(rf"takes (about )?{IN_WORDS[minutes]}", said), said


def test_each_notebook_ran_in_less_than_two_minutes():
    for path, (_, seconds) in rows().items():
        assert seconds is None or seconds < 120, path


def test_the_time_of_a_run_is_that_of_its_cells():
    notebook = read(NOTEBOOKS[0])
    assert running_seconds(notebook) is None
    first, last = notebook.cells[1], notebook.cells[3]
    first.metadata["execution"] = {"iopub.status.busy": "2026-01-01T00:00:01.500Z"}
    last.metadata["execution"] = {"shell.execute_reply": "2026-01-01T00:00:09.000Z"}
    assert running_seconds(notebook) == 8
