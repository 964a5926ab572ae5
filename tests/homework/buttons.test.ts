import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { writeNotebook } from "../../kernel/homework/format/write-notebook.ts";
import type { Lab } from "../e2e/lab.ts";
import { NotebookPage, photograph } from "../e2e/notebook-page.ts";
import { useLab } from "../e2e/use-lab.ts";
import type { Browser } from "../labextension/browser.ts";
import { notebookOf } from "../support/notebook.ts";
import { romanesco } from "./romanesco.ts";
import { answered, perfect, type Answers } from "./small-course.ts";

let lab: Lab;
let browser: Browser;
let page: Page;

beforeAll(keepKeysApart);
useLab((...started) => {
  [lab, browser] = started;
});
beforeEach(async () => {
  page = await browser.newPage();
});
afterEach(async ({ task }) => {
  await photograph(page, task.name);
  await page.close();
});

/** The student's key is made in a folder of the test. */
function keepKeysApart(): void {
  process.env.XDG_CONFIG_HOME = mkdtempSync(
    join(tmpdir(), "romanesco-config-"),
  );
}

async function open(name: string, answers: Answers): Promise<NotebookPage> {
  writeFileSync(join(lab.folder, name), writeNotebook(answered(answers)));
  return NotebookPage.open(page, lab.url, name);
}

const press = (name: string) =>
  page
    .locator(".jp-NotebookPanel-toolbar")
    .getByRole("button", { name, exact: true })
    .click();
const rows = () => page.locator(".jp-RomanescoHomework tr[data-question]");
const report = () => page.locator(".jp-RomanescoHomework");

/** Resolves once a text was on the page, be it for a moment only: on a fast machine the next one follows at once. */
const wasShown = (text: string) =>
  page.evaluate((expected) => {
    // Runs in the page.
    const { document, MutationObserver } = globalThis as unknown as PageGlobals;
    return new Promise<void>((resolve) => {
      const observer = new MutationObserver((records) => {
        const added = records.flatMap(({ addedNodes }) => [...addedNodes]);
        if (!added.some((node) => node.textContent?.includes(expected))) return;
        observer.disconnect();
        resolve();
      });
      observer.observe(document.body, { childList: true, subtree: true });
    });
  }, text);

test("Validate says what it runs, then shows each question with points and reasons", async () => {
  const { last: _, ...written } = perfect;
  await open("valid.ipynb", {
    ...written,
    double: "function double(n: number): number {\n  return n;\n}",
  });
  await page
    .locator(".jp-NotebookPanel-toolbar")
    .getByRole("button", { name: "Validate" })
    .waitFor();
  const running = wasShown("Running 4 questions");
  await press("Validate");
  await running;
  await report().getByText("2 of 7 points").waitFor();
  expect(
    await rows().evaluateAll((all) =>
      all.map((row) => [row.dataset.question, row.dataset.state]),
    ),
  ).toEqual([
    ["add-test", "passed"],
    ["double-test", "lost"],
    ["last-test", "unwritten"],
    ["why", "open"],
  ]);
  expect(await rows().nth(1).locator("td").allTextContents()).toEqual([
    ...["✗", "Question 2", "0 of 2", "expected 6, got 3"],
  ]);
  expect(await rows().nth(2).locator("td").allTextContents()).toEqual([
    ...["–", "Question 3", "not written yet", ""],
  ]);
  await rows().nth(1).getByRole("button", { name: "Question 2" }).click();
  // The answer, not the locked check below it.
  await page
    .locator(".jp-Notebook .jp-Cell.jp-mod-selected", {
      hasText: "function double",
    })
    .waitFor();
});

test("Validate names the cell that does not end while it runs", async () => {
  await open("endless.ipynb", {
    ...perfect,
    double: "function double(n: number): number {\n  for (;;) n++;\n}",
  });
  await press("Validate");
  await report().getByText("Still running: a cell of Question 2").waitFor();
  await photograph(page, "a cell that does not end");
  await report().getByRole("button", { name: "Close" }).click();
  expect(await report().count()).toBe(0);
});

