import { readFileSync } from "node:fs";
import { childrenOf } from "../../../lib/platform/children-of.ts";
import { cpus, freemem, hostname, totalmem } from "node:os";
import type { UsageReply } from "../protocol/lifecycle.ts";
import type { Handler } from "../services/handler.ts";

/** What jupyter-resource-usage shows; ipykernel answers the same, https://github.com/ipython/ipykernel/pull/805 */
export const usage: Handler = {
  when: "at-once",
  reply: "usage_reply",
  handle() {
    const content: UsageReply = {
      hostname: hostname(),
      pid: process.pid,
      cpu_count: cpus().length,
      kernel_memory:
        process.platform === "linux" ? residentBytes(process.pid) : undefined,
      host_virtual_memory: { total: totalmem(), free: freemem() },
    };
    return { content };
  },
};

/** Resident memory of a process and all below it: user code runs in a child, its workers in children of that. */
function residentBytes(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const own = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
    return childrenOf(pid).reduce(
      (sum, child) => sum + residentBytes(child),
      own,
    );
  } catch {
    // It ended while we looked.
    return 0;
  }
}
