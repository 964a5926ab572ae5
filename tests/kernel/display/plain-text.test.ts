import { createServer } from "node:http";
import { inspect } from "node:util";
import { expect, test } from "vitest";
import { plainText } from "../../../kernel/display/plain-text.ts";

const words = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`word${index}`, index]),
  );
const lines = (text: string) => text.split("\n");

test.each([
  3.5,
  -0,
  "text",
  null,
  undefined,
  10n,
  [1, [2, { a: { b: 1 } }]],
  new Map([["a", 1]]),
  { a: { b: { c: { d: {} } } } },
])("shows %o as util.inspect does", (value) => {
  expect(plainText(value)).toBe(inspect(value, { depth: 4 }));
});

test("cuts an object at 100 keys, and counts the rest", () => {
  const text = plainText(words(100_000));
  expect(lines(text)).toHaveLength(103);
  expect(lines(text).slice(-3)).toEqual([
    "  word99: 99,",
    "  ... 99900 more keys",
    "}",
  ]);
});

test("cuts an object inside others, and leaves the others as they are", () => {
  const value = { count: [words(250)], at: new Date(0) };
  const text = plainText(value);
  expect(text).toContain("... 150 more keys");
  expect(text).toContain("at: 1970-01-01T00:00:00.000Z");
  expect(Object.keys(value.count[0]!)).toHaveLength(250);
});

test("cuts long texts in a list", () => {
  expect(plainText(["x".repeat(50_000)]).length).toBeLessThan(1200);
  const many = plainText(Array.from({ length: 100 }, () => "x".repeat(900)));
  expect(many.length).toBeLessThan(11_000);
  expect(many).toContain("console.dir(value, ");
});

test("shows the gist of an instance, not the inside of its class", () => {
  const error = Object.assign(new Error("refused"), {
    config: { headers: words(90), adapter: ["xhr"] },
    request: createServer(),
  });
  for (const value of [createServer(), error, [createServer()]])
    expect(lines(plainText(value)).length).toBeLessThan(50);
  expect(plainText(error)).toContain("Error: refused");
});

test("shows records of many lines less deep before it cuts them", () => {
  const records = Array.from({ length: 100 }, (_, id) => ({
    id,
    parts: Array.from({ length: 30 }, (_, at) => `part ${at} of it`),
  }));
  const text = plainText(records);
  expect(lines(text).length).toBeLessThanOrEqual(121);
  expect(text).toContain("{ id: 99, parts: [Array] }");
});

test("shows what holds itself, getters as such, and no trap of a Proxy", () => {
  const loop: Record<string, unknown> = words(120);
  loop.word0 = loop;
  expect(plainText(loop)).toContain("... 20 more keys");
  const getter = { ...words(101) };
  Object.defineProperty(getter, "word1", {
    get: () => expect.unreachable(),
    enumerable: true,
  });
  expect(plainText(getter)).toContain("word1: [Getter]");
  const refuse = () => expect.unreachable();
  plainText([new Proxy({}, { get: refuse, ownKeys: refuse })]);
});

test("says why a value cannot be shown", () => {
  const broken = {
    [inspect.custom]() {
      throw new Error("no look");
    },
  };
  expect(plainText(broken)).toBe(
    "a value that cannot be shown: Error: no look",
  );
});

test("a timer is its number, as in a browser", () => {
  const timer = setTimeout(() => {}, 0);
  expect(plainText(timer)).toBe(String(Number(timer)));
  clearTimeout(timer);
  const immediate = setImmediate(() => {});
  expect(plainText(immediate)).toBe("[Immediate]");
  clearImmediate(immediate);
});
