import { expect, test } from "vitest";
import { everyday, type Everyday } from "../everyday/cells.ts";
import { checkSeen } from "../everyday/check-seen.ts";
import { seenInNotebook } from "../everyday/saved-cell.ts";
import type { Browser } from "../labextension/browser.ts";
import { notebookOf } from "../support/notebook.ts";
import type { Lab } from "./lab.ts";
import { NotebookPage, photograph } from "./notebook-page.ts";
import { useLab } from "./use-lab.ts";

let lab: Lab;
let browser: Browser;
useLab(async (...started) => {
  [lab, browser] = started;
  await lab.attachAllCells();
});

/** Every third, which is some of each kind; local files are not in the folder. */
const chosen = everyday
  .filter(({ cells }) => !cells.join("").includes('from "./'))
  .filter((_, index) => index % 3 !== 0)
  .slice(0, 60);

test("a person sees in JupyterLab what they expect of sixty everyday things, light and dark", async () => {
  await lab.write("everyday.ipynb", everydayNotebook(chosen));
  const page = await browser.newPage();
  const notebook = await NotebookPage.open(page, lab.url, "everyday.ipynb");
  await notebook.kernelIs("idle");
  await notebook.menu("Run", "Run All Cells");
  const last = 1 + chosen.flatMap(({ cells }) => cells).length;
  await page.keyboard.press("Control+End");
  await expect
    .poll(async () => {
      await page.keyboard.press("Control+s");
      const { cells } = await lab.read("everyday.ipynb");
      return cells.filter((each) => each.execution_count).length;
    })
    .toBe(last);
  await notebook.kernelIs("idle");
  await page.keyboard.press("Control+s");
  const saved = await lab.read("everyday.ipynb");
  let at = 1;
  for (const { does, cells, sees } of chosen) {
    at += cells.length;
    const seen = seenInNotebook(saved.cells[at - 1]!);
    try {
      checkSeen(seen, sees);
    } catch (error) {
      throw new Error(`a person ${does}: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }
  for (const [theme, ...items] of [
    ["light", "Settings", "Theme", "JupyterLab Light"],
    ["dark", "Settings", "Theme", "JupyterLab Dark"],
  ] as const) {
    await notebook.menu(...items);
    await page
      .locator(`body[data-jp-theme-light="${theme === "light"}"]`)
      .waitFor({ state: "attached" });
    for (const cell of [0, 20, 40, 60, 80]) {
      await notebook.cell(cell).scrollIntoViewIfNeeded();
      await photograph(page, `everyday ${theme} ${cell}`);
    }
  }
  await page.close();
  // A hundred cells and ten pictures take half a minute, and more where other programs want the cores too.
}, 400_000);

test("the editor colours regular expressions, template strings, types and JSX", async () => {
  await lab.write(
    "colours.ipynb",
    notebookOf([
      "const r: RegExp = /a+/g, t = `b`",
      'const n = 3;\nconst page = <Chart title="c" size={n}>all <b>of</b> it</Chart>',
    ]),
  );
  const page = await browser.newPage();
  const notebook = await NotebookPage.open(page, lab.url, "colours.ipynb");
  await notebook.kernelIs("idle");
  const colourOf = (cell: number, text: string) =>
    notebook
      .cell(cell)
      .locator(".cm-line span", { hasText: new RegExp(`^${text}$`) })
      .last()
      .evaluate((span) => getComputedStyle(span as never).color);
  const plain = await notebook
    .cell(0)
    .locator(".cm-line")
    .evaluate((line) => getComputedStyle(line as never).color);
  for (const text of ["RegExp", "/a\\+/g", "`b`"])
    expect(await colourOf(0, text)).not.toBe(plain);
  const parts = ["Chart", "title", '"c"', "3"];
  const colours = await Promise.all(parts.map((text) => colourOf(1, text)));
  expect(new Set([plain, ...colours]).size).toBe(1 + parts.length);
  await photograph(page, "everyday colours");
  // Without its tag it is no JSX any more, and with it again it is.
  await notebook.cell(1).locator(".cm-line").last().click();
  await page.keyboard.press("End");
  await page.keyboard.press("Control+/");
  await page.keyboard.press("Control+/");
  await expect.poll(() => colourOf(1, "Chart")).toBe(colours[0]);
  await page.close();
});

/** What runs in the page. */
declare function getComputedStyle(element: never): { color: string };

/** Run All goes on behind an error. */
function everydayNotebook(rows: Everyday[]): object {
  // Until TypeScript's server has started, a cell may run unchecked, and says so.
  const sources = ["'started'", ...rows.flatMap(({ cells }) => cells)];
  return notebookOf(
    sources.map((source) => ({ source, tags: ["raises-exception"] })),
  );
}
