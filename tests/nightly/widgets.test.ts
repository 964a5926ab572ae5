import type { Page } from "playwright-core";
import { afterEach, expect, test } from "vitest";
import { notebookOf } from "../support/notebook.ts";
import type { Lab } from "../e2e/lab.ts";
import { NotebookPage, photograph } from "../e2e/notebook-page.ts";
import { useLab } from "../e2e/use-lab.ts";

let lab: Lab;
let page: Page;
useLab(async (started, browser) => {
  lab = started;
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
  `new Widget({ state: { count: 0 }, esm: \`export default { render({ model, el }) {
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
  for (let press = 0; press < 30; press++)
    await page.keyboard.press("ArrowRight");
  await title(32).waitFor();
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
