import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Test } from "./suite.ts";

const program = fileURLToPath(
  new URL("./plain-node-child.js", import.meta.url),
);
const patienceMs = 30_000;
/** Contexts outlive their tests: a child ends before they fill its memory. */
const testsPerChild = 1000;

/** What plain Node, the one that runs this, makes of a test. */
export class PlainNode {
  #child: ChildProcess | undefined;
  #count = 0;

  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** Whether the test passes as a module; one that ends the process or takes too long does not. */
  async passes(test: Test): Promise<boolean> {
    if (this.#count++ % testsPerChild === 0) this.close();
    this.#child ??= fork(program, {
      execArgv: ["--experimental-vm-modules", "--no-warnings"],
      stdio: "ignore",
    });
    const child = this.#child;
    child.send({ root: this.#root, test });
    const answer = await this.#answer(child);
    if (!answer) this.close();
    return answer?.passes ?? false;
  }

  async #answer(child: ChildProcess): Promise<{ passes: boolean } | undefined> {
    const over = new AbortController();
    const late = setTimeout(() => over.abort(), patienceMs);
    const { signal } = over;
    const answer = await Promise.race([
      once(child, "message", { signal }).catch(() => []),
      once(child, "exit", { signal }).then(
        () => [],
        () => [],
      ),
    ]);
    clearTimeout(late);
    over.abort();
    return (answer as [{ passes: boolean }?])[0];
  }

  close(): void {
    this.#child?.kill("SIGKILL");
    this.#child = undefined;
  }
}
