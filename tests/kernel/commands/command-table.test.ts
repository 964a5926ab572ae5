import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { format } from "prettier";
import { expect, test } from "vitest";
import { command as cluster } from "../../../kernel/commands/cluster.ts";
import { command as doctor } from "../../../kernel/commands/doctor.ts";
import { command as exportCommand } from "../../../kernel/commands/export.ts";
import { command as install } from "../../../kernel/commands/install.ts";
import { command as lab } from "../../../kernel/commands/lab.ts";
import { command as lsp } from "../../../kernel/commands/lsp.ts";
import { command as papermill } from "../../../kernel/commands/papermill.ts";
import { command as uninstall } from "../../../kernel/commands/uninstall.ts";
import { command as worker } from "../../../kernel/commands/worker.ts";
import { command as feedback } from "../../../kernel/homework/commands/feedback.ts";
import { command as grade } from "../../../kernel/homework/commands/grade.ts";
import { command as mark } from "../../../kernel/homework/commands/mark.ts";
import { command as release } from "../../../kernel/homework/commands/release.ts";
import { command as similar } from "../../../kernel/homework/commands/similar.ts";
import { command as submit } from "../../../kernel/homework/commands/submit.ts";
import { command as validate } from "../../../kernel/homework/commands/validate.ts";
import { command as verify } from "../../../kernel/homework/commands/verify.ts";
import { makeCommandTable } from "../../support/command-table.ts";

const commands = [
  ...[
    install,
    uninstall,
    doctor,
    lab,
    exportCommand,
    papermill,
    lsp,
    cluster,
    worker,
  ],
  ...[release, validate, submit, verify, grade, mark, similar, feedback],
];

const file = resolve("kernel/CONFIGURATION.md");

/** After a change: npx vitest run tests/kernel/commands/command-table.test.ts -u */
test("CONFIGURATION.md has every option of every command, with what its help says", async () => {
  const text = readFileSync(file, "utf8");
  const table =
    /(?<=<!-- commands -->\n\n)[^]*?(?=\n\n<!-- end of commands -->)/;
  const made = text.replace(table, () => makeCommandTable(commands));
  expect(text).toMatch(table);
  await expect(await format(made, { parser: "markdown" })).toMatchFileSnapshot(
    file,
  );
});

test("a command is asked for with what it takes", () => {
  const calls = commands.map(({ usage }) => usage.split("\n")[0]);
  expect(calls).toEqual(
    expect.arrayContaining([
      "usage: romanesco grade DIR --source NOTEBOOK [OPTIONS]",
      "usage: romanesco release SOURCE OUT [OPTIONS]",
      "usage: romanesco validate NOTEBOOK... [OPTIONS]",
      "usage: romanesco lab [DIR | NOTEBOOK] [OPTIONS] [JUPYTERLAB'S OPTIONS]",
    ]),
  );
});

test("an option for programs of ours stands in no help", () => {
  expect(install.usage).toContain("--copy ");
  expect(install.usage).not.toContain("--quiet");
});
