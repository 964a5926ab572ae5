import { cp, readFile, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { afterEach, expect, test } from "vitest";
import { NotebookPage, photograph } from "../e2e/notebook-page.ts";
import type { Lab } from "../e2e/lab.ts";
import { useLab } from "../e2e/use-lab.ts";
import type { Browser } from "../labextension/browser.ts";
import { LabPage } from "../labextension/lab-page.ts";
import { notebookOf } from "../support/notebook.ts";
import { findLongLines, findUgly } from "./looks.ts";

const widths = [700, 900, 1280, 1920];
/** All of a notebook is in view, since what is not is not drawn. */
const height = 25_000;
/** Figures take a while to follow a width or a theme, ms; a fault stays. */
const timeout = 60_000;
const themes = ["Light", "Dark", "Dark High Contrast"];
const names = (await readdir("notebooks", { recursive: true }))
  .filter((name) => name.endsWith(".ipynb") && !name.startsWith("teacher"))
  .sort();
/** The source of axe, which checks a page by the rules of WCAG. */
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
/** What we draw; the rest of the page is JupyterLab's. */
const ours = ".jp-OutputArea-output, .jp-RenderedMarkdown";

let lab: Lab;
let browser: Browser;
let page: Page;
useLab(async (...started) => {
  [lab, browser] = started;
  await cp("notebooks", lab.folder, { recursive: true });
  await lab.attachAllCells();
});
afterEach(() => page.close());

test.each(names)(
  "%s is whole at every width and in every theme, and easy to read",
  async (name) => {
    page = await browser.newPage();
    await NotebookPage.open(page, lab.url, name);
    await page.evaluate("jupyterapp.shell.collapseLeft()");
    await page.evaluate("void jupyterapp.commands.execute('notebook:trust')");
    await page.locator(".jp-Dialog .jp-mod-accept").click();
    await page.addScriptTag({ content: await readFile(axe, "utf8") });
    for (const theme of themes) {
      await changeTheme(`JupyterLab ${theme}`);
      for (const width of theme === "Light" ? widths : [1280]) {
        await page.setViewportSize({ width, height });
        await expect
          .poll(() => findUgly(page), { timeout, message: `${theme} ${width}` })
          .toEqual([]);
        const lines = () => (width < 900 ? [] : findLongLines(page));
        await expect.poll(lines, { timeout }).toEqual([]);
        await photograph(page, `${name} ${theme} ${width}`);
      }
      await expect
        .poll(() => findViolations(), { timeout, message: theme })
        .toEqual([]);
    }
  },
);

test("a quiz is answered by the keyboard alone, and says so to those who don't see its marks", async () => {
  page = await browser.newPage();
  const cells = [
    'import { quiz } from "./data/quiz.ts"\nquiz({ fibonacci7: undefined })',
  ];
  await lab.write("keyboard.ipynb", notebookOf(cells));
  const notebook = await NotebookPage.open(page, lab.url, "keyboard.ipynb");
  await notebook.kernelIs("idle");
  const press = (key: string) => page.keyboard.press(key);
  for (const key of ["Enter", "Control+End", "ArrowLeft", "ArrowLeft"])
    await press(key);
  await press("ArrowLeft");
  await press("Control+Shift+ArrowLeft");
  await page.keyboard.type("13");
  await press("Shift+Enter");
  const row = notebook.output(0).getByRole("row", { name: /fibonacci7/ });
  await row.waitFor();
  const mark = row.getByRole("img");
  expect(await mark.getAttribute("aria-label")).toBe("right");
});

async function changeTheme(theme: string): Promise<void> {
  await new LabPage(page).command("apputils:change-theme", { theme });
  await page
    .locator(`body[data-jp-theme-name="${theme}"]`)
    .waitFor({ state: "attached" });
  // It lies over the notebook, which nobody can read until it is gone.
  await page.locator("#jupyterlab-splash").waitFor({ state: "detached" });
}

function findViolations(): Promise<string[]> {
  return page.evaluate(`axe.run(${JSON.stringify(ours)}, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    rules: { region: { enabled: false } },
    resultTypes: ["violations"],
  }).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => id + ": " + html.slice(0, 120))))`);
}
