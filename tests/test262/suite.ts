import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A test of test262's `language` folder, as its front matter describes it. */
export interface Test {
  /** Below `test/language`, with slashes. */
  path: string;
  source: string;
  /** Files of `harness` that run before it. */
  harness: string[];
  /** It is over when it calls `$DONE`. */
  async: boolean;
  /** The name of the error that it has to end with. */
  negative?: string;
  /** It reads files beside it. */
  readsFiles: boolean;
}

export interface Selection {
  /** Only paths that this matches. */
  only?: RegExp;
  /** The i-th of every n tests, as `i/n`; i starts at 1. */
  shard?: string;
}

/**
 * Those that read files come last, a folder after the other: each folder is a notebook's own.
 * @param root test262's folder, or one with its `harness` and `test/language`
 */
export function readTests(root: string, { only, shard }: Selection): Test[] {
  const [index = 1, count = 1] = (shard || "1/1").split("/").map(Number);
  const folder = join(root, "test/language");
  return (readdirSync(folder, { recursive: true }) as string[])
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".js") && !path.includes("_FIXTURE"))
    .filter((path) => only?.test(path) ?? true)
    .sort()
    .filter((_, position) => position % count === index - 1)
    .map((path) => parse(path, readFileSync(join(folder, path), "utf8")))
    .filter((test) => test !== undefined)
    .sort((a, b) => Number(a.readsFiles) - Number(b.readsFiles));
}

/** Cells are strict, as modules are: undefined for what is sloppy code alone, or must not be changed at all. */
function parse(path: string, source: string): Test | undefined {
  const front = /\/\*---(.*?)---\*\//s.exec(source)?.[1] ?? "";
  const flags = list(front, "flags");
  if (flags.includes("noStrict") || flags.includes("raw")) return undefined;
  return {
    path,
    source,
    harness: ["assert.js", "sta.js", ...list(front, "includes")],
    async: flags.includes("async"),
    negative: /^negative:(?:\s+phase:.*)?\s+type: *(\w+)/m.exec(front)?.[1],
    readsFiles: source.includes("_FIXTURE"),
  };
}

function list(front: string, key: string): string[] {
  const text = new RegExp(`^${key}: *\\[(.*?)\\]`, "ms").exec(front)?.[1];
  return (text ?? "").split(",").flatMap((word) => word.trim() || []);
}
