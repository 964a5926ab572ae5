import type { Page } from "playwright-core";
import { afterEach, expect, test } from "vitest";
import { notebookOf } from "../support/notebook.ts";
import { DebugQuestions } from "./debug-questions.ts";
import type { Lab } from "./lab.ts";
import { NotebookPage, photograph } from "./notebook-page.ts";
import { useLab } from "./use-lab.ts";

let lab: Lab;
let page: Page;
let questions: DebugQuestions;
useLab(async (started, browser) => {
  lab = started;
  page = await browser.newPage();
  questions = new DebugQuestions(page);
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await photograph(page, task.name);
});

/**
 * JupyterLab may look once more whether the debugger is on while it turns it on, and then takes the click back: a person clicks
 * again. Only once, and only if the kernel has answered everything.
 */
async function turnOn(): Promise<void> {
  const gutter = page.locator(".cm-breakpoint-gutter").first();
  await questions.answered();
  await page.locator(".jp-DebuggerBugButton").click();
  const isOn = await gutter.waitFor({ timeout: 10_000 }).then(
    () => true,
    () => false,
  );
  if (isOn) return;
  await questions.answered();
  await page.locator(".jp-DebuggerBugButton").click();
  await gutter.waitFor();
}

/** The line that is highlighted because the code stands there. */
async function standsAt(notebook: NotebookPage, cell: number, text: string) {
  await notebook
    .cell(cell)
    .locator(".jp-DebuggerEditor-highlight", { hasText: text })
    .waitFor();
}

/** A click beside a line: sets a breakpoint, or takes it away. */
async function clickGutter(notebook: NotebookPage, cell: number, line: number) {
  await notebook
    .cell(cell)
    .locator(".cm-gutter.cm-breakpoint-gutter .cm-gutterElement")
    // The first is there for its width.
    .nth(line)
    .click();
}

/** The red dot beside a line. */
const dot = (notebook: NotebookPage, cell: number, line: number) =>
  notebook
    .cell(cell)
    .locator(".cm-gutter.cm-breakpoint-gutter .cm-gutterElement")
    .nth(line)
    .locator(".cm-breakpoint-icon");

test("a breakpoint is set by a click, and the code stops, steps and goes on there", async () => {
  await lab.write(
    "debugger.ipynb",
    notebookOf([
      "function area(width: number, height: number): number {\n  const product: number = width * height\n  return product\n}",
      "const sides: number[] = [3, 4]\nconst found: number = area(sides[0]!, sides[1]!)\nfound",
    ]),
  );
  const notebook = await NotebookPage.open(page, lab.url, "debugger.ipynb");
  await notebook.kernelIs("idle");
  await turnOn();
  await clickGutter(notebook, 0, 2);
  await dot(notebook, 0, 2).waitFor();
  await notebook.menu("Run", "Run All Cells");

  await standsAt(notebook, 0, "const product");
  const sidebar = page.locator(".jp-DebuggerSidebar");
  await sidebar
    .locator(".jp-DebuggerCallstackFrame", { hasText: "area" })
    .waitFor();
  await sidebar
    .locator(".jp-DebuggerVariables", { hasText: "width" })
    .first()
    .waitFor();
  await photograph(page, "debugger-stopped");

  await page.keyboard.press("F10");
  await standsAt(notebook, 0, "return product");
  await sidebar
    .locator(".jp-DebuggerVariables-body .jp-TreeItem", { hasText: "product" })
    .filter({ hasText: "12" })
    .first()
    .waitFor();
  await photograph(page, "debugger-stepped");
  await page.keyboard.press("F9");
  await notebook.output(1).filter({ hasText: "12" }).waitFor();
  await notebook.kernelIs("idle");
  expect(await page.locator(".jp-DebuggerEditor-highlight").count()).toBe(0);
});

