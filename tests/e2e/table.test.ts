import type { Page } from "playwright-core";
import { afterEach, expect, test } from "vitest";
import { notebookOf } from "../support/notebook.ts";
import { NotebookPage, photograph } from "./notebook-page.ts";
import { useLab } from "./use-lab.ts";

let page: Page;
useLab(async (lab, browser) => {
  page = await browser.newPage();
  await lab.write(
    "table.ipynb",
    notebookOf([
      "Array.from({ length: 100_000 }, (_, n) => ({ n, name: `row ${n}`, rest: n % 7 }))",
    ]),
  );
  const notebook = await NotebookPage.open(page, lab.url, "table.ipynb");
  await notebook.kernelIs("idle");
  await notebook.menu("Run", "Run All Cells");
  await notebook.ran(0, 1);
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await photograph(page, task.name);
});

const table = () => page.locator(".romanesco-table");
const cell = (text: string) =>
  table().getByRole("cell", { name: text, exact: true });

test("a table of 100,000 rows is scrolled to row 90,000, sorted and filtered", async () => {
  await cell("row 0").waitFor();
  await table()
    .locator(".romanesco-table-rows")
    .evaluate((rows: { scrollTop: number }) => (rows.scrollTop = 90_000 * 24));
  await cell("row 90000").waitFor();
  await photograph(page, "table-scrolled");
  await table().getByTitle("Sort by n", { exact: true }).click();
  await table().getByTitle("Sort by n", { exact: true }).click();
  await cell("row 99999").waitFor();
  await table().getByLabel("Filter rows").fill("ROW 123");
  await table().getByText("111 of 100,000 rows").waitFor();
  await cell("row 12399").waitFor();
  await photograph(page, "table");
  expect(await cell("row 99999").count()).toBe(0);
});
