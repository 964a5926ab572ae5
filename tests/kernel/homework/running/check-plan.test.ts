import { expect, test } from "vitest";
import { planChecks } from "../../../../kernel/homework/running/check-plan.ts";
import { answer, cell, check, notebook } from "../format/samples.ts";

/** As the compiler tells them, for what is written here. */
const namesIn = (source: string): Promise<string[]> =>
  Promise.resolve(
    [...source.matchAll(/(?:const|function|import) ([\w$]+)/g)].map(
      ([, name]) => name!,
    ),
  );

const locked = (id: string, source: string) =>
  cell("code", source, { id, locked: true });

const cells = {
  assert: locked("assert", 'import assert from "node:assert/strict"'),
  helper: locked("helper", "function $near(a, b) { return limit > b - a }"),
  limit: locked("limit", "const limit = 1e-6"),
  setUp: locked("set-up", "limits.add(limit)"),
  apart: locked("apart", "const colours = []"),
  answer: answer("half", "const half = (n) => n / 2\nconst limit = 1e9"),
  check: check("half-test", 1, "assert.ok($near(half(3), 1.5))"),
};

const plan = () => planChecks(notebook(Object.values(cells)), namesIn);

test("the checks need what they mention, what that mentions, and what does something with it", async () => {
  const { isNeeded } = await plan();
  const needed = Object.entries(cells).filter(([, each]) => isNeeded(each));
  expect(needed.map(([name]) => name)).toEqual([
    ...["assert", "helper", "limit", "setUp", "check"],
  ]);
});

test("a name that the course declares is nobody else's", async () => {
  const { declared, mentioned } = await plan();
  expect([...declared].sort()).toEqual([
    ...["$near", "assert", "colours", "limit"],
  ]);
  expect(mentioned.has("half") && !declared.has("half")).toBe(true);
});
