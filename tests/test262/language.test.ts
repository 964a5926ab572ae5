import { expect, test } from "vitest";
import { Cells } from "./cells.ts";
import { readDifferences } from "./differences.ts";
import { PlainNode } from "./plain-node.ts";
import { readTests, type Test } from "./suite.ts";

const { TEST262: root = "", ONLY: only, SHARD: shard } = process.env;
const testsPerLine = 1000;

class Run {
  readonly counts = { tests: 0, asModules: 0, asCells: 0 };
  readonly unlisted: string[] = [];
  readonly gone: string[] = [];
  /** They fail after others only: what a cell has done to the notebook. */
  readonly victims: string[] = [];
  readonly #listed = readDifferences();
  readonly #node = new PlainNode(root);
  readonly #cells = new Cells(root);
  readonly #alone = new Cells(root);

  async run(tests: Test[]): Promise<void> {
    // Node is one test ahead, on another core.
    let verdict = this.#node.passes(tests[0]!);
    for (const [index, each] of tests.entries()) {
      if (this.counts.tests++ % testsPerLine === 0) this.say();
      const passes = await verdict;
      const next = tests[index + 1];
      if (next) verdict = this.#node.passes(next);
      if (!passes) continue;
      this.counts.asModules += 1;
      await this.#compare(each);
    }
    this.#node.close();
    await this.#cells.close();
    this.say();
  }

  async #compare(each: Test): Promise<void> {
    const listed = this.#listed.has(each.path);
    const first = listed ? "" : await this.#cells.run(each);
    if (first === undefined) {
      this.counts.asCells += 1;
      return;
    }
    const fault = await this.#alone.run(each);
    await this.#alone.close();
    if (!fault) this.counts.asCells += 1;
    if (!fault && listed) this.gone.push(each.path);
    if (!fault && !listed)
      this.#note(this.victims, `${each.path}  after others: ${first}`);
    if (fault && !listed) this.#note(this.unlisted, `${each.path}  ${fault}`);
  }

  #note(list: string[], line: string): void {
    list.push(line);
    console.log(line);
  }

  say(): void {
    const { tests, asModules, asCells } = this.counts;
    console.log(
      `${tests} tests; ${asModules} pass as modules on Node ${process.version}, ${asCells} of these as cells; ` +
        `${this.unlisted.length} differences that are not listed, ${this.victims.length} pass alone only`,
    );
  }
}

test("what passes as a module passes as a cell, but for the differences that are listed", async () => {
  const tests = readTests(root, {
    only: only ? new RegExp(only) : undefined,
    shard,
  });
  expect(tests, "no test is chosen").not.toEqual([]);
  const run = new Run();
  await run.run(tests);
  expect(run.unlisted, "differs, and isn't in differences.txt").toEqual([]);
  expect(run.gone, "in differences.txt, and differs no more").toEqual([]);
});
