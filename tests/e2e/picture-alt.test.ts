import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { run } from "../../kernel/commands/export.ts";
import { printed } from "../kernel/support/printed.ts";
import { LabPage } from "../labextension/lab-page.ts";
import { notebookOf } from "../support/notebook.ts";
import type { Lab } from "./lab.ts";
import { NotebookPage } from "./notebook-page.ts";
import { useLab } from "./use-lab.ts";

let lab: Lab;
let page: Page;
useLab(async (its, browser) => {
  lab = its;
  page = await browser.newPage();
});
beforeAll(() => vi.stubEnv("JUPYTER_DATA_DIR", join(lab.folder, "data")));
afterAll(() => vi.unstubAllEnvs());
beforeEach(() => page.goto("about:blank"));

const png = `Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==", "base64")`;

/** What those who do not see the pictures of the page hear of them. */
const words = () =>
  page
    .locator(".jp-RenderedImage img")
    .evaluateAll((all) => all.map((image) => image.getAttribute("alt")));

test("pictures have the author's words, or their kind and size, where they run, opened again, on a page and on slides", async () => {
  const described = [
    'one "green" dot',
    "another dot",
    "a picture of 1 kB, image/png",
  ];
  await lab.write(
    "dots.ipynb",
    notebookOf([
      `display.image(${png}, { alt: 'one "green" dot', displayId: "dot" })
display(${png}, { alt: "another dot" })`,
      png,
    ]),
  );
  const notebook = await NotebookPage.open(page, lab.url, "dots.ipynb");
  await notebook.kernelIs("idle");
  await notebook.menu("Run", "Run All Cells");
  await notebook.ran(1, 2);
  await expect.poll(words).toEqual(described);
  await new LabPage(page).command("docmanager:save");

  await page.reload();
  await expect.poll(words).toEqual(described);

  const file = join(lab.folder, "dots.ipynb");
  for (const format of ["html", "slides"]) {
    const output = join(lab.folder, `${format}.html`);
    const { err } = await printed(
      run,
      ...[file, "--to", format, "--output", output, "--env", ".venv"],
    );
    expect(err).toBe("");
    await page.goto(pathToFileURL(output).href);
    await expect.poll(words).toEqual(described);
  }
});
