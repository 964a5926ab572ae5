import type { Page } from "playwright-core";
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  expect,
  test,
} from "vitest";
import { Browser } from "./browser.ts";
import { LabServer } from "./lab-server.ts";
import { barBundle, notebookOf } from "./notebook.ts";

let lab: LabServer;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  [lab, browser] = await Promise.all([LabServer.start(), Browser.launch()]);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await lab.stop();
}, 30_000);
beforeEach(async () => {
  page = await browser.newPage();
  browser.scripts.length = 0;
});
afterEach(() => page.close());

const bars = ".jp-RenderedPlotly .barlayer .point";

async function open(name: string, notebook: object): Promise<void> {
  await lab.write(`${name}.ipynb`, notebook);
  await page.goto(`${lab.url}/lab/workspaces/${name}/tree/${name}.ipynb`);
}

test("draws the figure of an untrusted notebook, loads Plotly once and asks nothing off the machine", async () => {
  await open(
    "two",
    notebookOf([
      { bundle: barBundle([1, 2, 3]) },
      { bundle: barBundle([4, 5]) },
    ]),
  );
  await page.locator(bars).nth(4).waitFor();
  expect(await page.locator(bars).count()).toBe(5);
  const ours = browser.scripts.filter((path) => path.includes("romanesco"));
  expect(new Set(ours).size).toBe(ours.length);
  expect(browser.foreignRequests).toEqual([]);
}, 60_000);

test("shows no button that sends the figure to a server", async () => {
  await open("buttons", notebookOf([{ bundle: barBundle([1, 2, 3]) }]));
  await page.locator(bars).first().waitFor();
  const buttons = await page
    .locator(".jp-RenderedPlotly .modebar-btn")
    .evaluateAll((all) =>
      all.map(
        (one) =>
          one.getAttribute("data-title") ?? one.getAttribute("aria-label"),
      ),
    );
  expect(buttons.length).toBeGreaterThan(3);
  expect(
    buttons.filter((title) =>
      /share|cloud|chart studio|produced with/i.test(String(title)),
    ),
  ).toEqual([]);
}, 60_000);
