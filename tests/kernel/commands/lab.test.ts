import { resolve } from "node:path";
import { expect, test } from "vitest";
import {
  makeLabArguments,
  readRequest,
  run,
} from "../../../kernel/commands/lab.ts";
import { printed } from "../support/printed.ts";

test("takes its own words and leaves the rest to JupyterLab", () => {
  expect(
    readRequest([
      "--env",
      ".venv",
      "notebooks",
      "--no-browser",
      "--port",
      "8899",
    ]),
  ).toEqual({
    target: "notebooks",
    environment: ".venv",
    labArguments: ["--no-browser", "--port", "8899"],
  });
  expect(readRequest([])).toEqual({
    target: ".",
    environment: undefined,
    labArguments: [],
  });
  expect(readRequest(["--", "--help-all"]).labArguments).toEqual([
    "--help-all",
  ]);
});

test("serves a folder, or a notebook's folder opened at the notebook", () => {
  expect(makeLabArguments("tests")).toEqual([
    `--ServerApp.root_dir=${resolve("tests")}`,
  ]);
  expect(makeLabArguments("tests/kernel/commands/lab.test.ts")).toEqual([
    `--ServerApp.root_dir=${resolve("tests/kernel/commands")}`,
    "--LabApp.default_url=/lab/tree/lab.test.ts",
  ]);
});

test.each([
  [["no-such-folder"], 1, "there is no"],
  [["--env"], 2, "--env needs a folder"],
  [["--env", "tests"], 1, "has no JupyterLab. To fix this:"],
])("lab %j fails in one line", async (args, expected, message) => {
  const { code, err } = await printed(run, ...args);
  expect(code).toBe(expected);
  expect(err).toContain(message);
});
