import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { run } from "../../kernel/commands/export.ts";
import { Deck } from "../e2e/deck.ts";
import { printed } from "../kernel/support/printed.ts";
import { Browser } from "../labextension/browser.ts";

const figure = ".romanesco-figure";

let folder: string;
let browser: Browser;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "romanesco-slides-test-"));
  vi.stubEnv("JUPYTER_DATA_DIR", join(folder, "data", "jupyter"));
  browser = await Browser.launch();
});
afterAll(async () => {
  await browser?.close();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, maxRetries: 3 });
});

test("every slide of the lecture fits 1280 x 720, with every figure whole", async () => {
  const page = await browser.newPage();
  const names = readdirSync("notebooks").filter((name) =>
    /^\d.*\.ipynb$/.test(name),
  );
  const notebooks = names.map((name) => join("notebooks", name));
  const to = ["--to", "slides", "--output-dir", folder, "--env", ".venv"];
  expect((await printed(run, ...notebooks, ...to)).code).toBe(0);
  for (const name of names) {
    const file = join(folder, name.replace(/ipynb$/, "slides.html"));
    const deck = await Deck.open(page, file);
    let visited = 0;
    do {
      visited++;
      for (const each of await deck.slide.locator(figure).all())
        await each.locator(".main-svg").first().waitFor();
      const clipped = await deck.findClipped();
      expect.soft(clipped, `${name}, slide ${visited}`).toEqual([]);
      if (await deck.fold(true)) {
        const inFolds = await deck.findClipped();
        expect.soft(inFolds, `${name}, slide ${visited}, open`).toEqual([]);
        await deck.fold(false);
      }
    } while (await deck.next());
    expect(visited).toBe(await deck.count());
  }
  expect(browser.foreignRequests).toEqual([]);
}, 300_000);

test("the speaker's window shows a slide's notes, the next slide and how much of its time is left", async () => {
  const page = await browser.newPage();
  const file = join(folder, "05-process-executor-pool.slides.html");
  const notebook = "notebooks/05-process-executor-pool.ipynb";
  const to = ["--to", "slides", "--output", file, "--env", ".venv"];
  expect((await printed(run, notebook, ...to)).code).toBe(0);
  await Deck.open(page, file);
  await page.evaluate("Reveal.slide(1)");
  const opened = page.waitForEvent("popup");
  await page.keyboard.press("s");
  const speaker = await opened;
  await speaker
    .locator(".speaker-controls-notes", { hasText: "open the first tutorial" })
    .waitFor();
  await speaker.locator(".pacing:visible").first().waitFor();
  await speaker
    .frameLocator("#upcoming-slide iframe")
    .locator("section.present > .romanesco-slide")
    .waitFor();
  await page.close();
}, 300_000);
