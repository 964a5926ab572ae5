import { afterAll, beforeEach, expect, test } from "vitest";
import { LanguageService } from "../../../../kernel/interpreter/types/language-service.ts";
import { readHere } from "../reading/read-here.ts";
import { NotebookFolder } from "./notebook-folder.ts";

const folder = new NotebookFolder();
const service = new LanguageService(
  {
    directory: folder.path,
    libTypes: `${folder.path}/none.d.ts`,
    timeoutMs: 20_000,
  },
  readHere(),
);
service.start();
beforeEach(() => service.reset());
afterAll(() => {
  service.dispose();
  folder.remove();
});

/** What is said of the last cell; the cells are numbered from 11. */
async function said(...cells: string[]): Promise<string[]> {
  for (const [index, code] of cells.slice(0, -1).entries())
    await service.commit({ id: index + 1, executionCount: index + 11, code });
  const found = await service.check({ id: 99, code: cells.at(-1)! });
  if ("unavailable" in found) throw new Error("no type checker");
  return found.flatMap(({ message, related }) => [
    message,
    ...related.map((note) => note.message),
  ]);
}

const dog = "class Dog { name = 'x' }\nconst d = new Dog();";
const sitting = "class Dog { name = 'x'; sit() {} }";
const madeBy =
  "d was made by the Dog of cell [11], which cell [12] has replaced: run cell [11] again, which makes it.";

test("a member that an object of a replaced class lacks: the cell that makes it is named", async () => {
  expect(await said(dog, sitting, "d.sit()")).toEqual([
    "Property 'sit' does not exist on type 'Dog'.",
    madeBy,
  ]);
});

test("an object of a replaced class in the place of a new one", async () => {
  expect(await said(dog, sitting, "function f(x: Dog) {}\nf(d)")).toEqual([
    expect.stringContaining(
      "is missing in type 'Dog of cell [11]' but required in type 'Dog of cell [12]'",
    ),
    madeBy,
  ]);
  expect(await said(dog, sitting, "const e: Dog = d;")).toEqual([
    expect.stringContaining("Dog of cell [11]"),
    expect.stringContaining("was replaced by that of cell [12]"),
  ]);
});

test("an object of a class that the cell itself replaces", async () => {
  expect(await said(dog, `${sitting} d.sit()`)).toEqual([
    "Property 'sit' does not exist on type 'Dog'.",
    expect.stringContaining(
      "which this cell has replaced: run cell [11] again",
    ),
  ]);
});

test("an object of the class as it is gets no hint", async () => {
  expect(await said(sitting, "const d = new Dog();", "d.stand()")).toEqual([
    "Property 'stand' does not exist on type 'Dog'.",
  ]);
});

test.each([
  ["interface Array<T> { last(): T }", "[1].last()", "Array"],
  [
    "interface Error { code: number }",
    "function f(e: Error) { return e.message }",
    "Error",
  ],
])(
  "%s hides a global type: declare global is named",
  async (declaring, using, name) => {
    expect((await said(declaring, using)).at(-1)).toContain(
      `The interface ${name} of cell [11] is another than the global ${name}, and hides it. ` +
        `To add to that one, write declare global { interface ${name} ... }`,
    );
  },
);

test.each([
  ["a variable", "let total = 0;", "totl + 1", "totl", "total"],
  ["a function", "function average() {}", "avrage()", "avrage", "average"],
  ["capitals", "const maxCount = 1;", "maxcount", "maxcount", "maxCount"],
  ["a type", "interface Person {}", "type A = Persn", "Persn", "Person"],
])(
  "a misspelt name of the notebook is told how it is spelt: %s",
  async (_title, earlier, code, wrong, right) => {
    const [message] = await said(earlier, code);
    expect(message).toBe(
      `Cannot find name '${wrong}'. Did you mean '${right}'?`,
    );
  },
);

test("a name unlike any of the notebook gets no advice, nor one that the cell declares too", async () => {
  expect(await said("let total = 0;", "price")).toEqual([
    "Cannot find name 'price'.",
  ]);
  expect(await said("let total = 0;", "let total = 'a'; totl")).toEqual([
    "Cannot find name 'totl'. Did you mean 'total'?",
  ]);
});

test("a name of another language gets what stands for it here, unless the notebook has it", async () => {
  expect(await said("print(len([1]))")).toEqual([
    "Cannot find name 'print'.",
    "Instead of print, write console.log(...)",
    "Cannot find name 'len'.",
    "Instead of len, write xs.length, or xs.size of a Map or a Set",
  ]);
  expect(
    await said("const len = (x: number[]) => x.length", "len([1])"),
  ).toEqual([]);
});
