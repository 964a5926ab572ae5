"""A notebook that is run by nbclient, as nbconvert and graders run one."""

import nbformat
from client import TIMEOUT
from nbclient import NotebookClient


def run(*cells, **options):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in cells])
    NotebookClient(notebook, kernel_name="conformance", allow_errors=True, **options).execute()
    return [cell["outputs"] for cell in notebook.cells]


def test_a_cell_that_takes_too_long_is_interrupted_and_the_notebook_goes_on():
    _, spun, kept = run(
        "let turns = 0",
        "// spins\nwhile (true) turns++",
        "turns > 0",
        timeout_func=lambda cell: 2 if "spins" in cell["source"] else 60,
        interrupt_on_timeout=True,
    )
    assert [output["ename"] for output in spun] == ["Interrupted"]
    assert kept[0]["data"]["text/plain"] == "true"


def test_everything_a_cell_prints_is_in_its_outputs():
    (outputs,) = run("for (let i = 0; i < 5000; i++) console.log(i); display('shown'); 1", timeout=TIMEOUT)
    *streams, shown, result = outputs
    assert "".join(output["text"] for output in streams) == "".join(f"{i}\n" for i in range(5000))
    assert (shown["output_type"], result["output_type"]) == ("display_data", "execute_result")


def test_controls_are_saved_as_they_stood_last_and_a_line_says_where_they_move():
    shown, _, followed = run(
        "import { interact, slider } from 'romanesco'; const n = slider({ label: 'n', max: 9 }); n",
        "n.value = 7",
        "interact({ n }, ({ n }) => `twice ${2 * n}`)",
        timeout=TIMEOUT,
    )
    line = "The controls move where jupyterlab_widgets and anywidget are installed and the cell has been run."
    (data,) = [output["data"] for output in shown]
    assert "<b>7</b>" in data["text/html"] and line in data["text/html"]
    assert data["text/plain"] == f"n: 7 (0 to 9)\n{line}"
    controls, made = [output["data"]["text/plain"] for output in followed]
    assert controls == data["text/plain"]
    assert "twice 14" in made
