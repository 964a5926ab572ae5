import { expect, test } from "vitest";
import { adviseOnForeignLine } from "../../../../kernel/server/services/foreign-lines.ts";
import { failed, ok } from "../../support/fake-interpreter.ts";

function advice(code: string): string | undefined {
  const outcome = adviseOnForeignLine(code, failed);
  return outcome.status === "error" ? outcome.traceback[1] : undefined;
}

test.each([
  ["%timeit f(1)", "await measure(() => work())"],
  ["%%time\nf(1)", "await measure(() => work())"],
  ["!ls -la", 'execSync("ls -la", { encoding: "utf8" })'],
  ["!pip install numpy", "npm install NAME"],
  ["%matplotlib inline", "%types error, warn or off"],
])("%s: the error says what there is instead", (code, text) => {
  expect(advice(code)).toContain(text);
});

test.each(["%types loud", "const a = b", "f(1)", "!(1 as number)"])(
  "%s gets no such advice",
  (code) => {
    expect(advice(code)).toBeUndefined();
  },
);

test("a cell that runs is left alone, whatever it begins with", () => {
  expect(adviseOnForeignLine("!done", ok)).toBe(ok);
});
