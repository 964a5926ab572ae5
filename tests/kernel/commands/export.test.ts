import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { run as exportNotebook } from "../../../kernel/commands/export.ts";
import { printed } from "../support/printed.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "romanesco-export-"));
  vi.stubEnv("JUPYTER_DATA_DIR", join(folder, "data", "jupyter"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test.each([
  [[], "export takes a NOTEBOOK"],
  [
    ["a.ipynb", "--to", "docx"],
    `"docx" is not one of html, slides, pdf and script`,
  ],
  [["a.ipynb", "b.ipynb", "--output", "c.html"], "use --output-dir"],
  [["a.ipynb", "--output", "c", "--output-dir", "d"], "only one of"],
])("export %j is a usage error", async (args, message) => {
  const { code, err } = await printed(exportNotebook, ...args);
  expect(code).toBe(2);
  expect(err).toContain(message);
  expect(err).toContain("usage: romanesco export");
});

test("says which notebook is not there, and which file is none", async () => {
  const gone = join(folder, "gone.ipynb");
  expect((await printed(exportNotebook, gone)).err).toContain(
    `there is no file ${gone}`,
  );
  const broken = join(folder, "broken.ipynb");
  writeFileSync(broken, "not a notebook");
  const { code, err } = await printed(exportNotebook, broken, "--env", ".venv");
  expect(code).toBe(1);
  expect(err).toMatch(/broken\.ipynb is not a notebook/);
});

test("says how to get what it needs: Jupyter, and a browser for a PDF", async () => {
  const notebook = join(folder, "a.ipynb");
  writeFileSync(notebook, "{}");
  const without = await printed(exportNotebook, notebook, "--env", folder);
  expect(without).toMatchObject({ code: 1 });
  expect(without.err).toMatch(
    /no jupyter in .*To fix this: pip install nbconvert/,
  );
  vi.stubEnv("CHROMIUM", "/gone/chromium");
  const pdf = [notebook, "--to", "pdf", "--env", ".venv"];
  const { code, err } = await printed(exportNotebook, ...pdf);
  expect(code).toBe(1);
  expect(err).toContain("CHROMIUM names /gone/chromium, which is not there");
});
