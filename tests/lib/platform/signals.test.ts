import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import {
  signalChild,
  signalGroup,
  signalProcess,
} from "../../../lib/platform/signals.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

test("a child that could not be started is never signalled", async () => {
  const child = spawn("/no/such/program");
  const kill = vi.spyOn(child, "kill").mockReturnValue(true);
  expect(signalChild(child, "SIGTERM")).toBe(false);
  await once(child, "error");
  expect(signalChild(child, "SIGKILL")).toBe(false);
  expect(kill).not.toHaveBeenCalled();
});

test.each([undefined, 0, -1, 1, -4711, 1.5, Number.NaN])(
  "%s is no process to signal, and leads no group",
  (pid) => {
    const kill = vi.spyOn(process, "kill").mockReturnValue(true);
    expect(signalProcess(pid, "SIGKILL")).toBe(false);
    expect(signalGroup(pid, "SIGKILL")).toBe(false);
    expect(kill).not.toHaveBeenCalled();
    kill.mockRestore();
  },
);

test("a child that runs, or has ended, can be signalled", async () => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  expect(signalChild(child, "SIGKILL")).toBe(true);
  await once(child, "exit");
  expect(signalProcess(child.pid, "SIGKILL")).toBe(false);
  expect(signalGroup(child.pid, "SIGKILL")).toBe(false);
});

test("nothing else in the sources signals a process by itself", () => {
  // To oneself, or to ask whether somebody is there, is no danger.
  const direct =
    /(?<![.#])\b(?:process|(?:this\.)?#?\w*(?:child|shell)\w*)\??\.kill\((?!process\.pid,|\w+, 0\))/i;
  const found = ["kernel", "lib"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .map((name) => join(folder, name))
      .filter((name) => /\.[cm]?[jt]s$/.test(name))
      .filter((name) => direct.test(readFileSync(join(root, name), "utf8"))),
  );
  expect(found).toEqual([join("lib", "platform", "signals.ts")]);
});