test("Submit asks who submits and whether to submit what is incomplete, shows which files are included, then the receipt", async () => {
  writeFileSync(join(lab.folder, "numbers.csv"), "1,2");
  await open("hand-in.ipynb", {
    add: `${perfect.add}\nconst numbers = "numbers.csv";`,
  });
  await press("Submit");
  await report().getByLabel("Student id").fill("s 42");
  await report().getByLabel("Name").fill("Ann Example");
  await report().getByRole("button", { name: "Continue" }).click();
  await report().getByText("contains a space").waitFor();
  await report().getByLabel("Student id").fill("s41");
  await report().getByRole("button", { name: "Continue" }).click();
  // It was a slip: who submits can be changed.
  await report().getByText("Student: Ann Example (s41)").waitFor();
  await report().getByRole("button", { name: "Change" }).click();
  await report().getByLabel("Student id").fill("s42");
  const others = report().getByLabel("ids of the others");
  await others.fill("s43, b/c");
  await report().getByRole("button", { name: "Continue" }).click();
  await report().getByText('"b/c" contains "/"').waitFor();
  await others.fill("s43, s44");
  await report().getByRole("button", { name: "Continue" }).click();
  await report().getByText("(s42), together with s43, s44").waitFor();
  await report().getByText("Included: numbers.csv").waitFor();
  await report().getByRole("button", { name: "Submit anyway" }).click();
  await report()
    .getByText(/^[A-Z2-9]{5}-[A-Z2-9]{5}$/)
    .waitFor();
  await report().getByText("Saved, not yet submitted").waitFor();
  await report().getByText("Now upload this file").waitFor();
  const download = page.waitForEvent("download");
  await report().getByRole("link", { name: "Download" }).click();
  expect((await download).suggestedFilename()).toMatch(/^s42_.*\.zip$/);
  // It is to be written down, so it stands above the table.
  const isAbove = await report().evaluate((node) => {
    const { firstElementChild } = node.querySelector(
      ".jp-RomanescoHomework-body",
    )!;
    return (
      firstElementChild?.className.endsWith("receipt") && node.scrollTop === 0
    );
  });
  expect(isAbove).toBe(true);
  const [zip = ""] = readdirSync(lab.folder).filter(
    (name) => name.startsWith("s42_") && name.endsWith(".zip"),
  );
  const { code, out } = await romanesco(["verify", join(lab.folder, zip)]);
  expect([code, out]).toEqual([
    0,
    expect.stringContaining("Ann Example (s42)"),
  ]);
  const kept = JSON.parse(
    readFileSync(join(lab.folder, "hand-in.ipynb"), "utf8"),
  ) as { metadata: { romanesco: unknown } };
  expect(kept.metadata.romanesco).toMatchObject({
    student: { id: "s42", name: "Ann Example" },
    with: ["s43", "s44"],
  });
});

test("Submit, begun anew while the notebook is being saved, saves it again only then", async () => {
  await open("twice.ipynb", perfect);
  let answer = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  const asked: string[] = [];
  // The notebook is written, and JupyterLab does not know yet.
  const address = /api\/contents\/twice\.ipynb(\?|$)/;
  await page.route(address, async (route) => {
    asked.push(route.request().method());
    if (asked.at(-1) !== "PUT") return route.fallback();
    const response = await route.fetch();
    await held;
    await route.fulfill({ response });
  });
  await press("Submit");
  await report().getByLabel("Student id").fill("s41");
  await report().getByLabel("Name").fill("Ann Example");
  const written = page.waitForRequest(
    (request) => request.method() === "PUT" && address.test(request.url()),
  );
  await report().getByRole("button", { name: "Continue" }).click();
  await written;
  await report().getByRole("button", { name: "Change" }).click();
  await report().getByLabel("Student id").fill("s42");
  const before = [...asked];
  await report().getByRole("button", { name: "Continue" }).click();
  await report().getByText("(s42)").waitFor();
  expect(asked).toEqual(before);
  answer();
  await report().getByRole("button", { name: "Submit", exact: true }).waitFor();
  expect(await page.locator(".jp-Dialog").count()).toBe(0);
});

test("Validate runs nothing and says so where the notebook can't be saved", async () => {
  await open("full.ipynb", perfect);
  await page.route(/api\/contents\/full\.ipynb/, (route) =>
    route.request().method() === "PUT"
      ? route.fulfill({ status: 507, json: { message: "No space left" } })
      : route.fallback(),
  );
  await press("Validate");
  await report().getByText("not saved, so nothing was run").waitFor();
  await page.getByText("No space left").first().waitFor();
  expect(await rows().count()).toBe(0);
});

test("Validate asks whose homework it is where each has a variant, and Submit tells how late it is before it asks", async () => {
  const copy = answered(perfect);
  const own = { variants: true, due: "2020-01-01T12:00Z", late: "10%/day" };
  const romanesco = { ...(copy.metadata.romanesco as object), ...own };
  const metadata = { ...copy.metadata, romanesco };
  await lab.write("vary.ipynb", { ...copy, metadata });
  await NotebookPage.open(page, lab.url, "vary.ipynb");
  await press("Validate");
  await report().getByLabel("Student id").fill("s42");
  await report().getByLabel("Name").fill("Ann Example");
  await report().getByRole("button", { name: "Continue" }).click();
  await report().getByText("Restart Kernel").waitFor();
  await report().getByText("5 of 7 points").waitFor();
  await press("Submit");
  await page
    .getByRole("button", { name: "Submit", exact: true })
    .last()
    .waitFor();
  const late = report().getByText("which costs 7 points (10%/day)");
  await late.waitFor();
  expect(await rows().count()).toBe(4);
});

test("a notebook that is no homework has no such buttons", async () => {
  await lab.write("plain.ipynb", notebookOf(["1 + 1"]));
  const notebook = await NotebookPage.open(page, lab.url, "plain.ipynb");
  await notebook.kernelIs("idle");
  expect(await page.getByRole("button", { name: "Validate" }).count()).toBe(0);
});

/** What `wasShown` uses of a page. */
interface PageGlobals {
  document: { body: unknown };
  MutationObserver: new (
    callback: (
      records: { addedNodes: Iterable<{ textContent: string | null }> }[],
    ) => void,
  ) => {
    observe(node: unknown, options: object): void;
    disconnect(): void;
  };
}
