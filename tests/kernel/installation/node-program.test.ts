import {
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import {
  findStableNode,
  isFleeting,
  isVersioned,
} from "../../../kernel/installation/node-program.ts";

test.each([
  ["/home/me/.nvm/versions/node/v22.3.0/bin/node", true],
  ["/opt/homebrew/Cellar/node/24.1.0_1/bin/node", true],
  ["/share/pnpm/5/.pnpm/romanesco@0.1.0/node_modules/romanesco/dist", true],
  ["/pnpm/.pnpm/romanesco@0.1.0_@types+node@20.1.0/node_modules/x", true],
  ["/usr/bin/node", false],
  ["/home/me/.local/lib/python3.11/romanesco", false],
  ["/opt/node20/bin/node", false],
])("%s names a version: %s", (path, versioned) => {
  expect(isVersioned(path)).toBe(versioned);
});

test("prefers a link that outlives an upgrade to the folder of a version", () => {
  const folder = mkdtempSync(join(tmpdir(), "romanesco-node-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const program = join(folder, "node", "22.3.0", "bin", "node");
  mkdirSync(join(program, ".."), { recursive: true });
  writeFileSync(program, "");
  const other = join(folder, "other");
  const stable = join(folder, "bin");
  for (const each of [other, stable]) mkdirSync(each);
  writeFileSync(join(other, "node"), "a different Node");
  expect(findStableNode(program, other)).toBe(program);
  symlinkSync(program, join(stable, "node"));
  const path = [other, stable].join(delimiter);
  expect(findStableNode(program, path)).toBe(join(stable, "node"));
});

test("knows the cache of npx", () => {
  expect(isFleeting("/home/me/.npm/_npx/1a2b/node_modules/romanesco")).toBe(
    true,
  );
  expect(isFleeting("/usr/lib/node_modules/romanesco")).toBe(false);
});
