import { expect, test } from "vitest";
import { withLargeWritten } from "../../../kernel/display/large-json.ts";

const written = (value: unknown) =>
  withLargeWritten({ data: { "a/json": value }, metadata: {} }).data["a/json"];
const read = (value: unknown): unknown =>
  JSON.parse((value as Buffer).toString());

test.each([
  ["a long text", "<p>".repeat(30_000)],
  ["many numbers", Array.from({ length: 40_000 }, (_, at) => at / 3)],
  ["many short texts", Array.from({ length: 2000 }, () => "x".repeat(50))],
  ["what lies deep inside", { a: [{ b: "x".repeat(70_000) }] }],
])("%s goes as bytes of its JSON", (_, value) => {
  expect(written(value)).toBeInstanceOf(Buffer);
  expect(read(written(value))).toEqual(value);
});

test.each([
  ["a short text", "<p>"],
  ["a few numbers", [1, 2, 3]],
  ["nothing", null],
])("%s stays as it is", (_, value) => expect(written(value)).toBe(value));

test("half a character becomes one that every client can read", () => {
  const text = `\ud83d${"x".repeat(70_000)}`;
  expect(read(written(text))).toBe(text.replace("\ud83d", "\ufffd"));
});

test("words stay words, for the history, and bytes stay bytes", () => {
  const words = "x".repeat(70_000);
  const bytes = Buffer.from('"already"');
  const data = { "text/plain": words, "a/json": bytes };
  expect(withLargeWritten({ data, metadata: {} }).data).toEqual(data);
});
