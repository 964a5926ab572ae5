import { expect, test } from "vitest";
import { EndTypes } from "../../../../kernel/interpreter/types/narrowing.ts";

const question = { offset: 0 };
const candidates = [
  {
    place: "x",
    questions: [question, question] as [typeof question, typeof question],
    mayChange: false,
  },
];

test("a reader that ends before anybody asks for the types at a cell's end is nobody's error", async () => {
  const ended = new Error("the kernel is shutting down");
  const ends = new EndTypes(
    candidates,
    async (questions) => questions.map(() => "number"),
    () => Promise.reject(ended),
  );
  expect(await ends.ask([])).toEqual([]);
  // An error that nobody handles would be told by now, and fail this run.
  await new Promise((resolve) => setImmediate(resolve));
  await expect(ends.types()).rejects.toBe(ended);
});
