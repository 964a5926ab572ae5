import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EssayCourse } from "../kernel/homework/course/essay-course.ts";
import { photograph } from "../e2e/notebook-page.ts";
import { Browser } from "../labextension/browser.ts";
import { main } from "./romanesco.ts";

const course = new EssayCourse();
let browser: Browser;
let page: Page;
let shell: Shell;

/** A shell that sees a small disk in place of the results; nobody else does. */
class Shell {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;

  constructor(folder: string) {
    const script = `cp -a "$0/." "$0.all" && mount -t tmpfs -o size=256k small "$0" && cp -a "$0.all/." "$0" && while read -r line; do eval "$line"; echo; echo ended; done`;
    const args = ["--mount", "--user", "--map-root-user", "sh", "-c", script];
    this.#child = spawn("unshare", [...args, folder]);
    this.#child.stderr.pipe(process.stderr);
    const lines = createInterface({ input: this.#child.stdout });
    this.#lines = lines[Symbol.asyncIterator]();
  }

  /** @returns what it prints */
  async run(command: string): Promise<string> {
    this.#child.stdin.write(`${command}\n`);
    const printed: string[] = [];
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done || value === "ended") return printed.join("\n");
      printed.push(value);
    }
  }

  async end(): Promise<void> {
    const ended = once(this.#child, "close");
    this.#child.stdin.end();
    await ended;
  }
}

beforeAll(async () => {
  await course.begin();
  for (const id of ["ann", "bob", "cy"])
    course.submit(id, "2026-12-01T10:00:00.000Z");
  await course.grade();
  // The namespace's root is who runs the tests, and no more.
  chmodSync(course.folder, 0o755);
  mkdirSync(`${course.graded}.all`);
  shell = new Shell(course.graded);
  browser = await Browser.launch();
  page = await browser.newPage();
});
afterAll(async () => {
  await shell?.run("kill $mark; wait $mark");
  await shell?.end();
  await browser?.close();
  course.remove();
});

const problem = () => page.locator("#problem");
const byHand = async () => {
  const text = await shell.run(`cat "$0/by-hand.csv"`);
  const rows = text.split("\n").map((row) => row.split(","));
  return rows
    .slice(1)
    .flatMap(([student, , , points, , comment]) =>
      points ? [[student, points, comment]] : [],
    );
};

async function give(points: string, comment: string): Promise<void> {
  await page.locator("#comment").fill(comment);
  await page.locator("#points").fill(points);
  await page.locator("#points").press("Enter");
}

test("what cannot be saved on a full disk is said and stays on the page, what was saved is not lost, and all is saved when there is room", async () => {
  const said = await shell.run(
    `"${process.execPath}" "${main}" mark --names "$0/.." >"$0/said" & mark=$!; until grep "^open" "$0/said"; do sleep 0.1; done`,
  );
  await page.goto(/http\S+/.exec(said)![0]);
  await page.getByText("1 of 3, 3 without points").waitFor();
  await give("7,5", "good");
  await page.getByText("2 of 3, 2 without points").waitFor();
  await shell.run(`dd if=/dev/zero of="$0/fill" bs=1k 2>/dev/null`);
  await give("4", "too short");
  await problem().getByText("Not saved. the disk is full").waitFor();
  expect(await byHand()).toEqual([["ann", "7.5", "good"]]);
  await page.locator("#points").press("Escape");
  await page.keyboard.press("ArrowRight");
  await page
    .getByText("3 of 3, 2 without points, 1 typed and not saved")
    .waitFor();
  await page.keyboard.press("ArrowLeft");
  await page.getByText("Not saved yet.").waitFor();
  expect(await page.locator("#comment").inputValue()).toBe("too short");
  await photograph(page, "marks on a full disk");
  await shell.run(`rm "$0/fill"`);
  await page.keyboard.press("Enter");
  await page.getByText("3 of 3, 1 without points").waitFor();
  expect(await byHand()).toEqual([
    ["ann", "7.5", "good"],
    ["bob", "4", "too short"],
  ]);
});
