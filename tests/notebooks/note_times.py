"""How long each notebook takes to read and to run, as the table in notebooks/README.md says.

`note_times.py NOTEBOOK...` puts the times of a run into the table, and takes them out of the notebooks.
"""

import math
import re
import sys
from datetime import datetime
from pathlib import Path

import nbformat

FOLDER = Path(__file__).parents[2] / "notebooks"
TABLE = FOLDER / "README.md"
NOTEBOOKS = sorted(FOLDER.glob("[0-9]*.ipynb")) + sorted(
    FOLDER.glob("tutorials/*.ipynb")
)
ROW = re.compile(r"^\| \[[^\]]+\]\(([^)]+\.ipynb)\) +\| +(\d+) \| +(\d+|–) \|$", re.M)

# A student who reads on: words and lines of code per minute, minutes for a figure.
WORDS, LINES, FIGURE = 200, 30, 1 / 3
NO_WORDS = re.compile(r"\]\([^)]*\)|<[^>]+>|```.*?```", re.S)


def reading_minutes(notebook):
    """By what there is to read, rounded up to five minutes."""
    minutes = 0.0
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            minutes += len(NO_WORDS.sub(" ", cell.source).split()) / WORDS
            continue
        minutes += sum(1 for line in cell.source.splitlines() if line.strip()) / LINES
        minutes += FIGURE * sum(
            "image/png" in output.get("data", {}) for output in cell.outputs
        )
    return 5 * math.ceil(minutes / 5)


def running_seconds(notebook):
    """From the first cell's start to the last one's end; None where no times were kept."""
    times = [
        datetime.fromisoformat(at.replace("Z", "+00:00"))
        for cell in notebook.cells
        for at in cell.metadata.get("execution", {}).values()
    ]
    return math.ceil((max(times) - min(times)).total_seconds()) if times else None


def rows():
    """Minutes of reading and seconds of running, by notebook; the latter None before it was timed."""
    found = ROW.findall(TABLE.read_text())
    return {
        path: (int(minutes), None if seconds == "–" else int(seconds))
        for path, minutes, seconds in found
    }


def link(path):
    cells = nbformat.read(FOLDER / path, as_version=4).cells
    return f"[{cells[0].source.splitlines()[0].removeprefix('# ')}]({path})"


def row(path, seconds, width):
    minutes = reading_minutes(nbformat.read(FOLDER / path, as_version=4))
    return f"| {link(path):<{width}} | {minutes:>16} | {seconds or '–':>16} |"


def main(paths):
    taken = {path: seconds for path, (_, seconds) in rows().items()}
    for path in map(Path, paths):
        notebook = nbformat.read(path, as_version=4)
        seconds = running_seconds(notebook)
        if seconds is not None:
            taken[path.resolve().relative_to(FOLDER.resolve()).as_posix()] = seconds
        for cell in notebook.cells:
            cell.metadata.pop("execution", None)
        nbformat.write(notebook, path)
    width = max(len(link(path)) for path in taken)
    rewritten = ROW.sub(
        lambda found: row(found[1], taken[found[1]], width), TABLE.read_text()
    )
    TABLE.write_text(rewritten)


if __name__ == "__main__":
    main(sys.argv[1:])
