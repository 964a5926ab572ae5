# What nbgrader has to know to take TypeScript notebooks; run its commands in this folder.
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearOutput,
    DeduplicateIds,
    OverwriteCells,
    OverwriteKernelspec,
)

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = "parallel-typescript"

# By language; setting the table replaces nbgrader's own, so Python stands here too. "romanesco release" has the same stubs.
c.ClearSolutions.code_stub = {
    "typescript": "// YOUR CODE HERE\nthrow new Error('Not implemented');",
    "javascript": "// YOUR CODE HERE\nthrow new Error('Not implemented');",
    "python": "# YOUR CODE HERE\nraise NotImplementedError()",
}

# Seconds for a cell. A cell that never ends is interrupted, scores nothing, and the next one runs.
c.Execute.timeout = 180
c.Execute.interrupt_on_timeout = True

# By kernel name.
c.InstantiateTests.comment_strs = {"romanesco": "//", "python3": "#"}
c.InstantiateTests.sanitizers = {
    "romanesco": lambda text: text.strip("'").strip('"'),
    "python3": lambda text: text.strip("'").strip('"'),
}



class OverwriteTypeScriptCells(OverwriteCells):
    """Puts deleted tests back with a notice that is a comment in TypeScript too; nbgrader's begins with "# "."""

    def preprocess(self, nb, resources):
        self.language = nb.metadata.get("kernelspec", {}).get("language")
        return super().preprocess(nb, resources)

    def missing_cell_transform(self, *args, **kwargs):
        cell = super().missing_cell_transform(*args, **kwargs)
        if self.language in ("typescript", "javascript") and cell.source.startswith("# "):
            cell.source = "//" + cell.source[1:]
        return cell


c.Autograde.sanitize_preprocessors = [
    ClearOutput,
    DeduplicateIds,
    OverwriteKernelspec,
    OverwriteTypeScriptCells,
    CheckCellMetadata,
]
c.OverwriteCells.add_missing_cells = True

# The zip files that "romanesco submit" writes: STUDENT_ASSIGNMENT_TIME.zip, with the notebook inside.
c.FileNameCollectorPlugin.valid_ext = [".ipynb", ".json", ".txt"]
c.FileNameCollectorPlugin.named_regexp = (
    r"(?:.*[/\\])?(?P<student_id>[A-Za-z0-9._@-]+)_(?P<assignment>[A-Za-z0-9-]+)"
    r"_(?P<timestamp>\d{4}-\d{2}-\d{2}T\d{6}Z)[/\\](?P<file_id>[^/\\]+)\.\w+$"
)
