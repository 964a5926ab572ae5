import { rmSync } from "node:fs";
import { signalProcess } from "../../../lib/platform/signals.ts";
import { markName, storeFolder } from "../../../lib/transfer/stored-modules.ts";
import { killDescendants } from "./descendants.ts";

/** The end of this process takes everything along that it has started. */
export function endProcess(): void {
  const mark = process.env[markName];
  if (mark) rmSync(storeFolder(mark), { recursive: true, force: true });
  killDescendants("SIGKILL");
  signalProcess(process.pid, "SIGKILL");
}
