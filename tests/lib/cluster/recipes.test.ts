import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { command as cluster } from "../../../kernel/commands/cluster.ts";
import { command as worker } from "../../../kernel/commands/worker.ts";

const text = readFileSync("lib/cluster/README.md", "utf8");
const recipes = [...text.matchAll(/```(sh|ini|yaml)\n(.*?)```/gs)].map(
  ([, language = "", code = ""]) => ({ language, code }),
);

/** What follows a command, to the end of its line, or of its list in YAML. */
function optionsOf(name: string): string[] {
  const calls = recipes.flatMap(({ code }) => [
    ...code.matchAll(
      new RegExp(
        `romanesco["\\s,]+${name}\\b([^\\n]*(?:\\n\\s+["-][^\\n]*)*)`,
        "g",
      ),
    ),
  ]);
  return calls.flatMap(([, rest = ""]) =>
    [...rest.matchAll(/--([a-z][a-z-]*)/g)].map(([, option = ""]) => option),
  );
}

test("recipes for workers use options that there are", () => {
  const used = optionsOf("worker");
  expect(new Set(used)).toContain("creds");
  expect(used.length).toBeGreaterThanOrEqual(8);
  expect(Object.keys(worker.options)).toEqual(expect.arrayContaining(used));
  const ofCluster = optionsOf("cluster");
  expect(ofCluster.length).toBeGreaterThanOrEqual(5);
  expect(Object.keys(cluster.options)).toEqual(
    expect.arrayContaining(ofCluster),
  );
});

test("recipes for a shell are written as one reads them", () => {
  const scripts = recipes.filter(({ language }) => language === "sh");
  expect(scripts.length).toBeGreaterThanOrEqual(3);
  for (const { code } of scripts) execFileSync("sh", ["-n"], { input: code });
});
