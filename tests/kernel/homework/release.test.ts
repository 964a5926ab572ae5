import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { run } from "../../../kernel/homework/commands/release.ts";
import { writeNotebook } from "../../../kernel/homework/format/write-notebook.ts";
import { answer, check, notebook } from "./format/samples.ts";
import { printed } from "../support/printed.ts";

let folder: string;
let source: string;
let out: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "romanesco-release-"));
  source = join(folder, "in");
  out = join(folder, "out");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const solved = writeNotebook(
  notebook([answer("a", "const secret = 1;"), check("b", 1, "a")]),
);
function write(name: string, content: string | Buffer = solved): string {
  const file = join(folder, name);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, content);
  return file;
}
const release = (...args: string[]) => printed(run, ...args);
const list = (place: string): string[] =>
  readdirSync(place, { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && entry.name !== ".romanesco-release.json",
    )
    .map((entry) => relative(place, join(entry.parentPath, entry.name)))
    .sort();

test("releases notebooks at any depth, leaves out what programs leave behind, and lists what it copies", async () => {
  write("in/a.ipynb");
  write("in/more/deep/B.IPYNB");
  write("in/data/x.csv", "1");
  write("in/.ipynb_checkpoints/a-checkpoint.ipynb");
  write("in/more/__pycache__/x.pyc", "1");
  write("in/.env", "password");
  const { code, out: said } = await release(source, out);
  expect([code, list(out)]).toEqual([
    0,
    ["a.ipynb", "data/x.csv", "more/deep/B.IPYNB"],
  ]);
  expect(said).toContain(`copied ${join(out, "data", "x.csv")}`);
  for (const name of ["a.ipynb", "more/deep/B.IPYNB"])
    expect(readFileSync(join(out, name), "utf8")).not.toContain("secret");
});

test("is what the source is: removes what an earlier release wrote, and no more", async () => {
  write("in/a.ipynb");
  write("in/old.txt", "1");
  write("in/edited.txt", "1");
  await release(source, out);
  write("out/edited.txt", "2");
  rmSync(join(source, "old.txt"));
  rmSync(join(source, "edited.txt"));
  const { out: said } = await release(source, out, "--force");
  expect(list(out)).toEqual(["a.ipynb", "edited.txt"]);
  expect(said).toContain(`removed ${join(out, "old.txt")}`);
  expect(said).toContain(`left there: ${join(out, "edited.txt")}`);
});

test("never replaces the source, by whatever path or link it is named, and does not invite to it", async () => {
  const file = write("in/a.ipynb");
  symlinkSync(source, join(folder, "alias"));
  mkdirSync(out);
  linkSync(file, join(out, "a.ipynb"));
  const tries = [
    [file, source],
    [file, source, "--force"],
    [file, join(folder, "alias", "a.ipynb"), "--force"],
    [join(folder, "alias"), source, "--force"],
    [source, join(source, "students"), "--force"],
    [source, out, "--force"],
    [file, out, "--force"],
  ];
  for (const args of tries) {
    const { code, err } = await release(...args);
    expect([code, err.includes("--force")]).not.toContain(0);
    expect(err).toMatch(/is the source itself|would replace|inside the source/);
    expect(err).not.toContain("To write over it");
  }
  expect(readFileSync(file, "utf8")).toBe(solved);
});

test("writes in place of a link, not through it, and copies what links of the source lead to", async () => {
  write("in/a.ipynb");
  const elsewhere = write("elsewhere.ipynb", "precious");
  symlinkSync(write("shared.csv", "1"), join(source, "shared.csv"));
  mkdirSync(out);
  symlinkSync(elsewhere, join(out, "a.ipynb"));
  expect((await release(source, out, "--force")).code).toBe(0);
  expect(readFileSync(elsewhere, "utf8")).toBe("precious");
  expect(list(out)).toEqual(["a.ipynb", "shared.csv"]);
  symlinkSync(join(folder, "gone"), join(source, "gone"));
  expect((await release(source, out, "--force")).err).toContain(
    "leads nowhere",
  );
});

test.each<[what: string, prepare: () => void, message: string]>([
  ["without a notebook", () => write("in/x.txt", "1"), "no notebook in"],
  [
    "with a file that is not UTF-8",
    () =>
      write(
        "in/a.ipynb",
        Buffer.from(solved.replace("secret", "\xe9"), "latin1"),
      ),
    "is not UTF-8",
  ],
  [
    "with a link to a folder above",
    () => symlinkSync(".", join(source, "loop")),
    "a link to a folder above",
  ],
])("refuses a folder %s, and writes nothing", async (_, prepare, message) => {
  mkdirSync(source);
  prepare();
  const { code, err } = await release(source, out);
  expect([code, err]).toEqual([1, expect.stringContaining(message)]);
  expect(existsSync(out)).toBe(false);
});

test("writes the assignment's name into the notebook, that of nbgrader's folder too; reads a byte order mark", async () => {
  write("source/hw1/homework.ipynb", `\uFEFF${solved}`);
  await release(join(folder, "source", "hw1"), out);
  const text = readFileSync(join(out, "homework.ipynb"), "utf8");
  const { metadata } = JSON.parse(text) as { metadata: object };
  expect(metadata).toMatchObject({
    romanesco: { assignment: "hw1", notebook: "homework", questions: ["b"] },
  });
});
