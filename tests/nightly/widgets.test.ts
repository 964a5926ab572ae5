import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { afterEach, expect, test } from "vitest";
import { run } from "../../kernel/commands/export.ts";
import { printed } from "../kernel/support/printed.ts";
import type { Browser } from "../labextension/browser.ts";
import { notebookOf } from "../support/notebook.ts";
import type { Lab } from "../e2e/lab.ts";
import { NotebookPage, photograph } from "../e2e/notebook-page.ts";
import { useLab } from "../e2e/use-lab.ts";

let lab: Lab;
let browser: Browser;
let page: Page;
useLab(async (started, launched) => {
  lab = started;
  browser = launched;
  page = await browser.newPage();
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await photograph(page, task.name);
});

const cells = [
  `import { button, figure, interact, slider, Widget } from "romanesco";
const workers = slider({ label: "workers", min: 1, max: 90, value: 2 });
const more = button({ label: "more" });
let count = 0;
more.on("click", () => console.log("pressed", ++count));
more`,
  `interact({ workers }, ({ workers }) => figure([{ type: "bar", y: [workers] }], { title: { text: "at " + workers } }))`,
  `new Widget({ state: { count: 0 }, esm: \`globalThis.moduleRan = true;
export default { render({ model, el }) {
  const button = document.createElement("button");
  const draw = () => (button.textContent = "count is " + model.get("count"));
  button.onclick = () => { model.set("count", model.get("count") + 1); model.save_changes(); };
  model.on("change:count", draw);
  draw();
  el.append(button);
} }\` })`,
];

test("a slider drags a figure on its one element, a button counts, and the notebook keeps what they showed", async () => {
  await lab.write("controls.ipynb", notebookOf(cells));
  const notebook = await NotebookPage.open(page, lab.url, "controls.ipynb");
  await notebook.kernelIs("idle");
  await notebook.menu("Run", "Run All Cells");
  await notebook.ran(2, 3);

  await notebook.cell(0).locator("button", { hasText: "more" }).click();
  await notebook.output(0).filter({ hasText: "pressed 1" }).waitFor();
  await notebook.cell(2).locator("button", { hasText: "count is 0" }).click();
  await notebook.cell(2).locator("button", { hasText: "count is 1" }).waitFor();

  const title = (value: number) =>
    notebook.cell(1).locator(".gtitle", { hasText: `at ${value}` });
  await title(2).waitFor();
  const graph = await notebook
    .cell(1)
    .locator(".js-plotly-plot")
    .elementHandle();
  await notebook.cell(1).locator(".noUi-handle").focus();
  const circle = await watchCircle();
  for (let press = 0; press < 30; press++)
    await page.keyboard.press("ArrowRight");
  await title(32).waitFor();
  const { changes, seconds } = await circle();
  expect(changes).toBeLessThan(4 * seconds + 2);
  // The element of the first figure is still there, and shows the last.
  expect(await graph!.evaluate((node) => node.isConnected)).toBe(true);
  expect(await graph!.textContent()).toContain("at 32");
  await photograph(page, "controls");

  // The state reaches the notebook once it stands still.
  await expect
    .poll(async () => {
      await page.keyboard.press("Control+s");
      return JSON.stringify(await lab.read("controls.ipynb"));
    })
    .toMatch(/<b>32<\/b>.*widget-state\+json.*"value": ?32/);

  // A copy whose kernel has no such widget: the state in words, and the figure.
  await lab.write("copy.ipynb", await lab.read("controls.ipynb"));
  const copy = await NotebookPage.open(page, lab.url, "copy.ipynb");
  await copy
    .output(1)
    .filter({ hasText: "workers: 32 (1 to 90)" })
    .filter({ hasText: "Run the cell to move the controls." })
    .waitFor();
  await copy.cell(1).locator(".gtitle", { hasText: "at 32" }).waitFor();
  await photograph(page, "controls without their kernel");
});

test("a function within a function follows its own control, and is made anew when the outer one moves", async () => {
  const cell = `import { figure, interact, slider } from "romanesco";
interact({ outer: slider({ min: 1, max: 9, value: 3 }) }, ({ outer }) => {
  interact({ inner: slider({ max: outer, value: 1 }) }, ({ inner }) =>
    figure([{ type: "bar", y: [outer, inner] }], { title: { text: outer + " and " + inner } }));
})`;
  await lab.write("within.ipynb", notebookOf([cell]));
  const notebook = await NotebookPage.open(page, lab.url, "within.ipynb");
  await notebook.kernelIs("idle");
  await notebook.menu("Run", "Run All Cells");
  const title = (text: string) =>
    notebook.cell(0).locator(".gtitle", { hasText: text }).waitFor();
  const right = async (slider: number) => {
    await notebook.cell(0).locator(".noUi-handle").nth(slider).focus();
    await page.keyboard.press("ArrowRight");
  };
  await title("3 and 1");
  await right(1);
  await title("3 and 2");
  await right(0);
  await title("4 and 1");
  const titles = notebook.cell(0).locator(".gtitle");
  expect(await titles.allTextContents()).toEqual(["4 and 1"]);
});

