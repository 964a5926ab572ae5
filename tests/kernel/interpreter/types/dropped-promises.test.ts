import { afterAll, beforeAll, expect, test } from "vitest";
import { LanguageService } from "../../../../kernel/interpreter/types/language-service.ts";
import { readHere } from "../reading/read-here.ts";
import { NotebookFolder } from "./notebook-folder.ts";

const folder = new NotebookFolder({
  "lib/index.d.ts": `export declare class Queue<T> {
    /** Puts it in. */
    put(item: T): Promise<void>;
    size: number;
    clear(): void;
  }
  export * from "./pipe.js";`,
  "lib/pipe.d.ts":
    "export declare class Connection { send(value: unknown): Promise<void>; }",
});
const service = new LanguageService(
  {
    directory: folder.path,
    libTypes: `${folder.path}/lib/index.d.ts`,
    timeoutMs: 20_000,
  },
  readHere(),
);
beforeAll(() => {
  service.start();
  return service.commit({
    id: 1,
    code: "import { Queue, Connection } from 'romanesco'; const q = new Queue<number>(), end = new Connection();",
  });
});
afterAll(() => {
  service.dispose();
  folder.remove();
});

async function check(code: string): Promise<string[]> {
  const found = await service.check({ id: 99, code });
  if ("unavailable" in found) throw new Error("no type checker");
  return found.map(
    ({ severity, line, column, message }) =>
      `${severity} ${line}:${column} ${message}`,
  );
}

test.each([
  ["q.put(1);", "1:2", "put()"],
  ["function child(own: typeof q) {\n  own.put(1);\n}", "2:6", "put()"],
  ["for (let i = 0; i < 3; i++) end.send(i)", "1:32", "send()"],
])(
  "warns of a promise of the library that is dropped: %s",
  async (code, place, name) => {
    expect(await check(code)).toEqual([
      `warning ${place} the promise of ${name} is dropped: write await before it, or nobody waits for what it does`,
    ]);
  },
);

test.each([
  "const answer = input('Name? ')",
  "input('Name? ')",
  "`Hello ${input('Name? ')}`",
  "Number(input('Age? '))",
  "let late; late = input('?'); late",
])("warns of a question that is not awaited: %s", async (code) => {
  expect(await check(code)).toEqual([
    expect.stringMatching(/^warning .* write await input\(\.\.\.\)$/),
  ]);
});

test.each([
  "await q.put(1); void q.put(2); q.clear(); [1].map((n) => q.put(n))",
  "const done = q.put(1); await done",
  "const first = input('a'); const second = input('b'); await Promise.all([first, second])",
  "const answer = await input('?'); input('?').then(console.log)",
  "function input(text: string) { return text } const own = input('?')",
  "Promise.resolve(1); new Set([1]).add(2)",
])(
  "says nothing of what is awaited, is meant, or another's: %s",
  async (code) => {
    expect(await check(code)).toEqual([]);
  },
);
