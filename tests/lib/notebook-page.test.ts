import { expect, test } from "vitest";
import { isConsole } from "../../lib/notebook-page.ts";

test("knows the console, however it was started, from a server and nbclient", () => {
  expect(isConsole("/v/bin/python\0/v/bin/jupyter-console\0--kernel")).toBe(
    true,
  );
  expect(isConsole("python\0-m\0jupyter_console\0")).toBe(true);
  expect(isConsole("jupyter\0console\0--kernel=romanesco\0")).toBe(true);
  expect(isConsole("python\0/v/bin/jupyter-lab\0")).toBe(false);
  expect(isConsole("python\0-m\0pytest\0/home/x/console\0")).toBe(false);
  expect(isConsole("")).toBe(false);
});
