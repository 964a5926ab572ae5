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
