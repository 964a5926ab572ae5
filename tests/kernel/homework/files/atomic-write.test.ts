import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { writeAtomically } from "../../../../kernel/homework/files/atomic-write.ts";

const folder = mkdtempSync(join(tmpdir(), "romanesco-atomic-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a file that is replaced keeps its rights: what was closed to others stays closed", () => {
  const file = join(folder, "notebook.ipynb");
  writeFileSync(file, "old");
  chmodSync(file, 0o600);
  writeAtomically(file, "new", { replace: true });
  expect(readFileSync(file, "utf8")).toBe("new");
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