test("a page that was loaded anew shows what a listener prints for the first time", async () => {
  await lab.write("again.ipynb", notebookOf(cells.slice(0, 1)));
  const before = await NotebookPage.open(page, lab.url, "again.ipynb");
  await before.kernelIs("idle");
  await before.menu("Run", "Run All Cells");
  const more = before.cell(0).locator("button", { hasText: "more" });
  await more.waitFor();
  await expect
    .poll(async () => {
      await page.keyboard.press("Control+s");
      return JSON.stringify(await lab.read("again.ipynb"));
    })
    .toContain("widget-view+json");
  const after = await NotebookPage.open(page, lab.url, "again.ipynb");
  await after.kernelIs("idle");
  for (const count of [1, 2]) {
    await more.click();
    await after
      .output(0)
      .filter({ hasText: `pressed ${count}` })
      .waitFor();
  }
  expect(await after.output(0).count()).toBe(2);
});

test("a notebook that is not trusted shows what its controls last showed, and runs no module of theirs", async () => {
  const { cells: run, ...rest } = await lab.read("controls.ipynb");
  // Jupyter's widgets would run it, trusted or not.
  expect(JSON.stringify(rest)).not.toContain("moduleRan");
  const own = { id: "own", cell_type: "markdown", metadata: {}, source: "" };
  await lab.write("foreign.ipynb", { ...rest, cells: [...run, own] });
  await page.goto("about:blank");
  const foreign = await NotebookPage.open(page, lab.url, "foreign.ipynb");
  await foreign.kernelIs("idle");
  for (const [at, text] of [
    [0, "[ more ]"],
    [1, "workers: 32 (1 to 90)"],
    [2, "count: 1"],
  ] as const)
    await foreign
      .output(at)
      .filter({ hasText: text })
      .filter({ hasText: "This notebook is not trusted" })
      .waitFor();
  await foreign.cell(1).locator(".gtitle", { hasText: "at 32" }).waitFor();
  expect(await moduleRan()).toBe(false);
  await photograph(page, "controls that are not trusted");
});

test("an exported page shows offline what the controls last showed, and breaks no rule of its own", async () => {
  const notebook = join(lab.folder, "controls.ipynb");
  const { code, err } = await printed(run, notebook, "--env", ".venv");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  browser.foreignRequests.length = 0;
  await page.goto(pathToFileURL(notebook.replace("ipynb", "html")).href);
  await page.locator(".gtitle", { hasText: "at 32" }).waitFor();
  const text = await page.locator("body").innerText();
  for (const words of [/\[ more \]/, /pressed 1/, /workers: +32/, /count: 1/])
    expect(text).toMatch(words);
  expect(await moduleRan()).toBe(false);
  expect({ said, asked: browser.foreignRequests }).toEqual({
    said: [],
    asked: [],
  });
  await photograph(page, "controls in an exported page");
});

test.each([
  ["@jupyter-widgets/jupyterlab-manager", "workers: 2 (1 to 90)"],
  ["anywidget", "count: 0"],
])(
  "a JupyterLab without %s shows how the controls stand, and what to install",
  async (extension, words) => {
    await lab.disable(extension);
    const name = `without-${extension.replaceAll(/\W/g, "")}.ipynb`;
    await lab.write(name, notebookOf(cells));
    const notebook = await NotebookPage.open(page, lab.url, name);
    await notebook.kernelIs("idle");
    await notebook.menu("Run", "Run All Cells");
    await notebook.ran(2, 3);
    const output = notebook
      .output(words.startsWith("count") ? 2 : 1)
      .filter({ hasText: words });
    await output.waitFor();
    expect(await output.innerText()).toContain(
      "pip install jupyterlab_widgets anywidget",
    );
    await notebook.cell(1).locator(".gtitle", { hasText: "at 2" }).waitFor();
    await photograph(page, name);
  },
);

/** Watches the circle in the toolbar that says whether the kernel is busy. @returns what says how often it has changed since */
async function watchCircle() {
  await page.evaluate(`(() => {
    window.watched = { changes: 0, since: performance.now() };
    new MutationObserver((all) => (watched.changes += all.length)).observe(
      document.querySelector('[data-jp-item-name="executionProgress"]'),
      { subtree: true, attributeFilter: ["data-status"] },
    );
  })()`);
  return () =>
    page.evaluate<{ changes: number; seconds: number }>(
      "({ ...watched, seconds: (performance.now() - watched.since) / 1000 })",
    );
}

function moduleRan(): Promise<boolean> {
  return page.evaluate(() => "moduleRan" in globalThis);
}
