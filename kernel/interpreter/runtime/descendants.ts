import { childrenOf } from "../../../lib/platform/children-of.ts";
import { signalProcess } from "../../../lib/platform/signals.ts";

/** Process ids below this process, children first. Reads /proc; empty where there is none. */
export function findDescendants(root = process.pid): number[] {
  const children = childrenOf(root);
  return children.flatMap((child) => [child, ...findDescendants(child)]);
}

export function signalAll(
  pids: Iterable<number>,
  signal: NodeJS.Signals,
): void {
  for (const pid of pids) signalProcess(pid, signal);
}

export function killDescendants(signal: NodeJS.Signals): void {
  signalAll(findDescendants(), signal);
}
