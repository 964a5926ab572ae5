import { expect, test } from "vitest";
import { runtimeFlags } from "../../../kernel/interpreter/wire/runtime-flags.ts";

test.each([
  ["20.12.0", false],
  ["22.6.0", false],
  ["22.23.3", true],
  ["23.1.0", true],
  ["24.21.0", false],
  ["26.10.0", false],
])("Node %s has to be asked for context frames: %s", (version, asked) => {
  const flags = runtimeFlags(version);
  expect(flags).toContain("--no-force-async-hooks-checks");
  expect(flags.includes("--experimental-async-context-frame")).toBe(asked);
});

test("this Node knows the flags it is given", () => {
  for (const flag of runtimeFlags()) {
    const [name = ""] = flag.split("=");
    expect(process.allowedNodeEnvironmentFlags.has(name)).toBe(true);
  }
});
