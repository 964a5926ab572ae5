import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterEach, expect, test } from "vitest";
import type { Browser } from "../labextension/browser.ts";
import type { Cell, Lab, Notebook } from "./lab.ts";
import { NotebookPage, photograph } from "./notebook-page.ts";
import { useLab } from "./use-lab.ts";

const folder = "notebooks";
// Every notebook is run by nbclient; here are those with most to show: an error on purpose, pictures, every kind of figure, pools.
// Those that take minutes are for `make nightly`.
const names = ["00-start-here.ipynb"];
if (process.env["LECTURE"] === "whole")
  names.push("01-dynamic-programming.ipynb", "02-complexity-wall.ipynb");
// Marks of the data, whatever the kind of figure.
const drawn = ".main-svg :is(.mlayer, .layer-below) :is(path, image)";
const plotly = "application/vnd.plotly.v1+json";

let lab: Lab;
let browser: Browser;
let page: Page;
useLab(async (...started) => {
  [lab, browser] = started;
  // The exercises' tests may be running in their folder.
  const filter = (path: string) => !path.startsWith(join(folder, "exercises"));
  await cp(folder, lab.folder, { recursive: true, filter });
  await lab.attachAllCells();
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await photograph(page, task.name);
  await page.close();
});

test.each(names)(
  "%s runs from top to bottom in JupyterLab, with every figure drawn",
  async (name) => {
    const checkedIn = JSON.parse(
      await readFile(join(folder, name), "utf8"),
    ) as Notebook;
    page = await browser.newPage();
    const notebook = await NotebookPage.open(page, lab.url, name);
    await notebook.kernelIs("idle");
    await notebook.menu("Edit", "Clear Outputs of All Cells");
    expect(await page.locator(".jp-OutputArea-output").count()).toBe(0);
    await notebook.menu("Run", "Run All Cells");

    for (const [index, { execution_count: count }] of checkedIn.cells.entries())
      if (typeof count === "number") await notebook.ran(index, count);

    for (const [index, cell] of checkedIn.cells.entries()) {
      if (isForeign(cell)) continue;
      const figures = notebook.cell(index).locator(".jp-RenderedPlotly");
      expect(await figures.count()).toBe(countFigures(cell));
      // A figure out of view is drawn when a person comes there.
      for (const figure of await figures.all()) {
        await figure.scrollIntoViewIfNeeded();
        await figure.locator(drawn).first().waitFor({ state: "attached" });
      }
    }
    await photograph(page, `lecture ${name}`);

    await page.keyboard.press("Control+s");
    await keepsWhatWasRun(name, checkedIn);
    expect((await lab.read(name)).cells.map(summarize)).toEqual(
      checkedIn.cells.map(summarize),
    );
    expect(browser.foreignRequests).toEqual([]);
  },
  300_000,
);

/** The index counts every cell, the notebook remembers them, and the keyboard opens the list and leaves it. */
async function keepsWhatWasRun(name: string, { cells }: Notebook) {
  const code = cells.filter(({ cell_type: type }) => type === "code");
  const button = page.getByRole("button", { name: /^Index \d/ });
  expect(await button.textContent()).toBe(
    `Index ${code.length}/${code.length}`,
  );
  // Only the file that this page has saved says so: the one that was copied here would do for all else.
  await expect
    .poll(async () => {
      const { romanesco } = (await lab.read(name)).metadata;
      return new Set(romanesco?.progress?.ran);
    })
    .toEqual(new Set(code.map(({ id }) => id)));
  await button.press("Enter");
  const list = page.getByRole("region", { name: "Index" });
  await list.waitFor();
  expect(await page.locator(":focus").textContent()).toMatch(/^✔.*run$/);
  await photograph(page, `index ${name}`);
  await page.keyboard.press("Escape");
  await list.waitFor({ state: "detached" });
}

function countFigures(cell: Cell): number {
  return (cell.outputs ?? []).filter(({ data }) => data?.[plotly]).length;
}

/** What it shows depends on whether the internet answers. */
function isForeign(cell: Cell): boolean {
  return cell.metadata.tags?.includes("network") === true;
}

/** What must come out the same on every machine: which cells failed, showed a result or a figure, and steady results. */
function summarize(cell: Cell): object {
  if (isForeign(cell)) return { count: cell.execution_count };
  const outputs = cell.outputs ?? [];
  const steady = !cell.metadata.tags?.includes("timing");
  return {
    count: cell.execution_count,
    failed: outputs.some((output) => output.output_type === "error"),
    figures: countFigures(cell),
    results: outputs
      .filter((output) => output.output_type === "execute_result")
      .map(({ data }) => (steady ? data : Object.keys(data ?? {}))),
  };
}
