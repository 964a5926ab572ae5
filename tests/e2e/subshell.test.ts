import type { Page } from "playwright-core";
import { afterEach, expect, test } from "vitest";
import { notebookOf } from "../support/notebook.ts";
import type { Lab } from "./lab.ts";
import { hasSubshell, NotebookPage, photograph } from "./notebook-page.ts";
import { useLab } from "./use-lab.ts";

let lab: Lab;
let page: Page;
useLab(async (started, browser) => {
  lab = started;
  page = await browser.newPage();
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await photograph(page, task.name);
});

test("a subshell console answers while a cell runs, with the notebook's variables", async () => {
  await lab.write(
    "subshell.ipynb",
    notebookOf([
      "let rounds = 0; let stop = false",
      `while (!stop) {
  rounds++
  await new Promise((resolve) => setTimeout(resolve, 10))
}
console.log("stopped by the console")`,
    ]),
  );
  const notebook = await NotebookPage.open(page, lab.url, "subshell.ipynb");
  await notebook.kernelIs("idle");
  await notebook.menu("Run", "Run All Cells");
  await notebook.ran(0, 1);
  await notebook.kernelIs("busy");

  await notebook.cell(0).click({ button: "right" });
  await page.getByText("New Subshell Console for Notebook").click();
  const subshell = page.locator(".jp-CodeConsole");
  await subshell.locator(".jp-CodeConsole-promptCell").click();
  await hasSubshell(page);
  await page.keyboard.type("console.log(rounds > 0); stop = true");
  await page.keyboard.press("Shift+Enter");

  await subshell
    .locator(".jp-OutputArea-output", { hasText: "true" })
    .first()
    .waitFor();
  await notebook
    .output(1)
    .filter({ hasText: "stopped by the console" })
    .waitFor();
  await photograph(page, "subshell");
  expect(await subshell.innerText()).not.toContain("stopped by the console");
});
