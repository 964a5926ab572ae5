import { resolve } from "node:path";
import { expect, test } from "vitest";
import { run as doctor } from "../../../kernel/cli/doctor.ts";
import { printed } from "./printed.ts";

test("names the missing Jupyter once, and the command that mends it", async () => {
  const { code, out } = await printed(doctor, "--env", resolve("tests"));
  expect(code).toBe(1);
  expect(out).toMatch(/FAIL jupyter.*\n +mend: pipx install jupyterlab/);
  expect(out.match(/FAIL/g)).toHaveLength(1);
  expect(out).toContain("1 to mend");
});

test("finds nothing to mend in the environment that make has set up", async () => {
  const { code, out } = await printed(doctor, "--env", resolve(".venv"));
  expect(out).toMatch(/ok +runs +1 \+ 1 is 2/);
  expect(out).toMatch(/ok +draws .*labextensions/);
  expect(out).toContain("all is well");
  expect(code).toBe(0);
});

test("says so when Jupyter does not know the kernel", async () => {
  const { code, out } = await printed(
    doctor,
    ...["--env", resolve(".venv"), "--name", "nobody"],
  );
  expect(code).toBe(1);
  expect(out).toMatch(/FAIL kernelspec .*"nobody"\n +mend: romanesco install/);
});
