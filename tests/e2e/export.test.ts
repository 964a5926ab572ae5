import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  expect,
  test,
  vi,
} from "vitest";
import { run } from "../../kernel/commands/export.ts";
import { printed } from "../kernel/support/printed.ts";
import { Browser } from "../labextension/browser.ts";
import { photograph } from "./notebook-page.ts";

const figure = ".romanesco-figure";
const drawn = `${figure} .main-svg :is(.barlayer .point, .scatterlayer .trace)`;

let folder: string;
let browser: Browser;
let page: Page;

// A notebook that was really run, with one of everything that an export must keep.
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "romanesco-export-test-"));
  // What export keeps for the next time stays out of the home of whoever runs the tests.
  vi.stubEnv("JUPYTER_DATA_DIR", join(folder, "data", "jupyter"));
  writeFileSync(join(folder, "run.ipynb"), JSON.stringify(makeNotebook()));
  const [run, out] = [join(folder, "run.ipynb"), join(folder, "nb.ipynb")];
  execFileSync(".venv/bin/jupyter-execute", [run, `--output=${out}`]);
  browser = await Browser.launch();
});
afterAll(async () => {
  await browser?.close();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, maxRetries: 3 });
});
beforeEach(async () => {
  page = await browser.newPage();
  browser.foreignRequests.length = 0;
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await photograph(page, task.name);
  await page.close();
});

function makeNotebook(): object {
  const markdown = (source: string) => ({ cell_type: "markdown", source });
  const code = (source: string) => ({
    cell_type: "code",
    source,
    outputs: [],
    execution_count: null,
  });
  const cells = [
    markdown(
      "# Euler\n\n$e^{i\\pi} + 1 = 0$ ![elsewhere](https://example.org/picture.png)",
    ),
    code(`import { figure, line } from "romanesco"
const a = 8, b = 2, g = 1
a / b / g`),
    code(
      `figure([{ type: "bar", x: ["a", "b"], y: [1, 2] }], { title: { text: "Bars" } })`,
    ),
    code(
      `line([{ name: "n", x: [1, 2], y: [1, 2] }], { title: "Line", x: "x", y: "y" })`,
    ),
  ];
  const kernelspec = {
    name: "romanesco",
    display_name: "TypeScript (Romanesco)",
    language: "typescript",
  };
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec },
    cells: cells.map((cell, index) => ({
      ...cell,
      id: `cell-${index}`,
      metadata: { slideshow: { slide_type: "slide" } },
    })),
  };
}

/** @returns the path of what was made of the notebook */
async function exportTo(format: string, name: string): Promise<string> {
  const [notebook, output] = [join(folder, "nb.ipynb"), join(folder, name)];
  const { code, err } = await printed(
    run,
    ...[notebook, "--to", format, "--output", output, "--env", ".venv"],
  );
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return output;
}

async function open(file: string): Promise<void> {
  await page.goto(pathToFileURL(file).href);
}

test("a page draws every figure, sets formulas, colours code, and asks for nothing", async () => {
  const file = await exportTo("html", "page.html");
  expect(readFileSync(file, "utf8").match(/^\* plotly\.js v/gm)).toHaveLength(
    1,
  );
  await open(file);
  await page.locator(drawn).nth(2).waitFor();
  await photograph(page, "exported page");
  expect(await page.locator(`${figure} .barlayer .point`).count()).toBe(2);
  expect(await page.locator(figure).count()).toBe(2);
  expect(await page.locator("math msup").count()).toBe(1);
  expect(await page.getByText("$", { exact: false }).count()).toBe(0);
  const operators = page.locator(".jp-CodeCell .o", { hasText: "/" });
  expect(await operators.count()).toBe(2);
  const titles = await page
    .locator(".modebar-btn")
    .evaluateAll((buttons) =>
      buttons.map((button) => button.getAttribute("data-title")),
    );
  expect(titles.join()).not.toMatch(/share|cloud|plotly/i);
  expect(browser.foreignRequests).toEqual([]);
});

test("a page says in words what a figure shows, and shows the picture on paper", async () => {
  await open(await exportTo("html", "page.html"));
  const bars = page.getByRole("figure", { name: /Bars/ });
  await bars.locator(".main-svg").first().waitFor();
  await bars.focus();
  expect(await bars.evaluate((node) => node.matches(":focus"))).toBe(true);
  const picture = bars.locator("img");
  expect(await picture.isVisible()).toBe(false);
  await page.emulateMedia({ media: "print" });
  expect(await picture.isVisible()).toBe(true);
  expect(await bars.locator(".main-svg").first().isVisible()).toBe(false);
});

test("a page of a notebook without figures carries no Plotly", async () => {
  const plain = join(folder, "plain.ipynb");
  const { cells, ...rest } = makeNotebook() as { cells: object[] };
  writeFileSync(plain, JSON.stringify({ ...rest, cells: cells.slice(0, 1) }));
  const { code } = await printed(run, plain, "--env", ".venv");
  expect(code).toBe(0);
  const text = readFileSync(join(folder, "plain.html"), "utf8");
  expect(text.length).toBeLessThan(1e6);
  expect(text).not.toContain("plotly.js v");
});

test("a fold holds what stands in it, and a key its name; pictures beside the notebook are in the page", async () => {
  const source =
    "![a dot](dot.png)\n\nPress <kbd>F9</kbd>.\n\n<details><summary>Answer</summary>\n\nIt is **42**.\n\n</details>\n\n" +
    '<img alt="twice" src="./dot.png"> ![gone](gone.png)';
  const dot =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
  writeFileSync(join(folder, "dot.png"), Buffer.from(dot, "base64"));
  const cell = { cell_type: "markdown", id: "text", metadata: {}, source };
  const path = join(folder, "text.ipynb");
  writeFileSync(path, JSON.stringify({ ...makeNotebook(), cells: [cell] }));
  expect((await printed(run, path, "--env", ".venv")).code).toBe(0);
  await open(join(folder, "text.html"));
  expect(await page.locator("kbd").textContent()).toBe("F9");
  expect(await page.getByText("It is 42.").isVisible()).toBe(false);
  await page.getByText("Answer").click();
  expect(await page.getByText("It is 42.").isVisible()).toBe(true);
  const addressOf = (alt: string) => page.getByAltText(alt).getAttribute("src");
  expect(await addressOf("a dot")).toBe(`data:image/png;base64,${dot}`);
  expect(await addressOf("twice")).toBe(`data:image/png;base64,${dot}`);
  expect(await addressOf("gone")).toBe("gone.png");
});

test("a PDF has the pictures of all figures", async () => {
  const text = readFileSync(await exportTo("pdf", "nb.pdf"), "latin1");
  expect(text).toMatch(/^%PDF/);
  expect(text.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(0);
  // Besides, the sign in place of the picture from elsewhere, and what lets the page shine through it.
  expect(text.match(/\/Subtype \/Image/g)).toHaveLength(2 + 2);
});

test("nbconvert alone shows the pictures", () => {
  const jupyter = resolve(".venv/bin/jupyter-nbconvert");
  const notebook = join(folder, "nb.ipynb");
  execFileSync(jupyter, ["--to=html", "--output=stock", notebook]);
  const text = readFileSync(join(folder, "stock.html"), "utf8");
  expect(text.match(/src="data:image\/png/g)).toHaveLength(2);
});
