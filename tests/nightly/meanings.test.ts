import { execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";
import { checkSeen } from "../everyday/check-seen.ts";
import { meaningFiles, meanings } from "../everyday/meanings.ts";
import { seenInNotebook } from "../everyday/saved-cell.ts";
import type { Lab, Notebook } from "../e2e/lab.ts";
import { NotebookPage, photograph } from "../e2e/notebook-page.ts";
import { useLab } from "../e2e/use-lab.ts";
import type { Browser } from "../labextension/browser.ts";
import { notebookOf } from "../support/notebook.ts";

const name = "meanings.ipynb";
let lab: Lab;
let browser: Browser;
useLab(async (...started) => {
  [lab, browser] = started;
  await lab.attachAllCells();
});

/** The files as they were before a cell changed them, and the notebook as it was before it ran. */
async function lay(): Promise<void> {
  for (const [path, text] of Object.entries(meaningFiles)) {
    const file = join(lab.folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  // Until TypeScript's server has started, a cell may run unchecked, and says so.
  const sources = ["'started'", ...meanings.flatMap(({ cells }) => cells)];
  await lab.write(
    name,
    notebookOf(
      sources.map((source) => ({ source, tags: ["raises-exception"] })),
    ),
  );
}

function check({ cells }: Notebook): void {
  let at = 1;
  for (const { does, cells: own, sees } of meanings) {
    at += own.length;
    try {
      checkSeen(seenInNotebook(cells[at - 1]!), sees);
    } catch (error) {
      const cause = error as Error;
      throw new Error(`a person ${does}: ${cause.message}`, { cause });
    }
  }
}

test("cells mean what the same lines mean in a file, under nbclient", async () => {
  await lay();
  execFileSync(
    resolve(".venv/bin/jupyter"),
    [
      ...["nbconvert", "--to", "notebook", "--execute", "--inplace"],
      ...["--log-level", "ERROR", name],
    ],
    { cwd: lab.folder, stdio: "inherit" },
  );
  check(await lab.read(name));
});

test("and in JupyterLab, where a person sees them", async () => {
  await lay();
  const page = await browser.newPage();
  const notebook = await NotebookPage.open(page, lab.url, name);
  await notebook.kernelIs("idle");
  await notebook.menu("Run", "Run All Cells");
  const last = 1 + meanings.flatMap(({ cells }) => cells).length;
  await expect
    .poll(
      async () => {
        await page.keyboard.press("Control+s");
        const { cells } = await lab.read(name);
        return cells.filter((each) => each.execution_count).length;
      },
      { timeout: 250_000, interval: 1000 },
    )
    .toBe(last);
  await notebook.kernelIs("idle");
  await page.keyboard.press("Control+s");
  check(await lab.read(name));
  for (let cell = 0; cell < last; cell += 8) {
    await notebook.cell(cell).scrollIntoViewIfNeeded();
    await photograph(page, `meanings ${cell}`);
  }
  await page.close();
});
