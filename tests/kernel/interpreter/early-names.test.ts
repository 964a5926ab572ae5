import { afterAll, expect, test } from "vitest";
import { Session } from "./session.ts";

const session = new Session();
afterAll(() => session.close());

test("what a failed cell left reads what a later cell declares", async () => {
  const { outcome } = await session.run(
    "const list = [read]; throw new Error('stop'); const late = 1; function read() { return late }",
  );
  expect(outcome.status).toBe("error");
  expect((await session.run("const late = 2; read()")).text).toBe("2");
});

test("a cell that read a name before its line runs once it is put right", async () => {
  const { outcome } = await session.run(
    "scale(2);\nconst factor = 3;\nfunction scale(x: number) { return x * factor }",
  );
  expect(outcome).toMatchObject({ status: "error", name: "ReferenceError" });
  expect(
    outcome.status === "error" && outcome.traceback.join("\n"),
  ).not.toContain("get factor");
  expect(
    (
      await session.run(
        "const factor = 3;\nscale(2);\nfunction scale(x: number) { return x * factor }\nscale(2)",
      )
    ).text,
  ).toBe("6");
});
