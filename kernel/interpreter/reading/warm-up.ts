import { Names } from "../cell/names.ts";
import type { CellWork } from "./cell-work.ts";

/** What cells are made of, but for what takes another program to compile. */
const sample = `import { readFileSync } from "node:fs";
interface Row<T = string> { id: number; name: T; tags?: string[] }
type Kind = "a" | "b" | { [key: string]: number };
const rows: Row[] = [1, 2, 3].map((id) => ({ id, name: \`n\${id}\`, tags: ["a", ...rest] }));
let total = 0, last: Row | undefined;
for (const { id, name = "x", ...others } of rows) {
  if (id > 1 && name !== "y") total += earlier[id]?.length ?? 0;
  else last = others as Row;
}
/** A row by its id. */
function find<T extends Row>(all: T[], id: number, { strict = false } = {}): T | undefined {
  for (let i = 0; i < all.length; i++) if (all[i]!.id === id) return all[i];
  if (strict) throw new Error("no row " + id);
}
abstract class Store<T> implements Iterable<T> {
  static count = 0;
  readonly #items = new Map<number, T>();
  constructor(limit = 10) { Store.count += limit; }
  get size() { return this.#items.size; }
  async load(path: string, ...more: T[]): Promise<void> {
    try { this.#items.set(more.length, JSON.parse(readFileSync(path, "utf8")) as T); }
    catch (error) { console.error(error); }
    finally { total -= 1; }
  }
  *[Symbol.iterator]() { yield* this.#items.values(); }
}
const double = async (n: number) => (await Promise.resolve(n)) * 2;
export const [first, ...rest] = await Promise.all(rows.map(async (row) => double(row.id)));
switch (first) { case 1: total = 1; break; default: total = typeof last === "object" ? 2 : 3; }
do { total--; } while (total > 0 && !/x+/g.test(String(total)));
({ total, [find.name]: find, tags: rows.flatMap((row) => row.tags ?? []) })
`;

/** The first makes most of the difference; each more takes memory for good. */
const passes = 3;

/**
 * Code is slow when it runs for the first times. This does all that is done with a cell's text with one that nobody wrote,
 * in steps of which none holds up a cell for long.
 * @param work of its own: what it numbers is no cell's
 */
export function* warmUp(work: CellWork): Generator<void> {
  for (let pass = 0; pass < passes; pass++) {
    // A text that was read last is not read anew.
    const code = `${sample}// ${pass}`;
    const request = { code, missed: [] };
    yield void work.read(code);
    const { state: names } = new Names();
    yield void work.compile({ code, directory: "/", label: "cell", names });
    const questions = work.questions(request);
    yield;
    const types = questions.map(
      () => "(row: Row<string>, id?: number) => string[]",
    );
    yield void work.declarations(
      request,
      types,
      'import { earlier } from "cell";',
    );
  }
}
