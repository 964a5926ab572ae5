import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test, vi } from "vitest";
import {
  RuntimeProcess,
  type RuntimeHandler,
} from "../../../kernel/interpreter/runtime-process.ts";

test("a process that ended before it was taken over has ended, with how", async () => {
  const child = spawn(process.execPath, ["-e", "process.exit(7)"], {
    stdio: ["ignore", "pipe", "pipe", "pipe", "pipe", "pipe"],
  });
  await once(child, "exit");
  const exit = vi.fn<RuntimeHandler["exit"]>();
  const runtime = new RuntimeProcess(child, {
    message: () => {},
    stream: () => {},
    looked: () => {},
    drained: async () => {},
    exit,
  });
  await runtime.exited;
  expect(exit).toHaveBeenCalledExactlyOnceWith(7, null);
});

test("a process that could not start has ended", async () => {
  const child = spawn("/no/such/program", {
    stdio: ["ignore", "pipe", "pipe", "pipe", "pipe", "pipe"],
  });
  await once(child, "error");
  const exit = vi.fn<RuntimeHandler["exit"]>();
  const runtime = new RuntimeProcess(child, {
    message: () => {},
    stream: () => {},
    looked: () => {},
    drained: async () => {},
    exit,
  });
  await runtime.exited;
  expect(exit).toHaveBeenCalledOnce();
});
