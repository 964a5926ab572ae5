import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, onTestFinished, test, vi } from "vitest";
import { checks } from "../../../kernel/commands/checks.ts";
import { findOwnName } from "../../../kernel/command.ts";
import { run as doctor } from "../../../kernel/commands/doctor.ts";
import { printed } from "../support/printed.ts";

test("names the missing Jupyter once, and the command that fixes it", async () => {
  const { code, out } = await printed(doctor, "--env", resolve("tests"));
  expect(code).toBe(1);
  expect(out).toMatch(/FAIL jupyter.*\n +fix: pipx install jupyterlab/);
  expect(out.match(/FAIL/g)).toHaveLength(1);
  expect(out).toMatch(/^- +runs +not checked/m);
  expect(out).toContain("1 to fix");
});

// What make has set up is examined once, with a home of its own, where nothing must be left.
const data = mkdtempSync(join(tmpdir(), "romanesco-doctor-"));
afterAll(() => rmSync(data, { recursive: true }));
let examined: ReturnType<typeof printed> | undefined;
function examineOurs(): ReturnType<typeof printed> {
  vi.stubEnv("JUPYTER_DATA_DIR", data);
  onTestFinished(() => void vi.unstubAllEnvs());
  return (examined ??= printed(doctor, "--env", resolve(".venv")));
}

test("finds nothing to fix in the environment that make has set up", async () => {
  const { code, out } = await examineOurs();
  expect(out).toMatch(/ok +runs +1 \+ 1 is 2/);
  expect(out).toMatch(/ok +extension .*labextensions/);
  expect(out).toMatch(/ok +types +a wrong type is an error/);
  expect(out).toMatch(/ok +draws +a figure, as a PNG of \d+ bytes/);
  expect(out).toContain("all is well");
  expect(code).toBe(0);
});

test("says so when Jupyter does not know the kernel", async () => {
  const { code, out } = await printed(
    doctor,
    ...["--env", resolve(".venv"), "--name", "nobody"],
  );
  expect(code).toBe(1);
  expect(out).toMatch(
    /FAIL kernelspec .*"nobody"\n +fix: romanesco install --name nobody --prefix .*\.venv/,
  );
});

test.each([
  [["/gone/node", "main.js"], "0.0.1", "starts /gone/node, which is gone"],
  [["/bin/sh"], "0.0.1", "was written by romanesco 0.0.1"],
])("finds a kernelspec of %j, version %s", async (argv, version, problem) => {
  const prefix = mkdtempSync(join(tmpdir(), "romanesco-doctor-"));
  onTestFinished(() => rmSync(prefix, { recursive: true }));
  const folder = join(prefix, "kernels", "old");
  mkdirSync(folder, { recursive: true });
  const spec = { argv, display_name: "Old", language: "typescript" };
  const metadata = { romanesco: { version } };
  writeFileSync(
    join(folder, "kernel.json"),
    JSON.stringify({ ...spec, metadata }),
  );
  const subject = { kernel: "old", jupyter: undefined, kernelspec: folder };
  const jupyter = { path: "jupyter", kind: "virtual environment" };
  const finding = checks.kernelspec!({ ...subject, jupyter });
  expect(finding.found).toContain(problem);
  expect(finding.mend).toBe("romanesco install --name old");
});

test("says why the kernel does not run, in its own words, and looks no further", () => {
  const folder = mkdtempSync(join(tmpdir(), "romanesco-doctor-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "jupyter");
  const said = [
    "romanesco: error: Cannot find package 'esbuild'",
    "Traceback (most recent call last):",
    "RuntimeError: Kernel died before replying to kernel_info",
  ];
  const lines = said.map((line) => `echo "${line}" >&2`);
  writeFileSync(path, ["#!/bin/sh", ...lines, "exit 1"].join("\n"), {
    mode: 0o755,
  });
  const jupyter = { path, kind: "virtual environment" };
  const subject = { kernel: "romanesco", jupyter, kernelspec: folder };
  const finding = checks.runs!(subject);
  expect(finding.found).toContain(said[0]);
  expect(finding.mend).toContain("npm ci && make build");
  expect(finding.blocks).toBe("the kernel does not run");
});

test("leaves no cell of its own in the history", async () => {
  await examineOurs();
  expect(existsSync(join(data, "romanesco"))).toBe(false);
});

test.each([
  ["/usr/local/bin/romanesco", "romanesco"],
  ["/home/me/project/node_modules/.bin/romanesco", "npx romanesco"],
  [resolve("dist/kernel/main.js"), "node dist/kernel/main.js"],
])("names the command that %s was started as", (program, name) => {
  expect(findOwnName(program)).toBe(name);
});

test.each([
  ["pipx", "pipx upgrade jupyterlab"],
  ["uv tool", "uv tool upgrade jupyterlab"],
  ["conda environment", "conda install 'jupyterlab>=4.2'"],
  ["virtual environment", "/python -m pip install --upgrade 'jupyterlab>=4.2'"],
  // pip refuses to touch what a system's packages brought.
  ["the system's", "pipx install jupyterlab"],
])("says how to get a newer JupyterLab: %s", (kind, mend) => {
  const folder = mkdtempSync(join(tmpdir(), "romanesco-doctor-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "jupyter");
  writeFileSync(path, "#!/bin/sh\necho 3.6.8\n", { mode: 0o755 });
  const jupyter = { path, kind };
  const subject = { kernel: "none", kernelspec: undefined };
  const finding = checks.jupyter!({ ...subject, jupyter });
  expect(finding.found).toContain("JupyterLab 3.6.8");
  expect(finding.mend).toContain(mend);
});
