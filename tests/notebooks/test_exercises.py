"""The exercises: the solution passes every check, the stub and likely wrong answers fail theirs with words that teach."""

import shutil
from contextlib import ExitStack

import pytest
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_notebook
from notebook_run import (
    FOLDER,
    check_fits_on_screen,
    check_lines_fit,
    client_of,
    code_cells,
    read,
    tags,
)
from wrong_answers import WRONG_ANSWERS

EXERCISES = FOLDER / "exercises"
SOURCES = FOLDER / "teacher" / "source"
STEMS = sorted(path.stem for path in EXERCISES.glob("*.ipynb"))
each_exercise = pytest.mark.parametrize("stem", STEMS)


def source_of(stem):
    return read(SOURCES / stem / f"{stem}.ipynb")


def grade_id(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def by_id(notebook):
    return {grade_id(cell): cell.source for cell in code_cells(notebook)}


def is_helper(cell):
    """Neither an answer nor a check, nor what only measures."""
    grading = cell.metadata.get("nbgrader", {})
    return not (grading.get("solution") or grading.get("grade") or "timing" in tags(cell))


def answers_of(stem):
    return [name[: -len("-test")] for name in by_id(source_of(stem)) if name.endswith("-test")]


class Session:
    """A kernel in the exercises' folder, fed cell by cell."""

    def __init__(self, stack):
        self.client = client_of(new_notebook(), EXERCISES)
        stack.enter_context(self.client.setup_kernel())

    def run(self, source):
        self.client.nb.cells.append(new_code_cell(source))
        index = len(self.client.nb.cells) - 1
        return self.client.execute_cell(self.client.nb.cells[index], index)

    def fail(self, source):
        """@returns the error that the cell must give"""
        with pytest.raises(CellExecutionError) as caught:
            self.run(source)
        return caught.value


@pytest.fixture(scope="module", autouse=True)
def clean_up():
    """Downloaded books go, unless someone had some before."""
    books = EXERCISES / "books"
    before = books.exists()
    yield
    if not before:
        shutil.rmtree(books, ignore_errors=True)


@pytest.fixture(scope="module")
def open_exercise():
    """Opens a kernel for an exercise, with its helpers and its solutions run; one for all tests of this file."""
    with ExitStack() as stack:
        sessions = {}

        def open_session(stem):
            if stem not in sessions:
                sessions[stem] = Session(stack)
                cells = code_cells(source_of(stem))
                # What closes the servers comes last and is left out.
                for cell in cells:
                    if (is_helper(cell) and "close()" not in cell.source) or cell.metadata.get(
                        "nbgrader", {}
                    ).get("solution"):
                        sessions[stem].run(cell.source)
            return sessions[stem]

        yield open_session


def test_there_are_three_with_three_wrong_answers_each():
    assert [stem[:2] for stem in STEMS] == ["01", "02", "03"]
    for stem in STEMS:
        assert sum(1 for each in WRONG_ANSWERS if each[0] == stem) >= 3


@each_exercise
def test_no_cell_is_too_long_and_the_students_copy_has_no_solution(stem):
    student = read(EXERCISES / f"{stem}.ipynb")
    check_fits_on_screen(code_cells(student))
    for cell in code_cells(student):
        assert cell.outputs == [] and cell.execution_count is None
        assert "SOLUTION" not in cell.source
    assert len(answers_of(stem)) >= 3
    for name in answers_of(stem):
        assert "throw new Error('Not implemented');" in by_id(student)[name]


def test_no_line_of_the_homework_runs_out_of_its_cell():
    cells = code_cells(read(FOLDER / "homework" / "photos.ipynb"))
    check_lines_fit(cells)


@each_exercise
def test_the_solution_passes_every_check(stem, open_exercise):
    session, cells = open_exercise(stem), by_id(source_of(stem))
    for name in answers_of(stem):
        session.run(cells[name])
        check_passed(session.run(cells[f"{name}-test"]))


@pytest.mark.nightly
@each_exercise
def test_the_solution_runs_from_top_to_bottom_with_its_measurements(stem):
    notebook = source_of(stem)
    client_of(notebook, EXERCISES).execute()
    for cell in code_cells(notebook):
        if cell.metadata.get("nbgrader", {}).get("grade"):
            check_passed(cell)


def check_passed(cell):
    kinds = [output.output_type for output in cell.outputs]
    assert kinds == ["execute_result"], cell.source


@each_exercise
def test_the_stub_fails_each_check_and_says_where(stem, open_exercise):
    session = open_exercise(stem)
    stubs, checks = by_id(read(EXERCISES / f"{stem}.ipynb")), by_id(source_of(stem))
    for name in answers_of(stem):
        session.run(stubs[name])
        error = session.fail(checks[f"{name}-test"])
        assert (error.ename, error.evalue) == ("Error", "Not implemented"), name
        function = stubs[name].split("function ")[1].split("(")[0].split("<")[0]
        assert f"at {function} (cell [" in error.traceback, name
        session.run(checks[name])


@pytest.mark.parametrize(
    ("stem", "name", "wrong", "words"),
    WRONG_ANSWERS,
    ids=[f"{stem[:2]}-{name}-{at}" for at, (stem, name, *_) in enumerate(WRONG_ANSWERS)],
)
def test_a_wrong_answer_fails_with_words_that_teach(stem, name, wrong, words, open_exercise):
    session = open_exercise(stem)
    solutions = by_id(source_of(stem))
    session.run(wrong)
    error = session.fail(solutions[f"{name}-test"])
    assert (error.ename, words in error.evalue) == ("AssertionError", True), error.evalue
    session.run(solutions[name])
    session.run(solutions[f"{name}-test"])
