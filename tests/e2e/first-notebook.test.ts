import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Browser } from "../labextension/browser.ts";
import { notebookOf } from "../support/notebook.ts";
import type { Lab } from "./lab.ts";
import { NotebookPage, photograph } from "./notebook-page.ts";
import { useLab } from "./use-lab.ts";

const cells = [
  `import { Pool, compare } from "romanesco"`,
  `function square(x: number): number {
  console.log(\`squaring \${x}\`)
  return x * x
}`,
  `const pool = new Pool(2)
await pool.map(square, [1, 2, 3, 4, 5])`,
  `function count(n: number): number {
  let sum = 0
  for (let i = 0; i < n; i++) sum += i % 7
  return sum
}
const inputs = [2e6, 2e6, 2e6, 2e6]
await compare({
  serial: () => inputs.map(count),
  pool: () => pool.map(count, inputs),
}, { repeats: 2 })`,
];
const bars = ".jp-RenderedPlotly .barlayer .point";

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
  // What the window showed says more than a timeout.
  if (task.result?.state === "fail") await photograph(page, task.name);
  await page.close();
});

const tabIcon = (state: string) =>
  page.locator(`link.${state}.favicon[rel=icon]`);

test("runs a notebook with a pool and a figure, saves it, and draws it again without a kernel", async () => {
  await lab.write("pool.ipynb", notebookOf(cells));
  const notebook = await NotebookPage.open(page, lab.url, "pool.ipynb");
  await notebook.kernelIs("idle");
  await notebook.menu("Run", "Run All Cells");
  await notebook.ran(3, 4);
  await page.locator(bars).nth(1).waitFor();
  await photograph(page, "pool");

  const squares = notebook.output(2);
  await squares.filter({ hasText: "[ 1, 4, 9, 16, 25 ]" }).waitFor();
  const prints = await squares.filter({ hasText: "squaring" }).allInnerTexts();
  const numbers = prints.join("\n").match(/squaring \d/g);
  expect(numbers?.sort()).toEqual([1, 2, 3, 4, 5].map((x) => `squaring ${x}`));
  expect(await page.locator(bars).count()).toBe(2);

  await page.keyboard.press("Control+s");
  await expect
    .poll(async () =>
      (await lab.read("pool.ipynb")).cells.map((cell) => cell.execution_count),
    )
    .toEqual([1, 2, 3, 4]);
  await notebook.menu("Kernel", "Shut Down Kernel");
  await page.close();

  page = await browser.newPage();
  await NotebookPage.open(page, lab.url, "pool.ipynb");
  await page.locator(bars).nth(1).waitFor();
  expect(await page.locator(bars).count()).toBe(2);
});

test.each([
  ["a loop", `console.log("looping"); while (true) turns++`, "Interrupted"],
  [
    "a loop that prints",
    `for (;;) { turns++; console.log("looping") }`,
    "is dropped: ",
  ],
])(
  "stops %s with the mouse and keeps its variables",
  async (what, loop, word) => {
    // One of its own: a kernel that is there already counts on.
    const name = `${what}.ipynb`;
    await lab.write(name, notebookOf([`let turns = 0`, loop, `turns > 0`]));
    const notebook = await NotebookPage.open(page, lab.url, name);
    await notebook.kernelIs("idle");
    await notebook.menu("Run", "Run All Cells");
    const looping = notebook.output(1).filter({ hasText: "looping" });
    await looping.first().waitFor();
    await tabIcon("busy").waitFor({ state: "attached" });
    await notebook.press("notebook:interrupt-kernel");
    await notebook.ran(1, 2);
    await notebook.output(1).filter({ hasText: word }).waitFor();
    await photograph(page, "interrupted");
    await tabIcon("idle").waitFor({ state: "attached" });
    await notebook.cell(2).click();
    await page.keyboard.press("Shift+Enter");
    const kept = notebook.output(2).filter({ hasText: "true" });
    await kept.waitFor();
    expect(await kept.count()).toBe(1);
  },
);

test("shows 200,000 lines of a cell whole", async () => {
  const code = "for (let i = 1; i <= 200_000; i++) console.log(i)";
  await lab.write("lines.ipynb", notebookOf([code]));
  const notebook = await NotebookPage.open(page, lab.url, "lines.ipynb");
  await notebook.kernelIs("idle");
  await notebook.menu("Run", "Run All Cells");
  await notebook.ran(0, 1);
  await notebook.kernelIs("idle");
  const text = await notebook.output(0).first().textContent();
  expect(text?.match(/\d+/g)?.at(-1)).toBe("200000");
  expect(await notebook.cell(0).textContent()).not.toContain("rate");
});

test("opens without asking the network, or the person about news", async () => {
  await lab.write("quiet.ipynb", notebookOf([`1 + 1`]));
  const notebook = await NotebookPage.open(page, lab.url, "quiet.ipynb");
  await notebook.kernelIs("idle");
  await photograph(page, "quiet");
  expect(await page.locator(".Toastify__toast").count()).toBe(0);
  expect(
    notebook.asked.filter((path) => /api\/(news|update)/.test(path)),
  ).toEqual([]);
  expect(browser.foreignRequests).toEqual([]);
});
