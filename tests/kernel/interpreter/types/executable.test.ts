import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import {
  findTypeScript,
  TypeServerMissingError,
} from "../../../../kernel/interpreter/types/executable.ts";

test("finds the native TypeScript program, which needs no Node of its own", () => {
  const version = execFileSync(findTypeScript(), ["--version"], { env: {} });
  expect(String(version)).toMatch(/^Version 7\./);
});

test("a missing program is named with the command that brings it", () => {
  const name = "@typescript/typescript-linux-x64";
  expect(new TypeServerMissingError(name).message).toContain(
    `npm install ${name}`,
  );
});
