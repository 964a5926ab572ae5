import { readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import type { Outcome } from "../../kernel/interpreter/interpreter.ts";
import { Session } from "../kernel/interpreter/session.ts";
import type { Test } from "./suite.ts";

const patienceMs = 30_000;
const testsPerSession = 1500;

const awaitsDone = `globalThis.$settled = new Promise((settle) => {
  globalThis.$DONE = (error) => settle(error && { error });
});`;
const throwsWhatWasDone = `{
  const settled = await globalThis.$settled;
  if (settled) throw settled.error;
}`;

/** Runs tests as cells of one notebook, and of another after each that fails. */
export class Cells {
  #session: Session | undefined;
  #folder = "";
  readonly #harness = new Set<string>();
  #count = 0;

  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** @returns what went wrong, in a line; undefined for a test that passes */
  async run(test: Test): Promise<string | undefined> {
    const folder = test.readsFiles ? dirname(test.path) : "";
    if (folder !== this.#folder || this.#count >= testsPerSession)
      await this.close();
    this.#folder = folder;
    const outcome = await this.#outcome(test);
    this.#count += 1;
    const fault = judge(test, outcome);
    if (fault !== undefined) await this.close();
    return fault;
  }

  async #outcome(test: Test): Promise<Outcome | "late"> {
    const late = new AbortController();
    const timer = after(patienceMs, "late" as const, { signal: late.signal });
    const outcome = await Promise.race([this.#runCells(test), timer]);
    timer.catch(() => {});
    late.abort();
    return outcome;
  }

  async #runCells(test: Test): Promise<Outcome> {
    const session = (this.#session ??= this.#start());
    for (const name of test.harness) await this.#runHarness(session, name);
    if (test.async) await session.run(awaitsDone);
    const { outcome } = await session.run(test.source);
    if (!test.async || outcome.status !== "ok") return outcome;
    return (await session.run(throwsWhatWasDone)).outcome;
  }

  async #runHarness(session: Session, name: string): Promise<void> {
    if (this.#harness.has(name)) return;
    this.#harness.add(name);
    await session.run(readFileSync(join(this.#root, "harness", name), "utf8"));
  }

  #start(): Session {
    return new Session(this.#folder ? this.#fixtures() : {});
  }

  #fixtures(): Record<string, string> {
    const folder = join(this.#root, "test/language", this.#folder);
    const files: Record<string, string> = {
      "package.json": `{ "type": "module" }`,
    };
    for (const name of readdirSync(folder, { recursive: true }) as string[])
      if (/_FIXTURE\.js(on)?$/.test(name))
        files[name] = readFileSync(join(folder, name), "utf8");
    return files;
  }

  async close(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    this.#harness.clear();
    this.#count = 0;
    if (!session) return;
    await session.close();
    rmSync(session.directory, { recursive: true, force: true });
  }
}

function judge(
  { negative }: Test,
  outcome: Outcome | "late",
): string | undefined {
  if (outcome === "late") return "takes too long";
  if (outcome.status === "aborted") return "was aborted";
  if (outcome.status === "ok")
    return negative && `ends without the ${negative} it should end with`;
  const [line = ""] = outcome.message.split("\n");
  // Their own errors don't inherit from Error: the message is what they are.
  const said = `${outcome.name}: ${line}`.replace(/^Thrown: /, "");
  if (negative && said.startsWith(negative)) return undefined;
  return negative ? `should end with ${negative}, not ${said}` : said;
}
