import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hideSecrets } from "../../../kernel/homework/marks/hide-secrets.ts";
import { readNamedFiles } from "../../../kernel/homework/collecting/named-files.ts";
import { printable } from "../../../kernel/homework/files/printable.ts";
import { readSource } from "../../../kernel/homework/grading/read-source.ts";
import { release } from "../../../kernel/homework/format/pipeline.ts";
import { writeNotebook } from "../../../kernel/homework/format/write-notebook.ts";
import { source } from "../../homework/small-course.ts";
import { cell, check, notebook } from "./format/samples.ts";

function inFolder(body: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "romanesco-texts-"));
  try {
    body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("feedback shows neither hidden tests nor mark schemes, nor lines that quote them", () => {
  const secret = "assert(add(2, 2) === 4);";
  const test = check(
    "t",
    1,
    `assert(true);\n// BEGIN HIDDEN TESTS\n${secret}\n}\n// END HIDDEN TESTS`,
  );
  test.outputs = [
    {
      ...{ output_type: "error", ename: "AssertionError", evalue: "no" },
      traceback: [
        "\x1b[31mfalsy:\x1b[0m",
        "  assert(\x1b[1madd\x1b[0m(2, 2) === 4)",
        "at }",
      ],
    },
  ];
  const task = cell(
    "markdown",
    "Do\nBEGIN MARK SCHEME\n2 for x\nEND MARK SCHEME",
    {
      ...{ id: "task", task: true, locked: true, points: 2 },
    },
  );
  const own = cell("code", "// END HIDDEN TESTS");
  const { notebook: shown, hide } = hideSecrets(notebook([test, task, own]));
  expect(shown.cells.map((each) => each.source)).toEqual([
    "assert(true);",
    "Do",
    "// END HIDDEN TESTS",
  ]);
  expect(shown.cells[0]!.outputs).toMatchObject([
    { traceback: ["\x1b[31mfalsy:\x1b[0m", "(a hidden test)", "at }"] },
  ]);
  expect(hide("AssertionError: assert(add(2, 2) === 4)")).toBe(
    "(a hidden test)",
  );
});

test("a submission hands in the files that the student's own cells name, and no others", () => {
  inFolder((folder) => {
    mkdirSync(join(folder, "data", ".git"), { recursive: true });
    for (const name of [
      "a.csv",
      "data/b.csv",
      "data/.git/c",
      "private.txt",
      "course.csv",
    ])
      writeFileSync(join(folder, name), "1");
    writeFileSync(join(folder, "huge.bin"), Buffer.alloc(21_000_000));
    const homework = notebook([
      cell(
        "code",
        `read("./a.csv"); list('data'); read(\`huge.bin\`); read("../../x", "/etc/passwd", ".", "gone")`,
      ),
      cell("code", 'read("course.csv")', { id: "setup", locked: true }),
      cell("markdown", '"private.txt"'),
    ]);
    const { files, tooLarge } = readNamedFiles(homework, folder);
    expect(Object.keys(files)).toEqual(["a.csv", "data/b.csv"]);
    expect(tooLarge).toEqual(["huge.bin"]);
  });
});

test("refuses the students' copy in place of the source", () => {
  inFolder((folder) => {
    const file = join(folder, "small.ipynb");
    writeFileSync(file, writeNotebook(source));
    expect(readSource(file).cells).toHaveLength(source.cells.length);
    writeFileSync(file, writeNotebook(release(source)));
    expect(() => readSource(file)).toThrow("the students' copy");
  });
});

test("prints nothing that moves a terminal's cursor or turns its text around", () => {
  expect(printable("a\x1b[2Jb\u202ec\r\nd\u2028e")).toBe("a [2Jb c d e");
});
