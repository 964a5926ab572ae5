import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { sumMemory } from "../../../../kernel/homework/grading/memory-watch.ts";

const program = `import os, sys
os.write(os.memfd_create("box"), b"x" * 50_000_000)
print("ready", flush=True)
sys.stdin.read()`;

test.runIf(process.platform === "linux")(
  "counts files that are in memory alone, once each, with what processes hold",
  async () => {
    const child = spawn("python3", ["-c", program]);
    await once(child.stdout, "data");
    const pid = child.pid!;
    const sum = sumMemory([pid]);
    expect(sum).toBeGreaterThan(50e6);
    // Twice the process, but the file is one.
    expect(sumMemory([pid, pid])).toBeLessThan(2 * sum - 45e6);
    child.stdin.end();
    await once(child, "exit");
    expect(sumMemory([pid])).toBe(0);
  },
);
