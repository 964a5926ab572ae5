import { expect, test } from "vitest";
import { adviseOnForeignLine } from "../../../../kernel/server/services/foreign-lines.ts";
import { failed, ok } from "../../support/fake-interpreter.ts";

function advice(code: string): string | undefined {
  const outcome = adviseOnForeignLine(code, failed);
  return outcome.status === "error" ? outcome.traceback[1] : undefined;
}

test.each([
  ["%%timeit\nf(1)", "%timeit EXPRESSION"],
  ["!ls -la", "%sh ls -la"],
  ["%%bash\nls", "%%sh runs"],
  ["!pip install numpy", "%npm install NAME"],
  ["%matplotlib inline", "%help lists"],
])("%s: the error says what there is instead", (code, text) => {
  expect(advice(code)).toContain(text);
});

test("one of ours that TypeScript takes for an operator is told where it may stand", () => {
  const outcome = adviseOnForeignLine("f()\n%time g()", {
    ...failed,
    name: "SyntaxError",
  } as typeof failed);
  expect(outcome).toMatchObject({
    traceback: [
      expect.anything(),
      "%time stands at the head of a cell, or after a statement that ends with a semicolon: elsewhere % divides.",
    ],
  });
});

test.each([
  "%types loud",
  "%time f(1)",
  "const a = b",
  "f(1)",
  "!(1 as number)",
])("%s gets no such advice", (code) => {
  expect(advice(code)).toBeUndefined();
});

test("a cell that runs is left alone, whatever it begins with", () => {
  expect(adviseOnForeignLine("!done", ok)).toBe(ok);
});
