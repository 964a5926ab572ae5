import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Browser } from "../labextension/browser.ts";
import { notebookOf } from "../support/notebook.ts";
import type { Lab } from "./lab.ts";
import { NotebookPage, photograph } from "./notebook-page.ts";
import { useLab } from "./use-lab.ts";

let lab: Lab;
let browser: Browser;
let page: Page;
useLab((...started) => {
  [lab, browser] = started;
});
beforeEach(async () => {
  page = await browser.newPage();
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await photograph(page, task.name);
  await page.close();
});

test("underlines a mistake while it is typed, says what it is on hover, also beside a cell that spins, and forgets it when it is put right", async () => {
  await lab.write(
    "marks.ipynb",
    notebookOf([
      "const total = [1, 2, 3].length",
      "while (total) {}",
      "",
      "const later: string = total",
    ]),
  );
  const notebook = await NotebookPage.open(page, lab.url, "marks.ipynb");
  await notebook.kernelIs("idle");
  const mistake = (cell: number) =>
    notebook.cell(cell).locator(".cm-lintRange-error").first();
  await mistake(3).waitFor();

  await notebook.menu("Run", "Run All Cells");
  await notebook.kernelIs("busy");
  await notebook.cell(2).locator(".cm-content").click();
  await page.keyboard.type("total.trim()");
  await mistake(2).waitFor();
  expect(await mistake(2).innerText()).toBe("trim");
  await notebook.cell(2).locator(".cm-lint-marker-error").waitFor();
  await mistake(2).hover();
  await page
    .locator(".cm-tooltip-lint", { hasText: "does not exist on type 'number'" })
    .waitFor();
  await photograph(page, "marks");
  for (let count = 0; count < "trim()".length; count++)
    await page.keyboard.press("Backspace");
  await page.keyboard.type("toFixed()");
  await mistake(2).waitFor({ state: "detached" });
  await notebook.press("notebook:interrupt-kernel");
});

test("tells on hover what a name is and in a call what it takes, goes to its definition by F12, and renames it in three cells, which one undo takes back", async () => {
  const cells = [
    "/** All of them. */\nconst total = [1, 2, 3].length",
    "const twice = total * 2",
    "console.log({ total })",
  ];
  await lab.write("names.ipynb", notebookOf(cells));
  const notebook = await NotebookPage.open(page, lab.url, "names.ipynb");
  await notebook.kernelIs("idle");
  const text = (cell: number) =>
    notebook.cell(cell).locator(".cm-content").innerText();
  // Cells have what is asked here once they were looked at.
  await notebook.cell(1).locator(".cm-gutter-lint").waitFor();
  const name = notebook.cell(1).getByText("total", { exact: false }).last();
  await name.hover({ position: { x: 135, y: 8 } });
  await page
    .locator(".cm-romanesco-docs", { hasText: "All of them." })
    .waitFor();
  await photograph(page, "hover");

  await notebook.cell(2).locator(".cm-content").click();
  await page.keyboard.press("End");
  for (let left = 0; left < 4; left++) await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("F2");
  await page.locator(".jp-Dialog input").fill("sum");
  await page.keyboard.press("Enter");
  await expect.poll(() => text(2)).toBe("console.log({ total: sum })");
  expect(await text(0)).toContain("const sum = ");
  expect(await text(1)).toBe("const twice = sum * 2");
  await page.keyboard.press("Control+z");
  await expect.poll(() => text(2)).toBe("console.log({ total })");
  expect(await text(0)).toContain("const total = ");
  expect(await text(1)).toBe("const twice = total * 2");

  await page.keyboard.press("End");
  for (let left = 0; left < 4; left++) await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("F12");
  await notebook.cell(0).locator(".cm-editor.cm-focused").waitFor();
  await page.keyboard.type("all");
  await expect.poll(() => text(0)).toContain("const all = ");
  await notebook.cell(1).locator(".cm-content").click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("; twice.toFixed(");
  await page
    .locator(".cm-romanesco-docs strong", { hasText: "fractionDigits" })
    .waitFor();
  await photograph(page, "names");
});

