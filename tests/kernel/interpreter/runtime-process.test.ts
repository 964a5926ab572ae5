import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { expect, test, vi } from "vitest";
import {
  RuntimeProcess,
  type RuntimeHandler,
} from "../../../kernel/interpreter/host/runtime-process.ts";

function start(program: string, ...args: string[]): ChildProcess {
  const stdio = ["ignore", ...Array<"pipe">(5).fill("pipe")] as const;
  return spawn(program, args, { stdio: [...stdio] });
}

/** What is said of the end of a process that is taken over. */
async function endOf(child: ChildProcess) {
  const exit = vi.fn<RuntimeHandler["exit"]>();
  const runtime = new RuntimeProcess(child, {
    message: () => {},
    stream: () => {},
    helper: () => {},
    isAhead: () => false,
    caughtUp: async () => {},
    exit,
  });
  await runtime.exited;
  return exit;
}

test("a process that ended before it was taken over has ended, with how", async () => {
  const child = start(process.execPath, "-e", "process.exit(7)");
  await once(child, "exit");
  expect(await endOf(child)).toHaveBeenCalledExactlyOnceWith(7, null, "");
});

test("a process that could not start has ended", async () => {
  const child = start("/no/such/program");
  await once(child, "error");
  expect(await endOf(child)).toHaveBeenCalledOnce();
});
