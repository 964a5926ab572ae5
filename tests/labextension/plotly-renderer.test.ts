import { afterEach, beforeEach, expect, test } from "vitest";
import type { Lab } from "../e2e/lab.ts";
import { useLab } from "../e2e/use-lab.ts";
import { notebookOf } from "../support/notebook.ts";
import { barBundle } from "./bar-bundle.ts";
import type { Browser } from "./browser.ts";
import { LabPage, type PageElement } from "./lab-page.ts";

let server: Lab;
let browser: Browser;
let lab: LabPage;

useLab((...started) => {
  [server, browser] = started;
});
beforeEach(async () => {
  lab = new LabPage(await browser.newPage());
  browser.scripts.length = 0;
});
afterEach(() => lab.page.close());

/** For what a page does a moment after it was told. */

async function open(name: string, notebook: object): Promise<void> {
  await server.write(`${name}.ipynb`, notebook);
  await lab.page.goto(
    `${server.url}/lab/workspaces/${name}/tree/${name}.ipynb`,
  );
}

/** Python that makes `send(heights, update)`: it shows bars under a display id. */
const define = `
import json, time
from IPython.display import publish_display_data
bundle = json.loads(${JSON.stringify(JSON.stringify(barBundle([1, 2, 3])))})
def send(heights, update):
    bundle["application/vnd.plotly.v1+json"]["data"][0]["y"] = heights
    publish_display_data(bundle, transient={"display_id": "live"}, update=update)
`;

test("draws the figures of an untrusted notebook, loads Plotly once and asks nothing off the machine", async () => {
  await open(
    "two",
    notebookOf([
      { bundle: barBundle([1, 2, 3]) },
      { bundle: barBundle([4, 5]) },
    ]),
  );
  await lab.bars.nth(4).waitFor();
  expect(await lab.bars.count()).toBe(5);
  const ours = browser.scripts.filter((path) => path.includes("romanesco"));
  expect(new Set(ours).size).toBe(ours.length);
  expect(browser.foreignRequests).toEqual([]);
});

test("draws a reopened notebook whose kernel is not there", async () => {
  const notebook = notebookOf([{ bundle: barBundle([1, 2, 3]) }], "gone");
  await open("no-kernel", notebook);
  await lab.bars.nth(2).waitFor({ state: "attached" });
  expect(await lab.bars.count()).toBe(3);
});

test("shows no button that sends the figure to a server", async () => {
  await open("buttons", notebookOf([{ bundle: barBundle([1, 2, 3]) }]));
  await lab.bars.first().waitFor();
  const titles = await lab.figures
    .locator(".modebar-btn")
    .evaluateAll((all) =>
      all.map(
        (one) =>
          one.getAttribute("data-title") ?? one.getAttribute("aria-label"),
      ),
    );
  expect(titles.length).toBeGreaterThan(3);
  expect(
    titles.filter((title) =>
      /share|cloud|chart studio|produced with/i.test(String(title)),
    ),
  ).toEqual([]);
});

test("draws updates into the figure that is there and keeps the pointer's label", async () => {
  await open(
    "live",
    notebookOf(
      [
        `${define}\nsend([1, 20, 3], False)`,
        `for i in range(20):\n  send([i, 20, 20 - i], True)\n  time.sleep(0.1)`,
      ],
      "python3",
    ),
  );
  await lab.page.getByText("Python 3 (ipykernel) | Idle").waitFor();
  await lab.command("notebook:run-cell");
  await lab.bars.nth(2).waitFor();
  await lab.drawing.evaluate((svg) => {
    (svg as unknown as PageElement).marked = true;
  });
  await lab.command("notebook:move-cursor-down");
  // Plotly's drag layer lies over the bars and takes the pointer for them.
  await lab.bars.nth(1).hover({ force: true });
  await lab.hoverLabels.first().waitFor();
  await lab.command("notebook:run-cell");
  await expect.poll(() => lab.heights()).toEqual([19, 20, 1]);
  expect(await lab.figures.count()).toBe(1);
  expect(
    await lab.drawing.evaluate((svg) => (svg as unknown as PageElement).marked),
  ).toBe(true);
  await expect.poll(() => lab.hoverLabels.count()).toBe(1);
});

test("draws no more figures than the page has frames, and the last of all that came", async () => {
  const cells = [
    `${define}\nsend([1, 20, 3], False)`,
    `for i in range(200):\n  send([i, 20, 200 - i], True)`,
  ];
  await open("fast", notebookOf(cells, "python3"));
  await lab.page.getByText("Python 3 (ipykernel) | Idle").waitFor();
  await lab.command("notebook:run-cell");
  await lab.bars.nth(2).waitFor();
  await lab.command("notebook:move-cursor-down");
  const drawsAndFrames = await lab.countDraws();
  await lab.command("notebook:run-cell");
  await expect.poll(() => lab.heights()).toEqual([199, 20, 1]);
  const { draws, frames } = await drawsAndFrames();
  expect(draws).toBeGreaterThan(0);
  expect(draws).toBeLessThanOrEqual(frames + 1);
});

test("takes the colours of the page's theme and changes with it", async () => {
  await open("theme", notebookOf([{ bundle: barBundle([1, 2, 3]) }]));
  await lab.bars.first().waitFor();
  const color = () => lab.backgroundColor();
  expect(await color()).toBe("rgb(255, 255, 255)");
  await lab.command("apputils:change-theme", { theme: "JupyterLab Dark" });
  await expect.poll(color).toBe("rgb(17, 17, 17)");
  await lab.command("apputils:change-theme", { theme: "JupyterLab Light" });
  await expect.poll(color).toBe("rgb(255, 255, 255)");
});

test("asks for the page's colours when a style sheet changes, not when the tab's icon does", async () => {
  await open("icon", notebookOf([{ bundle: barBundle([1, 2, 3]) }]));
  await lab.bars.first().waitFor();
  expect(await lab.colorReads("link")).toBe(0);
  expect(await lab.colorReads("style")).toBeGreaterThan(0);
});

test("is as wide as its cell when the side bar closes", async () => {
  await open("wide", notebookOf([{ bundle: barBundle([1, 2, 3]) }]));
  await lab.bars.first().waitFor();
  const before = await lab.widths();
  await lab.command("application:toggle-left-area");
  await expect
    .poll(async () => {
      const { room, drawn } = await lab.widths();
      return room > before.room && drawn === room;
    })
    .toBe(true);
});

test("fits a figure into a cell that is narrower than the figure asks for", async () => {
  const bundle = barBundle([1, 2, 3], { width: 3000 });
  await open("narrow", notebookOf([{ bundle }]));
  await lab.bars.first().waitFor();
  const { room, drawn } = await lab.widths();
  expect(drawn).toBe(room);
});

test("says in words what a figure shows, to those who listen", async () => {
  await open("words", notebookOf([{ bundle: barBundle([1, 2, 3]) }]));
  const bars = lab.page
    .getByRole("figure", { name: "bars: 1, 2, 3" })
    .locator(".barlayer .point");
  await bars.nth(2).waitFor();
  expect(await bars.count()).toBe(3);
});

test("says what is wrong with JSON that is not a figure, and draws the others", async () => {
  await open(
    "broken",
    notebookOf([
      { bundle: { "application/vnd.plotly.v1+json": { data: "none" } } },
      { bundle: barBundle([1, 2, 3]) },
    ]),
  );
  await lab.bars.nth(2).waitFor();
  expect(await lab.bars.count()).toBe(3);
  await lab.page
    .getByText('This output is not a Plotly figure: "data" is string')
    .first()
    .waitFor();
});