test("lists by Shift-F12 where a name is used, in cells and in a file, and goes to the file's line by F12", async () => {
  const file = "// One.\nexport const near = 1;\n";
  await writeFile(join(lab.folder, "near.ts"), file);
  const cells = ["import { near } from './near.ts'", "near + 1", "near * 2"];
  await lab.write("places.ipynb", notebookOf(cells));
  const notebook = await NotebookPage.open(page, lab.url, "places.ipynb");
  await notebook.kernelIs("idle");
  await notebook.cell(1).locator(".cm-gutter-lint").waitFor();
  await notebook.cell(1).locator(".cm-content").click();
  await page.keyboard.press("Home");
  await page.keyboard.press("Shift+F12");
  const places = page.locator(".cm-romanesco-places button");
  await places.last().waitFor();
  await photograph(page, "references");
  expect(await places.allInnerTexts()).toEqual([
    expect.stringContaining("import { near }"),
    expect.stringContaining("near + 1"),
    expect.stringContaining("near * 2"),
    expect.stringContaining("near.ts:2"),
  ]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await notebook.cell(2).locator(".cm-editor.cm-focused").waitFor();
  await places.first().waitFor({ state: "detached" });

  await page.keyboard.press("Home");
  await page.keyboard.press("F12");
  await page.locator(".jp-FileEditor .cm-editor.cm-focused").waitFor();
  await page
    .locator(".jp-StatusBar-TextItem", { hasText: "Ln 2, Col 14" })
    .waitFor();
});

test("marks the cells that a cell run again makes stale, says why, and runs them in order", async () => {
  const cells = ["let n = Date.now()", "const m = n + 1", "m - n"];
  await lab.write("stale.ipynb", notebookOf(cells));
  const notebook = await NotebookPage.open(page, lab.url, "stale.ipynb");
  await notebook.kernelIs("idle");
  await notebook.menu("Run", "Run All Cells");
  await notebook.ran(2, 3);
  const prompt = (cell: number) =>
    notebook.cell(cell).locator(".jp-InputPrompt");
  await expect
    .poll(() => prompt(1).getAttribute("title"))
    .toBe("Declares m\nUses n [1]");
  const stale = page.locator(".jp-Cell.romanesco-stale");
  expect(await stale.count()).toBe(0);

  await notebook.cell(0).locator(".cm-content").click();
  await page.keyboard.press("Control+Enter");
  await notebook.ran(0, 4);
  await stale.nth(1).waitFor();
  expect(await prompt(2).getAttribute("title")).toMatch(
    /^Stale: m, n set anew since it ran\n/,
  );
  await photograph(page, "stale");
  await notebook.menu("Run");
  await photograph(page, "stale-menu");
  await notebook.menu("Run Stale Cells");
  await notebook.ran(1, 5);
  await notebook.ran(2, 6);
  await stale.first().waitFor({ state: "detached" });
});

test("lists the variables beside the notebook, anew after each cell, filters them, and shows one that is clicked", async () => {
  const cells = [
    "const list = Array.from({ length: 30 }, (_, id) => ({ id })), pi = 3.14",
    "const later = new Map([['a', 1]])",
  ];
  await lab.write("variables.ipynb", notebookOf(cells));
  const notebook = await NotebookPage.open(page, lab.url, "variables.ipynb");
  await notebook.kernelIs("idle");
  await page.locator('.lm-TabBar-tab[title="Variables"]').click();
  await notebook.cell(0).locator(".cm-content").click();
  await page.keyboard.press("Shift+Enter");
  const panel = page.locator(".jp-RomanescoVariables");
  const rows = panel.locator(".jp-RomanescoVariables-list tbody tr");
  await rows.filter({ hasText: "pi" }).waitFor();
  await page.keyboard.press("Shift+Enter");
  await rows.filter({ hasText: 'Map1{"a" => 1}' }).waitFor();
  expect(await rows.count()).toBe(3);
  await rows.filter({ hasText: "list" }).click();
  await panel.locator(".jp-RomanescoVariables-value table").waitFor();
  await photograph(page, "variables");
  await panel.locator("input").fill("arr");
  await expect.poll(() => rows.count()).toBe(1);
});

test("offers to put right what is marked, below the message", async () => {
  await lab.write("fixes.ipynb", notebookOf(["basename('a/b')"]));
  const notebook = await NotebookPage.open(page, lab.url, "fixes.ipynb");
  await notebook.kernelIs("idle");
  const mistake = notebook.cell(0).locator(".cm-lintRange-error").first();
  await mistake.hover();
  const fix = page.locator(".cm-diagnosticAction", { hasText: "node:path" });
  await fix.waitFor();
  await photograph(page, "fixes");
  await fix.click();
  await expect
    .poll(() => notebook.cell(0).locator(".cm-content").innerText())
    .toBe(`import { basename } from "node:path";\nbasename('a/b')`);
  await mistake.waitFor({ state: "detached" });

  await page.keyboard.press("Control+End");
  await page.keyboard.type(".toUppercase()");
  await mistake.waitFor();
  for (let left = 0; left < 3; left++) await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Control+.");
  await expect
    .poll(() => notebook.cell(0).locator(".cm-content").innerText())
    .toContain(".toUpperCase()");
});

test("imports a name that is chosen from the completions", async () => {
  await lab.write("imports.ipynb", notebookOf(["const here = 'a/b.ts'"]));
  const notebook = await NotebookPage.open(page, lab.url, "imports.ipynb");
  await notebook.kernelIs("idle");
  await notebook.cell(0).locator(".cm-gutter-lint").waitFor();
  await notebook.cell(0).locator(".cm-content").click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("; basena");
  await page.keyboard.press("Tab");
  await page.locator(".jp-Completer-item", { hasText: "basename" }).waitFor();
  await page.keyboard.press("Enter");
  const text = () => notebook.cell(0).locator(".cm-content").innerText();
  await expect
    .poll(text)
    .toBe(
      `import { basename } from "node:path";\nconst here = 'a/b.ts'; basename`,
    );
  await page.keyboard.type("(here)");
  await expect.poll(text).toContain("; basename(here)");
});

test("formats a cell by its keys and all of them by the button, where the cursor stays and one undo takes it back, and when saving if that is set", async () => {
  await mkdir(join(lab.folder, "node_modules"));
  await symlink(
    resolve("node_modules/prettier"),
    join(lab.folder, "node_modules/prettier"),
  );
  await writeFile(join(lab.folder, ".prettierrc"), "singleQuote: true");
  await lab.set("romanesco-labextension", "editor", { formatOnSave: true });
  const cells = ['const a=["b"]', "a .length", "a.map(", "%cd  .\na [0]"];
  const formatted = [
    "const a = ['b'];",
    "a.length;",
    "a.map(",
    "%cd  .\na[0];",
  ];
  await lab.write("format.ipynb", notebookOf(cells));
  const notebook = await NotebookPage.open(page, lab.url, "format.ipynb");
  await notebook.kernelIs("idle");
  const texts = () =>
    Promise.all(
      cells.map((_, index) =>
        notebook.cell(index).locator(".cm-content").innerText(),
      ),
    );
  await notebook.cell(1).locator(".cm-content").click();
  await page.keyboard.press("End");
  await page.keyboard.press("Alt+Shift+F");
  await expect
    .poll(texts)
    .toEqual([cells[0], formatted[1], cells[2], cells[3]]);
  await page.keyboard.type("!");
  await expect.poll(async () => (await texts())[1]).toBe("a.length!;");
  await page.keyboard.press("Backspace");

  await notebook.press("romanesco:format-notebook");
  await expect.poll(texts).toEqual(formatted);
  await photograph(page, "formatted");
  await notebook.cell(0).locator(".cm-content").click();
  await page.keyboard.press("Control+z");
  await expect
    .poll(texts)
    .toEqual([cells[0], formatted[1], cells[2], cells[3]]);

  await page.keyboard.press("Control+s");
  await expect.poll(texts).toEqual(formatted);
  const saved = async () =>
    (await lab.read("format.ipynb")).cells.map(({ source }) =>
      [source].flat().join(""),
    );
  await expect.poll(saved).toEqual(formatted);
});
