import { afterAll, expect, test } from "vitest";
import { Session } from "./session.ts";

const session = new Session();
afterAll(() => session.close());

const long = "'x'.repeat(300_000_000)";

test.each([
  [`throw new Error(${long})`],
  [`throw ${long}`],
  [`throw new Error("short", { cause: new Error(${long}) })`],
  [`throw Object.assign(new Error("short"), { name: ${long} })`],
  [`throw Object.assign(new Error("short"), { stack: ${long} })`],
  [`throw new AggregateError([new Error(${long})], "short")`],
])(
  "cuts what is long of an error, and says how much: %s",
  async (code) => {
    await session.run("const kept = 1");
    const { outcome } = await session.run(code);
    expect(outcome.status).toBe("error");
    const { name, message, traceback } = outcome as Extract<
      typeof outcome,
      { status: "error" }
    >;
    expect((name + message + traceback.join("")).length).toBeLessThan(
      1_000_000,
    );
    expect(traceback.join("\n")).toMatch(/\.\.\. \d+ more characters/);
    expect((await session.run("kept")).text).toBe("1");
  },
  240_000,
);

test("keeps the lines of the cell below a long message", async () => {
  const { outcome } = await session.run(
    "function fails() { throw new Error('x'.repeat(1e6)); }\nfails()",
  );
  const { traceback } = outcome as { traceback: string[] };
  expect(traceback.join("\n")).toMatch(/at fails \(cell \[\d+\]:1:\d+\)/);
});
