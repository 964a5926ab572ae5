import { expect, test } from "vitest";
import { murmur2 } from "../../../../kernel/interpreter/debugger/murmur2.ts";
import { hashSeed } from "../../../../kernel/interpreter/debugger/sources.ts";

// As ipykernel's and JupyterLab's give them.
test.each([
  ["", 275646681],
  ["a", 2731586172],
  ["ab", 316155434],
  ["abc", 479470107],
  ["const x = 1\n", 1770396719],
  ["const größe = '🌱'", 1548206087],
])("the hash of %j is %d", (text, hash) => {
  expect(murmur2(text, hashSeed)).toBe(hash);
});
