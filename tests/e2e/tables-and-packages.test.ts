import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { notebookOf } from "../support/notebook.ts";
import { Registry } from "../support/registry.ts";
import type { Lab } from "./lab.ts";
import { NotebookPage, photograph } from "./notebook-page.ts";
import { useLab } from "./use-lab.ts";

const registry = new Registry();
const before = { ...process.env };
beforeAll(async () => {
  const settings = await registry.open([
    {
      manifest: { name: "tree", version: "1.4.0", type: "module" },
      files: { "index.js": "export const grow = (n) => `grown ${n}`;" },
    },
  ]);
  Object.assign(process.env, settings);
});
afterAll(() => {
  process.env = before;
  registry.close();
});

let lab: Lab;
let page: Page;
useLab(async (its, browser) => {
  lab = its;
  page = await browser.newPage();
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await photograph(page, task.name);
});

async function runAll(name: string, cells: string[]): Promise<NotebookPage> {
  await lab.write(name, notebookOf(cells));
  const notebook = await NotebookPage.open(page, lab.url, name);
  await notebook.kernelIs("idle");
  await notebook.menu("Run", "Run All Cells");
  await notebook.ran(cells.length - 1, cells.length);
  return notebook;
}

const table = () => page.locator(".romanesco-table");
const cell = (text: string) =>
  table().getByRole("cell", { name: text, exact: true });

test("a table of 100,000 rows is scrolled to row 90,000, sorted and filtered", async () => {
  await runAll("table.ipynb", [
    "Array.from({ length: 100_000 }, (_, n) => ({ n, name: `row ${n}`, rest: n % 7 }))",
  ]);
  await cell("row 0").waitFor();
  await table()
    .locator(".romanesco-table-rows")
    .evaluate((rows: { scrollTop: number }) => (rows.scrollTop = 90_000 * 24));
  await cell("row 90000").waitFor();
  await photograph(page, "table-scrolled");
  const byN = table().getByRole("button", { name: /^n\b/ });
  await byN.press("Enter");
  await cell("row 0").waitFor();
  // The head was drawn anew, and the hand is still there.
  await page.keyboard.press("Enter");
  await cell("row 99999").waitFor();
  await table().getByLabel("Filter rows").fill("ROW 123");
  await table().getByText("111 of 100,000 rows").waitFor();
  await cell("row 12399").waitFor();
  await photograph(page, "table");
  expect(await cell("row 99999").count()).toBe(0);
});

test("a package that a cell imports is installed once: the next notebook has it without a network", async () => {
  const cells = ['import { grow } from "npm:tree@1";\ngrow(2)'];
  const first = await runAll("first.ipynb", cells);
  await first.output(0).getByText("Installed tree 1.4.0").waitFor();
  await first.output(0).getByText("'grown 2'").waitFor();
  await photograph(page, "package-installed");
  registry.close();
  const second = await runAll("second.ipynb", cells);
  await second.output(0).getByText("'grown 2'").waitFor();
  await photograph(page, "package-offline");
  expect(await second.output(0).allInnerTexts()).toEqual(["'grown 2'"]);
});
