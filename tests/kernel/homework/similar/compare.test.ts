import { expect, test } from "vitest";
import { findPairs } from "../../../../kernel/homework/similar/compare.ts";
import {
  findNames,
  readTokens,
  winnow,
} from "../../../../kernel/homework/similar/fingerprints.ts";
import { makeSimilarPage } from "../../../../kernel/homework/similar/similarity-page.ts";

const stub = `import { readdir } from "node:fs/promises";
async function countWords(paths: string[]): Promise<Map<string, number>> {
  // YOUR CODE HERE
  throw new Error('Not implemented');
}
function mean(numbers: number[]): number {
  // YOUR CODE HERE
  throw new Error('Not implemented');
}`;

const given = { text: stub, names: findNames(stub) };
const ann = `async function countWords(paths: string[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const text = await readFile(path, "utf8");
    for (const word of text.toLowerCase().split(/\\s+/)) {
      if (word === "") continue;
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return counts;
}
function mean(numbers: number[]): number {
  let sum = 0;
  for (const number of numbers) sum += number;
  return numbers.length === 0 ? NaN : sum / numbers.length;
}`;

/** Ann's with other names, numbers, comments, line ends and order. */
const copied = `// my own work
function mean(numbers: number[]): number {
  let total = 0.0;   // start
  for (const each of numbers) total += each
  return numbers.length === 0 ? NaN : total / numbers.length;
}
async function countWords(paths: string[]): Promise<Map<string, number>> {
  const table = new Map<string, number>()
  for (const file of paths) { const content = await readFile(file, 'utf-8')
    for (const w of content.toLowerCase().split(/\\s+/)) {
      if (w === '') continue
      table.set(w, (table.get(w) ?? 0) + 1)
    }
  }
  return table
}`;

const others = [
  `async function countWords(paths: string[]): Promise<Map<string, number>> {
  const texts = await Promise.all(paths.map((path) => readFile(path, "utf8")));
  const words = texts.flatMap((text) => text.match(/\\w+/g) ?? []);
  return words.reduce((all, word) => all.set(word, 1 + (all.get(word) || 0)), new Map<string, number>());
}
function mean(numbers: number[]): number {
  return numbers.reduce((a, b) => a + b, 0) / numbers.length;
}`,
  `async function countWords(paths: string[]): Promise<Map<string, number>> {
  const result: Map<string, number> = new Map();
  let i = 0;
  while (i < paths.length) {
    const content = (await readFile(paths[i])).toString();
    content.split(" ").forEach(function (w) {
      if (result.has(w)) result.set(w, result.get(w)! + 1);
      else result.set(w, 1);
    });
    i++;
  }
  return result;
}
function mean(numbers: number[]): number {
  if (numbers.length == 0) { return 0; }
  let s = 0;
  for (let i = 0; i < numbers.length; i++) { s = s + numbers[i]; }
  return s / numbers.length;
}`,
];
const work = (student: string, text: string) => ({ student, text });

test("finds a copy whose names, comments, numbers, layout and order are others, and no honest pair", () => {
  const works = [
    work("ann", ann),
    work("bob", copied),
    ...others.map((text, at) => work(`honest ${at}`, text)),
  ];
  const pairs = findPairs(works, given, 0.4);
  expect(pairs.map(({ one, other }) => [one.student, other.student])).toEqual([
    ["ann", "bob"],
  ]);
  expect(pairs[0]!.likeness).toBeGreaterThan(0.7);
  const [first] = pairs[0]!.marks[0];
  expect(ann.slice(first!.from, first!.to)).toContain("counts");
});

test("finds what one has taken from another among work of their own", () => {
  const half = `async${copied.split("async")[1]!}
function mean${others[1]!.split("function mean")[1]!}`;
  const works = [work("ann", ann), work("bob", half)];
  expect(findPairs(works, given, 0.4)).toHaveLength(1);
});

test("neither what was given out counts, nor what many have", () => {
  const same = ["ann", "bob", "cy", "dot", "eve"];
  expect(
    findPairs(
      same.map((id) => work(id, stub)),
      given,
      0,
    ),
  ).toEqual([]);
  expect(
    findPairs(
      same.map((id) => work(id, ann)),
      given,
      0,
    ),
  ).toEqual([]);
  // Four of a class may have it from one another.
  const four = same.slice(1).map((id) => work(id, ann));
  expect(findPairs(four, given, 0.4)).toHaveLength(6);
});

test("a passage has the same fingerprint wherever it stands", () => {
  const prints = (text: string) => winnow(readTokens(text, new Set()));
  const alone = [...prints(ann).keys()];
  const inside = prints(`const x = 1;\n${ann}\nx.toFixed(2);`);
  const kept = alone.filter((hash) => inside.has(hash));
  expect(kept.length / alone.length).toBeGreaterThan(0.9);
});

test("the page shows what students wrote as text", () => {
  const evil = `${ann}\n"<script>alert(1)</script>"`;
  const pairs = findPairs([work("<b>", evil), work("bob", copied)], given, 0.4);
  const page = makeSimilarPage("hw", pairs);
  expect(page).not.toMatch(/<script|<b>/);
  expect(page).toContain("<mark>");
});