test("a breakpoint in a task of a pool stops in its thread or process; edited, its cell keeps it", async () => {
  await lab.write(
    "pool.ipynb",
    notebookOf([
      'import { ProcessPoolExecutor, ThreadPoolExecutor } from "romanesco"\nfunction task(n: number): number {\n  const square: number = n * n\n  return square\n}',
      "const threads = new ThreadPoolExecutor(1)\nconst answer: number = await threads.submit(task, 7)\nawait threads.shutdown()\nanswer",
      "const processes = new ProcessPoolExecutor(1)\nconst another: number = await processes.submit(task, 8)\nawait processes.shutdown()\nanother",
    ]),
  );
  const notebook = await NotebookPage.open(page, lab.url, "pool.ipynb");
  await notebook.kernelIs("idle");
  await turnOn();
  await clickGutter(notebook, 0, 3);
  await dot(notebook, 0, 3).waitFor();
  // One line further down.
  await notebook.cell(0).locator(".cm-line").first().click();
  await page.keyboard.press("Home");
  await page.keyboard.type("// squares");
  await page.keyboard.press("Enter");
  await dot(notebook, 0, 4).waitFor();
  await page
    .locator(".jp-DebuggerBreakpoints .jp-DebuggerBreakpoint-line", {
      hasText: "4",
    })
    .waitFor();
  await notebook.menu("Run", "Run All Cells");

  await standsAt(notebook, 0, "const square");
  await page
    .locator(".jp-DebuggerSidebar .jp-DebuggerCallstackFrame", {
      hasText: "task",
    })
    .waitFor();
  await photograph(page, "debugger-in-a-thread");
  await page.keyboard.press("F9");
  await notebook.output(1).filter({ hasText: "49" }).waitFor();

  await standsAt(notebook, 0, "const square");
  await page
    .locator(".jp-DebuggerVariables", { hasText: "8" })
    .first()
    .waitFor();
  await photograph(page, "debugger-in-a-process");
  await page.keyboard.press("F9");
  await notebook.output(2).filter({ hasText: "64" }).waitFor();
  expect(await notebook.output(1).textContent()).toContain("49");
});

test("breakpoints stay when the kernel is restarted; what nobody catches stops the code; variables are a table too", async () => {
  await lab.write(
    "restart.ipynb",
    notebookOf([
      'function half(n: number): number {\n  const result: number = n / 2\n  if (result < 1) throw new RangeError("too small")\n  return result\n}',
      "const four: number = half(8)\nfour",
      "half(1)",
    ]),
  );
  const notebook = await NotebookPage.open(page, lab.url, "restart.ipynb");
  await notebook.kernelIs("idle");
  await turnOn();
  await clickGutter(notebook, 0, 2);
  await dot(notebook, 0, 2).waitFor();
  // Runs all cells once the debugger is there again.
  await page.evaluate(() => {
    void (globalThis as unknown as App).jupyterapp.commands.execute(
      "debugger:restart-debug",
    );
  });
  await page.locator(".jp-Dialog .jp-mod-accept").click();
  await standsAt(notebook, 0, "const result");

  const sidebar = page.locator(".jp-DebuggerSidebar");
  await sidebar
    .locator(".jp-DebuggerCallstackFrame", { hasText: "Cell [1]" })
    .waitFor();
  await sidebar.locator(".jp-TableView-Button").click();
  await sidebar.locator(".jp-DebuggerVariables-grid").waitFor();
  await photograph(page, "debugger-restarted");
  await sidebar.locator(".jp-PauseOnExceptions").click();
  await page.locator(".lm-Menu-item", { hasText: "uncaught" }).click();
  await clickGutter(notebook, 0, 2);
  await dot(notebook, 0, 2).waitFor({ state: "detached" });
  await page.keyboard.press("F9");
  await standsAt(notebook, 0, "throw new RangeError");
  await photograph(page, "debugger-uncaught");
  await page.keyboard.press("F9");
  await notebook.output(2).filter({ hasText: "too small" }).waitFor();
  expect(await notebook.output(1).textContent()).toContain("4");
});

interface App {
  jupyterapp: { commands: { execute(command: string): Promise<void> } };
}
