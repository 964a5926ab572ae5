import { afterAll, beforeAll, expect, test } from "vitest";
import { LanguageService } from "../../../../kernel/interpreter/types/language-service.ts";
import { NotebookFolder } from "./notebook-folder.ts";
import { readHere } from "../reading/read-here.ts";

const folder = new NotebookFolder();
const service = new LanguageService(
  {
    directory: folder.path,
    libTypes: `${folder.path}/none.d.ts`,
    timeoutMs: 20_000,
  },
  readHere(),
);

const half = `/**
 * Half of a number.
 * @param n the number
 */
function half(n: number) {
  return n / 2;
}`;

beforeAll(async () => {
  service.start();
  await service.commit({ id: 1, code: half });
  await service.commit({
    id: 2,
    code: `/** Counts. */ let count = [1].length;
      function over(a: string): string; function over(a: number): number;
      function over(a: any) { return a }`,
  });
  await service.commit({
    id: 3,
    code: "/** Of something. */ interface Half { of: number }\n/** Found. */ let found: string | undefined; found = 'x';",
  });
});
afterAll(() => {
  service.dispose();
  folder.remove();
});

// The cursor is at the bar; the text must hold each of these.
const rows: [code: string, text: string[]][] = [
  ["ha|lf(1)", ["function half(n: number): number", "Half of a number."]],
  ["half|", ["function half(n: number): number"]],
  ["|half(1)", ["function half(n: number): number"]],
  ["'😀'; half|", ["function half(n: number): number"]],
  ["half(|", ["half(n: number): number", "Half of a number.", "the number"]],
  ["half(1, |", ["half(n: number): number"]],
  ["const x = 1;\nhalf(|)\nx", ["half(n: number): number"]],
  ["over(|", ["over(a: string): string", "over(a: number): number"]],
  ["found.trim();\n  fou|nd", ["let found: string"]],
  ["found.at(\n|", ["at(index: number)"]],
  ["let asked: Half|", ["interface Half", "Of something."]],
  ["count|", ["let count: number", "Counts."]],
  ["Math.max|", ["Math.max(...values: number[]): number", "larger"]],
  ["[1].map|((n) => n)", ["map<number>(callbackfn: (value: number"]],
  ["const local = { a: 1 }; loc|al", ["const local: {", "a: number;"]],
];

test.each(rows)("describes %s", async (marked, parts) => {
  const text = (await inspectAtBar(marked))?.["text/plain"] ?? "";
  for (const part of parts) expect(text).toContain(part);
  expect(text).not.toContain("```");
  expect(text).not.toContain("(alias)");
});

test("gives the signature as TypeScript in the Markdown", async () => {
  expect((await inspectAtBar("half|"))?.["text/markdown"]).toMatch(
    /^```typescript\nfunction half\(n: number\): number\n```\n/,
  );
});

test("adds the source of an earlier cell's declaration when more is asked for", async () => {
  const text = (await inspectAtBar("half|", 1))?.["text/plain"];
  expect(text).toContain("return n / 2;");
});

test.each(["|", "1 + |", "// half|", "nobody|"])(
  "finds nothing at %s",
  async (marked) => {
    expect(await inspectAtBar(marked)).toBeUndefined();
  },
);

function inspectAtBar(marked: string, detail: 0 | 1 = 0) {
  const cursor = marked.indexOf("|");
  return service.inspect(marked.replace("|", ""), cursor, detail);
}
